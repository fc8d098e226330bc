import { createCipheriv, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type Element, integer, nullValue, objectIdentifier, octetString, sequence } from '../containers/asn1.ts';
import { encryptTripleDes } from './legacy-cipher.ts';
import { terminatedUtf16 } from './password-forms.ts';
import { derivePkcs12 } from './derive-pkcs12.ts';

/** Encrypted bytes and their `AlgorithmIdentifier`. */
export interface Encrypted {
  readonly algorithm: Element;
  readonly encrypted: Buffer;
}

/** PBES2 (RFC 8018, 6.2) with PBKDF2-HMAC-SHA-256 and AES-256-CBC. */
export async function encryptPbes2(password: string, plain: Buffer, iterations: number): Promise<Encrypted> {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = await promisify(pbkdf2)(Buffer.from(password, 'utf8'), salt, iterations, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const derivation = sequence(
    octetString(salt),
    integer(iterations),
    sequence(objectIdentifier('1.2.840.113549.2.9'), nullValue()),
  );
  const algorithm = sequence(
    objectIdentifier('1.2.840.113549.1.5.13'),
    sequence(
      sequence(objectIdentifier('1.2.840.113549.1.5.12'), derivation),
      sequence(objectIdentifier('2.16.840.1.101.3.4.1.42'), octetString(iv)),
    ),
  );
  return { algorithm, encrypted: Buffer.concat([cipher.update(plain), cipher.final()]) };
}

/** pbeWithSHAAnd3-KeyTripleDES-CBC (RFC 7292, appendix C). */
export async function encryptPkcs12TripleDes(password: string, plain: Buffer, iterations: number): Promise<Encrypted> {
  const salt = randomBytes(8);
  const derivation = { digest: 'sha1', password: terminatedUtf16(password), salt, iterations };
  const key = await derivePkcs12({ ...derivation, purpose: 'key', length: 24 });
  const iv = await derivePkcs12({ ...derivation, purpose: 'iv', length: 8 });
  const algorithm = sequence(objectIdentifier('1.2.840.113549.1.12.1.3'), sequence(octetString(salt), integer(iterations)));
  return { algorithm, encrypted: encryptTripleDes(key, iv, plain) };
}
