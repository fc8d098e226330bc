import { createHash } from 'node:crypto';
import { clearCredentialCache, SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from './sha256.ts';
import type { SignatureDetails } from '../signed-request.ts';
import type { SigningAlgorithm, SigningScope } from '../signing-scope.ts';

/**
 * SigV4. The official package derives the signing key, caches it (for fifty scopes; its `clearCredentialCache` forgets them) and
 * computes the signature.
 */
export const hmac: SigningAlgorithm = {
  name: 'AWS4-HMAC-SHA256',
  namesRegionSet: false,
  sign: (scope, stringToSign) => new SignatureV4({ ...scope, sha256: Sha256 }).sign(stringToSign, { signingDate: scope.date }),
};

/** Forgets the signing keys derived from secrets, when a session ends. */
export function forgetSigningKeys(): void {
  clearCredentialCache();
}

/**
 * Signs a canonical request.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @param signedHeaders the names that the canonical request covers
 */
export async function signCanonicalRequest(
  scope: SigningScope,
  canonicalRequest: string,
  signedHeaders: readonly string[],
  algorithm: SigningAlgorithm,
): Promise<SignatureDetails> {
  const { credentialScope, timestamp, date } = scope;
  const hash = createHash('sha256').update(canonicalRequest).digest('hex');
  const stringToSign = `${algorithm.name}\n${timestamp}\n${credentialScope}\n${hash}`;
  const signature = await algorithm.sign(scope, stringToSign);
  return { algorithm: algorithm.name, canonicalRequest, stringToSign, credentialScope, signedHeaders, signature, date };
}
