import type { CertificateLine } from './identity.ts';
import type { Container } from './read-container.ts';

/**
 * The certificates of containers as a line, for files without a private key (DER, PKCS#7, PEM): what issued nothing else here comes first.
 * Undefined when there is none. With a key use `readIdentity`.
 */
export function arrangeCertificates(containers: readonly Container[]): CertificateLine | undefined {
  return undefined;
}
