import { copyFile, type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { isUserError, UserError } from '../errors.ts';
import type { HttpResponse } from './message.ts';
import { canDecode, decodedBody } from './read-body.ts';
import { type Cut, cutName, type CutReason, type ReceivedBody } from './received-response.ts';

/** What a person wants of a response that does not end: to cancel it, to go on, or to save it all in a file (an absolute path). */
export type LongBodyWish = 'cancel' | 'go on' | { readonly saveAs: string };

export interface ReceiveBodyOptions {
  /** Bytes, after decoding, beyond which the body goes to a file. */
  readonly memoryLimit: number;
  /** Gives the absolute path of the file for a long body; called once, when needed. @param start the bytes so far */
  readonly file: (start: Uint8Array) => Promise<string>;
  /** Called once, when this many bytes have arrived, while nothing more is read; absent if nobody can be asked. */
  readonly ask?: { readonly at: number; readonly wish: (bytes: number) => Promise<LongBodyWish> };
  /** Called with every piece as it arrives, decoded. */
  readonly onChunk?: (chunk: Uint8Array) => void;
  /** Called with the bytes so far. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Receives a body as far as it arrives: a short one in memory, a longer one in a file that only its owner may read, never faster
 * than the disk can write. A transfer that breaks off leaves what had arrived, marked as cut, in a file whose name says so.
 * @throws UserError `response-not-stored` when the file cannot be written; the file is gone then
 */
export async function receiveBody(
  response: Pick<HttpResponse, 'body' | 'headers'>,
  options: ReceiveBodyOptions,
): Promise<ReceivedBody> {
  const body = new BodyStore(options);
  let cut: Cut | undefined;
  try {
    // In an unknown encoding, the bytes can at least be shown and saved.
    for await (const chunk of canDecode(response.headers) ? decodedBody(response) : response.body) {
      if (!(await body.add(chunk))) {
        cut = { after: body.size, reason: 'cancelled' };
        break;
      }
    }
  } catch (error) {
    const reason = cutReason(error);
    if (reason === undefined) {
      await body.remove();
      throw error;
    }
    cut = { after: body.size, reason };
  }
  return body.finish(cut);
}

/** Undefined for an error that is not the transfer's. */
function cutReason(error: unknown): CutReason | undefined {
  if (!isUserError(error) || error.code === 'response-not-stored') return undefined;
  if (error.code === 'cancelled') return 'cancelled';
  if (error.code === 'timeout') return 'timed out';
  return error.code === 'response-encoding' || error.code === 'response-not-http' ? 'damaged' : 'reset';
}

class BodyStore {
  readonly #options: ReceiveBodyOptions;
  #chunks: Uint8Array[] = [];
  #target: { readonly path: string; readonly handle: FileHandle } | undefined;
  #isSaved = false;
  #wasAsked = false;
  size = 0;

  constructor(options: ReceiveBodyOptions) {
    this.#options = options;
  }

  /** @returns whether more is wanted */
  async add(chunk: Uint8Array): Promise<boolean> {
    const { memoryLimit, ask, onChunk, onProgress } = this.#options;
    this.size += chunk.length;
    if (this.#target !== undefined) await stored(this.#target.handle.writeFile(chunk));
    else {
      this.#chunks.push(chunk);
      if (this.size > memoryLimit) await this.#moveToFile();
    }
    onChunk?.(chunk);
    onProgress?.(this.size);
    if (ask === undefined || this.#wasAsked || this.size < ask.at) return true;
    this.#wasAsked = true;
    const wish = await ask.wish(this.size);
    if (typeof wish === 'object') await this.#saveAs(wish.saveAs);
    return wish !== 'cancel';
  }

  async finish(cut: Cut | undefined): Promise<ReceivedBody> {
    const how = { ...(cut !== undefined && { cut }), ...(this.#isSaved && { isSaved: true }) };
    if (this.#target === undefined) {
      const [only] = this.#chunks;
      return { body: this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks, this.size), ...how };
    }
    await stored(this.#target.handle.close());
    const { path } = this.#target;
    const named = join(dirname(path), cutName(basename(path, extname(path)), cut) + extname(path));
    if (named !== path) await stored(rename(path, named));
    return { body: { kind: 'file', path: named, size: this.size }, ...how };
  }

  async remove(): Promise<void> {
    if (this.#target === undefined) return;
    await this.#target.handle.close().catch(() => undefined);
    await rm(this.#target.path, { force: true });
  }

  async #moveToFile(): Promise<void> {
    const start = Buffer.concat(this.#chunks, this.size);
    this.#chunks = [];
    const path = await stored(this.#options.file(start));
    this.#target = { path, handle: await stored(open(path, 'wx', 0o600)) };
    await stored(this.#target.handle.writeFile(start));
  }

  async #saveAs(path: string): Promise<void> {
    if (this.#target === undefined) await this.#moveToFile();
    const from = this.#target;
    if (from === undefined) return;
    await stored(from.handle.close());
    await stored(move(from.path, path));
    this.#target = { path, handle: await stored(open(path, 'a', 0o600)) };
    this.#isSaved = true;
  }
}

/** Works across disks. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch {
    await copyFile(from, to);
    await rm(from, { force: true });
  }
}

async function stored<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new UserError({
      code: 'response-not-stored',
      message: 'The response is long and could not be written to a file.',
      remedy: 'Check that the disk has room, then send the request again.',
      retryable: true,
      cause,
    });
  }
}
