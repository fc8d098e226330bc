import { inferService } from '../aws/infer-service.ts';
import { type Header, headerValues, type HttpRequest } from '../http/message.ts';
import { hostOf, otherOrigin } from '../http/origin.ts';
import { bodyLength } from '../http/send-body.ts';
import { inBucketRegion, type RegionalResponse, type SignedFor } from './in-bucket-region.ts';

/** What a response that points elsewhere leads to. Each says so in a sentence for the response's reader. */
export type RedirectStep =
  /** The same place, or the same bucket in its own region: signed again. */
  | { readonly kind: 'resign'; readonly request: HttpRequest; readonly region?: string; readonly note: string }
  /** Another place, which gets nothing that was meant for the first one. */
  | { readonly kind: 'unsigned'; readonly request: HttpRequest; readonly note: string }
  | { readonly kind: 'stay'; readonly note: string };

/** Headers that describe a body, https://www.rfc-editor.org/rfc/rfc9110#section-15.4 */
const aboutBody = /^(?:content-.*|digest|expect)$/i;
/**
 * The headers that another origin may see: what form of a response is wanted, and who asks. Any other may hold what was meant for the first
 * origin alone, and no list of names could know all that hold keys.
 */
const forAnyOrigin = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'pragma',
  'range',
  'user-agent',
]);

/**
 * Whether a region that the response names may be followed: what stands in the place of AWS, as an endpoint, is given no signature but the one
 * that the person asked for.
 */
function isAnsweredByS3(request: HttpRequest): boolean {
  const origin = otherOrigin(request);
  return origin === undefined || (origin.startsWith('https:') && inferService(hostOf(origin))?.service === 's3');
}

/**
 * Where a response sends its reader, by https://www.rfc-editor.org/rfc/rfc9110#section-15.4; undefined where it sends nowhere.
 * A signature is made for what the request says: no response has it made for another path or query, and an endpoint's answer for nothing at
 * all. Another origin gets no signature, no body, and of the headers only those that say what form of a response is wanted and who asks: a
 * request that has to take its body along stays where it is, and so does every one from https to http.
 */
export function redirectStep(
  response: RegionalResponse,
  request: HttpRequest,
  signedFor: SignedFor | undefined,
): RedirectStep | undefined {
  const { status } = response;
  const moved = signedFor && isAnsweredByS3(request) ? inBucketRegion(response, request, signedFor) : undefined;
  if (moved !== undefined) {
    const note = `S3 keeps this bucket in ${moved.region}: signed again for that region and sent to ${moved.request.host}.`;
    return { kind: 'resign', ...moved, note };
  }
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  const [location] = headerValues(response.headers, 'location');
  if (location === undefined) return undefined;
  if (otherOrigin(request) !== undefined) {
    return { kind: 'stay', note: `The redirect (${status}) was not followed: it is an endpoint's, not that of ${request.host}.` };
  }
  const base = `${request.protocol}//${request.host}`;
  const url = URL.parse(location, base + request.target);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return { kind: 'stay', note: 'The redirect was not followed: it leads to no http address.' };
  }
  const next = { ...withMethod(request, status), target: url.pathname + url.search };
  if (url.origin === new URL(base).origin) {
    const note = `Redirected (${status}) within ${request.host}`;
    if (signedFor === undefined) return { kind: 'unsigned', request: next, note: `${note}.` };
    if (next.target === request.target) return { kind: 'resign', request: next, note: `${note}; signed again.` };
    const why = `it leads to another path or query of ${request.host}, and only what the request says is signed`;
    return {
      kind: 'stay',
      note: `The redirect (${status}) was not followed: ${why}. Write the URL of “Location” to send it there.`,
    };
  }
  if (request.protocol === 'https:' && url.protocol === 'http:') {
    return { kind: 'stay', note: `The redirect was not followed: it leads from https to http, at ${url.host}.` };
  }
  if (bodyLength(next.body) > 0) {
    const note = `The redirect (${status}) was not followed: it leads to another origin, ${url.host}, and the body is meant for ${request.host}.`;
    return { kind: 'stay', note };
  }
  const headers = next.headers.filter(([name]) => forAnyOrigin.has(name.toLowerCase()));
  const leftOut = next.headers.filter(([name]) => !forAnyOrigin.has(name.toLowerCase())).map(([name]) => name);
  return {
    kind: 'unsigned',
    request: { method: next.method, protocol: url.protocol, host: url.host, target: next.target, headers, body: next.body },
    note: `Redirected (${status}) to another origin, ${url.host}: sent there ${without(leftOut, signedFor !== undefined)}.`,
  };
}

/** GET takes the place of POST where RFC 9110 allows it, as every client does, and of all but HEAD at a 303. */
function withMethod(request: HttpRequest, status: number): HttpRequest {
  const { method } = request;
  const becomesGet = status === 303 ? method !== 'HEAD' : method === 'POST' && (status === 301 || status === 302);
  if (!becomesGet) return request;
  const headers: readonly Header[] = request.headers.filter(([name]) => !aboutBody.test(name));
  return { ...request, method: 'GET', headers, body: new Uint8Array() };
}

/** For example `without signature, x-amz-* headers, cookies and X-Api-Key`. */
function without(leftOut: readonly string[], signed: boolean): string {
  const kinds = leftOut.map((name) => {
    if (signed && /^authorization$/i.test(name)) return 'signature';
    return /^x-amz-/i.test(name) ? 'x-amz-* headers' : /^cookie$/i.test(name) ? 'cookies' : name;
  });
  const first = ['x-amz-* headers', 'cookies'].filter((kind) => kinds.includes(kind));
  const all = new Set([...(signed ? ['signature'] : []), ...first, ...kinds]);
  return all.size === 0 ? 'with the same headers' : `without ${new Intl.ListFormat('en-GB').format(all)}`;
}
