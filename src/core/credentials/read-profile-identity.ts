import { basename } from 'node:path';
import type { Identity } from '../certificates/identity.ts';
import { readIdentity, type ReadIdentityOptions } from '../certificates/read-identity.ts';
import { UserError } from '../errors.ts';
import { ForeignFileError, longestForeignFile, readForeignFile } from '../foreign-file.ts';
import type { RolesAnywhereProfile } from '../profiles/profile.ts';
import { resolveProfilePath } from '../profiles/resolve-profile-path.ts';
import type { PathBase } from '../profiles/resolve-profile-path.ts';

export interface ReadProfileIdentityOptions {
  readonly paths: PathBase;
  /** Undefined when none is stored: a file without a password needs none. */
  readonly password: string | undefined;
  readonly signal: AbortSignal;
  /** Asks which of several identities is meant if the profile does not say. */
  readonly choose?: ReadIdentityOptions['choose'];
}

/** The identity of a profile's certificate files. @throws {UserError} `file-unreadable`, or what `readIdentity` throws */
export async function readProfileIdentity(profile: RolesAnywhereProfile, options: ReadProfileIdentityOptions): Promise<Identity> {
  const { certificate, privateKey, certificateChain } = profile;
  const wanted = Object.entries({ certificate, privateKey, certificateChain }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const files = await Promise.all(
    wanted.map(async ([field, path]) => ({
      name: basename(path),
      bytes: await readProfileFile(field, resolveProfilePath(path, options.paths), options.signal),
    })),
  );
  const { password, signal, choose } = options;
  return readIdentity(files, password, { signal, fingerprint: profile.certificateFingerprint, choose });
}

/** A file that a field of a profile names. @throws {UserError} `file-unreadable` */
export async function readProfileFile(field: string, path: string, signal: AbortSignal): Promise<Uint8Array> {
  try {
    return await readForeignFile(path, { limit: longestForeignFile, signal });
  } catch (cause) {
    if (!(cause instanceof ForeignFileError)) throw cause;
    const [what, remedy] = problems[cause.reason];
    throw new UserError({
      code: 'file-unreadable',
      message: `The profile's ${field} file ${what}: “${path}”.`,
      remedy,
      place: { file: path },
      subject: { kind: 'profile-file', field },
      cause,
    });
  }
}

const correct = 'Correct the path in the profile, or put the file there.';
const problems: Readonly<Record<ForeignFileError['reason'], readonly [what: string, remedy: string]>> = {
  missing: ['does not exist', correct],
  unreadable: ['cannot be read', correct],
  'not-a-file': ['is not a regular file', correct],
  'too-large': [
    'is too large for a certificate or key',
    'Correct the path in the profile; certificates and keys are smaller than 1 MB.',
  ],
};
