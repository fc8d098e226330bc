import { type KeyObject, createPublicKey } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { type AlgorithmIdentifier, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { curveNames } from './curve-names.ts';
import { child, children, decode, isContext, isOid, octets, oid } from '../containers/asn1.ts';

const digests: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
};

const signatures: Readonly<Record<string, readonly [digest: string, scheme: string]>> = {
  '1.2.840.113549.1.1.2': ['MD2', 'RSA'],
  '1.2.840.113549.1.1.4': ['MD5', 'RSA'],
  '1.2.840.113549.1.1.5': ['SHA-1', 'RSA'],
  '1.3.14.3.2.29': ['SHA-1', 'RSA'],
  '1.2.840.113549.1.1.11': ['SHA-256', 'RSA'],
  '1.2.840.113549.1.1.12': ['SHA-384', 'RSA'],
  '1.2.840.113549.1.1.13': ['SHA-512', 'RSA'],
  '1.2.840.113549.1.1.14': ['SHA-224', 'RSA'],
  '1.2.840.10045.4.1': ['SHA-1', 'ECDSA'],
  '1.2.840.10045.4.3.1': ['SHA-224', 'ECDSA'],
  '1.2.840.10045.4.3.2': ['SHA-256', 'ECDSA'],
  '1.2.840.10045.4.3.3': ['SHA-384', 'ECDSA'],
  '1.2.840.10045.4.3.4': ['SHA-512', 'ECDSA'],
  '1.2.840.10040.4.3': ['SHA-1', 'DSA'],
  '2.16.840.1.101.3.4.3.2': ['SHA-256', 'DSA'],
};

/** Keys and signatures of one name, without a choice of digest. */
const names: Readonly<Record<string, string>> = {
  '1.3.101.110': 'X25519',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '1.2.840.10040.4.1': 'DSA',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
};

/** Whether a signature's digest is weaker than the SHA-256 that AWS demands; false if the algorithm leaves no choice of digest. */
export function isWeakDigest(digest: string | undefined): boolean {
  return ['MD2', 'MD5', 'SHA-1', 'SHA-224'].includes(digest ?? '');
}

const rsaPss = '1.2.840.113549.1.1.10';

/** A signature algorithm as people write it; `digest` is undefined if the algorithm leaves no choice. */
export interface SignatureAlgorithm {
  /** `SHA-256 with RSA`, `Ed25519`; the OID where it has no name here. */
  readonly label: string;
  /** `SHA-256`. */
  readonly digest: string | undefined;
}

export function signatureAlgorithmOf(identifier: AlgorithmIdentifier): SignatureAlgorithm {
  const [digest, scheme] =
    identifier.algorithm === rsaPss ? [pssDigest(identifier), 'RSA-PSS'] : (signatures[identifier.algorithm] ?? []);
  return digest === undefined || scheme === undefined
    ? { label: names[identifier.algorithm] ?? identifier.algorithm, digest: undefined }
    : { label: `${digest} with ${scheme}`, digest };
}

/** RFC 4055, 3.1: the digest is in [0]; SHA-1 if absent. */
function pssDigest({ parameters }: AlgorithmIdentifier): string {
  const stated = parameters ? children(decode(new Uint8Array(parameters))).find((part) => isContext(part, 0)) : undefined;
  const identifier = stated === undefined ? '1.3.14.3.2.26' : oid(child(child(stated, 0), 0));
  return digests[identifier] ?? identifier;
}

/** `RSA 2048`, `RSA-PSS 3072`, `EC P-256`, `Ed25519`, `ML-DSA-44`; the OID where it has no name here. Read without the crypto library. */
export function keyKindOf({ algorithm, subjectPublicKey }: SubjectPublicKeyInfo): string {
  const identifier = algorithm.algorithm;
  if (identifier === '1.2.840.113549.1.1.1' || identifier === rsaPss) {
    const modulus = octets(child(decode(new Uint8Array(subjectPublicKey)), 0));
    return `${identifier === rsaPss ? 'RSA-PSS' : 'RSA'} ${BigInt(`0x${modulus.toString('hex') || '0'}`).toString(2).length}`;
  }
  if (identifier === '1.2.840.10045.2.1') {
    const curve = algorithm.parameters ? decode(new Uint8Array(algorithm.parameters)) : undefined;
    const named = isOid(curve) ? oid(curve) : undefined;
    return `EC ${named === undefined ? 'with a custom curve' : (curveNames[named] ?? named)}`;
  }
  return names[identifier] ?? identifier;
}

/** {@link keyKindOf} of a private key. */
export function keyKindOfKey(key: KeyObject): string {
  return keyKindOf(AsnConvert.parse(createPublicKey(key).export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo));
}
