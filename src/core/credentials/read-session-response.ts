import * as v from 'valibot';
import { UserError } from '../errors.ts';
import type { Session } from '../signing/credentials.ts';

const nonEmpty = v.pipe(v.string(), v.nonEmpty());

const credentialSet = v.object({
  assumedRoleUser: v.object({ arn: nonEmpty }),
  credentials: v.object({
    accessKeyId: nonEmpty,
    secretAccessKey: nonEmpty,
    sessionToken: nonEmpty,
    expiration: v.pipe(
      v.string(),
      v.transform((text) => new Date(text)),
      v.date(),
    ),
  }),
  roleArn: nonEmpty,
  sourceIdentity: v.nullish(v.string()),
  packedPolicySize: v.nullish(v.number()),
});

const response = v.object({ credentialSet: v.tupleWithRest([credentialSet], credentialSet), subjectArn: v.string() });

/** The session in CreateSession's JSON response. @throws {UserError} `response-unreadable`, which quotes nothing of the response */
export function readSessionResponse(body: Uint8Array): Session {
  const result = v.safeParse(response, parseJson(body));
  if (!result.success) {
    throw new UserError({
      code: 'response-unreadable',
      message: 'The response to CreateSession holds no readable session.',
      remedy: 'Check that the endpoint of the profile is AWS itself and that no proxy responds in its place.',
    });
  }
  const [set] = result.output.credentialSet;
  const { expiration, ...credentials } = set.credentials;
  return {
    credentials,
    expiration,
    subjectArn: result.output.subjectArn,
    roleArn: set.roleArn,
    assumedRoleArn: set.assumedRoleUser.arn,
    ...(typeof set.sourceIdentity === 'string' && { sourceIdentity: set.sourceIdentity }),
    ...(typeof set.packedPolicySize === 'number' && { packedPolicySize: set.packedPolicySize }),
  };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
