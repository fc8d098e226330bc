import type { X509Certificate } from 'node:crypto';
import { type CertificateDescription, describeCertificate } from './describe.ts';
import type { Identity } from './identity.ts';
import { belongsTo, isSelfSigned, isSignedBy } from './relations.ts';

/** What one rule says about a certificate; a `fail` means that Roles Anywhere will refuse it. */
export interface Finding {
  /** Stable, kebab-case: `key-matches`, `not-expired`. */
  readonly rule: string;
  readonly outcome: 'pass' | 'warning' | 'fail';
  readonly message: string;
  readonly remedy?: string;
  /** What the product can do about it right away. */
  readonly fix?: Fix;
}

/** `convert`: write the same certificates into other files; `issue`: issue a certificate with a development CA. */
export type Fix = 'edit-profile' | 'choose-certificate' | 'convert' | 'issue';

interface Subject {
  readonly identity: Identity;
  readonly leaf: CertificateDescription;
  /** The chain that is sent: without the root. */
  readonly intermediates: readonly X509Certificate[];
  readonly now: Date;
}

type Verdict = Omit<Finding, 'rule'>;

const warningDays = 30;
const maximumChain = 5;
const weakDigests = ['MD2', 'MD5', 'SHA-1', 'SHA-224'];

/** https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html, "Signature validation" of end-entity certificates. */
const rules: Readonly<Record<string, (subject: Subject) => Verdict>> = {
  'key-matches': ({ identity }) =>
    belongsTo(identity.key, identity.leaf)
      ? pass('The private key belongs to the certificate.')
      : fail(
          'The private key does not belong to the certificate.',
          'Choose the key that was made together with the certificate.',
        ),
  'already-valid': ({ leaf, now }) =>
    leaf.notBefore <= now
      ? pass(`The certificate is valid since ${moment(leaf.notBefore)}.`)
      : fail(
          `The certificate is not valid before ${moment(leaf.notBefore)}.`,
          'Wait until then, or check the clock of this computer.',
        ),
  'not-expired': ({ leaf, now }) => expiry('The certificate', leaf.notAfter, now),
  'version-three': ({ leaf }) =>
    leaf.version === 3
      ? pass('The certificate is of X.509 version 3.')
      : fail(
          `The certificate is of X.509 version ${leaf.version}; version 3 is needed.`,
          'Have it issued again with extensions.',
        ),
  'digital-signature': ({ leaf }) => {
    if (leaf.keyUsages?.includes('digitalSignature') === true) {
      return pass('The key usage allows digital signatures.');
    }
    const found = leaf.keyUsages === undefined ? 'has no key usage' : `allows ${leaf.keyUsages.join(', ') || 'nothing'} only`;
    return fail(
      `The certificate ${found}; digitalSignature is needed.`,
      'Have it issued again with the key usage digitalSignature.',
    );
  },
  'end-entity': ({ leaf }) =>
    leaf.isAuthority
      ? fail(
          'The certificate is a certificate authority (CA:true), which cannot be used to sign in.',
          'Choose a certificate that this authority has issued.',
        )
      : pass('The certificate is an end-entity certificate.'),
  'signature-strength': ({ leaf, intermediates }) => {
    const weak = [leaf, ...intermediates.map(describeCertificate)].find(({ signatureDigest }) =>
      weakDigests.includes(signatureDigest ?? ''),
    );
    return weak === undefined
      ? pass(`The certificate is signed with ${leaf.signatureAlgorithm}.`)
      : fail(
          `The certificate ${weak.subject} is signed with ${weak.signatureAlgorithm}; SHA-256 or stronger is needed.`,
          'Have it issued again with a signature of SHA-256 or stronger.',
        );
  },
  'subject-present': ({ leaf }) =>
    leaf.subject === ''
      ? fail('The certificate names no subject.', 'Have it issued again with a subject, for example a common name.')
      : pass(`The subject is ${leaf.subject}.`),
  'key-kind': ({ leaf }) =>
    /^(?:RSA|EC|ML-DSA-\d+)(?: |$)/.test(leaf.keyKind)
      ? pass(`The key is ${leaf.keyKind}.`)
      : fail(
          `The key is ${leaf.keyKind}, for which Roles Anywhere has no signature; it takes RSA, EC and ML-DSA keys.`,
          'Have a certificate issued for an RSA or EC key.',
        ),
  'chain-order': ({ identity }) => {
    const line = [identity.leaf, ...identity.chain];
    const gap = line.findIndex((certificate, index) => {
      const issuer = line[index + 1];
      return issuer !== undefined && !isSignedBy(certificate, issuer);
    });
    return gap === -1
      ? pass(
          identity.chain.length === 0
            ? 'No issuer comes with the certificate: the trust anchor itself must have issued it.'
            : 'Each certificate is signed by the next one.',
        )
      : fail(
          `Certificate ${gap + 1} of the chain is not signed by the one after it.`,
          'Choose the files of the complete chain again.',
        );
  },
  'chain-authorities': ({ identity }) => {
    const other = identity.chain.find(({ ca }) => !ca);
    return other === undefined
      ? pass('All issuers are certificate authorities.')
      : fail(
          `The issuer ${describeCertificate(other).subject} is no certificate authority.`,
          'Have the certificate issued by an authority (CA:true).',
        );
  },
  'chain-dates': ({ intermediates, now }) => {
    const verdicts = intermediates
      .map(describeCertificate)
      .map(({ subject, notBefore, notAfter }) =>
        notBefore > now
          ? fail(`The issuer ${subject} is not valid before ${moment(notBefore)}.`, 'Check the clock of this computer.')
          : expiry(`The issuer ${subject}`, notAfter, now),
      );
    return (
      verdicts.find(({ outcome }) => outcome === 'fail') ??
      verdicts.find(({ outcome }) => outcome === 'warning') ??
      pass('No issuer in the chain has expired.')
    );
  },
  'chain-length': ({ intermediates }) =>
    intermediates.length <= maximumChain
      ? pass(`${intermediates.length} of at most ${maximumChain} chain certificates are sent.`)
      : fail(
          `The chain has ${intermediates.length} certificates; Roles Anywhere takes at most ${maximumChain}.`,
          'Register a lower certificate authority as the trust anchor and leave out what lies above it.',
        ),
  'root-left-out': ({ identity, intermediates }) =>
    pass(
      intermediates.length < identity.chain.length
        ? 'The root certificate is left out when sending.'
        : 'The chain holds no root certificate.',
    ),
};

