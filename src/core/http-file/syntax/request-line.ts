import type { SourceText } from '../http-file.ts';
import { isOpenedByUrl } from '../../aws/is-opened-by-url.ts';
import { type Block, report, reportInvisible, trimLine } from './block.ts';
import { readComment } from '../directives/read-comment.ts';
import { skipBlockComment, skipScript } from './skip-script.ts';
import { LineText } from './line-text.ts';
import { cutUrlEnd } from './url-end.ts';

export interface RequestLine {
  readonly method: string;
  readonly urlLines: readonly SourceText[];
  readonly httpVersion: string | undefined;
}

/** Methods known to the clients of the dialect; GRAPHQL stands for a POST whose body is a GraphQL query. */
const methods = new Set(
  (
    'GET HEAD POST PUT DELETE PATCH OPTIONS TRACE QUERY SEARCH REPORT PURGE LINK UNLINK BIND UNBIND REBIND ACL BASELINE-CONTROL ' +
    'CHECKIN CHECKOUT COPY LABEL LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MKREDIRECTREF MKWORKSPACE MOVE ORDERPATCH PROPFIND ' +
    'PROPPATCH REBIND UNCHECKOUT UNLOCK UPDATE UPDATEREDIRECTREF VERSION-CONTROL NOTIFY SUBSCRIBE UNSUBSCRIBE GRAPHQL'
  ).split(' '),
);

/** Whether a text is a method that a request line can begin with, in capitals or not. */
export function isMethod(text: string): boolean {
  return methods.has(text.toUpperCase());
}

/** Why CONNECT is not sent. */
export const noTunnel =
  'CONNECT asks a proxy for a tunnel and is not sent from here. Requests go through the proxy of the setting “http.proxy” automatically.';

/** `CONNECT host:port`, or with a URL. */
const tunnel = /^CONNECT\s+(?:\S+:\d+|https?:\/\/\S*|\{\{[^{}]+\}\}\S*)(?:\s+HTTP\/\S+)?$/i;

/** CONNECT without a port or without a host, which in a body may be a sentence. */
const tunnelAlone = /^CONNECT(?:\s+[\w.[\]:-]+)?(?:\s+HTTP\/\S+)?$/;

