import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createUnzip, createZstdDecompress } from 'node:zlib';
import { UserError } from '../errors.ts';
import { type Header, headerValues, type HttpResponse } from './message.ts';

export interface ReadBodyOptions {
  /** Bytes, after decoding. */
  readonly limit: number;
  /** Undo the response's `Content-Encoding` (gzip, deflate, br, zstd). */
  readonly decode?: boolean;
}

const decoders: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createUnzip],
  ['x-gzip', createUnzip],
  ['deflate', createUnzip],
  ['br', createBrotliDecompress],
  ['zstd', createZstdDecompress],
]);

/** No server needs more, and each multiplies what a few bytes can become. */
const mostEncodings = 3;

/**
 * Reads the whole body into memory. At the limit it stops reading, which ends the transfer.
 * @throws UserError `response-too-large` beyond the limit, `response-encoding` when it cannot be decoded, and what the transfer
 * throws
 */
export async function readBody(response: Pick<HttpResponse, 'body' | 'headers'>, options: ReadBodyOptions): Promise<Uint8Array> {
  const { limit, decode = false } = options;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of decode ? decodedBody(response) : response.body) {
    length += chunk.length;
    if (length > limit) {
      const message = `The body of the response is longer than ${limit} bytes.`;
      throw new UserError({ code: 'response-too-large', message, remedy: 'Save it to a file instead.' });
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
}

/**
 * The bytes of a response with its `Content-Encoding` undone, no faster than they are consumed. An empty body is empty in every
 * encoding: responses to HEAD name one. If the transfer breaks off or the encoding is damaged, what can be decoded comes first.
 * @throws UserError `response-encoding`, also for more than three encodings, and what the transfer throws
 */
export async function* decodedBody({ body, headers }: Pick<HttpResponse, 'body' | 'headers'>): AsyncGenerator<Uint8Array> {
  const encodings = contentEncodings(headers);
  if (encodings.length === 0) {
    yield* body;
    return;
  }
  if (encodings.length > mostEncodings) throw failure(`The response has ${encodings.length} encodings, one inside the other.`);
  const seen: { bytes: boolean; failure?: unknown } = { bytes: false };
  const bytes = (async function* () {
    try {
      for await (const chunk of body) {
        seen.bytes = true;
        yield chunk;
      }
    } catch (error) {
      // The decoder outputs what arrived before it notices that more was expected.
      seen.failure = error;
    }
  })();
  let stream: Readable = Readable.from(bytes, { objectMode: false });
  for (const encoding of encodings.toReversed()) {
    const decoder = decoders.get(encoding)?.();
    if (decoder === undefined) throw failure(`The response has an unknown encoding, “${encoding}”.`);
    // The reader of the last stream receives every earlier failure; the callback only keeps them from being unhandled.
    stream = pipeline(stream, decoder, () => undefined);
  }
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } catch (error) {
    for (let rest: unknown = stream.read(); rest instanceof Uint8Array; rest = stream.read()) yield rest;
    if (seen.failure === undefined && seen.bytes) {
      throw failure(`The response says “${encodings.join(', ')}” but cannot be decoded as that.`, error);
    }
  }
  if (seen.failure !== undefined) throw seen.failure as Error;
}

/** Whether `decodedBody` knows every encoding of this response. */
export function canDecode(headers: readonly Header[]): boolean {
  const encodings = contentEncodings(headers);
  return encodings.length <= mostEncodings && encodings.every((encoding) => decoders.has(encoding));
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
