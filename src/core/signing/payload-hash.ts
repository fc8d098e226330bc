import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { ForeignFileError, openForeignFile } from '../foreign-file.ts';
import { type FileBody, headerValues, type HttpRequest, type RequestBody } from '../http/message.ts';
import { UNSIGNED_PAYLOAD } from './service-rules.ts';

/** Larger reads do not hash faster, and 64 KiB ones are half as fast. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Lower-case hex SHA-256 of a body's bytes. A file is read in chunks of 1 MiB, two in memory at a time.
 *
 * @throws UserError `body-file-unreadable`, or `body-file-changed` when the file no longer has the size it had when the request was built;
 * the signal's reason when aborted
 */
export async function payloadHash(body: RequestBody, signal?: AbortSignal): Promise<string> {
  signal?.throwIfAborted();
  return body instanceof Uint8Array ? createHash('sha256').update(body).digest('hex') : hashFile(body, signal);
}

async function hashFile(body: FileBody, signal: AbortSignal | undefined): Promise<string> {
  try {
    const { handle } = await openForeignFile(body.path);
    try {
      return await hashChunks(handle, body, signal);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new UserError({
      code: 'body-file-unreadable',
      message: `The body file ${body.path} cannot be read (${reason}).`,
      remedy: 'Check the path of the body file and that you may read it.',
      place: { file: body.path },
      cause: error,
    });
  }
}

async function hashChunks(file: FileHandle, body: FileBody, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  const read = async (buffer: Uint8Array) => buffer.subarray(0, (await file.read(buffer)).bytesRead);
  let [current, next] = [new Uint8Array(CHUNK_BYTES), new Uint8Array(CHUNK_BYTES)];
  let size = 0;
  let chunk = await read(current);
  while (chunk.length > 0 && size <= body.size) {
    signal?.throwIfAborted();
    // The next chunk is on its way while this one is hashed.
    const reading = read(next);
    hash.update(chunk);
    size += chunk.length;
    chunk = await reading;
    [current, next] = [next, current];
  }
  if (size !== body.size) throw changed(body);
  return hash.digest('hex');
}

function changed(body: FileBody): UserError {
  return new UserError({
    code: 'body-file-changed',
    message: `The body file ${body.path} no longer has the ${body.size} bytes that it had when the request was built.`,
    remedy: 'Send the request again once nothing writes to the file.',
    place: { file: body.path },
    retryable: true,
  });
}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof ForeignFileError) return error.systemCode === '' ? 'it is no longer a regular file' : error.systemCode;
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** A payload hash is signed as given, so that a malformed one would only show in AWS's refusal. */
export function checkPayloadHash(hash: string | undefined): string | undefined {
  if (hash === undefined || hash === UNSIGNED_PAYLOAD || /^[0-9a-f]{64}$/.test(hash)) return hash;
  throw new UserError({
    code: 'payload-hash-invalid',
    message: 'The payload hash is neither 64 lower-case hex digits nor UNSIGNED-PAYLOAD.',
    remedy: 'Leave it out to have the body hashed.',
    place: { field: 'X-Amz-Content-Sha256' },
  });
}

/**
 * The payload hash that the request's own `X-Amz-Content-Sha256` asks for: `UNSIGNED-PAYLOAD` and the like stay, a hash in hex is
 * computed again, because the body may have changed since it was written.
 *
 * @throws UserError `chunk-signatures-unsupported`
 */
export function declaredPayloadHash(request: HttpRequest): { readonly present: boolean; readonly hash?: string } {
  const [value] = headerValues(request.headers, 'x-amz-content-sha256');
  const written = value?.trim();
  if (written === undefined) return { present: false };
  if (written === UNSIGNED_PAYLOAD || written === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return { present: true, hash: written };
  if (!written.startsWith('STREAMING-')) return { present: true };
  throw new UserError({
    code: 'chunk-signatures-unsupported',
    message: 'X-Amz-Content-Sha256 announces a body of signed chunks, which are not written here.',
    remedy: 'Remove the header to have the whole body hashed, or write UNSIGNED-PAYLOAD.',
    place: { field: 'X-Amz-Content-Sha256' },
  });
}
