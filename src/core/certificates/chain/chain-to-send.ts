import type { X509Certificate } from 'node:crypto';
import type { CertificateBundle } from '../identity.ts';
import { isIssuedBy, isSelfSigned } from './relations.ts';

/** Roles Anywhere reads at most this many certificates from `X-Amz-X509-Chain`. */
export const longestChain = 5;

/**
 * The part of a chain that is sent: its first path in full, and as many authorities of other paths as AWS's limit allows, since
 * only AWS knows which trust anchor is registered. Roots are left out: AWS knows them as trust anchors. May be longer than
 * {@link longestChain}; then it cannot be sent.
 */
export function chainToSend({ leaf, chain }: Pick<CertificateBundle, 'leaf' | 'chain'>): readonly X509Certificate[] {
  const issuers = chain.filter((certificate) => !isSelfSigned(certificate));
  if (issuers.length <= longestChain || strayOf({ leaf, chain }) !== undefined) return issuers;
  const first = issuers.findIndex((issuer, index) => !isIssuedBy(issuers[index - 1] ?? leaf, issuer));
  return first === -1 ? issuers : issuers.slice(0, Math.max(first, longestChain));
}

/** The first certificate of a chain that issued none of those before it, or is repeated; undefined if the chain is in order. */
export function strayOf({ leaf, chain }: Pick<CertificateBundle, 'leaf' | 'chain'>): X509Certificate | undefined {
  return chain.find((issuer, index) => {
    const before = [leaf, ...chain.slice(0, index)];
    const isRepeated = before.some(({ fingerprint256 }) => fingerprint256 === issuer.fingerprint256);
    return isRepeated || !before.some((certificate) => isIssuedBy(certificate, issuer));
  });
}
