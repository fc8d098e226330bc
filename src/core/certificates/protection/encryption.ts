import { createDecipheriv } from 'node:crypto';
import { isUserError } from '../../errors.ts';
import { type Element, child, children, count, isInteger, octets, oid } from '../containers/asn1.ts';
import { assertIterations, digestLabel, readDerivation } from './derivation.ts';
import { type LegacyCipher, decryptLegacy } from './legacy-cipher.ts';
import { derivePkcs12, iterate } from './derive-pkcs12.ts';
import { passwordRequired, passwordWrong, unsupported } from '../containers/problems.ts';
import type { DecryptionContext } from './decryption-context.ts';

/** The encryption of part of a file. */
export interface Encryption {
  /** `PBES2 AES-256-CBC, PBKDF2 SHA-256, 2048 iterations`. */
  readonly label: string;
  readonly forms: readonly Buffer[];
  readonly decrypt: (password: Buffer, data: Buffer) => Promise<Buffer>;
}

interface LegacyScheme {
  readonly cipher: LegacyCipher;
  readonly keyLength: number;
  readonly label: string;
}

/** RFC 7292, appendix C. */
const pkcs12Schemes: Readonly<Record<string, LegacyScheme>> = {
  '1.2.840.113549.1.12.1.1': { cipher: 'RC4', keyLength: 16, label: 'RC4-128' },
  '1.2.840.113549.1.12.1.2': { cipher: 'RC4', keyLength: 5, label: 'RC4-40' },
  '1.2.840.113549.1.12.1.3': { cipher: '3DES', keyLength: 24, label: '3DES' },
  '1.2.840.113549.1.12.1.4': { cipher: '3DES', keyLength: 16, label: '2-key 3DES' },
  '1.2.840.113549.1.12.1.5': { cipher: 'RC2', keyLength: 16, label: 'RC2-128' },
  '1.2.840.113549.1.12.1.6': { cipher: 'RC2', keyLength: 5, label: 'RC2-40' },
};

/** RFC 8018, appendix A.3. */
const pkcs5Schemes: Readonly<Record<string, { digest: string; cipher: LegacyCipher }>> = {
  '1.2.840.113549.1.5.3': { digest: 'md5', cipher: 'DES' },
  '1.2.840.113549.1.5.6': { digest: 'md5', cipher: 'RC2' },
  '1.2.840.113549.1.5.10': { digest: 'sha1', cipher: 'DES' },
  '1.2.840.113549.1.5.11': { digest: 'sha1', cipher: 'RC2' },
};

const aesBits: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.1.2': 128,
  '2.16.840.1.101.3.4.1.22': 192,
  '2.16.840.1.101.3.4.1.42': 256,
};

/** Reads an encryption `AlgorithmIdentifier`. Throws `unsupported-algorithm` or `iterations-too-many`. */
export function readEncryption(algorithm: Element, context: DecryptionContext): Encryption {
  const identifier = oid(child(algorithm, 0));
  const pkcs12 = pkcs12Schemes[identifier];
  if (pkcs12 !== undefined) {
    return pkcs12Encryption(pkcs12, child(algorithm, 1), context);
  }
  const pkcs5 = pkcs5Schemes[identifier];
  if (pkcs5 !== undefined) {
    return pkcs5Encryption(pkcs5, child(algorithm, 1), context);
  }
  if (identifier === '1.2.840.113549.1.5.13') {
    return pbes2(child(algorithm, 1), context);
  }
  throw unsupported(context.name, `the encryption ${identifier}`);
}

/**
 * Decrypts with the first form of the password that gives valid padding and content that `parse` accepts. Throws
 * `password-required` if no password was given, `password-wrong` if no form of it fits.
 */
export async function unlock<T>(
  encryption: Encryption,
  data: Buffer,
  context: DecryptionContext,
  parse: (plain: Buffer) => T,
): Promise<T> {
  let cause: unknown;
  for (const form of encryption.forms) {
    try {
      return parse(await encryption.decrypt(form, data));
    } catch (error) {
      context.signal?.throwIfAborted();
      if (isUserError(error)) {
        throw error;
      }
      cause = error;
    }
  }
  throw context.hasPassword ? passwordWrong(context.name, cause) : passwordRequired(context.name);
}

