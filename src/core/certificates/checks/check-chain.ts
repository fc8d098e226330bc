import type { X509Certificate } from 'node:crypto';
import type { CertificateRule } from '../../error-codes.ts';
import { type CertificateDescription, describeCertificate } from '../inspection/describe-certificate.ts';
import { daysUntil, expiryText, momentText } from '../display/expiry-text.ts';
import { type PreflightFinding, type Verdict, fail, findingsOf, pass, worst } from './preflight-finding.ts';
import { chainToSend, longestChain, strayOf } from '../chain/chain-to-send.ts';
import { isSelfSigned } from '../chain/relations.ts';
import { isWeakDigest } from '../display/signature-algorithm.ts';

/** How a leaf reaches its trust anchor. */
export interface Path {
  /** The leaf and its path, without the trust anchor's own certificates if these are known. */
  readonly certificates: readonly X509Certificate[];
  /** Of the path, the authorities that are sent: neither the leaf nor a root. */
  readonly issuers: readonly CertificateDescription[];
  /** All authorities above the leaf, whether needed or not. */
  readonly chain: readonly X509Certificate[];
  /** The certificates of the trust anchor that issued the end of the path; empty if none did or none is known. */
  readonly anchor: readonly X509Certificate[];
  /** Certificates that came with the leaf and have the name of the issuer of the path's end, but whose keys did not sign it. */
  readonly namesakes: readonly X509Certificate[];
  /** Whether the path should end at a known trust anchor but does not. */
  readonly missesAnchor: boolean;
}

const warningDays = 30;

/** RFC 5280, 6.1, for the certificates between the leaf and the trust anchor, and the limits of the header that carries it. */
const rules = {
  'chain-order': ({ certificates: [leaf], certificates, chain, anchor, namesakes, missesAnchor }) => {
    const stray = leaf && strayOf({ leaf, chain });
    const [namesake] = namesakes;
    const top = certificates.at(-1);
    if (namesake !== undefined && top !== undefined && anchor.length === 0) {
      return unfittingIssuer(top, namesake, stray !== undefined || missesAnchor);
    }
    if (stray !== undefined) {
      return fail(
        `Certificate ${chain.indexOf(stray) + 1} of the chain issued none of those before it.`,
        'Choose the files of the complete chain again.',
        'choose-certificate',
      );
    }
    if (chain.length > 0 || anchor.length > 0) {
      return pass('Each certificate is signed by the next one.');
    }
    const isAlone = leaf !== undefined && isSelfSigned(leaf);
    return pass(`No issuer comes with the certificate${isAlone ? '' : ': the trust anchor itself must have issued it'}.`);
  },
  'chain-authorities': ({ certificates }) => {
    const other = certificates
      .slice(1)
      .map(describeCertificate)
      .find(({ isAuthority }) => !isAuthority);
    return other === undefined
      ? pass('All issuers are certificate authorities.')
      : fail(
          `The issuer ${other.subject} is not a certificate authority.`,
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
  'chain-length': ({ certificates: [leaf], certificates, chain }) => {
    const sent = leaf === undefined ? [] : chainToSend({ leaf, chain });
    if (sent.length > longestChain) {
      return fail(
        `The chain has ${sent.length} certificates; Roles Anywhere accepts at most ${longestChain}.`,
        'Register a lower certificate authority as the trust anchor and leave out the certificates above it.',
        'convert',
      );
    }
    const fingerprints = new Set([...certificates.slice(0, 1), ...sent].map(({ fingerprint256 }) => fingerprint256));
    const unsent = certificates.find(
      (certificate) => !fingerprints.has(certificate.fingerprint256) && !isSelfSigned(certificate),
    );
    return unsent === undefined
      ? pass(`${sent.length} of at most ${longestChain} chain certificates are sent.`)
      : fail(
          `The issuer ${describeCertificate(unsent).subject} is not sent: its paths need more than the ${longestChain} certificates that Roles Anywhere accepts.`,
          'Choose a file that holds only the path to the trust anchor.',
          'choose-certificate',
        );
  },
  'root-left-out': ({ chain }) =>
    pass(
      chain.some((certificate) => isSelfSigned(certificate))
        ? 'The root certificate is left out when sending.'
        : 'The chain holds no root certificate.',
    ),
} satisfies Readonly<Partial<Record<CertificateRule, (path: Path, now: Date) => Verdict>>>;

/** Checks the authorities between a leaf and its trust anchor, one finding for each rule. */
export function checkChain(path: Path, now: Date): PreflightFinding[] {
  return findingsOf(rules, path, now);
}

/** A certificate that its supposed issuer did not sign. Unless that is certain, the trust anchor may be another one of that name. */
function unfittingIssuer(certificate: X509Certificate, namesake: X509Certificate, isCertain: boolean): Verdict {
  const message = `The certificate ${describeCertificate(certificate).subject} is damaged, or issued by another authority of that name: its signature was not made by ${describeCertificate(namesake).subject}, whose certificate comes with it.`;
  const remedy =
    'Get the certificate again from where it came from, together with the certificate of the authority that issued it.';
  return { outcome: isCertain ? 'fail' : 'warning', message, remedy, fix: 'choose-certificate' };
}

/** A failure when one of them is signed with less than SHA-256. */
export function strength(certificates: readonly CertificateDescription[]): Verdict | undefined {
  const weak = certificates.find(({ signatureDigest }) => isWeakDigest(signatureDigest));
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
    fail(`The authority ${other.subject} lacks the key usage keyCertSign, which signing certificates requires.`, remedy, 'issue')
  );
}

/**
 * A failure when one of the authorities, nearest to the leaf first and with those of `below` under them all, has more authorities
 * below it than it allows. Those that certify a new key of their own are not counted (RFC 5280, 4.2.1.9).
 */
export function pathLength(
  authorities: readonly CertificateDescription[],
  below: readonly CertificateDescription[] = [],
): Verdict | undefined {
  const other = authorities.find(({ pathLength: limit }, index) => {
    const counted = [...below, ...authorities.slice(0, index)].filter(({ subject, issuer }) => subject !== issuer);
    return limit !== undefined && counted.length > limit;
  });
  return (
    other &&
    fail(
      `The authority ${other.subject} allows at most ${other.pathLength} authorities below it.`,
      'Have the certificate issued by an authority that is closer to it.',
      'issue',
    )
  );
}

/** Whether an authority is within its validity period. */
export function dates({ subject, notBefore, notAfter }: CertificateDescription, who: string, now: Date): Verdict {
  return notBefore > now
    ? fail(`${who} ${subject} is not valid before ${momentText(notBefore)}.`, 'Check the clock of this computer.')
    : expiry(`${who} ${subject}`, notAfter, now);
}

/** Whether an expiry is far enough ahead. */
export function expiry(who: string, notAfter: Date, now: Date): Verdict {
  const message = `${who} ${expiryText(notAfter, now)}, at ${momentText(notAfter)}.`;
  if (notAfter < now) {
    return fail(message, 'Get a new certificate and choose its file.', 'choose-certificate');
  }
  return daysUntil(notAfter, now) < warningDays
    ? { outcome: 'warning', message, remedy: 'Have it renewed in time.' }
    : pass(`${who} is valid until ${momentText(notAfter)}.`);
}
