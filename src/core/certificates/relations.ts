import { type KeyObject, type X509Certificate, createPublicKey } from 'node:crypto';
import { type Element, bitStringBytes, child, children, decode, isContext } from './containers/asn1.ts';

/** Whether the certificate was issued for this key; decided on the public key's bytes, which every runtime can read. */
export function belongsTo(key: KeyObject, certificate: X509Certificate): boolean {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return publicKeyBytes(decode(spki)).equals(publicKeyBytes(certificatePublicKey(certificate))) || matches(certificate, key);
}

const publicKeyBytes = (spki: Element): Buffer => bitStringBytes(child(spki, 1));

/** The `SubjectPublicKeyInfo`: the seventh field, or the sixth where the version is left out (RFC 5280, 4.1). */
function certificatePublicKey(certificate: X509Certificate): Element {
  const content = child(decode(certificate.raw), 0);
  return child(content, isContext(children(content)[0], 0) ? 6 : 5);
}

/** Also right where one side writes an EC point in compressed form. */
function matches(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.checkPrivateKey(key);
  } catch {
    return false;
  }
}

/** Orders certificates that have the same claim: valid before not, later expiry first. */
export function preference(a: X509Certificate, b: X509Certificate): number {
  return Number(isValid(b)) - Number(isValid(a)) || Date.parse(b.validTo) - Date.parse(a.validTo);
}

function isValid(certificate: X509Certificate): boolean {
  const now = Date.now();
  return Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);
}

/** From the leaf's issuer upwards as far as `certificates` reach. */
export function issuersOf(leaf: X509Certificate, certificates: readonly X509Certificate[]): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let current = leaf;
  while (!isSignedBy(current, current)) {
    const last = current;
    const used = new Set([leaf, ...chain].map(({ fingerprint256 }) => fingerprint256));
    const issuer = certificates
      .filter((candidate) => !used.has(candidate.fingerprint256) && isSignedBy(last, candidate))
      .sort((a, b) => Number(b.subject === last.issuer) - Number(a.subject === last.issuer) || preference(a, b))[0];
    if (issuer === undefined) {
      break;
    }
    chain.push(issuer);
    current = issuer;
  }
  return chain;
}

/** Whether the issuer's key made the certificate's signature; false where the runtime does not know the algorithm. */
export function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

/** Whether it is a root: its own key made its signature. */
export function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && isSignedBy(certificate, certificate);
}

/** Whether it names the issuer and carries its signature. */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.issuer === issuer.subject && isSignedBy(certificate, issuer);
}
