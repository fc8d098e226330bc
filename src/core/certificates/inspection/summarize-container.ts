import { keyKindOfKey } from '../display/signature-algorithm.ts';
import { arrangeCertificates } from '../chain/arrange-certificates.ts';
import { describeCertificate } from './describe-certificate.ts';
import { identitiesAmong } from '../identities-among.ts';
import { expiryText } from '../display/expiry-text.ts';
import type { Container, ContainerKind } from '../read-container.ts';

const mostNamed = 4;
const kindNames: Readonly<Record<ContainerKind, string>> = { pkcs12: 'PFX', pem: 'PEM', der: 'DER', pkcs7: 'PKCS#7' };

/**
 * A file in one line: `PFX, RSA 2048, CN=build-7, 2 certificates, expires in 41 days`. Holds no path and no secret.
 * Throws UserError `certificate-damaged` for a certificate that `describeCertificate` cannot read.
 */
export function summarizeContainer(container: Container, now: Date = new Date()): string {
  const bundle = arrangeCertificates([container]);
  const locked = container.problems.some(({ code }) => code === 'password-required' || code === 'password-wrong');
  const keyState = container.keys.length > 0 ? [] : [locked ? 'private key locked by a password' : bundle && 'no private key'];
  if (bundle === undefined) {
    const kinds = container.keys.map(({ key }) => `${keyKindOfKey(key)} private key`);
    return [kindNames[container.kind], ...kinds, ...keyState].filter((part) => part !== undefined).join(', ');
  }
  const { keyKind, subject, notAfter } = describeCertificate(bundle.leaf);
  const identities = identitiesAmong(
    container.certificates.map(({ certificate }) => certificate),
    container.keys.map(({ key }) => key),
  );
  // The kind of key and the expiry of one of them would say nothing of the others.
  if (identities.length > 1) {
    const names = identities.slice(0, mostNamed).map(({ leaf }) => nameInShort(describeCertificate(leaf).subject));
    const rest = identities.length > mostNamed ? [`${identities.length - mostNamed} more`] : [];
    return [kindNames[container.kind], `${identities.length} certificates with a private key each`, ...names, ...rest].join(', ');
  }
  const count = container.certificates.length;
  return [
    kindNames[container.kind],
    keyKind,
    // The first part of the name is enough to recognise it by.
    nameInShort(subject),
    `${count} ${count === 1 ? 'certificate' : 'certificates'}`,
    ...keyState,
    expiryText(notAfter, now),
  ].join(', ');
}

function nameInShort(subject: string): string {
  return /(?:^|, )(CN=(?:[^,\\]|\\.)*)/.exec(subject)?.[1] ?? (subject === '' ? 'no subject' : subject);
}
