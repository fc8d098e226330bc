import { fileBaseName } from './writing/file-base-name.ts';
import type { CertificateBundle } from './identity.ts';
import { privateKeyFile } from './writing/private-key-file.ts';
import type { WritePemOptions } from './write-pem.ts';
import type { WrittenFile } from './writing/written-file.ts';

export type WriteDerOptions = Omit<WritePemOptions, 'layout'>;

/**
 * The DER files of a certificate bundle: `build-7.cer`, an `build-7.issuer-1.cer` for each issuer, nearest first, and the key as
 * PKCS#8 (`build-7.key.der`), which is left out if there is no key. Throws UserError `password-empty` for an empty `keyPassword`.
 */
export async function writeDer(bundle: CertificateBundle, options: WriteDerOptions = {}): Promise<WrittenFile[]> {
  const base = options.baseName ?? fileBaseName(bundle.leaf);
  const files = [bundle.leaf, ...bundle.chain].map(({ raw }, index) => ({
    name: index === 0 ? `${base}.cer` : `${base}.issuer-${index}.cer`,
    bytes: raw,
    private: false,
  }));
  if (bundle.key === undefined) {
    return files;
  }
  const { der } = await privateKeyFile(bundle.key, options.keyPassword);
  return [...files, { name: `${base}.key.der`, bytes: der, private: true }];
}
