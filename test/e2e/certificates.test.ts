import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createDevelopmentAuthority, issueEndEntity } from '../../src/core/certificates/issue.ts';
import { writePem } from '../../src/core/certificates/write-pem.ts';
import { writePkcs12 } from '../../src/core/certificates/write-pkcs12.ts';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';

const folder = join(scratch, 'e2e', 'certificates');
const password = 'correct horse';
const day = 86_400_000;
let workbench: Workbench;

const inFolder = (name: string): string => join(folder, name);
const mode = (name: string): string => (statSync(inFolder(name)).mode & 0o777).toString(8);

/** What openssl prints, or undefined where there is none. */
function openssl(...args: string[]): string | undefined {
  try {
    return execFileSync('openssl', args, { encoding: 'utf8', cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

keepPictureOfFailures(() => workbench);
before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const notBefore = new Date(Date.now() - day);
  const authority = await createDevelopmentAuthority({
    commonName: 'Example Root CA',
    organization: 'Example',
    notBefore,
    notAfter: new Date(Date.now() + 3000 * day),
  });
  const issue = { organization: 'Example', organizationalUnit: 'Build', notBefore, notAfter: new Date(Date.now() + 41.5 * day) };
  const first = await issueEndEntity(authority, {
    ...issue,
    commonName: 'build-7',
    key: 'rsa-2048',
    dnsNames: ['build-7.example.com'],
  });
  const second = await issueEndEntity(authority, { ...issue, commonName: 'build-8' });
  writeFileSync(inFolder('build-7.pfx'), await writePkcs12(first, { password, encryption: 'modern' }));
  const [certificate, , key] = await writePem(second, { layout: 'split', keyPassword: password });
  writeFileSync(inFolder('build-8.crt'), certificate?.bytes ?? '');
  writeFileSync(inFolder('build-8-secret.key'), key?.bytes ?? '');
  const pairs = [first, second].map(({ leaf, key }) => [leaf, key.export({ type: 'pkcs8', format: 'pem' })].join(''));
  writeFileSync(inFolder('two.pem'), pairs.join(''));
  workbench = await Workbench.open({ folder, settings: { 'workbench.colorTheme': 'Dark Modern' } });
});
after(() => workbench.close());

/** The message of the last wizard, and its button pressed or the toast closed. */
async function settle(text: RegExp, button?: string): Promise<void> {
  await workbench.notification(text);
  if (button !== undefined) return workbench.pressNotificationButton(button);
  await workbench.runCommand('Notifications: Clear All Notifications');
}

test('a PFX becomes PEM files from the explorer: what it is, what will be written, and then the files', async (t) => {
  await workbench.openView('AWS Auth');
  await workbench.welcome('Add Profile');
  await workbench.openView('Explorer');
  await workbench.pressRowMenu('build-7.pfx', 'Convert Certificate…');
  await workbench.waitForQuickInput('Convert build-7.pfx (1/4)');
  assert.equal((await workbench.quickInputTexts()).password, true);
  await workbench.answer('wrong');
  await workbench.quickInput.getByText(/The password does not open build-7.pfx/).waitFor();
  await workbench.screenshot('30-convert-password');
  await workbench.answer(password);
  await workbench.waitForQuickInput('(2/4)');
  const { placeholder } = await workbench.quickInputTexts();
  assert.match(placeholder, /^PFX, RSA 2048, CN=build-7, 2 certificates, expires in 41 days$/);
  await workbench.screenshot('31-convert-target');
  await workbench.pick('PEM, a file for each part');
  await workbench.waitForQuickInput('(3/4)');
  await workbench.screenshot('32-convert-new-password');
  await workbench.answer('');
  await workbench.waitForQuickInput('(4/4)');
  await workbench.screenshot('33-convert-review');
  const [write] = await workbench.quickPickRows();
  assert.equal(write?.label, 'Write 3 files');
  assert.equal(write.description, 'key without a password, readable by you alone');
  assert.equal(write.detail, 'build-7.pem, build-7.chain.pem, build-7.key');
  await workbench.pick('Write 3 files');
  await workbench.waitForTab('build-7.pem');
  await workbench.notification(/3 files written into/);
  await workbench.screenshot('34-converted');
  await settle(/3 files written into/);
  assert.equal(mode('build-7.key'), '600');
  assert.match(readFileSync(inFolder('build-7.pem'), 'utf8'), /^-----BEGIN CERTIFICATE-----/);
  const verified = openssl('verify', '-CAfile', 'build-7.chain.pem', 'build-7.pem');
  if (verified === undefined) {
    t.skip('openssl is not installed');
    return;
  }
  assert.match(verified, /OK/);
  const publicOf = (kind: string, name: string): string | undefined =>
    kind === 'key' ? openssl('pkey', '-in', name, '-pubout') : openssl('x509', '-in', name, '-noout', '-pubkey');
  assert.equal(publicOf('key', 'build-7.key'), publicOf('certificate', 'build-7.pem'));
});

test('names that are taken are kept unless a person says otherwise', async () => {
  const before = readFileSync(inFolder('build-7.key'));
  await workbench.pressRowMenu('build-7.pem', 'Convert Certificate…');
  await workbench.waitForQuickInput('Convert build-7.pem (1/3)');
  await workbench.screenshot('35-convert-without-key');
  await workbench.pick('Add a file with the key or the chain…');
  await workbench.quickInput.filter({ hasText: 'File with what is missing' }).waitFor();
  await workbench.answerFileDialog(inFolder('build-7.key'));
  await workbench.waitForQuickInput('Convert build-7.pem (1/3)');
  await workbench.pick('PEM, a file for each part');
  await workbench.waitForQuickInput('(2/3)');
  await workbench.answer(password);
  await workbench.waitForQuickInput('(3/3)');
  await workbench.screenshot('36-convert-taken');
  const rows = await workbench.quickPickRows();
  assert.equal(rows[0]?.label, 'Keep what is there and write “build-7-2”');
  assert.equal(rows[1]?.label, 'Replace build-7.pem and build-7.key');
  await workbench.pick('Keep what is there and write “build-7-2”');
  await settle(/2 files written into/);
  assert.deepEqual(readFileSync(inFolder('build-7.key')), before);
  assert.match(readFileSync(inFolder('build-7-2.key'), 'utf8'), /^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
  assert.equal(mode('build-7-2.key'), '600');
});

test('a certificate whose key lies elsewhere asks for the key file and its password, and for nothing else', async (t) => {
  await workbench.pressRowMenu('build-8.crt', 'Convert Certificate…');
  await workbench.waitForQuickInput('Convert build-8.crt');
  await workbench.pick('PFX, compatible');
  await workbench.quickInput.filter({ hasText: 'The private key of build-8.crt' }).waitFor();
  await workbench.screenshot('37-convert-key-file');
  await workbench.answerFileDialog(inFolder('build-8-secret.key'));
  await workbench.quickInput.getByText(/build-8-secret.key is protected by a password/).waitFor();
  await workbench.screenshot('38-convert-key-password');
  await workbench.answer(password);
  await workbench.waitForQuickInput('Convert build-8.crt (2/3)');
  await workbench.answer('changeit');
  await workbench.waitForQuickInput('(3/3)');
  await workbench.screenshot('39-convert-pfx-review');
  await workbench.pick('Write build-8.pfx');
  await settle(/build-8.pfx written into/);
  assert.equal(mode('build-8.pfx'), '600');
  const info = openssl('pkcs12', '-in', 'build-8.pfx', '-passin', 'pass:changeit', '-nodes', '-legacy');
  if (info === undefined) {
    t.skip('openssl is not installed');
    return;
  }
  assert.match(info, /CN = build-8/);
  assert.match(info, /BEGIN PRIVATE KEY/);
});

test('the trust-anchor text goes to the clipboard, and no file is written', async () => {
  await workbench.pressRowMenu('build-7.chain.pem', 'Convert Certificate…');
  await workbench.waitForQuickInput('Convert build-7.chain.pem');
  await workbench.pick('Trust-anchor text');
  await workbench.notification(/trust-anchor text is on the clipboard/);
  await workbench.screenshot('40-trust-anchor-copied');
  await settle(/trust-anchor text is on the clipboard/);
  assert.equal(await workbench.clipboard(), readFileSync(inFolder('build-7.chain.pem'), 'utf8'));
});

test('of two key pairs in one file a person chooses, and that one alone is written', async () => {
  await workbench.pressRowMenu('two.pem', 'Convert Certificate…');
  await workbench.waitForQuickInput('Several Certificates with a Private Key');
  const rows = await workbench.quickPickRows();
  assert.deepEqual(rows.map(({ label }) => label).sort(), ['CN=build-7, OU=Build, O=Example', 'CN=build-8, OU=Build, O=Example']);
  await workbench.screenshot('40-which-identity');
  await workbench.pick('CN=build-8, OU=Build, O=Example');
  await workbench.waitForQuickInput('Convert two.pem (1/3)');
  await workbench.pick('PEM, a file for each part');
  await workbench.waitForQuickInput('(2/3)');
  await workbench.answer('');
  await workbench.waitForQuickInput('(3/3)');
  const names = (await workbench.quickPickRows())[0]?.detail ?? '';
  await workbench.pick((await workbench.quickPickRows())[0]?.label ?? '');
  await settle(/files? written into/);
  const [certificate = ''] = names.split(', ');
  assert.match(new X509Certificate(readFileSync(inFolder(certificate))).subject, /CN=build-8/);
});

for (const [theme, name] of [
  ['Dark Modern', 'dark'],
  ['Light Modern', 'light'],
  ['Default High Contrast', 'high-contrast'],
] as const) {
  test(`the inspector shows a certificate in ${name}, and never its key`, async () => {
    await workbench.setTheme(theme);
    await workbench.pressRowMenu('build-7.pfx', 'Inspect Certificate');
    await workbench.quickInput.getByText(/build-7.pfx is protected by a password/).waitFor();
    if (name === 'dark') await workbench.screenshot('41-inspect-password');
    await workbench.answer(password);
    const text = await workbench.previewText('Preview build-7.pfx', /Source identity|source identity/i);
    assert.match(text, /CN=build-7/);
    assert.match(text, /x509Subject\/CN/);
    assert.doesNotMatch(text, /PRIVATE KEY-----/);
    assert.ok(!(await workbench.previewIsTooWide()));
    await workbench.screenshot(`42-inspector-${name}`);
    await workbench.scrollPreview();
    await workbench.screenshot(`43-inspector-${name}-below`);
    await workbench.runCommand('View: Close All Editors');
  });
}
