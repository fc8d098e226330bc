import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalRequest, stringToSign } from './canonical.ts';
import { checkScope, checkTime } from './check-claim.ts';
import type { Credential } from './credential-scope.ts';
import type { Caller, Key, KeyRing } from './key-ring.ts';
import {
  expiredToken,
  incompleteSignature,
  invalidSignature,
  invalidToken,
  Refusal,
  signatureMismatch,
  unknownAccessKey,
  type Family,
} from '../wire/refusals.ts';
import { hasS3Rules } from '../wire/service-family.ts';
import type { ServiceHost } from '../wire/service-host.ts';
import { ALGORITHM, claimTimestamp, readSignatureClaim, type SignatureClaim } from './signature-claim.ts';
import { header, queryParameters, type WireHead, type WireRequest } from '../wire/wire-request.ts';

/** A request with a correct signature. */
export interface VerifiedRequest {
  readonly request: WireRequest;
  readonly host: ServiceHost;
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly caller: Caller;
  readonly signedHeaders: readonly string[];
  /** The canonical request's last line. */
  readonly payloadHash: string;
}

/** The data that a signature is verified against. */
export interface VerificationContext {
  readonly host: ServiceHost;
  readonly family: Family;
  readonly keys: KeyRing;
  readonly now: Date;
}

/**
 * Verifies a SigV4 signature as far as possible before the body is read: its form, scope, time and key, and the signature itself
 * if the hash of the body is declared (S3). Throws a `Refusal` in the words of `family`.
 */
export function verifyHead(head: WireHead, context: VerificationContext): void {
  const { claim, key } = readClaim(head, context);
  const payloadHash = declaredPayloadHash(head, claim, context.family);
  if (payloadHash !== undefined) checkSignature(head, { claim, key, payloadHash, family: context.family });
}

/**
 * Verifies a SigV4 signature, in the Authorization header or in the query, against the bytes that arrived. Throws a `Refusal` in the words of
 * `family`. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html.
 */
export function verifySigV4(request: WireRequest, context: VerificationContext): VerifiedRequest {
  const { host, family } = context;
  const { claim, key } = readClaim(request, context);
  const payloadHash = declaredPayloadHash(request, claim, family) ?? request.body.sha256;
  checkSignature(request, { claim, key, payloadHash, family });
  checkBody(request, payloadHash);
  return {
    request,
    host,
    service: claim.credential.service,
    region: claim.credential.region,
    accessKeyId: key.accessKeyId,
    caller: key.caller,
    signedHeaders: claim.signedHeaders,
    payloadHash,
  };
}

function readClaim(head: WireHead, { host, family, keys, now }: VerificationContext): { claim: SignatureClaim; key: Key } {
  const claim = readSignatureClaim(head, family);
  checkScope(claim, host, family);
  checkTime(claim, family, now);
  const key = findKey(claim, keys, family, now);
  checkSignedHeaders(head, claim, family);
  return { claim, key };
}

function checkSignature(
  head: WireHead,
  { claim, key, payloadHash, family }: { claim: SignatureClaim; key: Key; payloadHash: string; family: Family },
): void {
  const { credential } = claim;
  const canonical = canonicalRequest(head, {
    signedHeaders: claim.signedHeaders,
    payloadHash,
    s3: hasS3Rules(credential.service),
    unsignedParameters:
      claim.placement === 'header'
        ? []
        : // Only AWS IoT's websocket gateway expects the token to be added after signing.
          ['X-Amz-Signature', ...(credential.service === 'iotdevicegateway' ? ['X-Amz-Security-Token'] : [])],
  });
  const toSign = stringToSign(ALGORITHM, claimTimestamp(claim), credential.scope, canonical);
  const expected = sign(key.secretAccessKey, credential, toSign);
  // Both sides are hashed once more so that they have equal length, whatever was claimed.
  if (timingSafeEqual(hmac('compare', expected), hmac('compare', claim.signature))) return;
  throw signatureMismatch(family, {
    accessKeyId: credential.id,
    signatureProvided: claim.signature,
    canonicalRequest: canonical,
    stringToSign: toSign,
  });
}

