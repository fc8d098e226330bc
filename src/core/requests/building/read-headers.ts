import type { ErrorCode } from '../../error-codes.ts';
import { holdsKeys, isAwsAuthorization, parseAwsAuthorization, isArgumentName } from '../../http-file/aws-authorization.ts';
import type { HttpFileRequest } from '../../http-file/http-file.ts';
import { type Header, isHeaderValue, headerValues } from '../../http/message.ts';
import type { PlacedValue, PlacedAuthorization } from '../signer.ts';
import { requireVisible } from './require-visible.ts';
import type { RequestTexts } from './request-texts.ts';

/** Whether a header that is not for them holds keys, or is called nearly as theirs and begins as their scheme does. */
function seemsToHoldKeys(name: string, value: string): boolean {
  return holdsKeys(value) || (/authori[sz]ation/.test(name) && /^aws\s+(?:\S+\s+\S|profile:)/i.test(value));
}

export interface PlacedHeader extends PlacedValue {
  readonly name: string;
}

interface ReadHeaders {
  readonly headers: Header[];
  readonly host: PlacedHeader | undefined;
  readonly authorization: PlacedAuthorization | undefined;
  readonly graphql: boolean;
}

export async function readHeaders(request: Pick<HttpFileRequest, 'headers'>, texts: RequestTexts): Promise<ReadHeaders> {
  const headers: Header[] = [];
  let host: PlacedHeader | undefined;
  let authorization: ReadHeaders['authorization'];
  let graphql = false;
  let argument: PlacedHeader | undefined;
  for (const header of request.headers) {
    const name = await texts.resolveAll({ text: header.name, range: header.range }, header.name);
    const value = (await texts.resolveAll({ text: header.value, range: header.valueRange }, name)).trim();
    requireVisible(name, header.range, name, texts);
    requireVisible(value, header.valueRange, name, texts);
    const fail = (code: ErrorCode, message: string, remedy: string) =>
      texts.failure(header.range, { code, message, remedy, field: name });
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,1000}$/.test(name)) {
      throw fail('header-malformed', 'This is not a legal header name.', 'Use letters, digits and hyphens.');
    }
    if (!isHeaderValue(value)) {
      throw fail(
        'header-malformed',
        `The value of “${name}” holds a line end or control character.`,
        'Take it out, or encode it.',
      );
    }
    const lower = name.toLowerCase();
    if (lower === 'host') {
      if (host !== undefined) throw fail('header-malformed', '“Host” is written twice.', 'Keep one of them.');
      host = { name, value, range: header.valueRange };
    } else if (lower === 'authorization' && isAwsAuthorization(value)) {
      if (authorization !== undefined) {
        throw fail('aws-authorization-malformed', '“Authorization: AWS” is written twice.', 'Keep one of them.');
      }
      const parsed = parseAwsAuthorization(value);
      if ('problem' in parsed) {
        const remedy =
          'Write “AWS profile:name”, or “AWS <access key id> <secret access key>” and token:, region:, service: as needed.';
        throw fail('aws-authorization-malformed', `“Authorization: AWS …” cannot be read: ${parsed.problem}.`, remedy);
      }
      authorization = { ...parsed, range: header.valueRange };
    } else if (lower !== 'authorization' && seemsToHoldKeys(lower, value)) {
      // They would leave this machine as they are.
      const remedy = 'Write them after “Authorization: AWS”, or name a profile with “# @aws-profile”.';
      throw fail(
        'aws-authorization-misplaced',
        `“${name}” holds keys for AWS or begins as they do, and would be sent as it is.`,
        remedy,
      );
    } else if (lower === 'transfer-encoding') {
      const remedy = 'Take the header out; the length of the body is sent instead.';
      throw fail('header-refused', '“Transfer-Encoding” cannot be chosen here.', remedy);
    } else if (lower === 'x-request-type' && value.toLowerCase() === 'graphql') {
      graphql = true;
    } else if (lower !== 'content-length') {
      // The length is what the transport counts, whatever a copied header says.
      headers.push([name, value]);
      if (isArgumentName(lower)) argument ??= { name, value, range: header.range };
    }
  }
  if (authorization !== undefined && headerValues(headers, 'authorization').length > 0) {
    const message = '“Authorization” is written twice, once for AWS and once for something else.';
    const details = {
      code: 'aws-authorization-malformed',
      message,
      remedy: 'Keep one of them.',
      field: 'Authorization',
    } as const;
    throw texts.failure(authorization.range, details);
  }
  if (authorization !== undefined && argument !== undefined) {
    // A token would leave as a header that nobody reads, and the signature would lack it.
    const { name, range } = argument;
    throw texts.failure(range, {
      code: 'aws-authorization-misplaced',
      message: `“${name}” is an argument of “Authorization: AWS”, but is written where it would be sent as a header.`,
      remedy: 'Put it on the “Authorization” line. To send such a header, sign with “# @aws-profile”.',
      field: name,
    });
  }
  return { headers: joinCookies(headers), host, authorization: withToken(authorization, headers), graphql };
}

/** Beside `curl --aws-sigv4` the token of temporary keys stands in its own header, where signing would take it for an older signature's. */
function withToken(authorization: ReadHeaders['authorization'], headers: readonly Header[]): ReadHeaders['authorization'] {
  const [sessionToken = ''] = headerValues(headers, 'x-amz-security-token');
  const keys = authorization?.credentials;
  if (authorization === undefined || keys === undefined || keys.sessionToken !== undefined || sessionToken === '') {
    return authorization;
  }
  return { ...authorization, credentials: { ...keys, sessionToken } };
}

/** A request has one `Cookie` line, https://www.rfc-editor.org/rfc/rfc6265#section-5.4 */
function joinCookies(headers: Header[]): Header[] {
  const cookies = headerValues(headers, 'cookie');
  if (cookies.length < 2) return headers;
  const first = headers.findIndex(([name]) => name.toLowerCase() === 'cookie');
  return headers
    .map((header, index): Header => (index === first ? [header[0], cookies.join('; ')] : header))
    .filter(([name], index) => index === first || name.toLowerCase() !== 'cookie');
}
