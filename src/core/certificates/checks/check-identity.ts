import type { X509Certificate } from 'node:crypto';
import type { CertificateRule } from '../../error-codes.ts';
import { type Path, checkChain, expiry, strength } from './check-chain.ts';
import { type CertificateDescription, describeCertificate } from '../inspection/describe-certificate.ts';
import { momentText } from '../display/expiry-text.ts';
import { type PreflightFinding, type Verdict, fail, findingsOf, pass } from './preflight-finding.ts';
import type { Identity } from '../identity.ts';
import { belongsTo } from '../chain/belongs-to.ts';
import { IssuerIndex } from '../chain/issuer-index.ts';
import { pathToAnchor } from '../chain/issuer-path.ts';
import { policyConditions } from '../policy-conditions.ts';
import { isSelfSigned, signatureFits } from '../chain/relations.ts';
import { sessionTags } from '../session-tags.ts';
import { curvesEverywhere } from '../display/curve-names.ts';
import { visibleCharacters } from '../../text/plain-text.ts';

interface Subject {
  readonly identity: Identity;
  readonly leaf: CertificateDescription;
  readonly path: Path;
  readonly now: Date;
}

/** https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html, "Signature validation" of end-entity certificates. */
const rules = {
  'key-matches': ({ identity }) =>
    belongsTo(identity.key, identity.leaf)
      ? pass('The private key belongs to the certificate.')
      : fail(
          'The private key does not belong to the certificate.',
          'Choose the key that was made together with the certificate.',
          'choose-certificate',
        ),
  'already-valid': ({ leaf, now }) =>
    leaf.notBefore <= now
      ? pass(`The certificate has been valid since ${momentText(leaf.notBefore)}.`)
      : fail(
          `The certificate is not valid before ${momentText(leaf.notBefore)}.`,
          'Wait until then, or check the clock of this computer.',
        ),
  'not-expired': ({ leaf, now }) => expiry('The certificate', leaf.notAfter, now),
  'version-three': ({ leaf }) =>
    leaf.version === 3
      ? pass('The certificate is of X.509 version 3.')
      : fail(
          `The certificate is of X.509 version ${leaf.version}; version 3 is needed.`,
          'Have it issued again with extensions.',
          'issue',
        ),
  'digital-signature': ({ leaf }) => {
    if (leaf.keyUsages?.includes('digitalSignature') === true) {
      return pass('The key usage allows digital signatures.');
    }
    const found = leaf.keyUsages === undefined ? 'has no key usage' : `allows ${leaf.keyUsages.join(', ') || 'nothing'} only`;
    return fail(
      `The certificate ${found}; digitalSignature is needed.`,
      'Have it issued again with the key usage digitalSignature.',
      'issue',
    );
  },
  'end-entity': ({ leaf }) =>
    leaf.isAuthority
      ? fail(
          'The certificate is a certificate authority (CA:true), which cannot be used to sign in.',
          'Choose a certificate that this authority has issued.',
          'choose-certificate',
        )
      : pass('The certificate is an end-entity certificate.'),
  'issued-by-another': ({ identity, leaf, path }) =>
    signatureFits(identity.leaf, identity.leaf) === true &&
    path.anchor.every(({ fingerprint256 }) => fingerprint256 === identity.leaf.fingerprint256)
      ? fail(
          'The certificate is signed with its own key: no trust anchor can have issued it.',
          'Have a certificate issued by the authority that is registered as the trust anchor.',
          'issue',
        )
      : pass(`The certificate was issued by ${leaf.issuer || 'an authority without a name'}.`),
  'signature-strength': ({ leaf, path }) =>
    strength([leaf, ...path.issuers]) ?? pass(`The certificate is signed with ${leaf.signatureAlgorithm}.`),
  'subject-present': ({ leaf }) =>
    leaf.subject === ''
      ? fail('The certificate names no subject.', 'Have it issued again with a subject, for example a common name.', 'issue')
      : pass(`The subject is ${leaf.subject}.`),
  'key-kind': ({ leaf }) => {
    const [, curve] = /^EC (.+)$/.exec(leaf.keyKind) ?? [];
    if (curve !== undefined && !curvesEverywhere.includes(curve)) {
      return {
        outcome: 'warning',
        message: `The key is ${leaf.keyKind}, a curve that AWS does not document and that VS Code on a desktop cannot read.`,
        remedy: 'Have a certificate issued for an RSA key, or for an EC key on the curve P-256 or P-384.',
        fix: 'issue',
      };
    }
    if (/^(?:RSA|EC) /.test(leaf.keyKind)) {
      return pass(`The key is ${leaf.keyKind}.`);
    }
    const remedy = 'Have a certificate issued for an RSA or EC key.';
    return leaf.keyKind.startsWith('ML-DSA')
      ? fail(
          `The key is ${leaf.keyKind}, which Roles Anywhere accepts, but no editor's crypto library can sign with it yet.`,
          `${remedy} For this one, AWS's own credential helper (1.8 or later) is the way.`,
          'issue',
        )
      : fail(
          `The key is ${leaf.keyKind}, for which Roles Anywhere has no signature; it accepts RSA and EC keys.`,
          remedy,
          'issue',
        );
  },
  'name-in-tags': ({ identity }) => {
    const { conditions, dropped } = policyConditions(sessionTags(identity.leaf));
    const found = conditions.map(({ key, value }) => `${key} “${visibleCharacters(value)}”`).join(' and ');
    const [lost] = dropped;
    return lost === undefined
      ? pass(found === '' ? 'The certificate holds no name for session tags.' : `A trust policy can ask for ${found}.`)
      : {
          outcome: 'warning',
          message: `No trust policy can ask for ${lost.key} “${visibleCharacters(lost.value)}”: AWS drops this session tag, since ${lost.dropped}.`,
          remedy: `${found === '' ? '' : `Ask for ${found} instead, or have`}${found === '' ? 'Have' : ''} the certificate issued with a name of letters, digits, spaces and _ . : / = + - @.`,
          fix: 'issue',
        };
  },
} satisfies Readonly<Partial<Record<CertificateRule, (subject: Subject) => Verdict>>>;

/**
 * Checks an identity against every rule of Roles Anywhere that can be known before a call, one finding for each rule. If the trust
 * anchor is known, only the path to it is checked of the chain. Throws UserError `certificate-damaged` for a certificate that
 * `describeCertificate` cannot read, `chain-too-tangled`.
 */
export function checkIdentity(identity: Identity, now: Date, trustAnchor: readonly X509Certificate[] = []): PreflightFinding[] {
  const path = pathOf(identity, trustAnchor, now);
  const subject: Subject = { identity, leaf: describeCertificate(identity.leaf), path, now };
  return [...findingsOf(rules, subject), ...checkChain(path, now)];
}

/** The path from the leaf to the trust anchor, or as far as the certificates go. @throws {UserError} `chain-too-tangled` */
export function pathOf(identity: Identity, trustAnchor: readonly X509Certificate[], now: Date): Path {
  const { leaf, chain, others = [] } = identity;
  const { certificates, anchor } = pathToAnchor(leaf, [...chain, ...others], trustAnchor, now);
  const top = certificates.at(-1) ?? leaf;
  return {
    certificates,
    issuers: certificates
      .slice(1)
      .filter((certificate) => !isSelfSigned(certificate))
      .map(describeCertificate),
    chain,
    anchor,
    namesakes: isSelfSigned(top) ? [] : new IssuerIndex([...chain, ...others]).namesakesOf(top),
    missesAnchor: trustAnchor.length > 0 && anchor.length === 0,
  };
}
