import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readIdentity } from '../../src/core/certificates/read-identity.ts';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';

const folder = join(scratch, 'e2e', 'development-ca');
const authorityPassword = 'battery staple';
const password = 'correct horse';
const arns = {
  trustAnchor: 'arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/5a1d6d3e-8f6c-4f6f-9d5c-0f4d0f9c3c11',
  profile: 'arn:aws:rolesanywhere:eu-west-1:111122223333:profile/0b5c8f2e-3d3a-4d63-bb0e-3f1f7a5f2c55',
  role: 'arn:aws:iam::111122223333:role/build',
};
let workbench: Workbench;

const mode = (name: string): string => (statSync(join(folder, name)).mode & 0o777).toString(8);

keepPictureOfFailures(() => workbench);
before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  workbench = await Workbench.open({ folder });
  await workbench.openView('AWS Auth');
  await workbench.welcome('Add Profile');
});
after(() => workbench.close());

test('a development CA is made in four steps, its key in a PFX with a password', async () => {
  await workbench.runCommand('AWS Auth: Create Development CA…');
  await workbench.waitForQuickInput('Create Development CA (1/4)');
  await workbench.screenshot('50-authority-name');
  await workbench.answer('CN=Example Development CA, C=DE');
  await workbench.quickInput.getByText(/“C” is not one of CN, O and OU/).waitFor();
  await workbench.answer('CN=Example Development CA, O=Example');
  await workbench.waitForQuickInput('(2/4)');
  await workbench.pick('Key');
  await workbench.waitForQuickInput('Kind of Key');
  await workbench.screenshot('51-authority-key');
  await workbench.pick('EC P-384');
  await workbench.waitForQuickInput('(2/4)');
  await workbench.pick('Validity');
  await workbench.waitForQuickInput('Validity in Days');
  await workbench.answer('5000');
  await workbench.quickInput.getByText(/from 1 to 3652/).waitFor();
  await workbench.answer('3650');
  await workbench.waitForQuickInput('(2/4)');
  await workbench.screenshot('52-authority-options');
  const rows = await workbench.quickPickRows();
  assert.equal(rows[1]?.description, 'EC P-384');
  await workbench.pick('Continue with these');
  await workbench.waitForQuickInput('(3/4)');
  await workbench.answer('short');
  await workbench.quickInput.getByText(/at least 8 characters/).waitFor();
  await workbench.screenshot('53-authority-password');
  await workbench.answer(authorityPassword);
  await workbench.waitForQuickInput('(4/4)');
  await workbench.screenshot('54-authority-review');
  await workbench.pick('Write 2 files');
  await workbench.notification(/2 files written into/);
  await workbench.screenshot('55-authority-written');
  await workbench.pressNotificationButton('Issue Certificate…');
  assert.equal(mode('development-ca.pfx'), '600');
  const certificate = new X509Certificate(readFileSync(join(folder, 'development-ca.pem')));
  assert.equal(certificate.ca, true);
  assert.equal(certificate.subject, 'CN=Example Development CA\nO=Example');
});

test('a certificate is issued with it, without asking for its password again, and a profile made with it', async (t) => {
  await workbench.waitForQuickInput('Issue Certificate (1/5)');
  await workbench.screenshot('56-issue-authority');
  await workbench.pick('CN=Example Development CA');
  await workbench.waitForQuickInput('(2/5)');
  await workbench.screenshot('57-issue-subject');
  await workbench.answer('CN=build-7, OU=Build, O=Example');
  await workbench.waitForQuickInput('(3/5)');
  await workbench.pick('DNS names');
  await workbench.waitForQuickInput('DNS Names');
  await workbench.answer('build-7.example.com');
  await workbench.waitForQuickInput('(3/5)');
  await workbench.screenshot('58-issue-options');
  await workbench.pick('Continue with these');
  await workbench.waitForQuickInput('(4/5)');
  await workbench.screenshot('59-issue-password');
  await workbench.answer(password);
  await workbench.waitForQuickInput('(5/5)');
  await workbench.screenshot('60-issue-review');
  await workbench.pick('Write build-7.pfx');
  await workbench.notification(/build-7.pfx written into/);
  assert.equal(mode('build-7.pfx'), '600');
  const identity = await readIdentity([{ name: 'build-7.pfx', bytes: readFileSync(join(folder, 'build-7.pfx')) }], password);
  assert.equal(identity.leaf.subject, 'CN=build-7\nOU=Build\nO=Example');
  assert.equal(identity.leaf.subjectAltName, 'DNS:build-7.example.com');
  assert.equal(identity.leaf.verify(new X509Certificate(readFileSync(join(folder, 'development-ca.pem'))).publicKey), true);

  await workbench.pressNotificationButton('Add Profile…');
  await workbench.waitForQuickInput('Add AWS Profile (1/7)');
  await workbench.pick('Workspace settings');
  await workbench.waitForQuickInput('(2/7)');
  await workbench.answer('build');
  await workbench.waitForQuickInput('(3/7)');
  await workbench.answer(arns.trustAnchor);
  await workbench.waitForQuickInput('(4/7)');
  await workbench.answer(arns.profile);
  await workbench.waitForQuickInput('(5/7)');
  await workbench.answer(arns.role);
  await workbench.waitForQuickInput('(6/7)');
  assert.equal((await workbench.quickInputTexts()).value, join(folder, 'build-7.pfx'));
  await workbench.screenshot('61-profile-prefilled');
  await workbench.page.keyboard.press('Enter');
  await workbench.waitForQuickInput('(7/7)');
  await workbench.page.keyboard.press('Enter');
  await workbench.openView('AWS Auth');
  await workbench.treeRow('build').waitFor();
  await workbench.expand('build');
  await workbench
    .treeRow('Certificate')
    .getByText(/CN=build-7, 36[45] days left/)
    .waitFor();
  await workbench.screenshot('62-profile-made');

  try {
    execFileSync(
      'openssl',
      ['pkcs12', '-in', 'build-7.pfx', '-passin', `pass:${password}`, '-nokeys', '-clcerts', '-out', 'leaf.pem'],
      {
        cwd: folder,
      },
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    t.skip('openssl is not installed');
    return;
  }
  const verified = execFileSync('openssl', ['verify', '-x509_strict', '-CAfile', 'development-ca.pem', 'leaf.pem'], {
    cwd: folder,
  });
  assert.match(verified.toString(), /leaf.pem: OK/);
});

test('Check Profile lists every rule, and tells with the authority at hand whether the chain ends there', async () => {
  await workbench.pressRowMenu('build', 'Check Profile…');
  await workbench.waitForQuickInput('Check build');
  assert.match((await workbench.quickInputTexts()).placeholder, /A session can be started/);
  await workbench.screenshot('63-check-passes');
  const count = (await workbench.quickPickRows()).length;
  assert.ok(count >= 8, `${count} rows are in sight`);
  await workbench.pick('Check against the trust anchor’s certificate…');
  await workbench.quickInput.filter({ hasText: 'Certificate of the trust anchor' }).waitFor();
  await workbench.answerFileDialog(join(folder, 'development-ca.pem'));
  await workbench.waitForQuickInput('Check build');
  await workbench.quickInput.getByText('Checked against development-ca.pem').waitFor();
  assert.match((await workbench.quickInputTexts()).placeholder, /A session can be started: (\d+) of \1 rules pass/);
  await workbench.screenshot('64-check-anchor');
  await workbench.escape();
});
