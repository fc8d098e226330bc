import type { HttpFileRequest } from '../http/http-file.ts';

/** WebSockets are opened by a GET over https; their URL differs in its scheme alone. */
export function asHttps(request: HttpFileRequest): { request: HttpFileRequest; webSocket: boolean } {
  if (!/^wss:\/\//i.test(request.url)) return { request, webSocket: false };
  const https = (text: string): string => text.replace(/^wss:/i, 'https:');
  return {
    webSocket: true,
    request: {
      // What is read of a file makes its places when asked for, and would lose them in a spread.
      name: request.name,
      separatorTitle: request.separatorTitle,
      range: request.range,
      requestLineRange: request.requestLineRange,
      syntax: request.syntax,
      method: request.method,
      url: https(request.url),
      urlLines: request.urlLines.map((line, index) => (index === 0 ? { text: https(line.text), range: line.range } : line)),
      httpVersion: request.httpVersion,
      headers: request.headers,
      body: request.body,
      directives: request.directives,
      problems: request.problems,
    },
  };
}
