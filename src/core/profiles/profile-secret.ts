import * as v from 'valibot';

const staticSecret = v.object({
  kind: v.literal('static'),
  secretAccessKey: v.pipe(v.string(), v.nonEmpty()),
  sessionToken: v.optional(v.pipe(v.string(), v.nonEmpty())),
});

const rolesAnywhereSecret = v.object({
  kind: v.literal('rolesAnywhere'),
  /** Password of the PFX or of the encrypted private key; the empty string is a password too. */
  password: v.string(),
});

const profileSecret = v.variant('kind', [staticSecret, rolesAnywhereSecret]);

/** The secret part of a profile, one SecretStorage entry each. */
export type ProfileSecret = Readonly<v.InferOutput<typeof profileSecret>>;
export type StaticSecret = Readonly<v.InferOutput<typeof staticSecret>>;

const record = v.object({ version: v.literal(1), secret: profileSecret });

/** The text that SecretStorage keeps for a secret. */
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