function pkcs12Encryption(scheme: LegacyScheme, parameters: Element, { name, forms, signal }: DecryptionContext): Encryption {
  const salt = octets(child(parameters, 0));
  const iterations = count(child(parameters, 1));
  assertIterations(iterations, name);
  return {
    label: `PKCS#12 ${scheme.label}, SHA-1, ${iterations} iterations`,
    forms: forms.terminated,
    decrypt: async (password, data) => {
      const derivation = { digest: 'sha1', password, salt, iterations };
      const key = await derivePkcs12({ ...derivation, purpose: 'key', length: scheme.keyLength }, signal);
      const iv =
        scheme.cipher === 'RC4' ? Buffer.alloc(0) : await derivePkcs12({ ...derivation, purpose: 'iv', length: 8 }, signal);
      return decryptLegacy(scheme.cipher, key, iv, data);
    },
  };
}

/** PBES1 with PBKDF1: eight bytes of key, then eight of initialisation vector. */
function pkcs5Encryption(
  scheme: { digest: string; cipher: LegacyCipher },
  parameters: Element,
  { name, forms, signal }: DecryptionContext,
): Encryption {
  const salt = octets(child(parameters, 0));
  const iterations = count(child(parameters, 1));
  assertIterations(iterations, name);
  return {
    label: `PBES1 ${scheme.cipher}, ${digestLabel(scheme.digest)}, ${iterations} iterations`,
    forms: forms.plain,
    decrypt: async (password, data) => {
      const derived = await iterate(scheme.digest, Buffer.concat([password, salt]), iterations, signal);
      return decryptLegacy(scheme.cipher, derived.subarray(0, 8), derived.subarray(8, 16), data);
    },
  };
}

function pbes2(parameters: Element, context: DecryptionContext): Encryption {
  const derivation = readDerivation(child(parameters, 0), context);
  const cipher = readCipher(child(parameters, 1), derivation.keyLength, context.name);
  return {
    label: `PBES2 ${cipher.label}, ${derivation.label}`,
    forms: context.forms.plain,
    decrypt: async (password, data) => cipher.decrypt(await derivation.derive(password, cipher.keyLength), data),
  };
}

interface Cipher {
  readonly label: string;
  readonly keyLength: number;
  readonly decrypt: (key: Buffer, data: Buffer) => Buffer;
}

function readCipher(algorithm: Element, keyLength: number | undefined, name: string): Cipher {
  const identifier = oid(child(algorithm, 0));
  const parameters = child(algorithm, 1);
  const bits = aesBits[identifier];
  if (bits !== undefined) {
    const iv = octets(parameters);
    return {
      label: `AES-${bits}-CBC`,
      keyLength: bits / 8,
      decrypt: (key, data) => {
        const decipher = createDecipheriv(`aes-${bits}-cbc`, key, iv);
        return Buffer.concat([decipher.update(data), decipher.final()]);
      },
    };
  }
  if (identifier === '1.2.840.113549.3.7' || identifier === '1.3.14.3.2.7') {
    const cipher = identifier === '1.3.14.3.2.7' ? 'DES' : '3DES';
    const iv = octets(parameters);
    return {
      label: `${cipher}-CBC`,
      keyLength: cipher === 'DES' ? 8 : 24,
      decrypt: (key, data) => decryptLegacy(cipher, key, iv, data),
    };
  }
  if (identifier === '1.2.840.113549.3.2') {
    const version = children(parameters).find(isInteger);
    const start = octets(child(parameters, children(parameters).length - 1));
    const effectiveBits = effectiveRc2Bits(version && count(version));
    const length = keyLength ?? effectiveBits / 8;
    return {
      label: `RC2-${effectiveBits}-CBC`,
      keyLength: length,
      decrypt: (key, data) => decryptLegacy('RC2', key, start, data, effectiveBits),
    };
  }
  throw unsupported(name, `the cipher ${identifier}`);
}

/** RFC 8018, B.2.3: three sizes have a code, from 256 on the version is the size itself. */
function effectiveRc2Bits(version: number | undefined): number {
  switch (version) {
    case undefined:
      return 32;
    case 160:
      return 40;
    case 120:
      return 64;
    case 58:
      return 128;
    default:
      return version;
  }
}
