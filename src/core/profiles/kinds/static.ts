import * as v from 'valibot';
import { endpoint, region, text } from './fields.ts';
import type { ProfileKindRow } from './profile-kind.ts';

/** Access key ids as IAM creates them, https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
const accessKeyIdOfAws = /^[A-Za-z0-9]{16,128}$/;

/** Whether an access key id can be AWS's. Others need a profile with an endpoint of its own. */
export function isAccessKeyIdOfAws(id: string): boolean {
  return accessKeyIdOfAws.test(id);
}

const schema = v.pipe(
  v.strictObject({
    kind: v.literal('static'),
    // LocalStack, MinIO and moto have ids such as “test”; being usable for signing is all that they have in common.
    accessKeyId: v.pipe(
      text('accessKeyId'),
      v.regex(
        /^[\w.@+-]{1,128}$/,
        'accessKeyId must be 16 to 128 letters and digits; with an endpoint of its own, up to 128 letters, digits and _.@+-',
      ),
    ),
    region,
    endpoint: v.optional(endpoint),
  }),
  v.forward(
    v.partialCheck(
      [['accessKeyId'], ['endpoint']],
      ({ accessKeyId, endpoint: own }) => own !== undefined || accessKeyIdOfAws.test(accessKeyId),
      'accessKeyId must be 16 to 128 letters and digits, unless the profile has an endpoint of its own',
    ),
    ['accessKeyId'],
  ),
);

type Fields = Readonly<v.InferOutput<typeof schema>>;

/** An access key whose secret a person entered; temporary ones have a session token. */
export const staticKind = {
  title: 'Static keys',
  detail: 'An access key id and its secret access key',
  label: 'static keys',
  icon: 'key',
  signsWith: 'its access key',
  schema,
  secret: v.object({
    kind: v.literal('static'),
    secretAccessKey: v.pipe(v.string(), v.nonEmpty()),
    sessionToken: v.optional(v.pipe(v.string(), v.nonEmpty())),
  }),
  questions: [
    { input: 'accessKey', field: 'accessKeyId', prompt: 'Access key id', example: 'AKIAIOSFODNN7EXAMPLE' },
    { input: 'text', field: 'region', prompt: 'Region of requests whose host names none', example: 'eu-central-1' },
  ],
  hasCertificate: false,
  hasOwnKeys: true,
  hasAmbientCredentials: false,
  region: (profile: Fields) => profile.region,
  details: ({ accessKeyId }: Fields) => [{ label: 'Access key', value: accessKeyId, icon: 'account' }],
  credentialsText: ({ accessKeyId }: Fields, shown: (text: string) => string) => `the access key ${shown(accessKeyId)}`,
} as const satisfies ProfileKindRow<Fields, keyof Fields>;
