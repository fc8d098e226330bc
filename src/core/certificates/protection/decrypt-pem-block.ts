import { createDecipheriv, createHash } from 'node:crypto';
import { decode } from '../containers/asn1.ts';
import { decryptLegacy } from './legacy-cipher.ts';
import { type Encryption, unlock } from './encryption.ts';
import { damaged, unsupported } from '../containers/problems.ts';
import type { DecryptionContext } from './decryption-context.ts';
import { ownValue } from '../../own-value.ts';

const keyLengths: Readonly<Record<string, number>> = {
  'DES-CBC': 8,
  'DES-EDE3-CBC': 24,
  'AES-128-CBC': 16,
  'AES-192-CBC': 24,
  'AES-256-CBC': 32,
};

/**
 * Decrypts a PEM block whose header says `Proc-Type: 4,ENCRYPTED` (RFC 1421; the key derivation is OpenSSL's, one round of
 * MD5). `info` is the value of `DEK-Info`: cipher, comma, initialisation vector in hex. Throws UserError.
 */
export async function decryptPemBlock(
  info: string,
  data: Buffer,
  context: DecryptionContext,
  protection: Set<string>,
): Promise<Buffer> {
  const [cipher = '', hex = ''] = info.split(',').map((part) => part.trim().toUpperCase());
  const keyLength = ownValue(keyLengths, cipher);
  if (keyLength === undefined) {
    throw unsupported(context.name, `the cipher ${cipher}`);
  }
  const iv = Buffer.from(hex, 'hex');
  if (iv.length !== (cipher.startsWith('AES') ? 16 : 8) || iv.length * 2 !== hex.length) {
    throw damaged(context.name, 'the header of its encrypted key cannot be read');
  }
  const encryption: Encryption = {
    label: `PEM ${cipher}, MD5`,
    forms: context.forms.plain,
    decrypt: (password, encrypted) => Promise.resolve(decryptWith(cipher, deriveKey(password, iv, keyLength), iv, encrypted)),
  };
  protection.add(encryption.label);
  return unlock(encryption, data, context, (plain) => {
    decode(plain);
    return plain;
  });
}

function deriveKey(password: Buffer, iv: Buffer, length: number): Buffer {
  let key = Buffer.alloc(0);
  let digest = Buffer.alloc(0);
  while (key.length < length) {
    digest = createHash('md5').update(digest).update(password).update(iv.subarray(0, 8)).digest();
    key = Buffer.concat([key, digest]);
  }
  return key.subarray(0, length);
}

function decryptWith(cipher: string, key: Buffer, iv: Buffer, data: Buffer): Buffer {
  if (!cipher.startsWith('AES')) {
    return decryptLegacy(cipher === 'DES-CBC' ? 'DES' : '3DES', key, iv, data);
  }
  const decipher = createDecipheriv(cipher.toLowerCase(), key, iv);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}
