import type { CertificateBundle } from '../identity.ts';
import { endOfFirstPath } from '../chain/issuer-path.ts';
import { writeDer } from '../write-der.ts';
import { writePem } from '../write-pem.ts';
import { writePkcs12 } from '../write-pkcs12.ts';
import type { WrittenFile } from '../writing/written-file.ts';
import { UserError } from '../../errors.ts';

export type ConversionTarget = 'pfx-modern' | 'pfx-compatible' | 'pem-split' | 'pem-full-chain' | 'der' | 'trust-anchor';

/** A format that certificates can be written in, as a menu shows it. */
export interface ConversionChoice {
  readonly target: ConversionTarget;
  readonly label: string;
  /** Its purpose, in one plain sentence. */
  readonly detail: string;
  /** Whether it holds a key whose file can be protected by a password. */
  readonly takesPassword: boolean;
  /** Whether it cannot be written without the private key. */
  readonly needsKey: boolean;
}

const choices: readonly (Omit<ConversionChoice, 'takesPassword'> & { readonly holdsKey: boolean })[] = [
  {
    target: 'pfx-modern',
    label: 'PFX, modern',
    detail: 'AES-256 and SHA-256: for OpenSSL 3, current Java and Windows',
    needsKey: true,
    holdsKey: true,
  },
  {
    target: 'pfx-compatible',
    label: 'PFX, compatible',
    detail: '3DES and SHA-1, weak: for older Java 8, Mendix portals, older Windows',
    needsKey: true,
    holdsKey: true,
  },
  {
    target: 'pem-split',
    label: 'PEM, a file for each part',
    detail: 'Certificate, chain and key: for AWS’s credential helper and most servers',
    needsKey: false,
    holdsKey: true,
  },
  {
    target: 'pem-full-chain',
    label: 'PEM, full chain',
    detail: 'Certificate with its chain, and the key: for nginx and other web servers',
    needsKey: false,
    holdsKey: true,
  },
  {
    target: 'der',
    label: 'DER',
    detail: 'Binary files, one for each part: for tools that do not accept PEM',
    needsKey: false,
    holdsKey: true,
  },
  {
    target: 'trust-anchor',
    label: 'Trust-anchor text',
    detail: 'Copies the authority’s certificate for AWS’s form; writes no file',
    needsKey: false,
    holdsKey: false,
  },
];

/** The formats that these certificates can be written in. Without an authority among them there is no trust anchor to copy. */
export function conversionChoices(bundle: CertificateBundle): ConversionChoice[] {
  return choices
    .filter(({ target }) => target !== 'trust-anchor' || endOfFirstPath(bundle).ca)
    .map(({ holdsKey, ...choice }) => ({ ...choice, takesPassword: holdsKey && (choice.needsKey || bundle.key !== undefined) }));
}

export interface ConversionOptions {
  readonly target: ConversionTarget;
  /** Protects the private key; empty for none. */
  readonly password: string;
  /** Beginning of the file names. */
  readonly baseName: string;
}

/** The files of a conversion. @throws {UserError} `key-missing` if the format needs a key, and what the writers throw */
export async function convertCertificates(bundle: CertificateBundle, options: ConversionOptions): Promise<WrittenFile[]> {
  const { target, password, baseName } = options;
  const shared = { baseName, ...(password !== '' && { keyPassword: password }) };
  switch (target) {
    case 'pfx-modern':
    case 'pfx-compatible':
      return [await pfxFile(bundle, target === 'pfx-modern' ? 'modern' : 'compatible', password, baseName)];
    case 'pem-split':
      return writePem(bundle, { ...shared, layout: 'split' });
    case 'pem-full-chain':
      return writePem(bundle, { ...shared, layout: 'full-chain' });
    case 'der':
      return writeDer(bundle, shared);
    case 'trust-anchor':
      return writePem(bundle, { baseName, layout: 'trust-anchor' });
  }
}

async function pfxFile(
  { key, leaf, chain }: CertificateBundle,
  encryption: 'modern' | 'compatible',
  password: string,
  baseName: string,
): Promise<WrittenFile> {
  if (key === undefined) {
    throw new UserError({
      code: 'key-missing',
      message: 'A PFX holds a certificate together with its private key, which is missing.',
      remedy: 'Choose the key file as well.',
    });
  }
  const bytes = await writePkcs12({ leaf, chain, key }, { password, encryption, friendlyName: baseName });
  return { name: `${baseName}.pfx`, bytes, private: true };
}
