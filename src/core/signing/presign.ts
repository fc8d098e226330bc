import { longestPresign } from '../aws/longest-presign.ts';
import { UserError } from '../errors.ts';
import type { HttpRequest } from '../http/message.ts';
import { canonicalRequest, signedHeaders } from './canonical-request.ts';
import { encodeOnce, percentEncode, splitTarget } from './canonical/canonical-target.ts';
import { checkPayloadHash, payloadHash } from './payload-hash.ts';
import { serviceRules, UNSIGNED_PAYLOAD } from './service-rules.ts';
import type { SignOptions } from './sign.ts';
import { hmac, signCanonicalRequest } from './algorithms/signature.ts';
import type { SignedRequest } from './signed-request.ts';
import { signingScope } from './signing-scope.ts';
import { wireRequest } from './wire-request.ts';

export interface PresignOptions extends Omit<SignOptions, 'contentSha256Header'> {
  /** How long the URL works, in seconds: a whole number from 1 to {@link longestPresign} (7 days). It also ends with temporary credentials. */
  readonly expiresIn: number;
}

const OLDER = new Set([
  'x-amz-algorithm',
  'x-amz-content-sha256',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-region-set',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
]);

/**
 * Signs a request with SigV4 (or the algorithm given) in its query, so that the URL alone authorises the request. The headers
 * that stay on the request (see `signing.signedHeaders`) are covered and have to be sent with it; nothing is moved from them into
 * the URL. Older signature parameters are removed, whatever their case. A body is covered by its hash. The S3 family ignores it
 * unless `payloadHash` names it, so there the URL works for any body.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @throws UserError for a request, credential, body or duration that cannot be signed as it is
 */
export async function presignRequest(request: HttpRequest, options: PresignOptions): Promise<SignedRequest> {
  const { expiresIn, service, algorithm = hmac } = options;
  if (!Number.isInteger(expiresIn) || expiresIn < 1 || expiresIn > longestPresign) {
    throw new UserError({
      code: 'expiry-out-of-range',
      message: `A presigned URL can work for 1 second to 7 days (${longestPresign} seconds).`,
      remedy: `Give a whole number of seconds from 1 to ${longestPresign}.`,
      place: { field: 'expiresIn' },
    });
  }
  const wire = wireRequest(request);
  const scope = signingScope(request, options);
  const rules = serviceRules(service);
  const signsToken = options.signSessionToken ?? rules.signsSessionToken;
  const hash =
    checkPayloadHash(options.payloadHash) ?? rules.presignedPayloadHash ?? (await payloadHash(wire.body, options.signal));
  const covered = signedHeaders(wire, options);
  const { accessKeyId, sessionToken } = scope.credentials;
  const token: Parameter[] = sessionToken === undefined ? [] : [['X-Amz-Security-Token', sessionToken]];
  const regionSet: Parameter[] = algorithm.namesRegionSet ? [['X-Amz-Region-Set', scope.region]] : [];
  // Whether the body is covered has to be stated if it differs from what the service expects.
  const isExpected = (hash === UNSIGNED_PAYLOAD) === (rules.presignedPayloadHash !== undefined);
  const bodyHash: Parameter[] = isExpected ? [] : [['X-Amz-Content-Sha256', hash]];

  const unsigned = withParameters(withoutOlderParameters(wire), [
    ['X-Amz-Algorithm', algorithm.name],
    ...bodyHash,
    ['X-Amz-Credential', `${accessKeyId}/${scope.credentialScope}`],
    ['X-Amz-Date', scope.timestamp],
    ['X-Amz-Expires', String(expiresIn)],
    ...regionSet,
    ...(signsToken ? token : []),
    ['X-Amz-SignedHeaders', covered.names.join(';')],
  ]);
  const canonical = canonicalRequest(unsigned, { ...options, payloadHash: hash }, covered);
  const signing = await signCanonicalRequest(scope, canonical, covered.names, algorithm);
  return { ...withParameters(unsigned, [['X-Amz-Signature', signing.signature], ...(signsToken ? [] : token)]), signing };
}

type Parameter = readonly [name: string, value: string];

function withoutOlderParameters(request: HttpRequest): HttpRequest {
  const { path, query = '' } = splitTarget(request.target);
  const kept = query.split('&').filter((piece) => piece !== '' && !OLDER.has(encodeOnce(piece.replace(/=.*/, '')).toLowerCase()));
  return { ...request, target: kept.length === 0 ? path : `${path}?${kept.join('&')}` };
}

function withParameters(request: HttpRequest, parameters: readonly Parameter[]): HttpRequest {
  const added = parameters.map(([name, value]) => `${name}=${percentEncode(value)}`).join('&');
  return { ...request, target: `${request.target}${request.target.includes('?') ? '&' : '?'}${added}` };
}
