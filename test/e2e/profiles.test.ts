import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createDevelopmentAuthority, issueEndEntity } from '../../src/core/certificates/issue.ts';
import { writePkcs12 } from '../../src/core/certificates/write-pkcs12.ts';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';

const folder = join(scratch, 'e2e', 'profiles');
const pfx = join(folder, 'build.pfx');
const password = 'correct horse';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const arns = {
  trustAnchor: 'arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/5a1d6d3e-8f6c-4f6f-9d5c-0f4d0f9c3c11',
  profile: 'arn:aws:rolesanywhere:eu-west-1:111122223333:profile/0b5c8f2e-3d3a-4d63-bb0e-3f1f7a5f2c55',
  role: 'arn:aws:iam::111122223333:role/build',
};
let workbench: Workbench;

keepPictureOfFailures(() => workbench);
before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const validity = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 41.5 * 86_400_000) };
  const authority = await createDevelopmentAuthority({ commonName: 'Test CA', key: 'ec-p256', ...validity });
  const identity = await issueEndEntity(authority, { commonName: 'build-7', key: 'ec-p256', ...validity });
  writeFileSync(pfx, await writePkcs12(identity, { password, encryption: 'modern' }));
  const second = await issueEndEntity(authority, { commonName: 'second', key: 'ec-p256', ...validity });
  const pairs = [identity, second].map(({ leaf, key }) => [leaf, key.export({ type: 'pkcs8', format: 'pem' })].join(''));
  writeFileSync(join(folder, 'two.pem'), pairs.join(''));
  writeFileSync(join(folder, 'shell.http'), '# @aws-profile shell\n# @aws-service execute-api\nGET http://127.0.0.1:9/\n');
  workbench = await Workbench.open({ folder });
});
after(() => workbench.close());

test('the empty view says what a profile is and offers to add one', async () => {
  await workbench.openView('AWS Auth');
  assert.match(await workbench.welcome('Add Profile'), /X\.509 certificate/);
  await workbench.screenshot('10-welcome');
});

