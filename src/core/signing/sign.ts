import type { Credentials } from './credentials.ts';
import type { Header, HttpRequest } from '../http/message.ts';
import { canonicalRequest, signedHeaders } from './canonical-request.ts';
import { checkSignable } from './check-signable.ts';
import { checkPayloadHash, payloadHash } from './payload-hash.ts';
import { serviceRules } from './service-rules.ts';
import { hmac, signCanonicalRequest } from './algorithms/signature.ts';
import type { SigningAlgorithm } from './signing-scope.ts';
import type { SignedRequest } from './signed-request.ts';

export interface SignOptions {
  readonly credentials: Credentials;
  /** With SigV4a a set of regions, for example `*` or `eu-west-1,us-*`. */
  readonly region: string;
  /** Signing name, for example `execute-api`. */
  readonly service: string;
  /** Default: SigV4. */
  readonly algorithm?: SigningAlgorithm;
  /** Default: an `X-Amz-Date` header without an older signature beside it; else the present time. */
  readonly date?: Date;
  /** Lower-case hex SHA-256, or `UNSIGNED-PAYLOAD`; default: what the request declares or the service requires, else the body's hash. */
  readonly payloadHash?: string;
  /** Whether `X-Amz-Content-Sha256` is sent and signed; default: if the service requires it or the request already had it. */
  readonly contentSha256Header?: boolean;
  /** Whether dot segments and empty segments are removed from the canonical path; default: by service. The target is not changed. */
  readonly normalizePath?: boolean;
  /** Whether the session token is covered by the signature; default: by service. If not, it is added afterwards. */
  readonly signSessionToken?: boolean;
  /** Ends the hashing of a file body; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Signs a request with SigV4 (or the algorithm given) in its headers. What comes back is the request to send, byte for byte: the
 * target is the one given (but a `+` in the query is written `%20`, see `wireRequest`), headers keep their order, without `Host`,
 * and the signature's own headers follow at the end, replacing any earlier ones.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @throws UserError for a request, credential or body that cannot be signed as it is
 */
export async function signRequest(request: HttpRequest, options: SignOptions): Promise<SignedRequest> {
  const { wire, scope, declared } = checkSignable(request, options);
  const { algorithm = hmac } = options;
  const rules = serviceRules(options.service);
  const hash =
    checkPayloadHash(options.payloadHash) ?? declared.hash ?? rules.payloadHash ?? (await payloadHash(wire.body, options.signal));
  const { accessKeyId, sessionToken } = scope.credentials;

  const headers: Header[] = [...wire.headers, ['X-Amz-Date', scope.timestamp]];
  if (algorithm.namesRegionSet) headers.push(['X-Amz-Region-Set', scope.region]);
  if (options.contentSha256Header ?? (rules.demandsContentSha256 || declared.present))
    headers.push(['X-Amz-Content-Sha256', hash]);
  if (sessionToken !== undefined) headers.push(['X-Amz-Security-Token', sessionToken]);
  const unsigned = { ...wire, headers };

  const covered = signedHeaders(unsigned, options);
  const canonical = canonicalRequest(unsigned, { ...options, payloadHash: hash }, covered);
  const signing = await signCanonicalRequest(scope, canonical, covered.names, algorithm);
  const credential = `${accessKeyId}/${scope.credentialScope}`;
  const authorization = `${algorithm.name} Credential=${credential}, SignedHeaders=${covered.names.join(';')}, Signature=${signing.signature}`;
  return { ...unsigned, headers: [...headers, ['Authorization', authorization]], signing };
}