function sign(secretAccessKey: string, { date, region, service, terminator }: Credential, toSign: string): string {
  const dateKey = hmac(`AWS4${secretAccessKey}`, date);
  return hmac(hmac(hmac(hmac(dateKey, region), service), terminator), toSign).toString('hex');
}

function hmac(key: string | Buffer, bytes: string): Buffer {
  return createHmac('sha256', key).update(bytes, 'latin1').digest();
}

function findKey({ credential, sessionToken }: SignatureClaim, keys: KeyRing, family: Family, now: Date): Key {
  const key = keys.find(credential.id);
  if (key === undefined || (key.sessionToken !== undefined && sessionToken === undefined)) {
    throw unknownAccessKey(family, credential.id);
  }
  if (sessionToken !== key.sessionToken) throw invalidToken(family);
  if (key.expiration !== undefined && key.expiration <= now) throw expiredToken(family);
  return key;
}

function checkSignedHeaders(request: WireHead, { signedHeaders, credential }: SignatureClaim, family: Family): void {
  const present = [...new Set(request.headers.map(([name]) => name))];
  const unsigned = present.filter((name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name));
  const [first] = unsigned;
  if (family === 's3' && first !== undefined) {
    throw new Refusal('AccessDenied', 403, 'There were headers present in the request which were not signed', {
      details: [['HeadersNotSigned', unsigned.join(', ')]],
    });
  }
  // AWS IoT's gateway accepts a token that was added after signing.
  if (first === undefined || (credential.service === 'iotdevicegateway' && unsigned.join() === 'x-amz-security-token')) return;
  const named = unsigned.includes('host') ? "'Host' or ':authority'" : `'${first}'`;
  throw invalidSignature(family, `${named} must be a 'SignedHeader' in the AWS Authorization.`);
}

/** The last line of the canonical request if the head of the request declares it; undefined if it is computed from the body. */
function declaredPayloadHash(request: WireHead, { placement, credential }: SignatureClaim, family: Family): string | undefined {
  const declared = header(request, 'x-amz-content-sha256');
  if (credential.service === 'vpc-lattice-svcs') {
    if (declared === 'UNSIGNED-PAYLOAD') return declared;
    throw incompleteSignature(family, "Missing the 'x-amz-content-sha256' in canonical headers");
  }
  if (family !== 's3') return undefined;
  const inQuery = new Map(queryParameters(request).reverse()).get('X-Amz-Content-Sha256');
  const hash = declared ?? (placement === 'query' ? (inQuery ?? 'UNSIGNED-PAYLOAD') : undefined);
  if (hash === undefined) {
    throw new Refusal('InvalidRequest', 400, 'Missing required header for this request: x-amz-content-sha256');
  }
  if (hash.startsWith('STREAMING-')) {
    throw new Refusal('NotImplemented', 501, 'A header you provided implies functionality that is not implemented', {
      details: [['Header', 'x-amz-content-sha256']],
    });
  }
  if (hash !== 'UNSIGNED-PAYLOAD' && !/^[0-9a-f]{64}$/.test(hash)) {
    throw new Refusal(
      'InvalidArgument',
      400,
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, or a valid sha256 value',
      { details: [['ArgumentName', 'x-amz-content-sha256']] },
    );
  }
  return hash;
}

/** If the hash was declared (S3) rather than computed from the body, the body has to match it. */
function checkBody({ body }: WireRequest, payloadHash: string): void {
  if (payloadHash === 'UNSIGNED-PAYLOAD' || payloadHash === body.sha256) return;
  throw new Refusal(
    'XAmzContentSHA256Mismatch',
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    {
      details: [
        ['ClientComputedContentSHA256', payloadHash],
        ['S3ComputedContentSHA256', body.sha256],
      ],
    },
  );
}
