import { basename } from 'node:path';
import { readContainer } from '../certificates/read-container.ts';
import type { PathBase } from '../profiles/resolve-profile-path.ts';
import { resolveProfilePath } from '../profiles/resolve-profile-path.ts';
import { readProfileFile } from './read-profile-identity.ts';
import { isLocked } from './with-password.ts';

/** The parts in a profile's file, as far as can be told without its password. */
export interface CertificateFileParts {
  readonly hasCertificate: boolean;
  readonly hasKey: boolean;
}

/**
 * Looks into a certificate or key file of a profile. Parts protected by a password (a PFX, an encrypted key) count as present.
 * @throws {UserError} `file-unreadable`, or what `readContainer` throws for other files
 */
export async function certificateFileParts(
  field: string,
  path: string,
  options: { readonly paths: PathBase; readonly signal: AbortSignal },
): Promise<CertificateFileParts> {
  const { signal } = options;
  const bytes = await readProfileFile(field, resolveProfilePath(path, options.paths), signal);
  try {
    const { certificates, keys, problems } = await readContainer({ name: basename(path), bytes }, undefined, { signal });
    // A key that is present but unusable is not searched in another file.
    const unusable = problems.find((problem) => !isLocked(problem) && problem.code !== 'not-a-certificate');
    if (keys.length === 0 && unusable !== undefined) throw unusable;
    return { hasCertificate: certificates.length > 0, hasKey: keys.length > 0 || problems.some(isLocked) };
  } catch (error) {
    if (isLocked(error)) return { hasCertificate: true, hasKey: true };
    throw error;
  }
}
