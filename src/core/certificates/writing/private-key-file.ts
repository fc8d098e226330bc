import type { KeyObject } from 'node:crypto';
import { UserError } from '../../errors.ts';
import { encode, octetString, sequence } from '../containers/asn1.ts';
import { encryptPbes2 } from '../protection/encrypted.ts';

const iterations = 100_000;

/** PKCS#8 of a key, unencrypted or encrypted (RFC 5958). */
export interface PrivateKeyFile {
  readonly der: Buffer;
  /** `PRIVATE KEY` or `ENCRYPTED PRIVATE KEY`. */
  readonly label: string;
}

/** Encrypts (PBES2, AES-256, PBKDF2-SHA-256) if there is a password. Throws UserError `password-empty` for an empty one. */
export async function privateKeyFile(key: KeyObject, password: string | undefined): Promise<PrivateKeyFile> {
  const plain = key.export({ type: 'pkcs8', format: 'der' });
  if (password === undefined) {
    return { der: plain, label: 'PRIVATE KEY' };
  }
  if (password === '') {
    throw new UserError({
      code: 'password-empty',
      message: 'An empty password would not protect the private key.',
      remedy: 'Enter a password, or choose to write the key without encryption.',
      place: { field: 'keyPassword' },
    });
  }
  const { algorithm, encrypted } = await encryptPbes2(password, plain, iterations);
  return { der: encode(sequence(algorithm, octetString(encrypted))), label: 'ENCRYPTED PRIVATE KEY' };
}
