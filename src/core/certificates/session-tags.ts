import type { X509Certificate } from 'node:crypto';

/** One session tag (`aws:PrincipalTag/<key>`) that Roles Anywhere derives from a certificate. */
export interface SessionTag {
  /** `x509Subject/CN`, `x509Issuer/O`, `x509SAN/DNS`. */
  readonly key: string;
  /** Several values of one attribute in the certificate's order, joined by `/`. */
  readonly value: string;
  /** Why STS drops it without a word; undefined when it is kept. */
  readonly dropped: string | undefined;
}

export interface SessionTags {
  readonly tags: readonly SessionTag[];
  /** What `sts:SourceIdentity` will be: `CN=build-7`. */
  readonly sourceIdentity: string;
}

/** What Roles Anywhere's default attribute mapping derives from an end-entity certificate. */
export function sessionTags(certificate: X509Certificate): SessionTags {
  return { tags: [], sourceIdentity: '' };
}
