import { isOpenedByUrl } from '../../aws/is-opened-by-url.ts';
import { UserError } from '../../errors.ts';
import type { HttpFileRequest } from '../../http-file/http-file.ts';
import { withUrl } from '../../http-file/with-url.ts';

/** @param address host, or URL, of a WebSocket. @throws UserError `presigned-not-opened` if no presigned URL opens it */
export function requireOpenedByUrl(address: string): void {
  if (isOpenedByUrl(address)) return;
  throw new UserError({
    code: 'presigned-not-opened',
    message:
      'A presigned URL does not open a WebSocket of AppSync: it needs the headers of a signed request, encoded in its URL.',
    remedy: 'Open it with a client of AppSync; its GraphQL and HTTP requests, at …appsync-api…, are signed and sent from here.',
  });
}

/** WebSockets are opened by a GET over https; their URL differs only in its scheme. */
export function asHttps(request: HttpFileRequest): { request: HttpFileRequest; webSocket: boolean } {
  if (!/^wss:\/\//i.test(request.url)) return { request, webSocket: false };
  const https = (text: string): string => text.replace(/^wss:/i, 'https:');
  const urlLines = request.urlLines.map((line, index) => (index === 0 ? { text: https(line.text), range: line.range } : line));
  return { webSocket: true, request: withUrl(request, https(request.url), urlLines) };
}
