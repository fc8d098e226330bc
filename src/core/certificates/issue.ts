import { type KeyObject, X509Certificate, createHash, createPublicKey, generateKeyPair, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
} from '@peculiar/asn1-x509';
import { UserError } from '../errors.ts';
import type { Identity } from './identity.ts';

export type KeyKind = 'ec-p256' | 'ec-p384' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096';

interface IssueOptions {
  /** 1 to 64 characters. */
  readonly commonName: string;
  readonly organization?: string | undefined;
  /** Default `ec-p256`. */
  readonly key?: KeyKind | undefined;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export type AuthorityOptions = IssueOptions;

export interface EndEntityOptions extends IssueOptions {
  readonly organizationalUnit?: string | undefined;
  readonly dnsNames?: readonly string[] | undefined;
  /** Absolute, for example `spiffe://example.com/build`. */
  readonly uris?: readonly string[] | undefined;
}

interface Draft {
  readonly subject: Name;
  readonly issuer: Name;
  readonly publicKey: SubjectPublicKeyInfo;
  readonly options: IssueOptions;
  readonly extensions: readonly Extension[];
}

/**
 * A self-signed development CA that meets the demands of Roles Anywhere on a trust anchor
 * (https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html): CA:true, keyCertSign, SHA-256 or stronger. Throws
 * UserError `subject-invalid` or `validity-invalid`.
 */
export async function createDevelopmentAuthority(options: AuthorityOptions): Promise<Identity> {
  const subject = nameOf(options);
  const key = await generateKey(options);
  const publicKey = publicKeyOf(key);
  const leaf = signCertificate(key, {
    subject,
    issuer: subject,
    publicKey,
    options,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: true }), { critical: true }),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), { critical: true }),
      subjectKeyIdentifier(publicKey),
    ],
  });
  return { leaf, chain: [], key };
}

/**
 * An end-entity certificate that Roles Anywhere accepts: version 3, CA:false, digitalSignature, a subject; besides
 * the extended usage for client authentication. Its chain starts with the authority.
 * Throws UserError `not-an-authority`, `subject-invalid`, `alternative-name-invalid` or `validity-invalid`.
 */
export async function issueEndEntity(authority: Identity, options: EndEntityOptions): Promise<Identity> {
  if (!authority.leaf.ca) {
    throw new UserError({
      code: 'not-an-authority',
      message: 'The issuing certificate is not a certificate authority.',
      remedy: 'Choose the certificate and key of a CA, or create a development CA first.',
    });
  }
  const subject = nameOf(options);
  const key = await generateKey(options);
  const publicKey = publicKeyOf(key);
  const issuer = AsnConvert.parse(authority.leaf.raw, Certificate).tbsCertificate;
  const names = alternativeNamesOf(options);
  const leaf = signCertificate(authority.key, {
    subject,
    issuer: issuer.subject,
    publicKey,
    options,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), { critical: true }),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), { critical: true }),
      extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_clientAuth])),
      subjectKeyIdentifier(publicKey),
      extension(id_ce_authorityKeyIdentifier, new AuthorityKeyIdentifier({ keyIdentifier: issuerKeyIdentifier(issuer) })),
      ...(names.length === 0 ? [] : [extension(id_ce_subjectAltName, new SubjectAlternativeName(names))]),
    ],
  });
  return { leaf, chain: [authority.leaf, ...authority.chain], key };
}

async function generateKey({ key = 'ec-p256' }: IssueOptions): Promise<KeyObject> {
  const generate = promisify(generateKeyPair);
  const pair = key.startsWith('rsa')
    ? await generate('rsa', { modulusLength: Number(key.slice(4)) })
    : await generate('ec', { namedCurve: key === 'ec-p384' ? 'P-384' : 'P-256' });
  return pair.privateKey;
}

function publicKeyOf(key: KeyObject): SubjectPublicKeyInfo {
  return AsnConvert.parse(createPublicKey(key).export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo);
}

function nameOf({ commonName, organization, organizationalUnit }: EndEntityOptions): Name {
  const parts = [
    ['2.5.4.3', commonName],
    ['2.5.4.11', organizationalUnit],
    ['2.5.4.10', organization],
  ] as const;
  const invalid = parts.find(
    ([, value], index) => (index === 0 || value !== undefined) && !/^.{1,64}$/su.test(value?.trim() ?? ''),
  );
  if (invalid !== undefined) {
    throw new UserError({
      code: 'subject-invalid',
      message: 'Each name in a certificate must have 1 to 64 characters.',
      remedy: 'Enter a shorter name, or none where it is optional; the common name is always needed.',
    });
  }
  return new Name(
    parts.flatMap(([type, value]) =>
      value === undefined
        ? []
        : [
            new RelativeDistinguishedName([
              new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String: value.trim() }) }),
            ]),
          ],
    ),
  );
}

