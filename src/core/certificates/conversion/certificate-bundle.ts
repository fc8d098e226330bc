import { arrangeCertificates } from '../chain/arrange-certificates.ts';
import type { CertificateBundle } from '../identity.ts';
import type { CertificateFile, Container } from '../read-container.ts';
import { type ReadIdentityOptions, readIdentity } from '../read-identity.ts';

/**
 * The certificates of files that are open already, each with a password of its own, as one line; with the key where there is one.
 * `choose` is asked which of several identities is meant. Throws UserError as `readIdentity` does; `certificate-missing` where there are keys alone.
 */
export async function bundleOf(
  containers: readonly Container[],
  choose?: ReadIdentityOptions['choose'],
): Promise<CertificateBundle> {
  const line = containers.some(({ keys }) => keys.length > 0) ? undefined : arrangeCertificates(containers);
  return line ?? readIdentity(containers.map(unlocked), undefined, { choose });
}

/** The same content without its protection; it stays in memory. */
function unlocked({ name, certificates, keys }: Container): CertificateFile {
  const blocks = [
    ...certificates.map(({ certificate }) => certificate.toString()),
    ...keys.map(({ key }) => key.export({ type: 'pkcs8', format: 'pem' }).toString()),
  ];
  return { name, bytes: Buffer.from(blocks.join('')) };
}
