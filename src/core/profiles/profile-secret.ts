import * as v from 'valibot';
import { type ProfileKind, profileKinds, type SecretOf } from './kinds.ts';

const profileSecret = v.variant(
  'kind',
  Object.values(profileKinds).flatMap((row) => ('secret' in row ? [row.secret] : [])),
);

/** The secret part of a profile, one SecretStorage entry for each. */
export type ProfileSecret = SecretOf<ProfileKind>;

const record = v.object({ version: v.literal(1), secret: profileSecret });

/** The text of a secret for SecretStorage. */
export function writeSecretRecord(secret: ProfileSecret): string {
  return JSON.stringify({ version: 1, secret: v.parse(profileSecret, secret) });
}

/** Reads what {@link writeSecretRecord} wrote; undefined for anything else. */
export function readSecretRecord(text: string): ProfileSecret | undefined {
  try {
    const result = v.safeParse(record, JSON.parse(text));
    return result.success ? result.output.secret : undefined;
  } catch {
    return undefined;
  }
}

/** The certificate password in a profile's stored secret. */
export function certificatePassword(secret: ProfileSecret | undefined): string | undefined {
  return secret !== undefined && 'password' in secret ? secret.password : undefined;
}
