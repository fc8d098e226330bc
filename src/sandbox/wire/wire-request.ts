import type { IncomingMessage } from 'node:http';
import { maskParameters } from '../../core/redaction/mask-by-name.ts';

/** A request without its body, as it arrived: every text is a byte string, one character (0 to 255) for each byte of the wire. */
export interface WireHead {
  readonly method: string;
  /** Raw path, escapes and dot segments untouched. */
  readonly path: string;
  /** Raw query without the question mark. */
  readonly query: string;
  /** Header lines in order; names in lower case, values trimmed. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** A request as it arrived. */
export interface WireRequest extends WireHead {
  readonly body: WireBody;
}

export interface WireBody {
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex of the body's SHA-256. */
  readonly sha256: string;
  /** The body itself; absent if it is longer than the sandbox keeps. */
  readonly bytes?: Buffer;
}

/** The request line and the header lines of `message`; Node passes both on byte by byte (Latin-1). */
export function readWireHead(message: IncomingMessage): WireHead {
  // A client that uses the sandbox as a proxy sends the absolute form; origin servers see only its path.
  const target = (message.url ?? '/').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  const [path = '', ...query] = target.split('?');
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
    headers.push([(message.rawHeaders[index] ?? '').toLowerCase(), message.rawHeaders[index + 1] ?? '']);
  }
  return { method: message.method ?? '', path: path === '' ? '/' : path, query: query.join('?'), headers };
}

/** The value of a header, repeated lines joined by commas; undefined if there is none. */
export function header(request: WireHead, name: string): string | undefined {
  const values = request.headers.filter(([candidate]) => candidate === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(',');
}

/** Query parameters in order, decoded: `+` is a space, a parameter without `=` has the empty value. */
export function queryParameters(request: WireHead): [name: string, value: string][] {
  return request.query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals < 0 ? [decode(part), ''] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
    });
}

/** Reads percent escapes and `+` into a byte string; a `%` that does not start an escape stands for itself. */
export function decode(text: string): string {
  return text.replaceAll('+', ' ').replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** A byte string decoded as UTF-8. */
export function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

const isOfSignature = (name: string): boolean => /^X-Amz-(?:Security-Token|Signature|Credential)$/i.test(name);

/** Path and query with tokens, signatures and credentials replaced by `REDACTED`. */
export function redactedTarget({ path, query }: WireHead): string {
  return path + maskParameters(query === '' ? '' : `?${query}`, isOfSignature, () => 'REDACTED');
}
