import { inferService } from '../../aws/infer-service.ts';
import { partitionOfRegion } from '../../aws/partitions.ts';
import { type Header, headerValues, type HttpRequest, type HttpResponse } from '../../http/message.ts';

/** What the last request was signed for; undefined once a redirect has led away from there. */
export interface SignedFor {
  readonly service: string;
  readonly region: string;
}

/** What an answer that points elsewhere leads to. Each says so in a sentence for the answer's reader. */
export type RedirectStep =
  /** The same place, or the same bucket in its own region: signed again. */
  | { readonly kind: 'resign'; readonly request: HttpRequest; readonly region?: string; readonly note: string }
  /** Another place, which gets nothing that was meant for the first one. */
  | { readonly kind: 'unsigned'; readonly request: HttpRequest; readonly note: string }
  | { readonly kind: 'stay'; readonly note: string };

/** Headers that describe a body, https://www.rfc-editor.org/rfc/rfc9110#section-15.4 */
const aboutBody = /^(?:content-.*|digest|expect)$/i;
/** Headers that are for one origin alone. */
const forOneOrigin =
  /^(?:x-amz-.*|authorization|proxy-authorization|cookie|host|date|origin|referer|.*(?:token|secret|api-?key).*)$/i;

/**
 * Where an answer sends its reader, by https://www.rfc-editor.org/rfc/rfc9110#section-15.4; undefined where it sends nowhere.
 * Another origin gets no signature, no `x-amz-*` header, no credential; from https to http nothing goes at all.
 */
export function redirectStep(
  response: Pick<HttpResponse, 'status' | 'headers'>,
  request: HttpRequest,
  signedFor: SignedFor | undefined,
): RedirectStep | undefined {
  const { status } = response;
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  const moved = signedFor && otherRegion(response, request, signedFor);
  if (moved !== undefined) return moved;
  const [location] = headerValues(response.headers, 'location');
  if (location === undefined) return undefined;
  const base = `${request.protocol}//${request.host}`;
  const url = URL.parse(location, base + request.target);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return { kind: 'stay', note: 'The redirect was not followed: it leads to no http address.' };
  }
  const next = { ...withMethod(request, status), target: url.pathname + url.search };
  if (url.origin === new URL(base).origin) {
    const note = `Redirected (${status}) within ${request.host}`;
    return signedFor === undefined
      ? { kind: 'unsigned', request: next, note: `${note}.` }
      : { kind: 'resign', request: next, note: `${note}; signed again.` };
  }
  if (request.protocol === 'https:' && url.protocol === 'http:') {
    return { kind: 'stay', note: `The redirect was not followed: it leads from https to http, at ${url.host}.` };
  }
  const headers = next.headers.filter(([name]) => !forOneOrigin.test(name));
  return {
    kind: 'unsigned',
    request: { method: next.method, protocol: url.protocol, host: url.host, target: next.target, headers, body: next.body },
    note: `Redirected (${status}) to another origin, ${url.host}: sent there without signature, x-amz headers and credentials.`,
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

/**
 * S3 names the region in which a bucket is; https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html. The host is made of the
 * request's own, so that no answer can choose where a signature goes.
 */
function otherRegion(
  { headers }: Pick<HttpResponse, 'headers'>,
  request: HttpRequest,
  { service, region }: SignedFor,
): RedirectStep | undefined {
  const [wanted] = headerValues(headers, 'x-amz-bucket-region');
  if (service !== 's3' || wanted === undefined || wanted === region) return undefined;
  const partition = partitionOfRegion(wanted);
  if (partition === undefined || partition !== partitionOfRegion(region)) return undefined;
  if (inferService(request.host, request.target)?.service !== 's3') return undefined;
  const host = request.host.includes(`.${region}.`)
    ? request.host.replace(`.${region}.`, `.${wanted}.`)
    : request.host.replace(
        /(^|\.)(s3(?:-fips)?(?:\.dualstack)?)[.-](?:[a-z]+(?:-[a-z]+)+-\d+\.)?(?=amazonaws\.)/,
        `$1$2.${wanted}.`,
      );
  if (inferService(host, request.target)?.region !== wanted) return undefined;
  const note = `S3 keeps this bucket in ${wanted}: signed again for that region and sent to ${host}.`;
  return { kind: 'resign', request: { ...request, host }, region: wanted, note };
}