test('a profile with static keys is added step by step; the secret is typed hidden and stays out of the settings', async () => {
  await workbench.runCommand('AWS Auth: Add Profile…');
  await workbench.waitForQuickInput('Add AWS Profile');
  await workbench.screenshot('11-add-kind');
  await workbench.pick('Static keys');
  await workbench.waitForQuickInput('Add AWS Profile (2/6)');
  await workbench.pick('Workspace settings');
  await workbench.waitForQuickInput('(3/6)');
  await workbench.answer('ci');
  await workbench.waitForQuickInput('(4/6)');
  await workbench.answer('AKIA bad');
  await workbench.quickInput.getByText(/16 to 128 letters and digits/).waitFor();
  await workbench.screenshot('12-add-problem');
  await workbench.answer('AKIAIOSFODNN7EXAMPLE');
  await workbench.waitForQuickInput('(5/6)');
  assert.equal((await workbench.quickInputTexts()).password, true);
  await workbench.answer(secretAccessKey);
  await workbench.waitForQuickInput('(6/6)');
  await workbench.pressQuickInputButton('Back');
  await workbench.waitForQuickInput('(5/6)');
  await workbench.pressQuickInputButton('Back');
  await workbench.waitForQuickInput('(4/6)');
  assert.equal((await workbench.quickInputTexts()).value, 'AKIAIOSFODNN7EXAMPLE', 'going back keeps what was entered');
  await workbench.answer('AKIAIOSFODNN7EXAMPLE');
  await workbench.waitForQuickInput('(5/6)');
  await workbench.answer('');
  await workbench.waitForQuickInput('(6/6)');
  await workbench.answer('eu-central-1');
  await workbench.treeRow('ci').waitFor();
  const settings = readFileSync(join(folder, '.vscode', 'settings.json'), 'utf8');
  assert.deepEqual(JSON.parse(settings), {
    'awsAuth.profiles': { ci: { kind: 'static', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', region: 'eu-central-1' } },
  });
});

test('a Roles Anywhere profile takes its region from the trust anchor, and a wrong password is found before anything is saved', async () => {
  await workbench.runCommand('AWS Auth: Add Profile…');
  await workbench.waitForQuickInput('Add AWS Profile');
  await workbench.pick('IAM Roles Anywhere');
  await workbench.waitForQuickInput('(2/8)');
  await workbench.pick('Workspace settings');
  await workbench.waitForQuickInput('(3/8)');
  await workbench.answer('build');
  await workbench.waitForQuickInput('(4/8)');
  await workbench.answer(arns.profile);
  await workbench.quickInput.getByText(/trustAnchorArn is not an ARN/).waitFor();
  await workbench.answer(arns.trustAnchor);
  await workbench.waitForQuickInput('(5/8)');
  await workbench.answer(arns.profile);
  await workbench.waitForQuickInput('(6/8)');
  await workbench.answer(arns.role);
  await workbench.waitForQuickInput('(7/8)');
  await workbench.answer('build.pfx');
  await workbench.waitForQuickInput('(8/8)');
  await workbench.answer('wrong');
  await workbench.quickInput
    .getByText(/password/i)
    .filter({ hasText: 'build.pfx' })
    .waitFor();
  await workbench.screenshot('13-add-wrong-password');
  await workbench.answer(password);
  await workbench.treeRow('build').waitFor();
  await workbench.expand('build');
  await workbench.treeRow('Certificate').getByText('CN=build-7, 41 days left').waitFor();
  await workbench.treeRow('Region').getByText('eu-west-1').waitFor();
  await workbench.screenshot('14-added');
  assert.ok(!readFileSync(join(folder, '.vscode', 'settings.json'), 'utf8').includes(password));
});

test('profiles are switched, renamed, duplicated, edited and deleted', async () => {
  await workbench.pressRowAction('build', 'Switch Active Profile…');
  await workbench.statusItem(/build no session/).waitFor();
  await workbench.screenshot('15-switched');
  await workbench.pressRowMenu('build', 'Rename Profile…');
  await workbench.waitForQuickInput('Rename Profile build');
  await workbench.screenshot('16-rename');
  await workbench.answer('builder');
  await workbench.treeRow('builder').waitFor();
  await workbench.statusItem(/builder no session/).waitFor();
  await workbench.pressRowMenu('ci', 'Duplicate Profile…');
  await workbench.waitForQuickInput('Duplicate Profile ci');
  await workbench.screenshot('17-duplicate');
  await workbench.answer('ci copy');
  await workbench.treeRow('ci copy').waitFor();
  await workbench.pressRowMenu('ci copy', 'Edit Profile…');
  await workbench.waitForQuickInput('Edit AWS Profile ci copy (1/3)');
  await workbench.screenshot('18-edit');
  await workbench.answer('AKIAIOSFODNN7EXAMPLE');
  await workbench.waitForQuickInput('(2/3)');
  assert.equal((await workbench.quickInputTexts()).value, '', 'the stored secret is not shown');
  await workbench.answer('');
  await workbench.waitForQuickInput('(3/3)');
  await workbench.answer('us-east-1');
  await workbench.expand('ci copy');
  await workbench.treeRow('Region').getByText('us-east-1').waitFor();
  await workbench.pressRowMenu('ci copy', 'Delete Profile…');
  assert.match(await workbench.dialog(), /Delete the profile “ci copy”\?/);
  await workbench.screenshot('19-delete');
  await workbench.pressDialogButton('Delete');
  await workbench.treeRow('ci copy').waitFor({ state: 'detached' });
});

test('of two key pairs in the file of a new profile a person chooses, and the profile keeps which', async () => {
  await workbench.runCommand('AWS Auth: Add Profile…');
  await workbench.waitForQuickInput('Add AWS Profile');
  await workbench.pick('IAM Roles Anywhere');
  await workbench.waitForQuickInput('(2/8)');
  await workbench.pick('Workspace settings');
  for (const [step, text] of [
    [3, 'one of two'],
    [4, arns.trustAnchor],
    [5, arns.profile],
    [6, arns.role],
    [7, 'two.pem'],
    [8, ''],
  ] as const) {
    await workbench.waitForQuickInput(`(${step}/8)`);
    await workbench.answer(text);
  }
  await workbench.waitForQuickInput('Several Certificates with a Private Key');
  await workbench.pick('CN=second');
  await workbench.treeRow('one of two').waitFor();
  await workbench.expand('one of two');
  await workbench.treeRow('Certificate').getByText('CN=second, 41 days left').waitFor();
  const settings = JSON.parse(readFileSync(join(folder, '.vscode', 'settings.json'), 'utf8')) as {
    'awsAuth.profiles': Record<string, { certificateFingerprint?: string }>;
  };
  assert.match(settings['awsAuth.profiles']['one of two']?.certificateFingerprint ?? '', /^[0-9a-f]{16}$/);
});

test('a profile of environment variables needs a region and nothing else, and says which variables VS Code lacks', async () => {
  await workbench.runCommand('AWS Auth: Add Profile…');
  await workbench.waitForQuickInput('Add AWS Profile');
  await workbench.pick('Environment variables');
  await workbench.waitForQuickInput('(2/4)');
  await workbench.pick('Workspace settings');
  await workbench.waitForQuickInput('(3/4)');
  await workbench.answer('variables');
  await workbench.waitForQuickInput('(4/4)');
  await workbench.answer('eu-central-1');
  await workbench.treeRow('variables').waitFor();
  await workbench.pressRowMenu('variables', 'Rename Profile…');
  await workbench.waitForQuickInput('Rename Profile variables');
  await workbench.answer('shell');
  await workbench.treeRow('shell').waitFor();
  await workbench.expand('shell');
  await workbench.treeRow('Access key').getByText('from AWS_ACCESS_KEY_ID').waitFor();
  const settings = JSON.parse(readFileSync(join(folder, '.vscode', 'settings.json'), 'utf8')) as {
    'awsAuth.profiles': Record<string, object>;
  };
  assert.deepEqual(settings['awsAuth.profiles']['shell'], { kind: 'environment', region: 'eu-central-1' });
  await workbench.openFile('shell.http');
  await workbench.clickCodeLens('Sign & Send', 0);
  await workbench.notification(/AWS_ACCESS_KEY_ID is not set, AWS_SECRET_ACCESS_KEY is not set/);
  await workbench.screenshot('20-environment-missing');
});
