import { type KeyObject, type X509Certificate, createPublicKey } from 'node:crypto';
import { type Element, bitStringBytes, child, children, decode, isContext } from './containers/asn1.ts';

/** What the public key of a private key or a certificate is told apart by. */
export function publicKeyId(owner: KeyObject | X509Certificate): string {
  const spki =
    'fingerprint256' in owner
      ? certificatePublicKey(owner)
      : decode(createPublicKey(owner).export({ type: 'spki', format: 'der' }));
  return publicKeyBytes(spki).toString('base64');
}

/** Whether the certificate was issued for this key; decided on the public key's bytes, which every runtime can read. */
export function belongsTo(key: KeyObject, certificate: X509Certificate): boolean {
  return publicKeyId(key) === publicKeyId(certificate) || matchesPoint(key, certificate);
}

const publicKeyBytes = (spki: Element): Buffer => bitStringBytes(child(spki, 1));

/** The `SubjectPublicKeyInfo`: the seventh field, or the sixth where the version is left out (RFC 5280, 4.1). */
function certificatePublicKey(certificate: X509Certificate): Element {
  const content = child(decode(certificate.raw), 0);
  return child(content, isContext(children(content)[0], 0) ? 6 : 5);
}

/** As {@link belongsTo}, also where one side writes an EC point in compressed form; false where the runtime does not know the key. */
export function matchesPoint(key: KeyObject, certificate: X509Certificate): boolean {
  try {
    return key.asymmetricKeyType === 'ec' && certificate.checkPrivateKey(key);
  } catch {
    return false;
  }
}
