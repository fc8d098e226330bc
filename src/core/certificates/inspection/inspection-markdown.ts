import { type KeyObject, type X509Certificate, createHash } from 'node:crypto';
import { keyKindOfKey } from '../display/signature-algorithm.ts';
import { arrangeCertificates } from '../chain/arrange-certificates.ts';
import { describeCertificate } from './describe-certificate.ts';
import type { CertificateDescription } from './describe-certificate.ts';
import { expiryText, momentText } from '../display/expiry-text.ts';
import type { CertificateBundle } from '../identity.ts';
import { cellCode, factTable, inlineCode, textBlock } from '../../text/markdown-text.ts';
import type { Container } from '../read-container.ts';
import { belongsTo } from '../chain/belongs-to.ts';
import { pathsFrom } from '../chain/issuer-path.ts';
import { isSelfSigned } from '../chain/relations.ts';
import { sessionTags } from '../session-tags.ts';
import { summarizeContainer } from './summarize-container.ts';

const barLength = 30;

/** https://www.iana.org/assignments/smi-numbers, 1.3.6.1.5.5.7.3. */
const extendedUsages: Readonly<Record<string, string>> = {
  '2.5.29.37.0': 'any',
  '1.3.6.1.5.5.7.3.1': 'TLS server',
  '1.3.6.1.5.5.7.3.2': 'TLS client',
  '1.3.6.1.5.5.7.3.3': 'code signing',
  '1.3.6.1.5.5.7.3.4': 'e-mail protection',
  '1.3.6.1.5.5.7.3.8': 'time stamping',
  '1.3.6.1.5.5.7.3.9': 'OCSP signing',
  '1.3.6.1.4.1.311.20.2.2': 'smart card logon',
};

/**
 * The readable document of a file's certificates, as Markdown that holds no HTML and no link: what they say, how they are related,
 * and what Roles Anywhere makes of the first. Private keys are only mentioned, never shown. Throws UserError `certificate-damaged`
 * for a certificate that `describeCertificate` cannot read.
 */
export function inspectionMarkdown(subject: Container | readonly X509Certificate[], now: Date): string {
  const container = 'certificates' in subject ? subject : undefined;
  const certificates = container?.certificates.map(({ certificate }) => certificate) ?? (subject as readonly X509Certificate[]);
  const found = certificates.map((certificate) => ({ certificate, friendlyName: undefined }));
  const bundle = arrangeCertificates([{ certificates: container?.certificates ?? found, keys: container?.keys ?? [] }]);
  if (bundle === undefined) {
    return [...(container === undefined ? [] : fileSection(container, now)), 'There is no certificate to show.', ''].join('\n\n');
  }
  const bundled = new Set([bundle.leaf, ...bundle.chain].map(({ fingerprint256 }) => fingerprint256));
  const others = certificates.filter(({ fingerprint256 }) => !bundled.has(fingerprint256));
  const leaf = describeCertificate(bundle.leaf);
  return [
    `# Certificate ${inlineCode(leaf.commonName ?? leaf.subject)}`,
    ...(container === undefined ? [] : fileSection(container, now)),
    certificateTable(bundle.leaf, now),
    '## Chain',
    textBlock(trees(bundle, now)),
    ...(leaf.isAuthority ? [] : rolesAnywhereSection(bundle.leaf)),
    ...bundle.chain.flatMap((issuer, index) => [
      `## Issuer ${index + 1}: ${inlineCode(nameOf(issuer))}`,
      certificateTable(issuer, now),
    ]),
    ...others.flatMap((other) => [`## Also in the file: ${inlineCode(nameOf(other))}`, certificateTable(other, now)]),
    '',
  ].join('\n\n');
}

function fileSection(container: Container, now: Date): string[] {
  const { name, protection, keys, certificates, problems } = container;
  const names = [...new Set([...certificates, ...keys].map(({ friendlyName }) => friendlyName))].filter(
    (friendlyName) => friendlyName !== undefined,
  );
  const rows: [string, string][] = [
    ['File', `${cellCode(name)}: ${cellCode(summarizeContainer(container, now))}`],
    ...keys.map(({ key }): [string, string] => [
      'Private key',
      keyText(
        key,
        certificates.map(({ certificate }) => certificate),
      ),
    ]),
    ['Protection', protection.length === 0 ? 'none' : protection.map(cellCode).join('; ')],
    ...names.map((friendlyName): [string, string] => ['Friendly name', cellCode(friendlyName)]),
    ...problems.map(({ message }): [string, string] => ['Could not be read', cellCode(message)]),
  ];
  return [factTable(rows)];
}

function keyText(key: KeyObject, certificates: readonly X509Certificate[]): string {
  const owner = certificates.find((certificate) => belongsTo(key, certificate));
  const whose = owner === undefined ? 'belongs to no certificate here' : `belongs to ${cellCode(nameOf(owner))}`;
  return `${keyKindOfKey(key)}, ${whose}; it is not shown`;
}

