import { type KeyObject, X509Certificate, createPublicKey, randomBytes, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  Extension,
  Extensions,
  type GeneralName,
  KeyIdentifier,
  KeyUsage,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  Validity,
  Version,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
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
  /** Key identifier of the issuer; null leaves the extension out. */
  readonly authorityKeyIdentifier?: Uint8Array | null;
  /** Null leaves the extension out. */
  readonly subjectKeyIdentifier?: null;
  /** Big-endian. */
  readonly serial?: Uint8Array;
  /** Flips a bit of the signature. */
  readonly forged?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Of its signature; SHA-256 by default. */
  readonly digest?: keyof typeof ecdsaWith;
  /** 1 leaves all extensions out. */
  readonly version?: 1;
}

const ecdsaWith = {
  sha1: '1.2.840.10045.4.1',
  sha224: '1.2.840.10045.4.3.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
} as const;

/** The certificate with the changes, signed again by `issuer`, an EC key. */
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
  const { notBefore, notAfter } = content.validity;
  content.validity = new Validity({
    notBefore: changes.notBefore ?? notBefore.getTime(),
    notAfter: changes.notAfter ?? notAfter.getTime(),
  });
  const { keyUsage, constraints, alternativeNames, authorityKeyIdentifier, subjectKeyIdentifier } = changes;
  const replaced = [
    ...(keyUsage === undefined ? [] : [id_ce_keyUsage]),
    ...(constraints === undefined ? [] : [id_ce_basicConstraints]),
    ...(authorityKeyIdentifier === undefined ? [] : [id_ce_authorityKeyIdentifier]),
    ...(subjectKeyIdentifier === undefined ? [] : [id_ce_subjectKeyIdentifier]),
  ];
  const kept = Array.from<Extension>(content.extensions ?? []).filter(({ extnID }) => !replaced.includes(extnID));
  const extension = (extnID: string, value: object): Extension =>
    new Extension({ extnID, critical: false, extnValue: new OctetString(AsnConvert.serialize(value)) });
  content.extensions = new Extensions([
    ...kept,
    ...(keyUsage === undefined || keyUsage === null ? [] : [extension(id_ce_keyUsage, new KeyUsage(keyUsage))]),
    ...(constraints === undefined || constraints === null
      ? []
      : [extension(id_ce_basicConstraints, new BasicConstraints({ ...constraints }))]),
    ...(authorityKeyIdentifier === undefined || authorityKeyIdentifier === null
      ? []
      : [
          extension(
            id_ce_authorityKeyIdentifier,
            new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(authorityKeyIdentifier) }),
          ),
        ]),
    ...(alternativeNames === undefined
      ? []
      : [extension(id_ce_subjectAltName, new SubjectAlternativeName([...alternativeNames]))]),
  ]);
  if (changes.version === 1) {
    content.version = Version.v1;
    delete content.extensions;
  }
  const { digest = 'sha256' } = changes;
  content.signature = parsed.signatureAlgorithm = new AlgorithmIdentifier({ algorithm: ecdsaWith[digest] });
  const signature = sign(digest, Buffer.from(AsnConvert.serialize(content)), issuer);
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

/** A certificate for the authority's name and key, issued by another one; with right key identifiers unless changed. */
export function crossSigned(authority: Identity, issuer: Identity, changes: Changes = {}): X509Certificate {
  const { subject, extensions } = AsnConvert.parse(issuer.leaf.raw, Certificate).tbsCertificate;
  const stated = extensions?.find(({ extnID }) => extnID === id_ce_subjectKeyIdentifier);
  const identifier = stated && AsnConvert.parse(stated.extnValue, SubjectKeyIdentifier).buffer;
  return altered(authority.leaf, issuer.key, {
    issuer: subject,
    serial: randomSerial(),
    authorityKeyIdentifier: identifier === undefined ? null : new Uint8Array(identifier),
    ...changes,
  });
}

function randomSerial(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}
