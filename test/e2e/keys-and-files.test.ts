import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createDevelopmentAuthority, issueEndEntity } from '../../src/core/certificates/issue.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';

const folder = join(scratch, 'e2e', 'keys-and-files');
const settingsFile = join(folder, '.vscode', 'settings.json');
const expired = {
  accessKeyId: 'ASIAEXPIREDKEYS00000',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'over',
};
const renewed = {
  accessKeyId: 'ASIARENEWEDKEYS00000',
  secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
  sessionToken: 'anew==',
};
const arns = {
  trustAnchor: 'arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/5a1d6d3e-8f6c-4f6f-9d5c-0f4d0f9c3c11',
  profile: 'arn:aws:rolesanywhere:eu-west-1:111122223333:profile/0b5c8f2e-3d3a-4d63-bb0e-3f1f7a5f2c55',
  role: 'arn:aws:iam::111122223333:role/build',
};
let sandbox: Sandbox;
let workbench: Workbench;

keepPictureOfFailures(() => workbench);
before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  // It knows the new keys alone; what it says of the old ones is what AWS says of keys that are gone.
  sandbox = await startSandbox({ trustAnchors: [], profiles: [], roles: [], accessKeys: [renewed] });
  const profile = { kind: 'static', accessKeyId: expired.accessKeyId, region: 'eu-west-1', endpoint: sandbox.url };
  writeFileSync(settingsFile, JSON.stringify({ 'awsAuth.profiles': { sso: profile }, 'files.simpleDialog.enable': true }));
  writeFileSync(join(folder, 'call.http'), '# @aws-profile sso\nGET https://things.s3.eu-west-1.amazonaws.com/\n');
  const validity = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 41.5 * 86_400_000) };
  const authority = await createDevelopmentAuthority({ commonName: 'Test CA', key: 'ec-p256', ...validity });
  const identity = await issueEndEntity(authority, { commonName: 'build-7', key: 'ec-p256', ...validity });
  writeFileSync(join(folder, 'build.crt'), identity.leaf.toString());
  writeFileSync(join(folder, 'build.key'), identity.key.export({ format: 'pem', type: 'pkcs8' }));
  writeFileSync(join(folder, 'ca.crt'), authority.leaf.toString());
  workbench = await Workbench.open({ folder });
});
after(async () => {
  await workbench.close();
  await sandbox.close();
});

test('a secret that is missing is entered one by one; the settings hold the id alone', async () => {
  await workbench.openView('AWS Auth');
  await workbench.pressRowMenu('sso', 'Enter New Keys…');
  await workbench.waitForQuickInput('Enter New Keys of sso');
  await workbench.screenshot('50-enter-keys');
  await workbench.pick('Enter Keys One by One');
  await workbench.waitForQuickInput('(2/4)');
  await workbench.answer(expired.accessKeyId);
  await workbench.waitForQuickInput('(3/4)');
  assert.equal((await workbench.quickInputTexts()).password, true);
  await workbench.answer(expired.secretAccessKey);
  await workbench.waitForQuickInput('(4/4)');
  await workbench.answer('');
  await workbench.quickInput.getByText(/keys that start with ASIA need it/).waitFor();
  await workbench.answer(expired.sessionToken);
  await workbench.notification(/The new keys of “sso” are stored/);
  const settings = readFileSync(settingsFile, 'utf8');
  for (const secret of [expired.secretAccessKey, expired.sessionToken]) assert.ok(!settings.includes(secret));
});

test('refused temporary keys lead to Enter New Keys…, which takes the block that the access portal copies', async () => {
  await workbench.openFile('call.http');
  await workbench.clickCodeLens('Sign & Send');
  // The endpoint is the workspace's, and nobody has agreed to it yet.
  await workbench.dialog();
  await workbench.screenshot('51-destination');
  await workbench.pressDialogButton('Allow');
  await workbench.page.locator('.editor-group-container .view-line', { hasText: 'InvalidAccessKeyId' }).waitFor();
  const lens = workbench.page.locator('.codelens-decoration a:visible', { hasText: 'Enter New Keys…' });
  await lens.waitFor();
  await workbench.screenshot('52-refused-keys');
  const block = [
    `export AWS_ACCESS_KEY_ID="${renewed.accessKeyId}"`,
    `export AWS_SECRET_ACCESS_KEY="${renewed.secretAccessKey}"`,
    `export AWS_SESSION_TOKEN="${renewed.sessionToken}"`,
  ].join('\n');
  await workbench.page.evaluate((text) => navigator.clipboard.writeText(text), block);
  await lens.click();
  await workbench.waitForQuickInput('Enter New Keys of sso');
  await workbench.pick('Take Keys from the Clipboard');
  await workbench.notification('The new keys of “sso” are stored');
  // Lenses are painted anew for the changed profile, and a click on one that is being replaced is lost.
  await workbench.goTo('call.http', 2);
  await workbench.pressUntil('Control+Alt+S', workbench.dialogBox);
  await workbench.pressDialogButton('Allow');
  await workbench.page.locator('.editor-group-container .view-line', { hasText: 'NoSuchBucket' }).waitFor();
  await workbench.screenshot('53-new-keys-sign');
  assert.ok(readFileSync(settingsFile, 'utf8').includes(renewed.accessKeyId));
});

test('Add Profile asks for the key and the chain where the certificate file holds neither', async () => {
  await workbench.runCommand('AWS Auth: Add Profile…');
  await workbench.waitForQuickInput('Add AWS Profile');
  await workbench.pick('IAM Roles Anywhere');
  await workbench.waitForQuickInput('(2/8)');
  await workbench.pick('Workspace settings');
  await workbench.waitForQuickInput('(3/8)');
  await workbench.answer('two files');
  await workbench.waitForQuickInput('(4/8)');
  await workbench.answer(arns.trustAnchor);
  await workbench.waitForQuickInput('(5/8)');
  await workbench.answer(arns.profile);
  await workbench.waitForQuickInput('(6/8)');
  await workbench.answer(arns.role);
  await workbench.waitForQuickInput('(7/8)');
  await workbench.answer('nowhere.crt');
  await workbench.quickInput.getByText(/does not exist/).waitFor();
  await workbench.answer('build.crt');
  await workbench.waitForQuickInput('(8/10)');
  await workbench.screenshot('54-key-file');
  await workbench.answer('ca.crt');
  await workbench.quickInput.getByText(/holds no private key/).waitFor();
  await workbench.answer('build.key');
  await workbench.waitForQuickInput('(9/10)');
  await workbench.screenshot('55-chain-file');
  await workbench.answer('ca.crt');
  await workbench.waitForQuickInput('(10/10)');
  await workbench.answer('');
  await workbench.treeRow('two files').waitFor();
  await workbench.expand('two files');
  await workbench.treeRow('Certificate').getByText('CN=build-7, 41 days left').waitFor();
  await workbench.screenshot('56-two-files-added');
  const { 'awsAuth.profiles': profiles } = JSON.parse(readFileSync(settingsFile, 'utf8')) as Record<
    string,
    Record<string, object>
  >;
  assert.deepEqual(profiles?.['two files'], {
    kind: 'rolesAnywhere',
    trustAnchorArn: arns.trustAnchor,
    profileArn: arns.profile,
    roleArn: arns.role,
    certificate: 'build.crt',
    privateKey: 'build.key',
    certificateChain: 'ca.crt',
  });
});
