import type { KeyObject, X509Certificate } from 'node:crypto';

/** Certificates in order, with or without the private key of the first. */
export interface CertificateLine {
  /** The certificate that the others lead on from. */
  readonly leaf: X509Certificate;
  /** Issuers in order, nearest first, without the leaf; may end in the root, which Roles Anywhere does not want sent. */
  readonly chain: readonly X509Certificate[];
  readonly key?: KeyObject | undefined;
}

/** An end-entity certificate with its private key and the certificates that lead towards the trust anchor. */
export interface Identity extends CertificateLine {
  /** Belongs to the public key of `leaf`. */
  readonly key: KeyObject;
}
