import type { HttpRequest } from '../http/message.ts';

/**
 * The same request, addressed to an endpoint by its own name: if the host names an S3 bucket, the path names it instead (path
 * style). Signed this way, its URL works for everyone who can reach the endpoint, provided that it accepts requests under its own
 * name.
 *
 * @param endpoint scheme and host, for example `http://127.0.0.1:49152`
 */
export function atEndpoint(request: HttpRequest, endpoint: string): HttpRequest {
  const [, protocol = 'https:', host = ''] = /^(https?:)\/\/([^/?#]+)/i.exec(endpoint) ?? [];
  const bucket = /^(.+)\.s3[.-]/i.exec(request.host)?.[1];
  return {
    ...request,
    protocol: protocol.toLowerCase() as HttpRequest['protocol'],
    host,
    target: bucket === undefined ? request.target : `/${bucket.toLowerCase()}${request.target}`,
    headers: request.headers.filter(([name]) => name.toLowerCase() !== 'host'),
  };
}
