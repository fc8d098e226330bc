import type { HttpRequest } from '../message.ts';
import { requestUrl } from '../message.ts';
import { mask, maskKnown, maskTarget } from './mask-secrets.ts';

/**
 * The URL of a request as it may be kept: without the values of parameters whose names say secret, and without `secrets` wherever they
 * stand in path and query. A short secret is found where it is a whole segment, name or value.
 */
export function maskedUrl(request: Pick<HttpRequest, 'protocol' | 'host' | 'target'>, secrets: readonly string[]): string {
  const known = new Set(secrets);
  const target = maskTarget(request.target)
    .split(/([/?&=])/)
    .map((piece) => (piece !== '' && known.has(decoded(piece)) ? mask : piece))
    .join('');
  return requestUrl({ ...request, target: '' }) + maskKnown(target, secrets);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
