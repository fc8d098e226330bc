import type { KeyObject, X509Certificate } from 'node:crypto';

/** Certificates in order, with or without the private key of the first. */
export interface CertificateBundle {
  /** The certificate that the others lead on from. */
  readonly leaf: X509Certificate;
  /**
   * Authorities that lead on from the leaf, each after one that it issued: first one whole path, then those of other paths where
   * authorities are cross-signed. Roots are among them, which Roles Anywhere does not want sent.
   */
  readonly chain: readonly X509Certificate[];
  /** What came with them and leads nowhere: strangers, authorities that have expired, namesakes of an issuer. */
  readonly others?: readonly X509Certificate[] | undefined;
  readonly key?: KeyObject | undefined;
}

/** An end-entity certificate with its private key and the certificates that lead towards the trust anchor. */
export interface Identity extends CertificateBundle {
  /** Belongs to the public key of `leaf`. */
  readonly key: KeyObject;
}
