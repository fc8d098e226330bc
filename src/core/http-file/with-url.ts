import type { HttpFileRequest, SourceText } from './http-file.ts';

/**
 * The request with another URL, everything else as it was read. `urlLines` are the lines that `url` is joined from. Field by field:
 * the places of a request are lazy, and a spread would lose them.
 */
export function withUrl(request: HttpFileRequest, url: string, urlLines: readonly SourceText[]): HttpFileRequest {
  return {
    name: request.name,
    separatorTitle: request.separatorTitle,
    range: request.range,
    requestLineRange: request.requestLineRange,
    syntax: request.syntax,
    method: request.method,
    url,
    urlLines,
    httpVersion: request.httpVersion,
    headers: request.headers,
    body: request.body,
    directives: request.directives,
    problems: request.problems,
  };
}
