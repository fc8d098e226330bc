import type { KeyObject, X509Certificate } from 'node:crypto';
import { publicKeyId } from './chain/belongs-to.ts';
import { comparableName, isCurrent, preference } from './chain/relations.ts';

/** A certificate and the private key that it was issued for. */
export interface KeyPair {
  readonly leaf: X509Certificate;
  readonly key: KeyObject;
}

/** Someone to sign in as: one name with one key, and the certificates issued for them. */
export interface FoundIdentity extends KeyPair {
  /** SHA-256 of every certificate of this name and key, as node:crypto writes it; that of `leaf` first. */
  readonly fingerprints: readonly string[];
}

/**
 * The identities among certificates and keys, one for each name and key: of several certificates the valid one that lasts longest.
 * Keys of authorities count only if no end-entity certificate has its key. Valid identities come first.
 */
export function identitiesAmong(certificates: readonly X509Certificate[], keys: readonly KeyObject[]): FoundIdentity[] {
  const pairs = pairsAmong(certificates, keys);
  const endEntities = pairs.filter(({ leaf }) => !leaf.ca);
  const groups = Map.groupBy(endEntities.length > 0 ? endEntities : pairs, ({ leaf, key }) =>
    JSON.stringify([comparableName(leaf.subject), publicKeyId(key)]),
  );
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => preference(a.leaf, b.leaf)))
    .flatMap((group) =>
      group.slice(0, 1).map((best) => ({ ...best, fingerprints: group.map((pair) => pair.leaf.fingerprint256) })),
    )
    .sort((a, b) => preference(a.leaf, b.leaf));
}

/**
 * The identities that may be meant, as far as can be told without asking: of one name with several keys, the only valid one. More
 * than one means that a person has to choose.
 */
export function likeliest(identities: readonly FoundIdentity[]): readonly FoundIdentity[] {
  const names = new Set(identities.map(({ leaf }) => comparableName(leaf.subject)));
  const current = identities.filter(({ leaf }) => isCurrent(leaf));
  return names.size === 1 && current.length === 1 ? current : identities;
}

/** The identity with a certificate of this SHA-256 fingerprint or beginning of one, in hex with or without colons. */
export function identityByFingerprint(identities: readonly FoundIdentity[], fingerprint: string): FoundIdentity | undefined {
  const plain = (text: string): string => text.replace(/[:\s]/g, '').toLowerCase();
  const found = identities.filter(({ fingerprints }) => fingerprints.some((each) => plain(each).startsWith(plain(fingerprint))));
  return found.length === 1 ? found[0] : undefined;
}

function pairsAmong(certificates: readonly X509Certificate[], keys: readonly KeyObject[]): KeyPair[] {
  const distinct = [...new Map(certificates.map((certificate) => [certificate.fingerprint256, certificate])).values()];
  const byKey = Map.groupBy(distinct, publicKeyId);
  return [...new Map(keys.map((key) => [publicKeyId(key), key]))].flatMap(([id, key]) => {
    return (byKey.get(id) ?? []).map((leaf) => ({ leaf, key }));
  });
}
