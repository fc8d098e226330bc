import { type X509Certificate, createHash } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  type GeneralName,
  KeyUsage,
  SubjectAlternativeName,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
} from '@peculiar/asn1-x509';
import { UserError } from '../../errors.ts';
import { keyKindOf, signatureAlgorithmOf } from '../display/signature-algorithm.ts';
import { commonNameOf, readableName } from '../display/readable-name.ts';

/** A certificate in words. Unreadable extensions count as absent. */
export interface CertificateDescription {
  /** X.509 version: 1 or 3. */
  readonly version: number;
  /** Readable, one line: `CN=build-7, O=Example`. Empty if the certificate names no subject. */
  readonly subject: string;
  /** The first CN of the subject. */
  readonly commonName: string | undefined;
  readonly issuer: string;
  /** Decimal, sign kept: the form in `Credential=` of AWS4-X509. */
  readonly serialDecimal: string;
  /** Lower-case hex without 0x; a minus sign before it when the serial is negative. */
  readonly serialHex: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** `RSA 2048`, `RSA-PSS 2048`, `EC P-256`, `Ed25519`, `ML-DSA-44`; otherwise the algorithm's OID. */
  readonly keyKind: string;
  /** Names of RFC 5280, 4.2.1.3: `digitalSignature`, `keyCertSign`; undefined when the extension is absent. */
  readonly keyUsages: readonly string[] | undefined;
  /** OIDs of the extended key usages; empty when the extension is absent. */
  readonly extendedKeyUsages: readonly string[];
  /** The CA flag of the basic constraints. */
  readonly isAuthority: boolean;
  /** How many authorities may come between this one and an end-entity certificate; undefined without a limit. */
  readonly pathLength: number | undefined;
  readonly dnsNames: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
  readonly ipAddresses: readonly string[];
  /** `SHA-256 with RSA`, `Ed25519`; otherwise the OID. */
  readonly signatureAlgorithm: string;
  /** `SHA-256`; undefined if the signature algorithm leaves no choice of digest. */
  readonly signatureDigest: string | undefined;
  /** SHA-256 of the DER, lower-case hex without separators: the certificate's id in Roles Anywhere's notices. */
  readonly fingerprintSha256: string;
}

/**
 * Describes a certificate without asking the crypto library for its key, which some builds refuse to give for
 * algorithms they do not know. Throws UserError `certificate-damaged` for one that is malformed although it loaded.
 */
export function describeCertificate(certificate: X509Certificate): CertificateDescription {
  try {
    return describe(certificate);
  } catch (cause) {
    throw new UserError({
      code: 'certificate-damaged',
      message: 'The certificate is damaged: its fields cannot be read.',
      remedy: 'Export or download its file again.',
      cause,
    });
  }
}

function describe(certificate: X509Certificate): CertificateDescription {
  const parsed = AsnConvert.parse(certificate.raw, Certificate);
  const { version, subject, issuer, serialNumber, validity, subjectPublicKeyInfo, extensions } = parsed.tbsCertificate;
  const extension = <T>(identifier: string, type: new () => T): T | undefined => {
    const found = extensions?.find(({ extnID }) => extnID === identifier);
    try {
      return found && AsnConvert.parse(found.extnValue, type);
    } catch {
      return undefined;
    }
  };
  const serial = signed(Buffer.from(serialNumber));
  const alternativeNames = Array.from<GeneralName>(extension(id_ce_subjectAltName, SubjectAlternativeName)?.values() ?? []);
  const alternatives = (pick: (name: GeneralName) => string | undefined): string[] =>
    alternativeNames.map(pick).filter((value) => value !== undefined);
  const signature = signatureAlgorithmOf(parsed.signatureAlgorithm);
  const constraints = extension(id_ce_basicConstraints, BasicConstraints);
  return {
    version: version + 1,
    subject: readableName(subject),
    commonName: commonNameOf(subject),
    issuer: readableName(issuer),
    serialDecimal: serial.toString(),
    serialHex: serial.toString(16),
    notBefore: validity.notBefore.getTime(),
    notAfter: validity.notAfter.getTime(),
    keyKind: keyKindOf(subjectPublicKeyInfo),
    keyUsages: extension(id_ce_keyUsage, KeyUsage)
      ?.toJSON()
      .map((usage) => (usage === 'crlSign' ? 'cRLSign' : usage)),
    extendedKeyUsages: Array.from<string>(extension(id_ce_extKeyUsage, ExtendedKeyUsage)?.values() ?? []),
    isAuthority: constraints?.cA ?? false,
    pathLength: constraints?.pathLenConstraint,
    dnsNames: alternatives((name) => name.dNSName),
    emailAddresses: alternatives((name) => name.rfc822Name),
    uris: alternatives((name) => name.uniformResourceIdentifier),
    ipAddresses: alternatives((name) => name.iPAddress),
    signatureAlgorithm: signature.label,
    signatureDigest: signature.digest,
    fingerprintSha256: createHash('sha256').update(certificate.raw).digest('hex'),
  };
}

/** Two's complement, as ASN.1 writes integers. */
function signed(bytes: Buffer): bigint {
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex') || '0'}`));
}
