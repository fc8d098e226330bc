import { inferService } from '../aws/infer-service.ts';
import { partitionOfRegion } from '../aws/partitions.ts';
import { headerValues, type HttpRequest, type HttpResponse } from '../http/message.ts';

/** The scope that the last request was signed for; undefined once a redirect has led away from it. */
export interface SignedFor {
  readonly service: string;
  readonly region: string;
  /** Whether the request itself says this region, in a directive or its Authorization. */
  readonly regionIsWritten: boolean;
}

/** A response of S3 whose text may name the bucket's region; the text is empty if there is none. */
export interface RegionalResponse extends Pick<HttpResponse, 'status' | 'headers'> {
  readonly text: string;
}

/** The code of both refusals for a wrong region: of a signature in the headers, and of one in the URL. */
const wrongRegion = /<Code>Authorization(?:HeaderMalformed|QueryParametersError)<\/Code>/;

/** Whether S3 names regions in responses with this status, so that their text is read before the response is followed. */
export function mayTellRegion(status: number): boolean {
  return [301, 302, 307, 308, 400].includes(status);
}

/**
 * The same request in the bucket's own region, if S3 says that it is in another one: `PermanentRedirect` (301) with
 * `x-amz-bucket-region` or an endpoint, `TemporaryRedirect` (307) with the bucket's address, `AuthorizationHeaderMalformed` (400)
 * with the region that was expected. https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
 *
 * The host is derived from the request's own, and the region has to be one of the same partition: no response can choose where a
 * signature goes.
 */
export function inBucketRegion(
  response: RegionalResponse,
  request: HttpRequest,
  signedFor: SignedFor,
): { readonly request: HttpRequest; readonly region: string } | undefined {
  if (
    !mayTellRegion(response.status) ||
    signedFor.service !== 's3' ||
    inferService(request.host, request.target)?.service !== 's3'
  )
    return undefined;
  const region = toldRegion(response, request);
  const partition = region === undefined ? undefined : partitionOfRegion(region);
  if (region === undefined || partition === undefined || partition !== partitionOfRegion(signedFor.region)) return undefined;
  const host = request.host.replace(
    /(^|\.)(s3(?:-fips|-accesspoint)?(?:\.dualstack)?)[.-](?:(?:[a-z]+(?:-[a-z]+)+-\d+|external-1)\.)?(?=amazonaws\.[a-z.]+(?::\d+)?$)/,
    `$1$2.${region}.`,
  );
  const isThere = inferService(host, request.target)?.region;
  // Hosts without a region, of S3 Transfer Acceleration, are the same for all regions.
  if (isThere !== undefined && isThere !== region) return undefined;
  // A wrong region for a right host is a mistake in the text: it is explained, with its fix, not ignored.
  const isThereAlready = host === request.host && (region === signedFor.region || signedFor.regionIsWritten);
  return isThereAlready ? undefined : { request: { ...request, host }, region };
}

function toldRegion({ status, headers, text }: RegionalResponse, request: HttpRequest): string | undefined {
  const [header] = headerValues(headers, 'x-amz-bucket-region');
  if (status === 400) {
    // The response to HEAD has no text that could say why.
    if (request.method === 'HEAD') return header;
    return wrongRegion.test(text) ? (elementText(text, 'Region') ?? header) : undefined;
  }
  if (header !== undefined) return header;
  const [location] = headerValues(headers, 'location');
  return regionOf(elementText(text, 'Endpoint'), request) ?? regionOf(location, request);
}

/** The region of an S3 address of the same bucket; undefined for any other address. */
function regionOf(address: string | undefined, request: HttpRequest): string | undefined {
  const [, isUrl, host, path = ''] = /^(https?:\/\/)?([^/?#\s]+)([^?#]*)/i.exec(address ?? '') ?? [];
  if (host === undefined) return undefined;
  const place = inferService(host);
  if (place?.service !== 's3') return undefined;
  const bucket = bucketOf(host, path);
  // An endpoint without a bucket is for the requested bucket.
  const isSame = (isUrl === undefined && bucket === '') || bucket === bucketOf(request.host, request.target);
  return isSame ? place.region : undefined;
}

/** The bucket's name, before the host or at the start of the path. */
function bucketOf(host: string, path: string): string {
  return /^(.+)\.s3[.-]/i.exec(host)?.[1]?.toLowerCase() ?? path.split(/[/?#]/, 2)[1] ?? '';
}

function elementText(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1]?.trim();
}
