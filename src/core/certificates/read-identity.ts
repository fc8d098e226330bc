import { type IdentityChoice, identityOf } from './identity-of.ts';
import type { Identity } from './identity.ts';
import { type CertificateFile, type Container, type ReadOptions, readContainer } from './read-container.ts';

export interface ReadIdentityOptions extends ReadOptions, IdentityChoice {}

/**
 * The identity in any number of files, recognised by their content; `password` opens all of them.
 *
 * Throws UserError as `readContainer` and `identityOf` do. Rejects with the signal's reason when aborted.
 */
export async function readIdentity(
  files: readonly CertificateFile[],
  password?: string,
  options: ReadIdentityOptions = {},
): Promise<Identity> {
  const containers: Container[] = [];
  for (const file of files) {
    options.signal?.throwIfAborted();
    containers.push(await readContainer(file, password, options));
  }
  return identityOf(containers, options);
}
