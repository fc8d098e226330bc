import type { X509Certificate } from 'node:crypto';
import { UserError } from '../errors.ts';
import { endOfFirstPath } from './chain/issuer-path.ts';
import { describeCertificate } from './inspection/describe-certificate.ts';
import { fileBaseName } from './writing/file-base-name.ts';
import type { CertificateBundle } from './identity.ts';
import { pemText } from './writing/pem-text.ts';
import { privateKeyFile } from './writing/private-key-file.ts';
import type { WrittenFile } from './writing/written-file.ts';

export type PemLayout = 'split' | 'full-chain' | 'trust-anchor';

export interface WritePemOptions {
  /**
   * `split`: certificate, chain (where there is one) and key in files of their own. `full-chain`: certificate and chain in one
   * file, the key in another. `trust-anchor`: the end of the chain's first path alone, as it is pasted into AWS's console.
   */
  readonly layout: PemLayout;
  /** Encrypts the key (PKCS#8, PBES2 with AES-256 and PBKDF2-SHA-256). Without one, the key is written unencrypted. */
  readonly keyPassword?: string | undefined;
  /** Beginning of the file names; by default the common name of the certificate, or of the trust anchor in its layout. */
  readonly baseName?: string | undefined;
}

/**
 * The PEM files of a certificate bundle: `build-7.pem`, `build-7.chain.pem` or `build-7.fullchain.pem`, and `build-7.key`, which is
 * left out if there is no key. Throws UserError `trust-anchor-missing` if the last certificate is not an authority,
 * `password-empty` for an empty `keyPassword`.
 */
export async function writePem(bundle: CertificateBundle, options: WritePemOptions): Promise<WrittenFile[]> {
  const { leaf, chain, key } = bundle;
  if (options.layout === 'trust-anchor') {
    const anchor = trustAnchorOf(bundle);
    return [certificates(`${options.baseName ?? fileBaseName(anchor)}.trust-anchor.pem`, [anchor])];
  }
  const base = options.baseName ?? fileBaseName(leaf);
  const files =
    options.layout === 'full-chain'
      ? [certificates(`${base}.fullchain.pem`, [leaf, ...chain])]
      : [certificates(`${base}.pem`, [leaf]), ...(chain.length === 0 ? [] : [certificates(`${base}.chain.pem`, chain)])];
  if (key === undefined) {
    return files;
  }
  const { label, der } = await privateKeyFile(key, options.keyPassword);
  return [...files, { name: `${base}.key`, bytes: Buffer.from(pemText(label, der)), private: true }];
}

function trustAnchorOf(bundle: CertificateBundle): X509Certificate {
  const last = endOfFirstPath(bundle);
  if (describeCertificate(last).isAuthority) {
    return last;
  }
  throw new UserError({
    code: 'trust-anchor-missing',
    message: 'No certificate authority comes with the certificate, so there is no trust anchor to write.',
    remedy: "Choose the certificate of the authority that issued it, or a file with the certificate's chain.",
  });
}

function certificates(name: string, list: readonly X509Certificate[]): WrittenFile {
  return { name, bytes: Buffer.from(list.map(({ raw }) => pemText('CERTIFICATE', raw)).join('')), private: false };
}
