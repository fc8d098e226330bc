import type { X509Certificate } from 'node:crypto';
import type { CertificateRule } from '../../error-codes.ts';
import { type Path, certifies, dates, pathLength, strength } from './check-chain.ts';
import { type CertificateDescription, describeCertificate } from '../inspection/describe-certificate.ts';
import { IssuerIndex } from '../chain/issuer-index.ts';
import { type PreflightFinding, type Verdict, fail, findingsOf, pass, worst } from './preflight-finding.ts';

interface Subject {
  readonly path: Path;
  readonly registered: readonly X509Certificate[];
  /** Those that the chain ends at, else all that are registered. */
  readonly anchors: readonly CertificateDescription[];
  readonly now: Date;
}

const maximumCertificates = 2;

/** https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html, "Signature validation" of trust anchors. */
const rules = {
  'anchor-reached': ({ path, registered }) => {
    const [anchor] = path.anchor;
    const isNamesake = path.certificates.slice(-1).some((top) => new IssuerIndex(registered).namesakesOf(top).length > 0);
    const issuer = path.certificates
      .slice(-1)
      .map((top) => describeCertificate(top).issuer || 'an authority without a name')
      .join();
    const names = (anchor === undefined ? registered : [anchor]).map((certificate) => describeCertificate(certificate).subject);
    return anchor !== undefined
      ? pass(`The chain ends at the trust anchor ${names.join(' and ')}.`)
      : fail(
          `The chain does not end at the trust anchor ${names.join(' and ')}: its last certificate was issued by ${issuer}${isNamesake ? ', another authority of that name or with another key, unless it is damaged' : ''}.`,
          'Choose the trust anchor that this certificate comes from, or add the missing intermediate certificates.',
          'choose-certificate',
        );
  },
  'anchor-count': ({ registered }) =>
    registered.length <= maximumCertificates
      ? pass(`The trust anchor has ${registered.length} of at most ${maximumCertificates} certificates.`)
      : fail(
          `The trust anchor has ${registered.length} certificates; Roles Anywhere accepts at most ${maximumCertificates}.`,
          'Register only the authority at the end of the chain, and its successor while it is renewed.',
          'convert',
        ),
  'anchor-authority': ({ anchors }) => {
    const other = anchors.find(({ isAuthority }) => !isAuthority);
    return other === undefined
      ? pass('The trust anchor is a certificate authority.')
      : fail(
          `The trust anchor ${other.subject} is not a certificate authority (CA:true is missing).`,
          'Register the certificate of the authority itself.',
          'choose-certificate',
        );
  },
  'anchor-key-usage': ({ anchors }) => certifies(anchors) ?? pass('The trust anchor may sign certificates (keyCertSign).'),
  'anchor-signature-strength': ({ anchors }) => strength(anchors) ?? pass('The trust anchor is signed with SHA-256 or stronger.'),
  'anchor-dates': ({ anchors, now }) => {
    const verdicts = anchors.map((anchor) => dates(anchor, 'The trust anchor', now));
    // Of two certificates for one authority, which is how it is renewed, one that is valid is enough.
    return verdicts.find(({ outcome }) => outcome === 'pass') ?? worst(verdicts.filter(isUsable), worst(verdicts, pass('')));
  },
  'anchor-path-length': ({ path, anchors }) =>
    pathLength(path.anchor.length === 0 ? [] : anchors.slice(0, 1), path.issuers) ??
    pass('The trust anchor allows as many authorities below it as there are.'),
} satisfies Readonly<Partial<Record<CertificateRule, (subject: Subject) => Verdict>>>;

/** Checks the certificates registered as the trust anchor, one finding for each rule. */
export function checkTrustAnchor(path: Path, registered: readonly X509Certificate[], now: Date): PreflightFinding[] {
  const anchors = (path.anchor.length > 0 ? path.anchor : registered).map(describeCertificate);
  return findingsOf(rules, { path, registered, anchors, now });
}

const isUsable = ({ outcome }: Verdict): boolean => outcome !== 'fail';
