import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { WireBody } from './wire-request.ts';

/** Bodies longer than this many bytes are hashed and counted, and not kept. */
export const KEPT_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Hashes a body while it arrives; at most `KEPT_BODY_BYTES` of it are ever in memory, and none where its `announced` length is above
 * that. Rejects when the connection breaks.
 */
export async function receiveBody(stream: Readable, announced = 0): Promise<WireBody> {
  const hash = createHash('sha256');
  let kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
    if (Math.max(size, announced) <= KEPT_BODY_BYTES) kept.push(chunk);
    else kept = [];
  }
  const sha256 = hash.digest('hex');
  return size <= KEPT_BODY_BYTES ? { size, sha256, bytes: Buffer.concat(kept) } : { size, sha256 };
}
