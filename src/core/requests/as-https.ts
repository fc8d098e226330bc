import type { HttpFileRequest } from '../http/http-file.ts';

/** WebSockets are opened by a GET over https; their URL differs in its scheme alone. */
export function asHttps(request: HttpFileRequest): { request: HttpFileRequest; webSocket: boolean } {
  if (!/^wss:\/\//i.test(request.url)) return { request, webSocket: false };
  const https = (text: string): string => text.replace(/^wss:/i, 'https:');
  return {
    webSocket: true,
    request: {
      ...request,
      url: https(request.url),
      urlLines: request.urlLines.map((line, index) => (index === 0 ? { ...line, text: https(line.text) } : line)),
    },
  };
}
