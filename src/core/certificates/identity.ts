import type { KeyObject, X509Certificate } from 'node:crypto';

/** Certificates in order, with or without the first one's private key. */
export interface CertificateBundle {
  /** The certificate that the path starts from. */
  readonly leaf: X509Certificate;
  /**
   * Authorities above the leaf, each after one that it issued: first one complete path, then those of other paths if authorities
   * are cross-signed. Roots are included, which Roles Anywhere does not want sent.
   */
  readonly chain: readonly X509Certificate[];
  /** Certificates that came with them but are on no path: strangers, expired authorities, namesakes of an issuer. */
  readonly others?: readonly X509Certificate[] | undefined;
  readonly key?: KeyObject | undefined;
}

/** An end-entity certificate with its private key and the certificates that lead towards the trust anchor. */
export interface Identity extends CertificateBundle {
  /** Belongs to the public key of `leaf`. */
  readonly key: KeyObject;
}
