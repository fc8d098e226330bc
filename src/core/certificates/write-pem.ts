import type { CertificateLine } from './identity.ts';
import type { WrittenFile } from './written-file.ts';

export type PemLayout = 'split' | 'full-chain' | 'trust-anchor';

export interface WritePemOptions {
  /**
   * `split`: certificate, chain (where there is one) and key in files of their own. `full-chain`: certificate and chain in one file,
   * the key in another. `trust-anchor`: the last certificate alone, as AWS's console wants it pasted.
   */
  readonly layout: PemLayout;
  /** Encrypts the key (PKCS#8, PBES2 with AES-256 and PBKDF2-SHA-256). Without one the key is written in the clear. */
  readonly keyPassword?: string | undefined;
  /** Beginning of the file names; that of the certificate's common name by default. */
  readonly baseName?: string | undefined;
}

/**
 * The PEM files of a certificate line; the key file is left out where there is no key.
 * Throws UserError `trust-anchor-missing` when the last certificate is no authority, `password-empty` for an empty `keyPassword`.
 */
export async function writePem(line: CertificateLine, options: WritePemOptions): Promise<WrittenFile[]> {
  return Promise.resolve([]);
}
