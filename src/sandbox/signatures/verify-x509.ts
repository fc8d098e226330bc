import { verify } from 'node:crypto';
import { formatAmazonDate, parseAmazonDate } from './amazon-date.ts';
import { canonicalRequest, stringToSign } from './canonical.ts';
import { decimalSerial, isCurrent, readCertificate, type Certificate } from './certificate.ts';
import { parseAuthorization, parseCredential } from './credential-scope.ts';
import { incompleteSignature, Refusal, unsignedRequest } from '../wire/refusals.ts';
import type { ServiceHost } from '../wire/service-host.ts';
import { header, type WireRequest } from '../wire/wire-request.ts';

/** A request correctly signed by its certificate, which may still be untrusted. */
export interface X509Request {
  readonly request: WireRequest;
  readonly leaf: Certificate;
  /** As sent, nearest issuer first. */
  readonly chain: readonly Certificate[];
  /** From the credential scope. */
  readonly region: string;
}

const KEY_TYPES: Readonly<Record<string, string>> = { 'AWS4-X509-RSA-SHA256': 'rsa', 'AWS4-X509-ECDSA-SHA256': 'ec' };
const CLOCK_SKEW = 5 * 60_000;
const LONGEST_CHAIN = 5;

/**
 * Verifies the X.509 variant of SigV4 on the bytes that arrived. Throws a `Refusal`; AWS reports all causes of a wrong signature
 * in the same two words, so the cause is in the refusal's `reason`. Source:
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-sign-process.html.
 */
export function verifyX509(request: WireRequest, host: ServiceHost, now: Date): X509Request {
  const value = header(request, 'authorization');
  if (value === undefined) throw unsignedRequest('rest-json');
  const { algorithm, parameters, malformed } = parseAuthorization(value);
  const keyType = Object.hasOwn(KEY_TYPES, algorithm) ? KEY_TYPES[algorithm] : undefined;
  if (keyType === undefined) {
    // Anything else in this place may be a secret of another scheme.
    const named = algorithm.startsWith('AWS4-') ? algorithm : 'of the Authorization header';
    throw invalid(`the algorithm ${named} is not one of ${Object.keys(KEY_TYPES).join(', ')}`);
  }
  const credential = parseCredential(parameters.get('Credential') ?? '');
  const signature = parameters.get('Signature') ?? '';
  const signedHeaders = (parameters.get('SignedHeaders') ?? '').split(';').filter((name) => name !== '');
  if (malformed !== undefined || credential === undefined || signature === '' || signedHeaders.length === 0) {
    throw incompleteSignature(
      'rest-json',
      "Authorization header requires the parameters 'Credential', 'SignedHeaders' and 'Signature', each as key=value.",
    );
  }

  const leaf = readHeaderCertificate(header(request, 'x-amz-x509') ?? '');
  if (leaf === undefined) throw insufficient('X-Amz-X509 is not the base64 of one certificate in DER');
  const chain = readChain(header(request, 'x-amz-x509-chain'));

  const required = ['host', 'x-amz-date', 'x-amz-x509', 'x-amz-x509-chain', 'content-type'];
  const missing = required.filter((name) => header(request, name) !== undefined && !signedHeaders.includes(name));
  if (missing.length > 0) throw invalid(`not covered by the signature: ${missing.join(', ')}`);
  if (credential.id !== decimalSerial(leaf)) throw invalid("Credential does not name the certificate's serial number in decimal");
  const region = host.region ?? credential.region;
  const timestamp = header(request, 'x-amz-date') ?? '';
  const date = parseAmazonDate(timestamp);
  if (date === undefined) throw invalid('X-Amz-Date is missing or not of the form YYYYMMDDTHHMMSSZ');
  const scope = `${timestamp.slice(0, 8)}/${region}/rolesanywhere/aws4_request`;
  if (credential.scope !== scope) throw invalid(`the scope is ${credential.scope}; it should be ${scope}`);
  if (Math.abs(now.getTime() - date.getTime()) > CLOCK_SKEW) {
    throw invalid(`signed at ${timestamp}, more than 5 minutes from the server's ${formatAmazonDate(now)}`);
  }

  const key = leaf.publicKey;
  if (key.asymmetricKeyType !== keyType) throw invalid(`${algorithm} does not fit the certificate's key`);
  const canonical = canonicalRequest(request, { signedHeaders, payloadHash: request.body.sha256, s3: false });
  const toSign = stringToSign(algorithm, timestamp, scope, canonical);
  const bytes = Buffer.from(signature, 'hex');
  if (bytes.toString('hex') !== signature) throw invalid('Signature is not in lower-case hex');
  if (!verify('sha256', Buffer.from(toSign, 'latin1'), key, bytes)) {
    throw invalid('the signature is not one of this request by the key of X-Amz-X509');
  }
  return { request, leaf, chain, region };
}

/**
 * Throws a `Refusal` unless the certificate may sign in and a path leads from it to one of `anchors`. As in RFC 5280, any path
 * will do: authorities may be certified by several others, and by themselves under a new key. Names and signatures decide, key
 * identifiers do not. How AWS treats a disordered chain is not documented, so here each certificate must have issued one of those
 * before it.
 */
