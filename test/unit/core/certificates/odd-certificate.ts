import { type KeyObject, X509Certificate, createPublicKey, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  Extension,
  Extensions,
  type GeneralName,
  KeyUsage,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_subjectAltName,
} from '@peculiar/asn1-x509';
import type { Identity } from '../../../../src/core/certificates/identity.ts';

/** What of a certificate is to be another than issued. */
export interface Changes {
  readonly subject?: Name;
  readonly issuer?: Name;
  readonly publicKey?: KeyObject;
  readonly alternativeNames?: readonly GeneralName[];
  /** Bits of `KeyUsageFlags`; null leaves the extension out. */
  readonly keyUsage?: number | null;
  /** Null leaves the extension out. */
  readonly constraints?: { readonly cA: boolean; readonly pathLenConstraint?: number } | null;
  /** Big-endian. */
  readonly serial?: Uint8Array;
  /** Flips a bit of the signature. */
  readonly forged?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** The certificate with the changes, signed again by `issuer`'s EC P-256 key. */
export function altered(certificate: X509Certificate, issuer: KeyObject, changes: Changes): X509Certificate {
  const parsed = AsnConvert.parse(certificate.raw, Certificate);
  const content = parsed.tbsCertificate;
  content.subject = changes.subject ?? content.subject;
  content.issuer = changes.issuer ?? content.issuer;
  if (changes.publicKey !== undefined) {
    content.subjectPublicKeyInfo = AsnConvert.parse(
      createPublicKey(changes.publicKey).export({ type: 'spki', format: 'der' }),
      SubjectPublicKeyInfo,
    );
  }
  if (changes.serial !== undefined) {
    content.serialNumber = Uint8Array.from(changes.serial).buffer;
  }
  content.validity.notBefore.utcTime = changes.notBefore ?? content.validity.notBefore.utcTime;
  content.validity.notAfter.utcTime = changes.notAfter ?? content.validity.notAfter.utcTime;
  const { keyUsage, constraints, alternativeNames } = changes;
  const kept = [...(content.extensions ?? [])].filter(
    ({ extnID }) =>
      !(extnID === id_ce_keyUsage && keyUsage !== undefined) && !(extnID === id_ce_basicConstraints && constraints !== undefined),
  );
  const extension = (extnID: string, value: object): Extension =>
    new Extension({ extnID, critical: false, extnValue: new OctetString(AsnConvert.serialize(value)) });
  content.extensions = new Extensions([
    ...kept,
    ...(keyUsage === undefined || keyUsage === null ? [] : [extension(id_ce_keyUsage, new KeyUsage(keyUsage))]),
    ...(constraints === undefined || constraints === null
      ? []
      : [extension(id_ce_basicConstraints, new BasicConstraints({ ...constraints }))]),
    ...(alternativeNames === undefined
      ? []
      : [extension(id_ce_subjectAltName, new SubjectAlternativeName([...alternativeNames]))]),
  ]);
  delete parsed.tbsCertificateRaw;
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(content)), issuer);
  if (changes.forged === true) {
    signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
  }
  parsed.signatureValue = Uint8Array.from(signature).buffer;
  return new X509Certificate(Buffer.from(AsnConvert.serialize(parsed)));
}

/** A name of one attribute per part, in order. */
export function nameOf(...parts: (readonly [oid: string, value: string])[]): Name {
  return new Name(
    parts.map(
      ([type, utf8String]) =>
        new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String }) })]),
    ),
  );
}

/** The identity with an altered leaf. */
export function withLeaf(identity: Identity, issuer: KeyObject, changes: Changes): Identity {
  return { ...identity, leaf: altered(identity.leaf, issuer, changes) };
}
