import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createUnzip, createZstdDecompress } from 'node:zlib';
import { isUserError, UserError } from '../errors.ts';
import { type Header, headerValues, type HttpResponse } from './message.ts';

export interface ReadBodyOptions {
  /** Bytes, after decoding. */
  readonly limit: number;
  /** Undo the answer's `Content-Encoding` (gzip, deflate, br, zstd). */
  readonly decode?: boolean;
}

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createUnzip,
  'x-gzip': createUnzip,
  deflate: createUnzip,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/**
 * Reads the whole body into memory. Beyond the limit it stops reading, which ends the transfer.
 * @throws UserError `response-too-large` beyond the limit, `response-encoding` when it cannot be decoded, and what the transfer throws
 */
export async function readBody(response: Pick<HttpResponse, 'body' | 'headers'>, options: ReadBodyOptions): Promise<Uint8Array> {
  const { limit, decode = false } = options;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of decode ? decodedBody(response) : response.body) {
    length += chunk.length;
    if (length > limit) {
      const message = `The body of the answer is longer than ${limit} bytes.`;
      throw new UserError({ code: 'response-too-large', message, remedy: 'Save it to a file instead.' });
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
}

/**
 * The bytes of an answer with its `Content-Encoding` undone, no faster than they are read. An empty body is empty in every encoding: answers
 * to HEAD name one.
 * @throws UserError `response-encoding`, and what the transfer throws
 */
export async function* decodedBody({ body, headers }: Pick<HttpResponse, 'body' | 'headers'>): AsyncGenerator<Uint8Array> {
  const encodings = contentEncodings(headers);
  const seen = { bytes: false };
  const bytes = (async function* () {
    for await (const chunk of body) {
      seen.bytes = true;
      yield chunk;
    }
  })();
  let stream: Readable | undefined;
  for (const encoding of encodings.toReversed()) {
    const decoder = decoders[encoding]?.();
    if (decoder === undefined) throw failure(`The answer has an encoding that is not known, “${encoding}”.`);
    // The reader of the last stream hears of every failure before it; the callback only keeps them from being unhandled.
    stream = pipeline(stream ?? Readable.from(bytes, { objectMode: false }), decoder, () => undefined);
  }
  try {
    yield* (stream ?? body) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (!seen.bytes && !isUserError(error)) return;
    throw isUserError(error) ? error : failure(`The answer says “${encodings.join(', ')}” but cannot be decoded.`, error);
  }
}

/** Whether `decodedBody` knows every encoding of this answer. */
export function canDecode(headers: readonly Header[]): boolean {
  return contentEncodings(headers).every((encoding) => decoders[encoding] !== undefined);
}

function contentEncodings(headers: readonly Header[]): string[] {
  return headerValues(headers, 'content-encoding')
    .flatMap((value) => value.toLowerCase().split(','))
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
}

function failure(message: string, cause?: unknown): UserError {
  return new UserError({ code: 'response-encoding', message, remedy: 'Look at the body as it came.', cause });
}
