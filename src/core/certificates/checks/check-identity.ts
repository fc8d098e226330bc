import type { X509Certificate } from 'node:crypto';
import { type Path, checkChain, expiry, strength } from './check-chain.ts';
import { type CertificateDescription, describeCertificate } from '../inspection/describe.ts';
import { momentText } from '../words/expiry-text.ts';
import { type Finding, type Verdict, fail, pass } from './finding.ts';
import type { Identity } from '../identity.ts';
import { belongsTo, isIssuedBy, isSelfSigned } from '../relations.ts';

export type { Finding, Fix } from './finding.ts';

interface Subject {
  readonly identity: Identity;
  readonly leaf: CertificateDescription;
  /** Of the chain, what leads to the trust anchor. */
  readonly issuers: readonly CertificateDescription[];
  readonly now: Date;
}

/** https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html, "Signature validation" of end-entity certificates. */
const rules: Readonly<Record<string, (subject: Subject) => Verdict>> = {
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
      ? pass(`The certificate is valid since ${momentText(leaf.notBefore)}.`)
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
  'signature-strength': ({ leaf, issuers }) =>
    strength([leaf, ...issuers]) ?? pass(`The certificate is signed with ${leaf.signatureAlgorithm}.`),
  'subject-present': ({ leaf }) =>
    leaf.subject === ''
      ? fail('The certificate names no subject.', 'Have it issued again with a subject, for example a common name.', 'issue')
      : pass(`The subject is ${leaf.subject}.`),
  'key-kind': ({ leaf }) => {
    if (/^(?:RSA|EC) /.test(leaf.keyKind)) {
      return pass(`The key is ${leaf.keyKind}.`);
    }
    const remedy = 'Have a certificate issued for an RSA or EC key.';
    return leaf.keyKind.startsWith('ML-DSA')
      ? fail(
          `The key is ${leaf.keyKind}, which Roles Anywhere takes, but no editor's crypto library can sign with it yet.`,
          `${remedy} For this one, AWS's own credential helper (1.8 or later) is the way.`,
          'issue',
        )
      : fail(`The key is ${leaf.keyKind}, for which Roles Anywhere has no signature; it takes RSA and EC keys.`, remedy, 'issue');
  },
};

/**
 * Checks an identity against every rule of Roles Anywhere that can be known before a call, one finding for each rule. Of the chain only
 * what leads to the trust anchor is looked at, where that is known.
 * Throws UserError `certificate-damaged` for a certificate that `describeCertificate` cannot read.
 */
export function checkIdentity(identity: Identity, now: Date, trustAnchor: readonly X509Certificate[] = []): Finding[] {
  const path = pathOf(identity, trustAnchor);
  const subject: Subject = { identity, leaf: describeCertificate(identity.leaf), issuers: path.issuers, now };
  return [...Object.entries(rules).map(([rule, check]) => ({ rule, ...check(subject) })), ...checkChain(path, now)];
}

/** The way from the leaf to the trust anchor, or as far as the chain goes. */
export function pathOf({ leaf, chain }: Identity, trustAnchor: readonly X509Certificate[]): Path {
  const line = [leaf, ...chain];
  const last = line.findIndex((certificate) => trustAnchor.some((anchor) => isIssuedBy(certificate, anchor)));
  const needed = last === -1 ? line : line.slice(0, last + 1);
  return {
    line: needed,
    issuers: needed
      .slice(1)
      .filter((certificate) => !isSelfSigned(certificate))
      .map(describeCertificate),
    chain,
    anchor: trustAnchor.filter((anchor) => last !== -1 && isIssuedBy(needed.at(-1) ?? leaf, anchor)),
  };
}
