import { isAbsolute, resolve } from 'node:path';
import type { ErrorCode } from '../../error-codes.ts';
import type { UserError } from '../../errors.ts';
import { ForeignFileError, openForeignFile, readForeignFile } from '../../foreign-file.ts';
import { decodeText } from './decode-text.ts';
import type { BodyPart, FileBodyPart, Range, TextBodyPart } from '../../http-file/http-file.ts';
import type { FileBody, RequestBody } from '../../http/message.ts';
import { joinForm } from './join-form.ts';
import { requireNoMisplacedKeys } from './require-no-misplaced-keys.ts';
import type { RequestTexts } from './request-texts.ts';
import { wrapGraphql } from './wrap-graphql.ts';

const lineFeed = 10;

export interface BodyOptions {
  readonly texts: RequestTexts;
  /** Value of the `Content-Type` header, resolved. */
  readonly contentType: string;
  /** Wrap the body as GraphQL over HTTP wants it, for this operation or else for the first one with a name. */
  readonly graphql: { readonly operation: string | undefined } | undefined;
  /** Send the text unchanged: its line ends stay, and form lines are not joined. With several parts, each ends with CRLF, as in multipart. */
  readonly verbatim: boolean;
  /** Whether the last line of the text needs a line end; `by-server` also if an unchanged file is the whole body. */
  readonly lastLineEnd?: 'by-type' | 'by-server' | undefined;
  readonly baseDirectory: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Called with the path of every file that becomes part of the body. */
  readonly onFile?: (path: string) => void;
}

/**
 * The bytes of a body, or the file that they are read from if the body is exactly one `< path`.
 * @throws UserError with the place
 */
export async function buildBody(parts: readonly BodyPart[], options: BodyOptions): Promise<RequestBody> {
  const [only] = parts;
  if (only === undefined) return new Uint8Array(0);
  if (options.graphql !== undefined) {
    const text = new TextDecoder().decode(await joinParts(parts, '\n', options));
    return wrapGraphqlBody(text, only.range, options.graphql.operation, options.texts);
  }
  const { lastLineEnd } = options;
  if (parts.length === 1 && only.kind === 'file' && !only.substitute) {
    if (lastLineEnd !== 'by-server' || (await endsLine(only, options))) return openFile(only, options);
    return withLineEnd(await readPart(only, options));
  }
  if (options.verbatim) return joinParts(parts, '\r\n', options);

  const { contentType } = options;
  const form = formPartsOf(parts, contentType);
  if (form !== undefined) return Buffer.from(await joinForm(form, options.texts));
  const bytes = await joinParts(parts, /^multipart\//i.test(contentType) ? '\r\n' : '\n', options);
  return lastLineEnd === undefined ? bytes : withLineEnd(bytes);
}

function withLineEnd(bytes: Uint8Array): Uint8Array {
  return bytes.length === 0 || bytes.at(-1) === lineFeed ? bytes : Buffer.concat([bytes, Buffer.from('\n')]);
}

/** Whether a body file ends with a line end. @throws UserError also if it does not and is too long to be sent with one added */
async function endsLine(part: FileBodyPart, options: BodyOptions): Promise<boolean> {
  const path = await pathOf(part, options);
  try {
    const { handle, size } = await openForeignFile(path);
    try {
      if (size === 0) return true;
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
      if (buffer[0] === lineFeed) return true;
    } finally {
      await handle.close();
    }
    if (size <= options.texts.budget.left) return false;
  } catch (error) {
    throw fileFailure(part, path, error, options);
  }
  const message = `The last line of the body file “${path}” has no line end, and the server refuses that.`;
  const remedy = 'Put a line end at the end of the file.';
  throw options.texts.failure(part.pathRange, { code: 'body-file-unterminated', message, remedy });
}

/** The parts of a form whose fields are in the text; undefined for any other body. */
export function formPartsOf(parts: readonly BodyPart[], contentType: string): readonly TextBodyPart[] | undefined {
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType)) return undefined;
  const texts = parts.filter((part) => part.kind === 'text');
  return texts.length === parts.length ? texts : undefined;
}

/**
 * The body of a GraphQL request.
 * @param range of the part that it begins with
 * @throws UserError
 */
export function wrapGraphqlBody(text: string, range: Range, operation: string | undefined, texts: RequestTexts): Uint8Array {
  // Quotes, line ends and control characters become longer in JSON.
  texts.budget.spend(escapedLength(text));
  if (texts.budget.isSpent) throw texts.tooLong(range);
  const body = wrapGraphql(text, operation);
  if (body instanceof Uint8Array) return body;
  const line = range.start.line + text.slice(0, body.malformedAt).split('\n').length - 1;
  const isInPart = line <= range.end.line;
  throw texts.failure(isInPart ? { start: { line, character: 0 }, end: { line, character: 1 } } : range, {
    code: 'graphql-variables-malformed',
    message: 'The variables below the query are not JSON.',
    remedy: 'Put names and texts in double quotes, without comments and without a comma after the last one.',
  });
}

