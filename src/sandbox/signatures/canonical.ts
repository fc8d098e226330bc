import { createHash } from 'node:crypto';
import { decode, queryParameters, type WireHead } from '../wire/wire-request.ts';

export interface CanonicalOptions {
  /** Lower-case names, as the signature lists them. */
  readonly signedHeaders: readonly string[];
  /** The last line: hex SHA-256 or a word such as `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
  /** Whether Amazon S3's rules apply: the path is encoded once and not normalised; of a repeated query parameter the first value counts. */
  readonly s3: boolean;
  /** Query parameters that are not signed. */
  readonly unsignedParameters?: readonly string[];
}

/**
 * The canonical request of what arrived, as a byte string. Source:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html; that S3 reads `+` in a path as a
 * space and counts a repeated query parameter once is known from its own answers (aws/aws-sdk-go#1495, aws/aws-sdk-js#853).
 */
export function canonicalRequest(request: WireHead, options: CanonicalOptions): string {
  const names = [...new Set(options.signedHeaders)].sort();
  return [
    request.method,
    options.s3 ? encodePath(decode(request.path)) : encodePath(normalize(request.path)),
    canonicalQuery(request, options),
    ...names.map((name) => `${name}:${canonicalValue(request, name)}`),
    '',
    names.join(';'),
    options.payloadHash,
  ].join('\n');
}

/** The string to sign: algorithm, time, scope and the hash of the canonical request. */
export function stringToSign(algorithm: string, timestamp: string, scope: string, canonical: string): string {
  const hash = createHash('sha256').update(canonical, 'latin1').digest('hex');
  return `${algorithm}\n${timestamp}\n${scope}\n${hash}`;
}

function encode(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9\-._~]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function encodePath(path: string): string {
  return path.split('/').map(encode).join('/');
}

/** Removes `.`, `..` and empty segments; like AWS's own signers it keeps a final slash, and adds none. */
function normalize(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}${kept.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

function canonicalQuery(request: WireHead, { s3, unsignedParameters = [] }: CanonicalOptions): string {
  const seen = new Set<string>();
  return queryParameters(request)
    .filter(([name]) => !unsignedParameters.includes(name))
    .filter(([name]) => !(s3 && seen.has(name)) && seen.add(name))
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function canonicalValue(request: WireHead, name: string): string {
  return request.headers
    .filter(([candidate]) => candidate === name)
    .map(([, value]) => value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, ''))
    .join(',');
}
