import { UserError } from '../../errors.ts';
import type { HttpFile, HttpFileRequest, Problem, Range } from '../../http-file/http-file.ts';

/** The lines of a document, as in an editor. */
export interface DocumentLines {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
}

/**
 * The request of the block that a line (from 0) is in: from one `###` to the next. A block without a request never yields another
 * block's request.
 * @throws {UserError} the error that keeps the block from being a request, or `request-not-found`
 */
export function requestAt(file: HttpFile, document: DocumentLines, line: number, fileName?: string): HttpFileRequest {
  const request = findRequestAt(file, line);
  if (request !== undefined) return request;
  const isInside = blockAt(document, line);
  const problem = file.problems.find(({ severity, range }) => severity === 'error' && isInside(range));
  throw problem === undefined ? notFound() : asUserError(problem, fileName);
}

/** The request whose block, from its separator to the next, holds a line (from 0). */
export function findRequestAt(file: Pick<HttpFile, 'requests'>, line: number): HttpFileRequest | undefined {
  const request = file.requests.findLast(({ range }) => range.start.line <= line);
  return request !== undefined && line <= request.range.end.line ? request : undefined;
}

/** Tests whether a place is within the block of a line. */
function blockAt(document: DocumentLines, line: number): (range: Range) => boolean {
  const isSeparator = (index: number): boolean => /^#{3,}/.test(document.lineAt(index).text);
  let start = line;
  while (start > 0 && !isSeparator(start)) start -= 1;
  let end = line + 1;
  while (end < document.lineCount && !isSeparator(end)) end += 1;
  return ({ start: from }) => from.line >= start && from.line < end;
}

function asUserError({ code, message, range }: Problem, file: string | undefined): UserError {
  return new UserError({
    code,
    message,
    remedy: 'Correct the line; nothing was sent.',
    place: { ...(file !== undefined && { file }), line: range.start.line + 1, column: range.start.character + 1 },
  });
}

function notFound(): UserError {
  return new UserError({
    code: 'request-not-found',
    message: 'There is no request at the cursor.',
    remedy: 'Put the cursor into a request of an .http file.',
  });
}