function alternativeNamesOf({ dnsNames = [], uris = [] }: EndEntityOptions): GeneralName[] {
  const isDnsName = (name: string): boolean =>
    name.length <= 253 && /^(?:\*\.)?[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*$/.test(name);
  const isUri = (uri: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$/.test(uri);
  const wrong = dnsNames.find((name) => !isDnsName(name)) ?? uris.find((uri) => !isUri(uri));
  if (wrong !== undefined) {
    throw new UserError({
      code: 'alternative-name-invalid',
      message: `“${wrong}” cannot be an alternative name in a certificate.`,
      remedy: 'Enter DNS names such as build-7.example.com (other scripts in their xn-- form) and URIs with their scheme.',
    });
  }
  return [
    ...dnsNames.map((dNSName) => new GeneralName({ dNSName })),
    ...uris.map((uniformResourceIdentifier) => new GeneralName({ uniformResourceIdentifier })),
  ];
}

function signCertificate(issuerKey: KeyObject, { subject, issuer, publicKey, options, extensions }: Draft): X509Certificate {
  const { notBefore, notAfter } = options;
  if (!(notBefore.getTime() < notAfter.getTime())) {
    throw new UserError({
      code: 'validity-invalid',
      message: 'The certificate would end before it begins.',
      remedy: 'Choose an end that is after the beginning.',
    });
  }
  const { digest, algorithm } = signatureFor(issuerKey);
  const content = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: algorithm,
    issuer,
    subject,
    validity: new Validity({ notBefore, notAfter }),
    subjectPublicKeyInfo: publicKey,
    extensions: new Extensions([...extensions]),
  });
  const signatureValue = arrayBuffer(sign(digest, Buffer.from(AsnConvert.serialize(content)), issuerKey));
  const certificate = new Certificate({ tbsCertificate: content, signatureAlgorithm: algorithm, signatureValue });
  return new X509Certificate(Buffer.from(AsnConvert.serialize(certificate)));
}

function signatureFor(key: KeyObject): { digest: string; algorithm: AlgorithmIdentifier } {
  if (key.asymmetricKeyType === 'rsa') {
    return { digest: 'sha256', algorithm: new AlgorithmIdentifier({ algorithm: '1.2.840.113549.1.1.11', parameters: null }) };
  }
  if (key.asymmetricKeyType !== 'ec') {
    throw new UserError({
      code: 'unsupported-algorithm',
      message: 'Certificates can only be issued with the RSA or EC key of an authority.',
      remedy: 'Choose an authority with an RSA or EC key.',
    });
  }
  return key.asymmetricKeyDetails?.namedCurve === 'secp384r1'
    ? { digest: 'sha384', algorithm: new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.3' }) }
    : { digest: 'sha256', algorithm: new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' }) };
}

/** 127 random bits, positive and without a leading zero byte (RFC 5280, 4.1.2.2). */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return arrayBuffer(bytes);
}

/** RFC 5280, 4.2.1.2: SHA-1 of the public key's bits. */
function keyIdentifier({ subjectPublicKey }: SubjectPublicKeyInfo): ArrayBuffer {
  return arrayBuffer(createHash('sha1').update(new Uint8Array(subjectPublicKey)).digest());
}

function subjectKeyIdentifier(publicKey: SubjectPublicKeyInfo): Extension {
  return extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(publicKey)));
}

/** The issuer's key identifier as stated in its certificate, else computed: an authority may compute it differently. */
function issuerKeyIdentifier({ extensions, subjectPublicKeyInfo }: TBSCertificate): KeyIdentifier {
  const stated = extensions?.find(({ extnID }) => extnID === id_ce_subjectKeyIdentifier);
  return stated === undefined
    ? new KeyIdentifier(keyIdentifier(subjectPublicKeyInfo))
    : new KeyIdentifier(AsnConvert.parse(stated.extnValue, SubjectKeyIdentifier).buffer);
}

function extension(extnID: string, value: object, { critical = false } = {}): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function arrayBuffer(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
