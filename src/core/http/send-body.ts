import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import { UserError } from '../errors.ts';
import { openForeignFile } from '../foreign-file.ts';
import type { FileBody, RequestBody } from './message.ts';

const chunkSize = 2 ** 20;

/** Length in bytes, as `Content-Length` says it. */
export function bodyLength(body: RequestBody): number {
  return body instanceof Uint8Array ? body.length : body.size;
}

/**
 * Writes the body and ends the request; never completes it if a file turns out to have another length than announced.
 * @param onProgress called when the other side has accepted a chunk
 * @throws UserError if the file cannot be read or has changed; errors of the socket reach the request
 */
export async function sendBody(request: ClientRequest, body: RequestBody, onProgress: () => void): Promise<void> {
  if (body instanceof Uint8Array && body.length <= chunkSize) {
    request.end(body);
    return;
  }
  for await (const chunk of body instanceof Uint8Array ? slices(body) : fileChunks(body)) {
    if (request.destroyed) return;
    if (!request.write(chunk)) await drained(request);
    onProgress();
  }
  request.end();
}

function* slices(body: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < body.length; at += chunkSize) yield body.subarray(at, at + chunkSize);
}

async function drained(request: ClientRequest): Promise<void> {
  const over = new AbortController();
  const stop = () => {
    over.abort();
  };
  request.once('close', stop);
  try {
    await once(request, 'drain', { signal: over.signal });
  } catch {
    // The connection is gone; the request's own error says why.
  } finally {
    request.off('close', stop);
  }
}

/** The last chunk is held back until the file is known to end with it: after that the other side has a complete request. */
async function* fileChunks({ path, size }: FileBody): AsyncGenerator<Uint8Array> {
  const changed = new UserError({
    code: 'body-file-changed',
    message: `The body file “${path}” changed while it was being sent.`,
    remedy: 'Send the request again; the server did not receive all of it.',
    retryable: true,
  });
  let last: Uint8Array | undefined;
  let length = 0;
  try {
    const { handle } = await openForeignFile(path);
    for await (const chunk of handle.createReadStream({ highWaterMark: chunkSize }) as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > size) throw changed;
      if (last !== undefined) yield last;
      last = chunk;
    }
  } catch (error) {
    if (error === changed) throw changed;
    const message = `The body file “${path}” cannot be read.`;
    throw new UserError({ code: 'body-file-unreadable', message, remedy: 'Check that it is still there.', cause: error });
  }
  if (length < size) throw changed;
  if (last !== undefined) yield last;
}
