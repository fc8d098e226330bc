import type { HttpRequest } from '../../http/message.ts';

/** Headers that proxies, clients and load balancers add or rewrite: a signature over them would break in transit. */
const CHANGED_IN_TRANSIT = new Set([
  'accept-encoding',
  'authorization',
  'cache-control',
  'connection',
  'expect',
  'forwarded',
  'from',
  'host', // taken from the request's own host instead
  'keep-alive',
  'max-forwards',
  'pragma',
  'range',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
  'x-amzn-trace-id',
]);
const CHANGED_IN_TRANSIT_BY_PREFIX = /^(?:proxy-|sec-|x-forwarded-)/;

export interface CanonicalHeaders {
  /** Lower case, sorted; always includes `host`. */
  readonly names: readonly string[];
  /** One `name:value` line for each name, without a line break at the end. */
  readonly text: string;
}

/**
 * The headers that a signature covers, in canonical form: names in lower case and sorted, spaces collapsed, the values of a
 * repeated header joined by commas in their order.
 */
export function canonicalHeaders(request: Pick<HttpRequest, 'host' | 'headers'>, leftOut: ReadonlySet<string>): CanonicalHeaders {
  const values = new Map([['host', request.host]]);
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase();
    if (CHANGED_IN_TRANSIT.has(key) || leftOut.has(key) || CHANGED_IN_TRANSIT_BY_PREFIX.test(key)) continue;
    const earlier = values.get(key);
    values.set(key, earlier === undefined ? collapse(value) : `${earlier},${collapse(value)}`);
  }
  const names = [...values.keys()].sort();
  return { names, text: names.map((name) => `${name}:${values.get(name) ?? ''}`).join('\n') };
}

function collapse(value: string): string {
  return /^[ \t]|[ \t]$|[ \t]{2}|\t/.test(value) ? value.replace(/[ \t]+/g, ' ').replace(/^ | $/g, '') : value;
}