function nameOf(certificate: X509Certificate): string {
  const { commonName, subject } = describeCertificate(certificate);
  return commonName ?? subject;
}

function certificateTable(certificate: X509Certificate, now: Date): string {
  const description = describeCertificate(certificate);
  const alternatives = [
    ['DNS', description.dnsNames],
    ['URI', description.uris],
    ['e-mail', description.emailAddresses],
    ['IP', description.ipAddresses],
  ] as const;
  const names = alternatives.flatMap(([kind, values]) => values.map((value) => `${kind} ${cellCode(value)}`));
  const limit = description.pathLength === undefined ? '' : `, at most ${description.pathLength} authorities below it`;
  return factTable([
    ['Subject', cellCode(description.subject)],
    ['Issuer', cellCode(description.issuer)],
    ['Serial, as AWS writes it', cellCode(description.serialDecimal)],
    ['Serial, hexadecimal', cellCode(description.serialHex)],
    ['Valid', `${momentText(description.notBefore)} to ${momentText(description.notAfter)}`],
    ['', validityBar(description, now)],
    ['Key', keyRow(description.keyKind)],
    ['Signature', cellCode(description.signatureAlgorithm)],
    ['Key usage', description.keyUsages?.join(', ') ?? 'not stated'],
    ['Extended usage', description.extendedKeyUsages.map((usage) => extendedUsages[usage] ?? usage).join(', ') || 'not stated'],
    ['Authority', description.isAuthority ? `yes${limit}` : 'no'],
    ['Alternative names', names.join(', ') || 'none'],
    ['SHA-256', fingerprint(description.fingerprintSha256)],
    ['SHA-1', fingerprint(createHash('sha1').update(certificate.raw).digest('hex'))],
  ]);
}

function keyRow(keyKind: string): string {
  return keyKind.startsWith('ML-DSA')
    ? `${keyKind}, a post-quantum key that Roles Anywhere accepts but no editor's crypto library can sign with yet`
    : keyKind;
}

/** The elapsed part of the validity as a bar, and the rest in words. */
function validityBar({ notBefore, notAfter }: CertificateDescription, now: Date): string {
  if (now < notBefore) {
    return `\`${'░'.repeat(barLength)}\` not valid yet`;
  }
  const share = (now.getTime() - notBefore.getTime()) / (notAfter.getTime() - notBefore.getTime());
  const full = Math.round(Math.min(1, share) * barLength);
  return `\`${'█'.repeat(full)}${'░'.repeat(barLength - full)}\` ${expiryText(notAfter, now)}`;
}

/** May break after every eighth byte, without adding anything to a copy: in one piece it would widen the table beyond the window. */
function fingerprint(hex: string): string {
  const colons = (hex.toUpperCase().match(/../g) ?? []).join(':');
  return `<code>${colons.replace(/(?:..:){8}/g, '$&<wbr>')}</code>`;
}

/** One tree for each path; more than one if authorities are cross-signed. */
function trees({ leaf, chain }: CertificateBundle, now: Date): string[] {
  return pathsFrom(leaf, chain, now).flatMap((path, index) => [...(index === 0 ? [] : ['']), ...tree(path, now)]);
}

/** Root first, each below its issuer. */
function tree(path: readonly X509Certificate[], now: Date): string[] {
  const described = path.map(describeCertificate).reverse();
  const top = path.at(-1);
  const missing = described
    .slice(0, top === undefined || isSelfSigned(top) ? 0 : 1)
    .map(({ issuer }) => `${issuer || '(no name)'} (not in the file)`);
  const lines = described.map(({ subject, notAfter }) => `${subject || '(no name)'}, ${expiryText(notAfter, now)}`);
  return [...missing, ...lines].map((text, depth) => (depth === 0 ? text : `${'   '.repeat(depth - 1)}└─ ${text}`));
}

function rolesAnywhereSection(leaf: X509Certificate): string[] {
  const { tags, sourceIdentity } = sessionTags(leaf);
  return [
    '## In a Roles Anywhere session',
    `The source identity (\`sts:SourceIdentity\`) is ${inlineCode(sourceIdentity)}. Trust policies can ask for these session tags:`,
    [
      '| `aws:PrincipalTag/…` | Value | |',
      '| :-- | :-- | :-- |',
      ...tags.map(
        ({ key, value, dropped }) =>
          `| ${cellCode(key)} | ${cellCode(value)} | ${dropped === undefined ? '' : `**dropped**: ${cellCode(dropped)}`} |`,
      ),
    ].join('\n'),
    ...(tags.some(({ dropped }) => dropped !== undefined)
      ? ['STS leaves out a dropped tag without a word, and a condition such as `StringNotEquals` on it is then true.']
      : []),
  ];
}
