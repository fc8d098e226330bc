import type { HttpRequest } from '../http/message.ts';
import { canonicalHeaders, type CanonicalHeaders } from './canonical/canonical-headers.ts';
import { canonicalPath, canonicalQuery, checkTarget, splitTarget } from './canonical/canonical-target.ts';
import { serviceRules } from './service-rules.ts';

export interface CanonicalRequestOptions {
  /** Signing name, for example `execute-api`; decides the path rules. */
  readonly service: string;
  /** Lower-case hex SHA-256 of the body, or `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
  /** Whether dot segments and empty segments are removed; the service decides if absent. */
  readonly normalizePath?: boolean;
  /** Whether the session token (header or query parameter) is covered; the service decides if absent. */
  readonly signSessionToken?: boolean;
}

/**
 * The canonical request of SigV4, which the HMAC, ECDSA and X.509 algorithms share, for a request as it is on the wire. A
 * signature that the request already carries (`Authorization`, `X-Amz-Signature`) is left out, so that a signed request gives the
 * very text that was signed. The body is not read.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @param headers the result of `signedHeaders` for the same request, if available
 * @throws UserError for a target that cannot be read (see `checkTarget`)
 */
export function canonicalRequest(
  request: HttpRequest,
  options: CanonicalRequestOptions,
  headers: CanonicalHeaders = signedHeaders(request, options),
): string {
  checkTarget(request.target);
  const rules = serviceRules(options.service);
  const { path, query } = splitTarget(request.target);
  return [
    request.method.toUpperCase(),
    canonicalPath(path, {
      encodesPathOnce: rules.encodesPathOnce,
      normalizesPath: options.normalizePath ?? rules.normalizesPath,
    }),
    canonicalQuery(query, {
      leftOut: (options.signSessionToken ?? rules.signsSessionToken) ? SIGNATURE : SIGNATURE_AND_TOKEN,
      readsFirstQueryValueOnly: rules.readsFirstQueryValueOnly,
    }),
    headers.text,
    '',
    headers.names.join(';'),
    options.payloadHash,
  ].join('\n');
}

/** The headers that the canonical request of `request` covers. */
export function signedHeaders(
  request: Pick<HttpRequest, 'host' | 'headers'>,
  options: Pick<CanonicalRequestOptions, 'service' | 'signSessionToken'>,
): CanonicalHeaders {
  const rules = serviceRules(options.service);
  const signsToken = options.signSessionToken ?? rules.signsSessionToken;
  return canonicalHeaders(request, signsToken ? rules.unsignedHeaders : new Set([...rules.unsignedHeaders, TOKEN]));
}

const TOKEN = 'x-amz-security-token';
const SIGNATURE = new Set(['x-amz-signature']);
const SIGNATURE_AND_TOKEN = new Set([...SIGNATURE, TOKEN]);
