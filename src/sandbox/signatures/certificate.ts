import { X509Certificate, type KeyObject } from 'node:crypto';
import forge from 'node-forge';

/** A certificate with the fields that node:crypto does not show. */
export interface Certificate {
  readonly x509: X509Certificate;
  readonly publicKey: KeyObject;
  /** The first of the subject. */
  readonly commonName?: string;
  /** Absent if the certificate has no key usage extension. */
  readonly keyUsage?: { readonly digitalSignature: boolean; readonly keyCertSign: boolean };
  readonly isAuthority: boolean;
  /** How many authorities may come below this one; absent without a limit. */
  readonly pathLength?: number;
  /** Whether its own signature uses SHA-256 or a stronger hash. */
  readonly stronglySigned: boolean;
}

/** SHA-256, -384 and -512 with RSA (PKCS #1 and PSS) and ECDSA; ML-DSA. */
const STRONG_SIGNATURES = new Set([
  '1.2.840.113549.1.1.10',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '2.16.840.1.101.3.4.3.17',
  '2.16.840.1.101.3.4.3.18',
  '2.16.840.1.101.3.4.3.19',
]);

/** An extension as forge represents it; the type definitions leave it out. */
interface Extension {
  readonly name?: string;
  readonly digitalSignature?: boolean;
  readonly keyCertSign?: boolean;
  readonly cA?: boolean;
  readonly pathLenConstraint?: number;
}
const { certificateExtensionsFromAsn1 } = forge.pki as unknown as {
  certificateExtensionsFromAsn1: (extensions: forge.asn1.Asn1) => Extension[];
};

/** Reads one certificate; undefined if `encoded` (DER, or PEM) is not one, or its kind of key is unknown to this Node. */
export function readCertificate(encoded: Buffer | string): Certificate | undefined {
  try {
    const x509 = new X509Certificate(encoded);
    const [toBeSigned, algorithm] = children(forge.asn1.fromDer(x509.raw.toString('latin1')));
    const block = children(toBeSigned).find(
      (part) => part.tagClass === forge.asn1.Class.CONTEXT_SPECIFIC && (part.type as number) === 3,
    );
    const extensions = block === undefined ? [] : certificateExtensionsFromAsn1(block);
    const usage = extensions.find(({ name }) => name === 'keyUsage');
    const constraints = extensions.find(({ name }) => name === 'basicConstraints');
    const oid = children(algorithm)[0]?.value;
    const commonName = commonNameOf(toBeSigned);
    return {
      x509,
      publicKey: x509.publicKey,
      isAuthority: constraints?.cA === true,
      stronglySigned: typeof oid === 'string' && STRONG_SIGNATURES.has(forge.asn1.derToOid(oid)),
      ...(commonName !== undefined && { commonName }),
      ...(usage && {
        keyUsage: { digitalSignature: usage.digitalSignature === true, keyCertSign: usage.keyCertSign === true },
      }),
      ...(constraints?.pathLenConstraint === undefined ? {} : { pathLength: constraints.pathLenConstraint }),
    };
  } catch {
    return undefined;
  }
}

/** Every certificate of a PEM text, in order; undefined if one cannot be read or there is none. */
export function readCertificates(pem: string): Certificate[] | undefined {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  const certificates = blocks.map(readCertificate).filter((certificate) => certificate !== undefined);
  return certificates.length === 0 || certificates.length < blocks.length ? undefined : certificates;
}

/** Whether `now` is within the certificate's validity period. */
export function isCurrent({ x509 }: Certificate, now: Date): boolean {
  return x509.validFromDate <= now && now <= x509.validToDate;
}

/** The serial number as written in signatures, in decimal. */
export function decimalSerial({ x509 }: Certificate): string {
  const hex = x509.serialNumber;
  return (hex.startsWith('-') ? -BigInt(`0x${hex.slice(1)}`) : BigInt(`0x${hex}`)).toString();
}

/** Not with `toLegacyObject`: Node 24 ends the whole process in it where the key is on a curve without a NIST name, such as secp256k1. */
function commonNameOf(toBeSigned: forge.asn1.Asn1 | undefined): string | undefined {
  const fields = children(toBeSigned);
  const hasVersion = fields[0]?.tagClass === forge.asn1.Class.CONTEXT_SPECIFIC;
  const attribute = children(fields[hasVersion ? 5 : 4])
    .flatMap(children)
    .find((candidate) => children(candidate)[0]?.value === forge.asn1.oidToDer('2.5.4.3').getBytes());
  const value = children(attribute)[1];
  if (typeof value?.value !== 'string') return undefined;
  // forge decodes this kind of string itself, and no other.
  return value.type === forge.asn1.Type.BMPSTRING ? value.value : Buffer.from(value.value, 'latin1').toString('utf8');
}

function children(node: forge.asn1.Asn1 | undefined): forge.asn1.Asn1[] {
  return Array.isArray(node?.value) ? node.value : [];
}
