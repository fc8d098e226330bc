import type { HttpFile, HttpFileRequest } from '../http/http-file.ts';

/** The request whose block, from its separator to the next, holds a line (from 0). */
export function enclosingRequest(file: Pick<HttpFile, 'requests'>, line: number): HttpFileRequest | undefined {
  const request = file.requests.findLast(({ range }) => range.start.line <= line);
  return request !== undefined && line <= request.range.end.line ? request : undefined;
}
