import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createDevelopmentAuthority, issueEndEntity } from '../../src/core/certificates/issue.ts';
import { writePem } from '../../src/core/certificates/write-pem.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';

const folder = join(scratch, 'e2e', 'profile-check');
const day = 86_400_000;
const arns = {
  trustAnchorArn: 'arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/5a1d6d3e-8f6c-4f6f-9d5c-0f4d0f9c3c11',
  profileArn: 'arn:aws:rolesanywhere:eu-west-1:111122223333:profile/0b5c8f2e-3d3a-4d63-bb0e-3f1f7a5f2c55',
  roleArn: 'arn:aws:iam::111122223333:role/build',
};
let sandbox: Sandbox;
let workbench: Workbench;

keepPictureOfFailures(() => workbench);
before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  const notBefore = new Date(Date.now() - 400 * day);
  const authority = await createDevelopmentAuthority({
    commonName: 'Example Root CA',
    notBefore,
    notAfter: new Date(Date.now() + 300 * day),
  });
  const issue = async (commonName: string, days: number): Promise<void> => {
    const notAfter = new Date(Date.now() + days * day);
    const identity = await issueEndEntity(authority, { commonName, organization: 'Example', notBefore, notAfter });
    for (const { name, bytes } of await writePem({ ...identity, chain: [] }, { layout: 'split', baseName: commonName })) {
      writeFileSync(join(folder, name), bytes);
    }
  };
  await issue('ending', 12.5);
  await issue('expired', -3);
  sandbox = await startSandbox({
    trustAnchors: [{ arn: arns.trustAnchorArn, certificates: [authority.leaf.toString()] }],
    profiles: [{ arn: arns.profileArn, roleArns: [arns.roleArn] }],
    roles: [{ arn: arns.roleArn }],
    accessKeys: [],
  });
  const profile = (name: string): object => ({
    kind: 'rolesAnywhere',
    ...arns,
    certificate: `${name}.pem`,
    privateKey: `${name}.key`,
    endpoint: sandbox.url,
  });
  const profiles = {
    ending: profile('ending'),
    broken: { ...profile('expired'), profileArn: arns.profileArn.replace('eu-west-1', 'us-east-1') },
  };
  writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'awsAuth.profiles': profiles }, undefined, 2));
  workbench = await Workbench.open({ folder });
  await workbench.openView('AWS Auth');
});
after(async () => {
  await workbench.close();
  await sandbox.close();
});

test('Start Session stops at what AWS would refuse, without a call, and leads to the check', async () => {
  await workbench.pressRowAction('broken', 'Switch Active Profile…');
  await workbench.statusItem(/broken no session/).waitFor();
  await workbench.pressRowAction('broken', 'Start Session');
  await workbench.pressDialogButton('Allow');
  await workbench.notification(/expired/);
  await workbench.screenshot('70-session-stopped');
  assert.equal(sandbox.received.connections, 0);
  await workbench.pressNotificationButton('Check Profile…');
  await workbench.waitForQuickInput('Check broken');
  assert.match((await workbench.quickInputTexts()).placeholder, /A session would be refused/);
  const rows = await workbench.quickPickRows();
  assert.match(rows[0]?.label ?? '', /expired/);
  assert.ok(rows.some(({ label }) => /eu-west-1.*us-east-1|us-east-1.*eu-west-1/.test(label)));
  await workbench.screenshot('71-check-fails');
});

test('a finding leads to its fix', async () => {
  await workbench.quickInput.locator('.monaco-list-row', { hasText: 'us-east-1' }).first().hover();
  await workbench.pressQuickInputButton('Edit Profile…');
  await workbench.waitForQuickInput('Edit AWS Profile broken');
  await workbench.escape();
});

test('a certificate near its end is marked in the tree and named in the status bar’s tooltip, and does not stop a session', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.pressRowAction('ending', 'Switch Active Profile…');
  await workbench.expand('ending');
  await workbench
    .treeRow('ending')
    .getByText(/certificate: 12 days left/)
    .waitFor();
  await workbench.pressRowMenu('ending', 'Check Profile…');
  await workbench.waitForQuickInput('Check ending');
  assert.match((await workbench.quickInputTexts()).placeholder, /A session can be started; 1 to look at/);
  await workbench.screenshot('72-check-warns');
  await workbench.escape();
  await workbench.pressRowAction('ending', 'Start Session');
  await workbench.pressDialogButton('Allow');
  await workbench.statusItem(/ending \d+m/).waitFor();
  assert.match(await workbench.hover(workbench.statusItem(/ending \d+m/)), /Certificate: CN=ending, 12 days left/);
  await workbench.screenshot('73-certificate-ending');
});

test('a certificate path in the settings says what it means', async () => {
  await workbench.openFile('settings.json');
  const lines = readFileSync(join(folder, '.vscode', 'settings.json'), 'utf8').split('\n');
  const line = lines.findIndex((text) => text.includes('"ending.pem"'));
  await workbench.page.keyboard.press('ControlOrMeta+G');
  await workbench.answer(`:${line + 1}:${(lines[line] ?? '').indexOf('ending.pem') + 3}`);
  await workbench.statusItem(`Ln ${line + 1}, Col`).waitFor();
  await workbench.runCommand('Show or Focus Hover');
  const hover = workbench.page.locator('.monaco-hover:visible', { hasText: 'expires in 12 days' });
  await hover.waitFor();
  await workbench.screenshot('74-hover');
  await hover.getByText('Inspect Certificate').click();
  assert.match(await workbench.previewText('Preview ending.pem', /x509Subject/), /expires in 12 days/);
});

test('the walkthrough leads from the sandbox to a request', async () => {
  await workbench.runCommand('View: Close All Editors');
  // The pictures need room beside the steps.
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.runCommand('Welcome: Open Walkthrough...');
  await workbench.pick('Get Started with AWS Auth & Signing');
  const step = (title: string) => workbench.page.locator('.getting-started-step', { hasText: title });
  await step('Try it without an AWS account').waitFor();
  for (const [index, title] of [
    'Try it without an AWS account',
    'Add a profile',
    'Bring your certificate into the right format',
    'Start a session',
    'Send a signed request',
  ].entries()) {
    if (index > 0) await step(title).click();
    await workbench.page.locator('.getting-started-step.expanded', { hasText: title }).waitFor();
    await workbench.page
      .frameLocator('.getting-started-media iframe')
      .frameLocator('#active-frame')
      .locator('svg')
      .waitFor({ state: 'attached' });
    await workbench.screenshot(`8${index}-walkthrough`);
  }
  await workbench.page.locator('.getting-started-step.expanded .monaco-button', { hasText: 'Write a Request' }).click();
  await workbench.waitForQuickInput('New AWS Request');
  await workbench.pick('STS · GetCallerIdentity');
  await workbench.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
  assert.match(await workbench.editorText(), /Action=GetCallerIdentity/);
  await workbench.screenshot('85-new-request');
});