/** How many more characters a text has as JSON. */
function escapedLength(text: string): number {
  let more = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32) more += 5;
    else if (code === 34 || code === 92) more++;
  }
  return more;
}

async function joinParts(parts: readonly BodyPart[], lineEnd: string, options: BodyOptions): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    if (pieces.length > 0) pieces.push(Buffer.from(lineEnd));
    if (part.kind === 'text') {
      const text = lineEnd === '\n' || options.verbatim ? part.text : part.text.replaceAll('\n', lineEnd);
      const resolved = await options.texts.resolve({ text, range: part.range });
      requireNoMisplacedKeys(resolved, part, options.texts);
      pieces.push(Buffer.from(resolved));
    } else {
      pieces.push(await readPart(part, options));
    }
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

async function readPart(part: FileBodyPart, options: BodyOptions): Promise<Uint8Array> {
  const path = await pathOf(part, options);
  const { texts, signal } = options;
  let bytes: Uint8Array;
  try {
    bytes = await readForeignFile(path, { limit: texts.budget.left, signal });
    texts.budget.spend(bytes.length);
  } catch (error) {
    throw fileFailure(part, path, error, options);
  }
  if (!part.substitute) return bytes;
  const text = decodeText(bytes, part.encoding);
  if (typeof text === 'string') {
    const start = { line: 0, character: 0 };
    return Buffer.from(await texts.resolve({ text, range: { start, end: start }, file: path }));
  }
  throw encodingFailure(part, text.problem, texts);
}

/** @throws UserError for an unsupported encoding */
export function checkEncoding(part: FileBodyPart, texts: RequestTexts): void {
  const nothing = part.substitute ? decodeText(new Uint8Array(0), part.encoding) : '';
  if (typeof nothing !== 'string') throw encodingFailure(part, nothing.problem, texts);
}

function encodingFailure(part: FileBodyPart, problem: string, texts: RequestTexts): UserError {
  const message = `The body file “${part.path}” ${problem}.`;
  const remedy = 'Name the encoding as in “<@latin1 path”, or write “< path” to send the file as it is.';
  return texts.failure(part.range, { code: 'body-file-encoding', message, remedy });
}

/** A file that is the whole body is read as it is hashed and sent, whatever its size. */
async function openFile(part: FileBodyPart, options: BodyOptions): Promise<FileBody> {
  const path = await pathOf(part, options);
  try {
    const { handle, size } = await openForeignFile(path);
    await handle.close();
    return { kind: 'file', path, size };
  } catch (error) {
    throw fileFailure(part, path, error, options);
  }
}

async function pathOf(part: FileBodyPart, { texts, baseDirectory, onFile }: BodyOptions): Promise<string> {
  const written = await texts.resolveAll({ text: part.path, range: part.pathRange });
  if (baseDirectory === undefined && !isAbsolute(written)) {
    const message = `The body file “${written}” is relative to a file that is not saved yet.`;
    throw texts.failure(part.pathRange, {
      code: 'body-file-missing',
      message,
      remedy: 'Save the file, or write the absolute path.',
    });
  }
  const path = resolve(baseDirectory ?? '', written);
  onFile?.(path);
  return path;
}

function fileFailure(part: FileBodyPart, path: string, cause: unknown, { texts, signal }: BodyOptions): UserError {
  if (signal?.aborted === true) {
    return texts.failure(part.range, { code: 'cancelled', message: 'Cancelled.', remedy: 'Send again when you want to.', cause });
  }
  const reason = cause instanceof ForeignFileError ? cause.reason : 'unreadable';
  const fail = (code: ErrorCode, message: string, remedy: string) =>
    texts.failure(part.pathRange, { code, message, remedy, cause });
  switch (reason) {
    case 'missing': {
      const remedy = 'Correct the path; a relative one starts at the folder of the .http file.';
      return fail('body-file-missing', `There is no body file “${path}”.`, remedy);
    }
    case 'not-a-file':
      return fail('body-file-not-a-file', `The body file “${path}” is not a regular file.`, 'Name a file after “<”.');
    case 'too-large': {
      const message = `With the body file “${path}” the request becomes longer than ${texts.budget.megabytes} MB, which is kept in memory.`;
      return fail('body-file-too-large', message, 'Make the file the whole body, as in “< path”: then it is sent from the disk.');
    }
    case 'unreadable': {
      const code = cause instanceof ForeignFileError && cause.systemCode !== '' ? ` (${cause.systemCode})` : '';
      return fail('body-file-unreadable', `The body file “${path}” cannot be read${code}.`, 'Check that you may read it.');
    }
  }
}
