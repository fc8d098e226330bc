import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { WireBody } from './wire-request.ts';

/** How much of a body is accepted, in bytes. */
export interface BodyLimits {
  /** A longer one is not read to its end. */
  readonly most: number;
  /** A longer one is hashed and counted, but not kept. */
  readonly kept: number;
}

/**
 * Hashes a body while it arrives; at most `kept` bytes of it are ever in memory. Undefined as soon as it is longer than `most`,
 * or `announced` to be: the caller then discards the rest. Rejects when the connection breaks.
 */
export function receiveBody(stream: Readable, { most, kept }: BodyLimits, announced = 0): Promise<WireBody | undefined> {
  return new Promise((resolve, reject) => {
    if (announced > most) {
      resolve(undefined);
      return;
    }
    const hash = createHash('sha256');
    let chunks: Buffer[] = [];
    let size = 0;
    // Leaving a `for await` early would cut the connection, and with it the answer.
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > most) {
        stream.off('data', take);
        chunks = [];
        resolve(undefined);
        return;
      }
      hash.update(chunk);
      if (Math.max(size, announced) <= kept) chunks.push(chunk);
      else chunks = [];
    };
    stream.on('data', take);
    stream.once('end', () => {
      const sha256 = hash.digest('hex');
      resolve(size <= kept ? { size, sha256, bytes: Buffer.concat(chunks) } : { size, sha256 });
    });
    stream.once('error', reject);
    stream.once('close', () => reject(new Error('The connection ended before the body did.')));
  });
}

/** Reads the rest of an unwanted body, so that its sender receives the answer; at most `bytes` of it. `ended` if its end was reached. */
export function discardBody(stream: Readable, bytes: number, ended: () => void): void {
  let left = bytes;
  stream.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) stream.destroy();
  });
  stream.on('error', () => undefined);
  stream.once('end', ended);
  stream.resume();
}
