import type { KeyObject, X509Certificate } from 'node:crypto';

/** An end-entity certificate with its private key and the certificates that lead towards the trust anchor. */
export interface Identity {
  /** The certificate whose public key belongs to `key`. */
  readonly leaf: X509Certificate;
  /** Issuers in order, nearest first, without the leaf; may end in the root, which Roles Anywhere does not want sent. */
  readonly chain: readonly X509Certificate[];
  readonly key: KeyObject;
}