/** A host without a scheme, as REST Client and JetBrains accept it: its name has a dot, a port followed by a path, or is localhost. */
const bareHost =
  /^(?:localhost(?::\d{1,5})?|\[[\da-f:.]+\](?::\d{1,5})?|[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?|[\w-]+:\d{1,5}(?=\/))(?:[/?#]\S*)?$/i;

/** A variable followed by a URL, as in REST Client, which substitutes variables before it reads the line. */
const variableMethod = /^\{\{[^{}]+\}\}(?=\s+(?:https?:\/\/|\{\{|\/))/i;

/** An opening quotation mark or bracket followed by a URL or a variable. */
const quotedUrl = /^["'`<“‘«„]\s*(?:https?:\/\/|\{\{)/i;

const scheme = /^([a-z][a-z0-9+.-]*):\/\//i;
const headerStart = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+\s*:/;
const requestInBody = /^([A-Z]+)\s+(?:https?:\/\/|\{\{|\/)\S*/;

/** Whether a body line looks like the next request without its separator. */
export function looksLikeRequest({ lines }: Block, line: number): boolean {
  const code = lines.firstCode(line);
  if (!(code >= 65 && code <= 90)) return false;
  const text = lines.line(line);
  const method = requestInBody.exec(text)?.[1];
  return (method !== undefined && methods.has(method)) || tunnel.test(text);
}

/** Whether an indented line is a header rather than a continuation. */
export function looksLikeHeader(trimmed: string): boolean {
  return headerStart.test(trimmed);
}

/** Reads `METHOD url HTTP/version` (or a bare URL) and its continuation lines; reports a problem and returns undefined if it is neither. */
export function readRequestLine(block: Block): RequestLine | undefined {
  const text = block.lines.trimmed(block.at);
  const start = block.lines.indent(block.at);
  const whole = block.lines.range(block.at, start, start + text.length);
  const isHidden = reportInvisible(block, block.at, text, start);
  const variable = variableMethod.exec(text)?.[0];
  const wordEnd = variable?.length ?? text.search(/\s/);
  const word = wordEnd === -1 ? text : text.slice(0, wordEnd);
  const named = variable !== undefined || isMethod(word);
  const rest = trimLine(text.slice(wordEnd === -1 ? text.length : wordEnd));

  if (!named && !/^(?:\{\{|\/)/.test(text) && scheme.exec(text) === null && !isBareHost(text)) {
    if (isHidden) return undefined;
    if (tunnel.test(text) || tunnelAlone.test(text)) {
      report(block, 'error', 'method-unsupported', whole, noTunnel);
      return undefined;
    }
    if (/^[A-Za-z]+$/.test(word) && (scheme.test(rest.text) || /^(?:\{\{|\/)/.test(rest.text))) {
      const range = block.lines.range(block.at, start, start + word.length);
      report(block, 'error', 'method-unknown', range, `“${word}” is not an HTTP method.`);
    } else {
      const message = 'Neither a method with a URL nor a header after one. A request starts with a line like “GET https://…”.';
      report(block, 'error', 'request-line-malformed', whole, message);
    }
    return undefined;
  }

  const first = named ? { text: rest.text, start: start + word.length + rest.start } : { text, start };
  const cut = cutUrlEnd(block, first.text, first.start, { inQuery: false });
  if (cut.text === '') {
    report(block, 'error', 'url-missing', whole, 'The URL is missing. Write it after the method.');
    return undefined;
  }
  if (quotedUrl.test(cut.text)) {
    const range = block.lines.range(block.at, first.start, first.start + cut.text.length);
    report(block, 'error', 'url-quoted', range, 'The URL is in quotation marks or brackets, which would be part of it.');
  }
  const schemeName = scheme.exec(cut.text)?.[1];
  if (schemeName !== undefined && !/^https?$/i.test(schemeName)) {
    const range = block.lines.range(block.at, first.start, first.start + schemeName.length);
    if (!/^wss$/i.test(schemeName)) {
      report(block, 'error', 'scheme-unsupported', range, `“${schemeName}” is not supported. URLs start with “https” or “http”.`);
      return undefined;
    }
    const message = !isOpenedByUrl(cut.text)
      ? 'A WebSocket is not opened from here, and no presigned URL opens one of AppSync: it needs signed headers, which its clients encode into the URL.'
      : /^wss:\/\/[^/?#]*\{\{/i.test(cut.text)
        ? 'A WebSocket is not opened from here; “Copy Presigned URL…” gives the URL that opens it, unless it is one of AppSync.'
        : 'A WebSocket is not opened from here; “Copy Presigned URL…” gives the URL that opens it.';
    report(block, 'information', 'scheme-unsupported', range, message);
  }
  const urlLines = [new LineText(cut.text, block.at, first.start)];
  block.at++;
  const continued = readContinuation(block, urlLines);
  const method = variable ?? (named ? word.toUpperCase() : 'GET');
  return { method, urlLines: urlLines.slice(), httpVersion: cut.httpVersion ?? continued };
}

/** Whether a line consists of a URL without a scheme, apart from the HTTP version or a comment. */
function isBareHost(text: string): boolean {
  const [url = '', ...rest] = text.split(/\s+/, 3);
  return bareHost.test(url) && (rest[0] === undefined || /^(?:HTTP\/|#|\/\/)/i.test(rest[0]));
}

/** Lines that start with `?`, `&` or `/`, and indented lines that are not headers, belong to the URL. */
function readContinuation(block: Block, urlLines: SourceText[]): string | undefined {
  let httpVersion: string | undefined;
  let inQuery = urlLines.some(({ text }) => text.includes('?'));
  while (block.at < block.end) {
    if (readComment(block)) continue;
    const code = block.lines.firstVisibleCode(block.at);
    const start = block.lines.indent(block.at);
    const mayBePathOrQuery = code === 63 || code === 38 || code === 47;
    if (!mayBePathOrQuery && (start === 0 || Number.isNaN(code))) break;
    const text = block.lines.trimmed(block.at);
    const isPathOrQuery = mayBePathOrQuery && !text.startsWith('??');
    if (!isPathOrQuery && (start === 0 || /^[<>?@]/.test(text) || looksLikeHeader(text))) break;
    if (skipBlockComment(block) || skipScript(block)) continue;
    reportInvisible(block, block.at, text, start);
    const cut = cutUrlEnd(block, text, start, { inQuery });
    httpVersion = cut.httpVersion ?? httpVersion;
    inQuery ||= text.includes('?');
    urlLines.push(new LineText(cut.text, block.at, start));
    block.at++;
  }
  return httpVersion;
}
