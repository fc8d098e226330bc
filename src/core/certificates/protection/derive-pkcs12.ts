import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { hashRepeatedly } from './hash-repeatedly.ts';

/** The purpose of derived bytes; the `ID` byte of RFC 7292, B.3. */
export type Purpose = 'key' | 'iv' | 'mac';

const purposeByte: Record<Purpose, number> = { key: 1, iv: 2, mac: 3 };
const sliceMilliseconds = 4;
const roundsBetweenLooks = 2048;

export interface Pkcs12Derivation {
  /** Name for node:crypto: `sha1`, `sha256`. */
  readonly digest: string;
  /** UTF-16BE with terminator, or no bytes at all. */
  readonly password: Buffer;
  readonly salt: Buffer;
  readonly iterations: number;
  readonly purpose: Purpose;
  /** Bytes wanted. */
  readonly length: number;
}

/**
 * The key derivation of PKCS#12 (RFC 7292, appendix B.2), which no crypto library offers on its own. It yields to the event loop
 * every few milliseconds. Rejects with the signal's reason when aborted.
 */
export async function derivePkcs12(derivation: Pkcs12Derivation, signal?: AbortSignal): Promise<Buffer> {
  const { digest, password, salt, iterations, purpose, length } = derivation;
  const block = digest.startsWith('sha384') || digest.startsWith('sha512') ? 128 : 64;
  const diversifier = Buffer.alloc(block, purposeByte[purpose]);
  const input = Buffer.concat([fill(salt, block), fill(password, block)]);
  const output: Buffer[] = [];
  let produced = 0;
  while (produced < length) {
    const digested = await iterate(digest, Buffer.concat([diversifier, input]), iterations, signal);
    output.push(digested);
    produced += digested.length;
    addToEachBlock(input, fill(digested.subarray(0, block), block), block);
  }
  return Buffer.concat(output).subarray(0, length);
}

/** Hashes `first`, then the digest of it, `iterations` times in all, yielding to the event loop in between. */
export async function iterate(digest: string, first: Buffer, iterations: number, signal?: AbortSignal): Promise<Buffer> {
  let value: Buffer = hash(digest, first, 'buffer');
  let sliceEnd = performance.now() + sliceMilliseconds;
  for (let left = iterations - 1; left > 0; left -= roundsBetweenLooks) {
    value = hashRepeatedly(digest, value, Math.min(left, roundsBetweenLooks));
    if (performance.now() > sliceEnd) {
      await setImmediate();
      signal?.throwIfAborted();
      sliceEnd = performance.now() + sliceMilliseconds;
    }
  }
  return value;
}

/** `bytes` repeated to the next multiple of `block`; nothing stays nothing. */
function fill(bytes: Buffer, block: number): Buffer {
  return bytes.length === 0 ? bytes : Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
}

/** Each block I of `input` becomes (I + B + 1) mod 2^(8·block). */
function addToEachBlock(input: Buffer, addend: Buffer, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let index = block - 1; index >= 0; index--) {
      carry += (input[start + index] ?? 0) + (addend[index] ?? 0);
      input[start + index] = carry & 0xff;
      carry >>= 8;
    }
  }
}
