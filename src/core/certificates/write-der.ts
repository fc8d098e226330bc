import type { CertificateLine } from './identity.ts';
import type { WrittenFile } from './written-file.ts';

export interface WriteDerOptions {
  readonly keyPassword?: string | undefined;
  readonly baseName?: string | undefined;
}

/** DER files: the certificate (`.cer`), each issuer and the key as PKCS#8. */
export async function writeDer(line: CertificateLine, options: WriteDerOptions = {}): Promise<WrittenFile[]> {
  return Promise.resolve([]);
}
