import fc from 'fast-check';
import type { Header, HttpRequest } from '../../../../src/core/http/message.ts';
import type { SignOptions } from '../../../../src/core/signing/sign.ts';
import { drawn } from '../../sample.ts';

/** How many requests each oracle checks. */
export const oracleRuns = drawn(250, 1250);

export interface GeneratedRequest {
  readonly request: HttpRequest;
  readonly options: SignOptions;
}

/** Any of these characters, all of them ASCII. */
const oneOf = (characters: string) => fc.constantFrom(...characters.split(''));
const unreserved = oneOf('abzABZ019-._~');
const hexByte = fc.integer({ min: 0, max: 255 }).map((byte) => byte.toString(16).padStart(2, '0'));
const escape = fc.tuple(hexByte, fc.boolean()).map(([hex, upper]) => `%${upper ? hex.toUpperCase() : hex}`);
/** Characters and their escapes that are whole in UTF-8. */
const escapedText = fc
  .constantFrom(' ', 'é', 'ሴ', '😀', '%', '+', '/', '?', '&', '=', 'a', '~', '*', "'", '"', '<')
  .map((text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''));

const joined = (part: fc.Arbitrary<string>, maxLength: number) => fc.array(part, { maxLength }).map((parts) => parts.join(''));

/** What may stand raw in a path segment and in a query besides the unreserved characters (RFC 3986). */
const rawInPath = oneOf("!$&'()*+,;=:@");
const rawInQuery = oneOf("!$'()*,;:@/?+");

export interface Dialect {
  /** Only escapes of valid UTF-8. */
  readonly utf8Only?: boolean;
  /** Path segments hold nothing but unreserved characters and upper-case escapes of others: the one form of an S3 key. */
  readonly canonicalPath?: boolean;
  /** No query parameter has an empty name, one that JavaScript objects cannot hold, or one with raw brackets. */
  readonly plainNames?: boolean;
  /** No header name comes twice, and there are a content type and length. */
  readonly plainHeaders?: boolean;
}

export function requests(services: readonly string[], dialect: Dialect = {}): fc.Arbitrary<GeneratedRequest> {
  const byte = dialect.utf8Only === true ? escapedText : fc.oneof(escape, escapedText);
  const canonicalSegment = joined(
    fc.oneof({ arbitrary: unreserved, weight: 3 }, fc.constantFrom('%20', '%2B', '%40', '%C3%A9', '%25', '%3D')),
    6,
  );
  const wildSegment = fc.oneof(
    joined(fc.oneof({ arbitrary: unreserved, weight: 3 }, rawInPath, byte), 6),
    fc.constantFrom('', '.', '..', '...'),
  );
  const path = fc
    .array(dialect.canonicalPath === true ? canonicalSegment : wildSegment, { maxLength: 5 })
    .map((segments) => `/${segments.join('/')}`);
  const text = joined(fc.oneof({ arbitrary: unreserved, weight: 3 }, rawInQuery, byte), 5);
  const anyName = fc.oneof(
    { arbitrary: text, weight: 4 },
    fc.constantFrom('a', 'A', 'id', 'id-type', 'params[page]', 'uploads', '__proto__', 'constructor', ''),
  );
  const name =
    dialect.plainNames === true ? anyName.filter((written) => !['', '__proto__', 'params[page]'].includes(written)) : anyName;
  const parameter = fc.oneof(
    name,
    fc.tuple(name, fc.oneof(text, joined(fc.constantFrom('=', 'a', 'b'), 3))).map(([left, right]) => `${left}=${right}`),
  );
  const query = fc
    .array(parameter, { maxLength: 5 })
    .map((parameters) => (parameters.length === 0 ? '' : `?${parameters.join('&')}`));
  const headerName = fc.constantFrom(
    ...['Accept', 'Content-Type', 'content-length', 'X-Amz-Target', 'x-amz-meta-a', 'X-Amz-Meta-a', 'X-Custom', 'x-custom'],
    ...['X-B', 'x-b-c', 'X_D', 'a!', 'Zz', '__proto__'],
  );
  const headerValue = joined(oneOf('aB1"/;=, \t\'!%+[]~'), 12);
  const headers = fc
    .array(fc.tuple(headerName, headerValue), { maxLength: 6 })
    .map((pairs) => (dialect.plainHeaders === true ? plainHeaders(pairs) : pairs));

  return fc
    .record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH'),
      protocol: fc.constantFrom('https:' as const, 'http:' as const),
      host: fc.constantFrom('abc.execute-api.eu-west-1.amazonaws.com', 'localhost:8080', 'bucket.with.dots:4566', '[::1]:9000'),
      target: fc.tuple(path, query).map((parts) => parts.join('')),
      headers,
      body: fc.uint8Array({ maxLength: 20 }),
      service: fc.constantFrom(...services),
      region: fc.constantFrom('us-east-1', 'eusc-de-east-1', 'cn-north-1'),
      token: fc.option(fc.base64String({ minLength: 4, maxLength: 40 }), { nil: undefined }),
      date: fc.date({ min: new Date('2015-08-30'), max: new Date('2099-12-31'), noInvalidDate: true }),
    })
    .map(({ service, region, token, date, ...request }) => ({
      request,
      options: {
        credentials: {
          accessKeyId: 'AKIDEXAMPLE',
          secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
          ...(token === undefined ? {} : { sessionToken: token }),
        },
        region,
        service,
        date,
      },
    }));
}

function plainHeaders(pairs: readonly Header[]): Header[] {
  const complete: Header[] = [...pairs, ['Content-Type', 'a/b'], ['Content-Length', '1']];
  return [...new Map(complete.map((pair) => [pair[0].toLowerCase(), pair])).values()].filter(([name]) => name !== '__proto__');
}
