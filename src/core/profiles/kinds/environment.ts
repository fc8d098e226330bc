import * as v from 'valibot';
import { endpoint, region } from './fields.ts';
import type { ProfileKindRow } from './profile-kind.ts';

const schema = v.strictObject({ kind: v.literal('environment'), region, endpoint: v.optional(endpoint) });

type Fields = Readonly<v.InferOutput<typeof schema>>;

/** The access key in the environment variables of the process that VS Code runs in. */
export const environmentKind = {
  title: 'Environment variables',
  detail: 'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, as VS Code was started with them',
  label: 'environment variables',
  icon: 'terminal',
  signsWith: 'the environment variables of VS Code',
  schema,
  questions: [{ input: 'text', field: 'region', prompt: 'Region of requests whose host names none', example: 'eu-central-1' }],
  hasCertificate: false,
  hasOwnKeys: false,
  hasAmbientCredentials: true,
  renewal:
    'VS Code has the environment variables that it was started with: quit it, and start it from a shell that has new ones.',
  region: (profile: Fields) => profile.region,
  details: () => [{ label: 'Access key', value: 'from AWS_ACCESS_KEY_ID', icon: 'account' }],
  credentialsText: () => 'the AWS credentials in the environment variables of VS Code',
} as const satisfies ProfileKindRow<Fields, keyof Fields>;
