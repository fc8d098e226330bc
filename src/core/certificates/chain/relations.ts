import type { X509Certificate } from 'node:crypto';

/** Whether the issuer's key made the signature; undefined where the crypto library of this runtime does not know the kind of key. */
export function signatureFits(certificate: X509Certificate, issuer: X509Certificate): boolean | undefined {
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    return undefined;
  }
}

/** Whether the certificate names this one as its issuer (RFC 5280, 7.1: case and runs of spaces do not matter). */
function bearsIssuerName(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.subject === certificate.issuer || comparableName(issuer.subject) === comparableName(certificate.issuer);
}

/** A name as node:crypto prints it, in a form that is equal if the names are. */
export function comparableName(name: string | undefined): string {
  // Its types do not say that an empty name is undefined.
  return (name ?? '').toLowerCase().replace(/ +/g, ' ');
}

/** Whether its own key made its signature. Equal subject and issuer are not enough: a new key under an old name has them too. */
export function isSelfSigned(certificate: X509Certificate): boolean {
  return isIssuedBy(certificate, certificate);
}

/** Whether it names the issuer and carries its signature; if this runtime cannot verify that, names and key identifiers decide. */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return bearsIssuerName(issuer, certificate) && (signatureFits(certificate, issuer) ?? certificate.checkIssued(issuer));
}

/** Orders equally suitable certificates: valid ones first, then by later expiry. */
export function preference(a: X509Certificate, b: X509Certificate): number {
  return Number(isCurrent(b)) - Number(isCurrent(a)) || Date.parse(b.validTo) - Date.parse(a.validTo);
}

/** Whether `now` is within its validity period. */
export function isCurrent(certificate: X509Certificate, now = Date.now()): boolean {
  return Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);
}