/**
 * Checks an identity against every rule of Roles Anywhere that can be known before a call, one finding for each rule.
 * Throws UserError `certificate-damaged` for a certificate that `describeCertificate` cannot read.
 */
export function checkIdentity(identity: Identity, now: Date): Finding[] {
  const subject: Subject = {
    identity,
    leaf: describeCertificate(identity.leaf),
    intermediates: identity.chain.filter((certificate) => !isSelfSigned(certificate)),
    now,
  };
  return Object.entries(rules).map(([rule, check]) => ({ rule, ...check(subject) }));
}

const pass = (message: string): Verdict => ({ outcome: 'pass', message });
const fail = (message: string, remedy: string): Verdict => ({ outcome: 'fail', message, remedy });

function expiry(who: string, notAfter: Date, now: Date): Verdict {
  const days = Math.floor((notAfter.getTime() - now.getTime()) / 86_400_000);
  if (notAfter < now) {
    return fail(`${who} expired at ${moment(notAfter)}.`, 'Have a certificate issued anew and choose its file.');
  }
  return days < warningDays
    ? {
        outcome: 'warning',
        message: `${who} expires ${days === 0 ? 'within a day' : days === 1 ? 'in 1 day' : `in ${days} days`}, at ${moment(notAfter)}.`,
        remedy: 'Have it renewed in time.',
      }
    : pass(`${who} is valid until ${moment(notAfter)}.`);
}

/** `2026-05-01 12:00 UTC`. */
function moment(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
