import { type FileHandle, open, rm } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import type { FileBody, HttpResponse } from '../message.ts';
import { canDecode, decodedBody } from '../read-body.ts';

export interface ReceiveBodyOptions {
  /** Bytes, after decoding, beyond which the body goes to a file. */
  readonly memoryLimit: number;
  /** Absolute path of the file for a long body; asked for once, when it is needed. @param start the bytes so far */
  readonly file: (start: Uint8Array) => Promise<string>;
  /** Called with the bytes so far. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Receives a whole body: a short one into memory, a longer one into a file that only its owner may read, as it arrives and never faster
 * than the disk takes it.
 * @throws UserError `answer-not-stored` when the file cannot be written, and what reading throws; the file is gone then
 */
export async function receiveBody(
  response: Pick<HttpResponse, 'body' | 'headers'>,
  { memoryLimit, file, onProgress }: ReceiveBodyOptions,
): Promise<Uint8Array | FileBody> {
  let chunks: Uint8Array[] = [];
  let size = 0;
  let target: { readonly path: string; readonly handle: FileHandle } | undefined;
  try {
    // In an encoding that nobody knows, the bytes are at least shown and saved.
    for await (const chunk of canDecode(response.headers) ? decodedBody(response) : response.body) {
      size += chunk.length;
      if (target !== undefined) {
        await stored(target.handle.writeFile(chunk));
      } else {
        chunks.push(chunk);
        if (size > memoryLimit) {
          const start = Buffer.concat(chunks, size);
          chunks = [];
          const path = await stored(file(start));
          target = { path, handle: await stored(open(path, 'wx', 0o600)) };
          await stored(target.handle.writeFile(start));
        }
      }
      onProgress?.(size);
    }
    if (target === undefined) return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size);
    await stored(target.handle.close());
    return { kind: 'file', path: target.path, size };
  } catch (error) {
    await target?.handle.close().catch(() => undefined);
    if (target !== undefined) await rm(target.path, { force: true });
    throw error;
  }
}

async function stored<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new UserError({
      code: 'answer-not-stored',
      message: 'The answer is long and could not be written to a file in the storage of the extension.',
      remedy: 'Check that the disk has room, then send the request again.',
      retryable: true,
      cause,
    });
  }
}
