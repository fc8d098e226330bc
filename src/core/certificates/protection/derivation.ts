import { pbkdf2, scrypt } from 'node:crypto';
import { type Element, child, children, count, isInteger, octets, oid } from '../containers/asn1.ts';
import { tooManyIterations, unsupported } from '../containers/problems.ts';
import type { DecryptionContext } from './decryption-context.ts';

/** More than any tool writes (600,000), less than would keep the machine busy for minutes. */
export const maximumIterations = 5_000_000;
const maximumScryptBytes = 512 * 1024 * 1024;

const prfDigests: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
  '1.2.840.113549.2.12': 'sha512-224',
  '1.2.840.113549.2.13': 'sha512-256',
};

/** PBKDF2 or scrypt as a file prescribes it. */
export interface Derivation {
  /** `PBKDF2 SHA-256, 2048 iterations`. */
  readonly label: string;
  /** Bytes that the file says the key has. */
  readonly keyLength: number | undefined;
  /** Derives off the JavaScript thread. Rejects with the signal's reason when aborted. */
  readonly derive: (password: Buffer, length: number) => Promise<Buffer>;
}

/** The node:crypto digest of an `hmacWithSHA…` identifier (RFC 8018, B.1). Throws `unsupported-algorithm`. */
export function hmacDigest(algorithm: Element, name: string): string {
  const identifier = oid(child(algorithm, 0));
  const digest = prfDigests[identifier];
  if (digest === undefined) {
    throw unsupported(name, `the HMAC algorithm ${identifier}`);
  }
  return digest;
}

/** `sha256` as people write it. */
export function digestLabel(digest: string): string {
  return digest === 'md5' ? 'MD5' : digest.replace(/^sha/, 'SHA-').replace(/-(\d+)-(\d+)$/, '-$1/$2');
}

export function assertIterations(iterations: number, name: string): void {
  if (iterations > maximumIterations) {
    throw tooManyIterations(name, iterations, maximumIterations);
  }
  if (iterations < 1) {
    throw new Error('an iteration count must be positive');
  }
}

/** Reads the `keyDerivationFunc` of PBES2 or PBMAC1 (RFC 8018, A.2; RFC 7914, 7). Throws UserError if it is unsupported. */
export function readDerivation(algorithm: Element, { name, signal }: DecryptionContext): Derivation {
  const identifier = oid(child(algorithm, 0));
  const parameters = child(algorithm, 1);
  if (identifier === '1.2.840.113549.1.5.12') {
    const [salt, iterations, ...optional] = [
      octets(child(parameters, 0)),
      count(child(parameters, 1)),
      ...children(parameters).slice(2),
    ];
    assertIterations(iterations, name);
    const keyLength = optional.find(isInteger);
    const prf = optional.find((element) => !isInteger(element));
    const digest = prf === undefined ? 'sha1' : hmacDigest(prf, name);
    return {
      label: `PBKDF2 ${digestLabel(digest)}, ${iterations} iterations`,
      keyLength: keyLength && count(keyLength),
      derive: (password, length) =>
        abortable(signal, (done) => {
          pbkdf2(password, salt, iterations, length, digest, done);
        }),
    };
  }
  if (identifier === '1.3.6.1.4.1.11591.4.11') {
    const salt = octets(child(parameters, 0));
    const [cost, blockSize, parallelization] = [
      count(child(parameters, 1)),
      count(child(parameters, 2)),
      count(child(parameters, 3)),
    ];
    const keyLength = children(parameters)[4];
    const memory = 128 * cost * blockSize;
    if (memory * parallelization > maximumScryptBytes) {
      throw unsupported(name, `scrypt with N=${cost}, r=${blockSize}, p=${parallelization}, more work than is accepted`);
    }
    return {
      label: `scrypt N=${cost} r=${blockSize} p=${parallelization}`,
      keyLength: keyLength && count(keyLength),
      derive: (password, length) =>
        abortable(signal, (done) => {
          scrypt(password, salt, length, { N: cost, r: blockSize, p: parallelization, maxmem: 2 * maximumScryptBytes }, done);
        }),
    };
  }
  throw unsupported(name, `the key derivation ${identifier}`);
}

/** The worker thread cannot be stopped, but nobody has to wait for it. */
function abortable(
  signal: AbortSignal | undefined,
  start: (done: (error: Error | null, key: Buffer) => void) => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal?.reason as Error);
    };
    signal?.throwIfAborted();
    signal?.addEventListener('abort', abort, { once: true });
    start((error, key) => {
      signal?.removeEventListener('abort', abort);
      // Not every runtime passes null if there is no error.
      if (error) {
        reject(error);
      } else {
        resolve(key);
      }
    });
  });
}