export function checkTrust({ leaf, chain }: X509Request, anchors: readonly Certificate[], now: Date): void {
  checkLeaf(leaf);
  if (!isCurrent(leaf, now)) throw untrusted('the certificate has expired or is not yet valid');
  const line = [leaf, ...chain];
  const stray = line.findIndex((issuer, index) => index > 0 && !line.slice(0, index).some((below) => isIssuer(issuer, below)));
  if (stray !== -1 && !anchors.some((anchor) => line.slice(0, stray).some((below) => isIssuer(anchor, below)))) {
    throw untrusted(`neither the trust anchor nor the next certificate of the chain issued ${nameOf(line[stray - 1])}`);
  }
  if (stray !== -1) throw untrusted(`number ${stray} of the chain issued none of those before it`);
  const refusal = climb({ path: [leaf], chain, anchors, now });
  if (refusal !== undefined) throw refusal;
}

/** A path as far as it has been followed; the leaf is its first. */
interface Ascent {
  readonly path: readonly Certificate[];
  readonly chain: readonly Certificate[];
  readonly anchors: readonly Certificate[];
  readonly now: Date;
}

/** The first reason why no continuation of the path ends at a trust anchor; undefined if one does. A chain of five keeps this short. */
function climb(ascent: Ascent): Refusal | undefined {
  const { path, chain, anchors, now } = ascent;
  const current = path.at(-1);
  if (current === undefined) return undefined;
  const refusals: Refusal[] = [];
  for (const anchor of anchors.filter((candidate) => isIssuer(candidate, current))) {
    const refusal = authorityRefusal(anchor, path, now);
    if (refusal === undefined) return undefined;
    refusals.push(refusal);
  }
  for (const issuer of chain.filter((candidate) => !path.includes(candidate) && isIssuer(candidate, current))) {
    const refusal = authorityRefusal(issuer, path, now) ?? climb({ ...ascent, path: [...path, issuer] });
    if (refusal === undefined) return undefined;
    refusals.push(refusal);
  }
  return refusals[0] ?? untrusted(`neither the trust anchor nor the next certificate of the chain issued ${nameOf(current)}`);
}

function checkLeaf(leaf: Certificate): void {
  if (leaf.isAuthority) throw insufficient('the certificate is an authority (basicConstraints CA:TRUE)');
  if (leaf.keyUsage?.digitalSignature !== true) throw insufficient('the certificate lacks key usage digitalSignature');
  if (!leaf.stronglySigned) throw insufficient('the certificate is signed with a hash weaker than SHA-256');
  if (!leaf.x509.subject) throw insufficient("the certificate's subject is empty");
}

/** Why an authority may not have issued the end of the path; undefined if it may. */
function authorityRefusal(authority: Certificate, path: readonly Certificate[], now: Date): Refusal | undefined {
  const name = nameOf(authority);
  if (!isCurrent(authority, now)) return untrusted(`${name} has expired or is not yet valid`);
  if (!authority.isAuthority) return untrusted(`${name} is no authority (basicConstraints CA:TRUE is missing)`);
  if (authority.keyUsage?.keyCertSign !== true) return untrusted(`${name} lacks key usage keyCertSign`);
  if (!authority.stronglySigned) return untrusted(`${name} is signed with a hash weaker than SHA-256`);
  // RFC 5280, 4.2.1.9: an authority that certifies a new key of its own is not counted.
  const below = path.slice(1).filter(({ x509 }) => x509.subject !== x509.issuer).length;
  if (authority.pathLength !== undefined && below > authority.pathLength) {
    return untrusted(`${name} allows ${authority.pathLength} authorities below it`);
  }
  return undefined;
}

function nameOf(certificate: Certificate | undefined): string {
  return certificate?.x509.subject ?? 'a certificate without a name';
}

function isIssuer(candidate: Certificate, of: Certificate): boolean {
  return of.x509.issuer === candidate.x509.subject && of.x509.verify(candidate.publicKey);
}

function readChain(value: string | undefined): Certificate[] {
  if (value === undefined) return [];
  const certificates = value.split(',').map((text) => readHeaderCertificate(text.trim()));
  if (certificates.length > LONGEST_CHAIN) throw insufficient(`X-Amz-X509-Chain holds more than ${LONGEST_CHAIN} certificates`);
  return certificates.map((certificate, index) => {
    if (certificate) return certificate;
    throw insufficient(`number ${index + 1} of X-Amz-X509-Chain is not the base64 of a certificate in DER`);
  });
}

function readHeaderCertificate(text: string): Certificate | undefined {
  const der = Buffer.from(text, 'base64');
  return der.length > 0 && der.toString('base64') === text ? readCertificate(der) : undefined;
}

function invalid(reason: string): Refusal {
  return new Refusal('AccessDeniedException', 403, 'Invalid signature', { reason });
}

function insufficient(reason: string): Refusal {
  return new Refusal('AccessDeniedException', 403, 'Untrusted certificate. Insufficient certificate', { reason });
}

function untrusted(reason: string): Refusal {
  return new Refusal('AccessDeniedException', 403, 'Untrusted signing certificate', { reason });
}
