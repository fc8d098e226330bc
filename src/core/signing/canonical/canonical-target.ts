import { UserError } from '../../errors.ts';

const PLAIN_PATH = /^[A-Za-z0-9\-._~/]*$/;
const PLAIN_COMPONENT = /^[A-Za-z0-9\-._~]*$/;
const UNRESERVED = /[A-Za-z0-9\-._~]/;
/** Visible ASCII but `#`, and `%` with its two digits. */
const ORDINARY_TARGET = /^\/(?:[!"$&-~]|%[0-9A-Fa-f]{2})*$/;
const FAULTS = [
  {
    pattern: /^(?!\/)/,
    code: 'target-not-absolute',
    fault: 'does not start with "/"',
    remedy: 'Write the path from its first slash.',
  },
  {
    // eslint-disable-next-line no-control-regex -- control characters are what it looks for
    pattern: /[\u0000-\u001f\u007f#]/,
    code: 'target-illegal-character',
    fault: 'holds a control character or "#"',
    remedy: 'Remove or percent-encode it.',
  },
  {
    pattern: /\p{Surrogate}/u,
    code: 'target-lone-surrogate',
    fault: 'holds half of a surrogate pair, which has no UTF-8 form,',
    remedy: 'Replace it.',
  },
  {
    pattern: /%(?![0-9A-Fa-f]{2})/,
    code: 'target-bad-escape',
    fault: 'has a "%" without two hex digits after it',
    remedy: 'Write a literal percent sign as %25.',
  },
] as const;

/**
 * Throws a UserError with the place (column in the target, from 1) for a target that is ambiguous on the wire. Spaces and
 * characters outside ASCII pass, because the signature of their encoded form is well defined; the transport does not send them
 * raw.
 */
export function checkTarget(target: string): void {
  if (ORDINARY_TARGET.test(target)) return;
  for (const { pattern, code, fault, remedy } of FAULTS) {
    const column = target.search(pattern) + 1;
    if (column === 0) continue;
    const message = `The path or query of the request ${fault} at character ${column}.`;
    throw new UserError({ code, message, remedy, place: { field: 'target', column } });
  }
}

/** Path and query of a target; the query lacks its `?` and is absent without one. */
export function splitTarget(target: string): { path: string; query: string | undefined } {
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: undefined } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

export interface CanonicalPathRules {
  readonly encodesPathOnce: boolean;
  readonly normalizesPath: boolean;
}

/**
 * The canonical URI of a wire path. The general rule encodes the wire path once more (`%20` becomes `%2520`); the S3 family
 * decodes each segment, with `+` as a space, and encodes it once.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalPath(path: string, rules: CanonicalPathRules): string {
  const normalized = rules.normalizesPath ? normalizePath(path) : path;
  if (PLAIN_PATH.test(normalized)) return normalized;
  return rules.encodesPathOnce ? encodeOnce(normalized).replaceAll('%2F', '/') : percentEncode(normalized).replaceAll('%2F', '/');
}

function normalizePath(path: string): string {
  if (!path.includes('//') && !path.includes('/.')) return path;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return kept.length === 0 ? '/' : `/${kept.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

/** Which query parameters stay out of the canonical query (lower-case names), and whether a repeated one counts once. */
export interface CanonicalQueryRules {
  readonly leftOut: ReadonlySet<string>;
  readonly readsFirstQueryValueOnly: boolean;
}

/** The canonical query string: each name and value decoded (`+` is a space) and encoded once, sorted by name, then by value. */
export function canonicalQuery(query: string | undefined, rules: CanonicalQueryRules): string {
  if (query === undefined || query === '') return '';
  const seen = new Set<string>();
  const pairs: (readonly [name: string, value: string])[] = [];
  for (const piece of query.split('&')) {
    if (piece === '') continue;
    const equals = piece.indexOf('=');
    const name = encodeOnce(equals < 0 ? piece : piece.slice(0, equals));
    if (rules.leftOut.has(name.toLowerCase())) continue;
    if (rules.readsFirstQueryValueOnly) {
      if (seen.has(name)) continue;
      seen.add(name);
    }
    pairs.push([name, equals < 0 ? '' : encodeOnce(piece.slice(equals + 1))]);
  }
  pairs.sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** RFC 3986 percent-encoding of everything but the unreserved characters, in UTF-8. */
export function percentEncode(text: string): string {
  if (PLAIN_COMPONENT.test(text)) return text;
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Percent-decoded, `+` read as a space, and encoded again, byte by byte: escaped bytes need not be UTF-8. */
export function encodeOnce(text: string): string {
  if (PLAIN_COMPONENT.test(text)) return text;
  return text.replace(/%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~]/gu, (part) => {
    if (part === '+') return '%20';
    if (part.length < 3 || !part.startsWith('%')) return percentEncode(part);
    const character = String.fromCharCode(Number.parseInt(part.slice(1), 16));
    return UNRESERVED.test(character) ? character : part.toUpperCase();
  });
}
