import type { X509Certificate } from 'node:crypto';
import { type CertificateDescription, describeCertificate } from '../inspection/describe.ts';
import { daysUntil, expiryText, momentText } from '../words/expiry-text.ts';
import { type Finding, type Verdict, fail, pass, worst } from './finding.ts';
import { isIssuedBy, isSelfSigned } from '../relations.ts';

/** How a leaf reaches its trust anchor. */
export interface Path {
  /** The leaf and what leads on from it, without the trust anchor's own certificates where these are known. */
  readonly line: readonly X509Certificate[];
  /** Of the line, the authorities that are sent: neither the leaf nor a root. */
  readonly issuers: readonly CertificateDescription[];
  /** All that comes with the leaf, whether it is needed or not. */
  readonly chain: readonly X509Certificate[];
  /** The certificates of the trust anchor that issued the end of the line; empty where none did or none is known. */
  readonly anchor: readonly X509Certificate[];
}

const warningDays = 30;
const maximumChain = 5;
const weakDigests = ['MD2', 'MD5', 'SHA-1', 'SHA-224'];

/** RFC 5280, 6.1, for what stands between the leaf and the trust anchor, and the limits of the header that carries it. */
const rules: Readonly<Record<string, (path: Path, now: Date) => Verdict>> = {
  'chain-order': ({ line, chain, anchor }) => {
    const gap = line.findIndex((certificate, index) => {
      const issuer = line[index + 1];
      return issuer !== undefined && !isIssuedBy(certificate, issuer);
    });
    if (gap !== -1) {
      return fail(
        `Certificate ${gap + 1} of the chain is not signed by the one after it.`,
        'Choose the files of the complete chain again.',
        'choose-certificate',
      );
    }
    return pass(
      chain.length === 0 && anchor.length === 0
        ? 'No issuer comes with the certificate: the trust anchor itself must have issued it.'
        : 'Each certificate is signed by the next one.',
    );
  },
  'chain-authorities': ({ line }) => {
    const other = line
      .slice(1)
      .map(describeCertificate)
      .find(({ isAuthority }) => !isAuthority);
    return other === undefined
      ? pass('All issuers are certificate authorities.')
      : fail(
          `The issuer ${other.subject} is no certificate authority.`,
          'Have the certificate issued by an authority (CA:true).',
          'issue',
        );
  },
  'chain-key-usage': ({ issuers }) => {
    const stated = certifies(issuers.filter(({ keyUsages }) => keyUsages !== undefined));
    const silent = issuers.find(({ keyUsages }) => keyUsages === undefined);
    if (stated !== undefined || silent === undefined) {
      return stated ?? pass('All issuers may sign certificates (keyCertSign).');
    }
    // AWS demands it of trust anchors only; of others RFC 5280 does, and validators differ.
    return {
      outcome: 'warning',
      message: `The issuer ${silent.subject} has no key usage at all; it should have keyCertSign.`,
      remedy: 'If the session is refused, have the certificate issued by an authority with the key usage keyCertSign.',
    };
  },
  'chain-path-length': ({ issuers }) => pathLength(issuers) ?? pass('No issuer has more authorities below it than it allows.'),
  'chain-dates': ({ issuers }, now) =>
    worst(
      issuers.map((issuer) => dates(issuer, 'The issuer', now)),
      pass('No issuer in the chain has expired.'),
    ),
  'chain-length': ({ chain }) => {
    const sent = chain.filter((certificate) => !isSelfSigned(certificate)).length;
    return sent <= maximumChain
      ? pass(`${sent} of at most ${maximumChain} chain certificates are sent.`)
      : fail(
          `The chain has ${sent} certificates; Roles Anywhere takes at most ${maximumChain}.`,
          'Register a lower certificate authority as the trust anchor and leave out what lies above it.',
          'convert',
        );
  },
  'root-left-out': ({ chain }) =>
    pass(chain.some(isSelfSigned) ? 'The root certificate is left out when sending.' : 'The chain holds no root certificate.'),
};

/** What can be said of the authorities between a leaf and its trust anchor, one finding for each rule. */
export function checkChain(path: Path, now: Date): Finding[] {
  return Object.entries(rules).map(([rule, check]) => ({ rule, ...check(path, now) }));
}

/** A failure when one of them is signed with less than SHA-256. */
export function strength(certificates: readonly CertificateDescription[]): Verdict | undefined {
  const weak = certificates.find(({ signatureDigest }) => weakDigests.includes(signatureDigest ?? ''));
  return (
    weak &&
    fail(
      `The certificate ${weak.subject} is signed with ${weak.signatureAlgorithm}; SHA-256 or stronger is needed.`,
      'Have it issued again with a signature of SHA-256 or stronger.',
      'issue',
    )
  );
}

/** A failure when one of the authorities may not sign certificates. */
export function certifies(authorities: readonly CertificateDescription[]): Verdict | undefined {
  const other = authorities.find(({ keyUsages }) => keyUsages?.includes('keyCertSign') !== true);
  const remedy = 'Have the certificate issued by an authority with the key usage keyCertSign.';
  return (
    other &&
    fail(`The authority ${other.subject} lacks the key usage keyCertSign, which signing certificates takes.`, remedy, 'issue')
  );
}

/** A failure when one of the authorities, nearest to the leaf first and `below` others under the first, has more below it than it allows. */
export function pathLength(authorities: readonly CertificateDescription[], below = 0): Verdict | undefined {
  const other = authorities.find(({ pathLength: limit }, index) => limit !== undefined && below + index > limit);
  return (
    other &&
    fail(
      `The authority ${other.subject} allows at most ${other.pathLength} authorities below it.`,
      'Have the certificate issued by an authority that stands nearer to it.',
      'issue',
    )
  );
}

/** Whether an authority is within its dates. */
export function dates({ subject, notBefore, notAfter }: CertificateDescription, who: string, now: Date): Verdict {
  return notBefore > now
    ? fail(`${who} ${subject} is not valid before ${momentText(notBefore)}.`, 'Check the clock of this computer.')
    : expiry(`${who} ${subject}`, notAfter, now);
}

/** Whether an end lies far enough ahead. */
export function expiry(who: string, notAfter: Date, now: Date): Verdict {
  const message = `${who} ${expiryText(notAfter, now)}, at ${momentText(notAfter)}.`;
  if (notAfter < now) {
    return fail(message, 'Have a certificate issued anew and choose its file.', 'choose-certificate');
  }
  return daysUntil(notAfter, now) < warningDays
    ? { outcome: 'warning', message, remedy: 'Have it renewed in time.' }
    : pass(`${who} is valid until ${momentText(notAfter)}.`);
}
