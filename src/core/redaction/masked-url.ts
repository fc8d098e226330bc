import type { HttpRequest } from '../http/message.ts';
import { requestUrl } from '../http/message.ts';
import { maskTarget } from './mask-by-name.ts';
import { requestMask } from './request-mask.ts';

/**
 * The URL of a request as it may be shown and stored: without the values of parameters whose names suggest secrets, and without
 * `secrets` anywhere in path and query. A short secret is found if it is a whole segment, name or value.
 */
export function maskedUrl(request: Pick<HttpRequest, 'protocol' | 'host' | 'target'>, secrets: readonly string[]): string {
  return requestUrl({ ...request, target: requestMask(secrets).target(request.target) });
}

/** A URL as written, with variables, as it may be shown: without user and password, and without values of secret names. */
export function maskWrittenUrl(url: string): string {
  return maskTarget(url.replace(/^(\w+:)?\/\/[^/?#\s]*@/, '$1//'));
}
