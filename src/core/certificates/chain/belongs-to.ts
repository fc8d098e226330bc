import { type KeyObject, type X509Certificate, createPublicKey } from 'node:crypto';
import { type Element, bitStringBytes, child, children, decode, isContext, oid } from '../containers/asn1.ts';

const ecPublicKey = '1.2.840.10045.2.1';

/** Whether the certificate was issued for this key; decided on the public key's bytes, which every runtime can read. */
export function belongsTo(key: KeyObject, certificate: X509Certificate): boolean {
  return publicKeyId(key) === publicKeyId(certificate);
}

/** A text that is the same for a private key and the certificates that were issued for it, whichever form an EC point is written in. */
export function publicKeyId(owner: KeyObject | X509Certificate): string {
  const spki =
    'fingerprint256' in owner
      ? certificatePublicKey(owner)
      : decode(createPublicKey(owner).export({ type: 'spki', format: 'der' }));
  const bytes = bitStringBytes(child(spki, 1));
  return (oid(child(child(spki, 0), 0)) === ecPublicKey ? compressed(bytes) : bytes).toString('base64');
}

/** The `SubjectPublicKeyInfo`: the seventh field, or the sixth where the version is left out (RFC 5280, 4.1). */
function certificatePublicKey(certificate: X509Certificate): Element {
  const content = child(decode(certificate.raw), 0);
  return child(content, isContext(children(content)[0], 0) ? 6 : 5);
}

/** A point of a curve in its compressed form (SEC 1, 2.3.3). */
function compressed(point: Buffer): Buffer {
  if (point[0] === 2 || point[0] === 3) return point;
  const half = (point.length - 1) / 2;
  return Buffer.concat([Buffer.from([2 + ((point.at(-1) ?? 0) & 1)]), point.subarray(1, 1 + half)]);
}
