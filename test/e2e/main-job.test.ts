import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { prepareDemoWorkspace } from '../vscode/demo-workspace.ts';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';

let workbench: Workbench;

keepPictureOfFailures(() => workbench);
before(async () => {
  const folder = join(scratch, 'e2e', 'main-job');
  prepareDemoWorkspace(folder);
  // Wrapped lines would tear the words that the tests look for.
  workbench = await Workbench.open({ folder, settings: { '[aws-response]': { 'editor.wordWrap': 'off' } } });
});
after(() => workbench.close());

/** Puts the cursor into demo.http. */
async function focusRequests(): Promise<void> {
  await workbench.openFile('demo.http');
}

test('the workbench opens a workspace and a file of it', async () => {
  await workbench.openFile('demo.http');
  assert.match(await workbench.editorText('demo.http'), /^POST https:\/\/sts\.\{\{region\}\}\.amazonaws\.com\/$/m);
  assert.ok(statSync(await workbench.keepPicture('00-workbench')).size > 10_000);
});

test('the sidebar shows the sandbox profile with its details', async () => {
  await workbench.openView('AWS Auth');
  await workbench.treeRow('sandbox').waitFor();
  await workbench.expand('sandbox');
  await workbench
    .treeRow('Certificate')
    .getByText(/CN=developer.*36[45] days left/)
    .waitFor();
  const rows = Object.fromEntries((await workbench.treeRows()).map(({ label, description }) => [label, description]));
  assert.match(rows['sandbox'] ?? '', /^active · no session · → 127\.0\.0\.1:\d+$/);
  assert.equal(rows['Kind'], 'IAM Roles Anywhere');
  assert.equal(rows['Region'], 'eu-central-1');
  assert.equal(rows['Role'], 'SandboxDeveloper');
  assert.equal(rows['Session'], 'not started');
  await workbench.screenshot('01-profile');
});

test('Start Session gives a session that counts down in the status bar', async () => {
  await workbench.pressRowAction('sandbox', 'Start Session');
  await workbench.statusItem(/sandbox \d+m/).waitFor();
  await workbench
    .treeRow('Session')
    .getByText(/\d+m left, until/)
    .waitFor();
  await workbench.screenshot('02-session');
  const tooltip = await workbench.hover(workbench.statusItem(/sandbox \d+m/));
  assert.match(tooltip, /SandboxDeveloper/);
  assert.match(tooltip, /111122223333/);
  assert.match(tooltip, /Until: /);
  assert.match(tooltip, /Connects to: → 127\.0\.0\.1:\d+/);
  await workbench.screenshot('03-status-tooltip');
  await workbench.statusItem(/sandbox \d+m/).click();
  await workbench.waitForQuickInput(/sandbox · \d+m left/);
  assert.deepEqual(
    (await workbench.quickPickRows()).map(({ label }) => label),
    ['Renew Session', 'End Session', 'Switch Active Profile…', 'Add Profile…'],
  );
  await workbench.screenshot('04-status-actions');
  await workbench.escape();
  await focusRequests();
  await workbench.page
    .locator('.codelens-decoration a', { hasText: /Sign & Send \(sandbox · \d+m/ })
    .first()
    .waitFor();
});

test('a request is sent from its lens and its answer opens beside it', async () => {
  await focusRequests();
  await workbench.clickCodeLens(/^Sign & Send \(sandbox( · [^)]*)? → 127\.0\.0\.1:\d+\)$/, 0);
  await workbench.waitForTab('AWS Response');
  await workbench.page.locator('.codelens-decoration a:visible', { hasText: 'What Was Sent' }).waitFor();
  await workbench.screenshot('05-answer');
  const answer = await workbench.editorText('AWS Response');
  assert.match(answer, /^HTTP\/1\.1 200/);
  assert.match(answer, /assumed-role\/SandboxDeveloper/);
  assert.match(answer.replaceAll('\n', ''), /# → 127\.0\.0\.1:\d+, in place of sts\.eu-central-1\.amazonaws\.com/);
});

test('the next answer takes the place of the last one', async () => {
  await focusRequests();
  await workbench.clickCodeLens('Sign & Send', 1);
  await workbench.page.locator('.editor-group-container .view-line', { hasText: '# GET https://demo-bucket.s3' }).waitFor();
  assert.equal(await workbench.page.locator('.tab', { hasText: 'AWS Response' }).count(), 1);
});

test('Sign writes the signature into the request, replaces it when signing again, and one undo takes it back', async () => {
  await focusRequests();
  const before = await workbench.editorText('demo.http');
  const lines = workbench.page.locator('.editor-group-container').first().locator('.view-line');
  const authorization = lines.filter({ hasText: 'Authorization: AWS4-HMAC-SHA256' });
  await workbench.clickCodeLens(/^Sign$/, 0);
  await authorization.waitFor();
  await workbench.screenshot('06-signed-in-place');
  await lines.filter({ hasText: 'X-Amz-Security-Token:' }).waitFor();
  await workbench.clickCodeLens(/^Sign$/, 0);
  await workbench.clickCodeLens('Sign & Send', 0);
  await workbench.page.locator('.editor-group-container .view-line', { hasText: 'GetCallerIdentityResult' }).waitFor();
  assert.equal(await authorization.count(), 1);
  await focusRequests();
  await workbench.page.keyboard.press('ControlOrMeta+Z');
  await workbench.page.keyboard.press('ControlOrMeta+Z');
  await authorization.waitFor({ state: 'detached' });
  assert.equal(await workbench.editorText('demo.http'), before);
});

test('a refusal is shown in the words of AWS', async () => {
  await focusRequests();
  await workbench.page.keyboard.press('ControlOrMeta+End');
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await workbench.page.locator('.editor-group-container .view-line', { hasText: 'AuthorizationHeaderMalformed' }).waitFor();
  await workbench.screenshot('07-refusal');
});

test('ending the session takes it from the tree and the status bar; sending starts one by itself', async () => {
  await workbench.pressRowAction('sandbox', 'End Session');
  await workbench.statusItem(/sandbox no session/).waitFor();
  await workbench.screenshot('09-ended');
  // The first lens has to be in sight: a click on one that is not would scroll the editor away under it.
  await workbench.goTo('demo.http', 1);
  await workbench.clickCodeLens('Sign & Send (sandbox · no session', 0);
  await workbench.statusItem(/sandbox \d+m/).waitFor();
});

test('with the sandbox stopped a request says so, and what to do', async () => {
  await workbench.runCommand('AWS Auth: Stop Local Sandbox');
  // A click on a lens that becomes shorter would meet its neighbour.
  await workbench.page
    .locator('.codelens-decoration a', { hasText: /^Sign & Send \(sandbox\)$/ })
    .first()
    .waitFor();
  await workbench.clickCodeLens('Sign & Send', 0);
  await workbench.notification(/local sandbox is not running/);
  await workbench.screenshot('08-sandbox-stopped');
});
