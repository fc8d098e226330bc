import * as v from 'valibot';
import type { KeptSession } from '../signing/credentials.ts';

const nonEmpty = v.pipe(v.string(), v.nonEmpty());

const record = v.object({
  version: v.literal(1),
  madeFor: nonEmpty,
  startedAt: v.exactOptional(v.number()),
  session: v.object({
    credentials: v.object({ accessKeyId: nonEmpty, secretAccessKey: nonEmpty, sessionToken: nonEmpty }),
    expiration: v.pipe(
      v.string(),
      v.transform((text) => new Date(text)),
      v.date(),
    ),
    issuer: v.exactOptional(v.string()),
    subjectArn: v.string(),
    roleArn: v.string(),
    assumedRoleArn: v.string(),
    sourceIdentity: v.exactOptional(v.string()),
    packedPolicySize: v.exactOptional(v.number()),
  }),
});

/** The text that the secret storage keeps for a session. */
export function writeSessionRecord(kept: KeptSession): string {
  return JSON.stringify({ version: 1, ...kept });
}

/** Reads what {@link writeSessionRecord} wrote; undefined for anything else. */
export function readSessionRecord(text: string): KeptSession | undefined {
  try {
    const result = v.safeParse(record, JSON.parse(text));
    if (!result.success) return undefined;
    const { session, madeFor, startedAt } = result.output;
    return { session, madeFor, ...(startedAt !== undefined && { startedAt }) };
  } catch {
    return undefined;
  }
}
