import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { prepareDemoWorkspace } from '../vscode/demo-workspace.ts';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';

const requests = `### Who am I?
POST https://sts.eu-central-1.amazonaws.com/
Content-Type: application/x-www-form-urlencoded
Accept: application/json

Action=GetCallerIdentity&Version=2011-06-15

### A variable that nobody defined
GET https://{{bucket}}.s3.eu-central-1.amazonaws.com/

### Nobody listens there
GET http://127.0.0.1:1/orders
Host: lambda.eu-central-1.amazonaws.com

### A profile that there is not
# @aws-profile build
GET https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity

### One to think about
# @note Really delete it?
DELETE https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/f
`;

const chain = `###
# @name who
GET https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15
Accept: application/json

### One that needs an answer
GET https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/{{who.response.body.$..Account}}

###
# @name gone
GET https://no-such-bucket.s3.eu-central-1.amazonaws.com/

### One that needs the answer of a request that fails
GET http://127.0.0.1:{{port}}/{{gone.response.body.//Code}}
Host: lambda.eu-central-1.amazonaws.com

###
# @name asked
# @note Really?
GET https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15

### One that needs the answer of a request that nobody wants
GET http://127.0.0.1:{{port}}/{{asked.response.body.//Account}}
Host: lambda.eu-central-1.amazonaws.com

### One that needs its own response
# @name page
GET http://127.0.0.1:{{port}}/{{page.response.body.$.next}}
Host: lambda.eu-central-1.amazonaws.com
`;

async function sendAt(title: string): Promise<void> {
  await workbench.goTo('chain.http', chain.split('\n').indexOf(`### ${title}`) + 2);
  await workbench.page.keyboard.press('Control+Alt+S');
}

let workbench: Workbench;
let server: Server;
/** The targets of what arrived at a server that is not to be asked. */
const received: string[] = [];

keepPictureOfFailures(() => workbench);
before(async () => {
  const folder = join(scratch, 'e2e', 'failures');
  prepareDemoWorkspace(folder);
  writeFileSync(join(folder, 'failures.http'), requests);
  server = createServer(({ url = '' }, response) => {
    received.push(url);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(folder, 'chain.http'), `${chain}\n@port = ${port}\n`);
  workbench = await Workbench.open({ folder });
  await workbench.statusItem(/sandbox/).waitFor();
  await workbench.openFile('failures.http');
});
after(async () => {
  await workbench.close();
  server.close();
});

/** A line of any editor in sight; the editor paints spaces as non-breaking ones. */
const line = (text: RegExp): Locator =>
  workbench.page
    .locator('.editor-group-container .view-line', { hasText: new RegExp(text.source.replaceAll(' ', '\\s')) })
    .first();

const buttons = async (): Promise<string[]> => workbench.page.locator('.notifications-toasts .monaco-button').allInnerTexts();

/** Waits until the lenses above the answer, or the failure, are these. */
async function lensesOfAnswer(...titles: string[]): Promise<void> {
  const group = workbench.page.locator('.editor-group-container', {
    has: workbench.page.locator('.tab', { hasText: 'AWS Response' }),
  });
  const lenses = group.locator('.codelens-decoration').first();
  await lenses.filter({ hasText: new RegExp(`^${titles.join('.\\|.')}$`) }).waitFor();
}

/** Stops the sandbox, and waits for the lenses that no longer name its profile: a click on one that becomes shorter meets its neighbour. */
async function stopSandbox(): Promise<void> {
  await workbench.runCommand('AWS Auth: Stop Local Sandbox');
  await workbench.page
    .locator('.codelens-decoration a', { hasText: /^Sign & Send$/ })
    .first()
    .waitFor();
}

async function answered(): Promise<void> {
  await workbench.clickCodeLens('Sign & Send', 0);
  await line(/^HTTP\/1\.1 200/).waitFor();
  await lensesOfAnswer('Open Body', 'As…', 'Save…', 'Copy');
}

test('a stopped sandbox is named, and one button starts it and sends the request again', async () => {
  await answered();
  await stopSandbox();
  await workbench.clickCodeLens('Sign & Send', 0);
  await workbench.notification(/^The local sandbox is not running, and the profile “sandbox” needs it\./);
  await line(/^(No response|Not sent): The local/).waitFor();
  assert.deepEqual(await buttons(), ['Start Local Sandbox']);
  await lensesOfAnswer('Send Again', 'Start Local Sandbox');
  await workbench.screenshot('40-sandbox-stopped');
  assert.doesNotMatch(await workbench.editorText('AWS Response'), /200/);
  await workbench.pressNotificationButton('Start Local Sandbox');
  await line(/^HTTP\/1\.1 200/).waitFor();
  await lensesOfAnswer('Open Body', 'As…', 'Save…', 'Copy');
  await workbench.screenshot('41-sandbox-started-and-sent');
  assert.deepEqual(await workbench.notifications(), []);
});

test('the lens above the failure does the same as the button', async () => {
  await stopSandbox();
  await workbench.clickCodeLens('Sign & Send', 0);
  await lensesOfAnswer('Send Again', 'Start Local Sandbox');
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.clickCodeLens('Start Local Sandbox');
  await line(/^HTTP\/1\.1 200/).waitFor();
  assert.deepEqual(await workbench.notifications(), []);
});

test('with the sandbox goes its profile, which is there again with the next start, by the same name', async () => {
  await workbench.openView('AWS Auth');
  await stopSandbox();
  await workbench.treeRow('sandbox').waitFor({ state: 'detached' });
  await workbench.clickCodeLens('Sign & Send', 0);
  await line(/^Not sent: The local/).waitFor();
  await workbench.screenshot('47-no-sandbox');
  await workbench.pressNotificationButton('Start Local Sandbox');
  await line(/^HTTP\/1\.1 200/).waitFor();
  await workbench.treeRow('sandbox').waitFor();
  assert.equal(await workbench.page.locator('.part.sidebar .monaco-list-row[aria-level="1"]').count(), 1);
  assert.deepEqual(JSON.parse(readFileSync(join(scratch, 'e2e', 'failures', '.vscode', 'settings.json'), 'utf8')), {
    'awsAuth.sandbox.autoStart': true,
  });
});

test('a request that is stopped says why and where, and takes the old answer away', async () => {
  await answered();
  await workbench.clickCodeLens('Sign & Send', 1);
  await workbench.notification(/^There is no variable “bucket”/);
  await line(/^Not sent: There is no variable/).waitFor();
  assert.deepEqual(await buttons(), ['Go to Line']);
  await lensesOfAnswer('Send Again');
  await workbench.screenshot('42-not-sent');
  await workbench.pressNotificationButton('Go to Line');
  await workbench.statusItem(/Ln 9, Col 13\b/).waitFor();
});

test('a refused connection is told by its reason first, with the button to try it again', async () => {
  await answered();
  await workbench.clickCodeLens('Sign & Send', 2);
  await workbench.pressDialogButton('Allow');
  await workbench.notification(/^The connection was refused by “127\.0\.0\.1:1/);
  await line(/^No response: The connection/).waitFor();
  assert.deepEqual(await buttons(), ['Try Again']);
  await lensesOfAnswer('Send Again');
  await workbench.screenshot('43-refused-connection');
  // Another request is sent in between; again means the one that failed.
  await answered();
  await workbench.pressNotificationButton('Try Again');
  await line(/^No response: The connection/).waitFor();
  await workbench.notification(/^The connection was refused/);
  await workbench.runCommand('Notifications: Clear All Notifications');
});

test('a profile that there is not can be added or corrected', async () => {
  await workbench.clickCodeLens('Sign & Send', 3);
  await workbench.notification(/^There is no profile “build”/);
  await line(/^Not sent: There is no profile/).waitFor();
  assert.deepEqual(await buttons(), ['Add Profile…', 'Go to Line']);
  await lensesOfAnswer('Send Again', 'Add Profile…');
  await workbench.screenshot('44-no-profile');
});

test('a request with a note is sent when that is confirmed, each time anew', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await answered();
  await workbench.clickCodeLens('Sign & Send', 4);
  assert.match(await workbench.dialog(), /Really delete it\?\s*One to think about/);
  await workbench.screenshot('48-note');
  await workbench.pressDialogButton('Cancel');
  assert.match(await workbench.editorText('AWS Response'), /GetCallerIdentity/);
  await workbench.clickCodeLens('Sign & Send', 4);
  await workbench.dialog();
  await workbench.pressDialogButton('Send');
  await line(/"This is an echo of the/).waitFor();
  await workbench.runCommand('AWS Auth: Send Last Request Again');
  assert.match(await workbench.dialog(), /Really delete it\?/);
  await workbench.pressDialogButton('Cancel');
});

test('a request that needs an answer leads to the request that brings it, by the lens as by the button', async () => {
  await workbench.openFile('chain.http');
  await sendAt('One that needs an answer');
  await line(/^Not sent: The request “who”/).waitFor();
  await workbench.notification(/“who” has not been sent yet/);
  assert.deepEqual(await buttons(), ['Send “who” First', 'Go to Line']);
  await lensesOfAnswer('Send Again', 'Send “who” First');
  await workbench.screenshot('48-needs-an-answer');
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.clickCodeLens('Send “who” First');
  await line(/"This is an echo of the/).waitFor();
  assert.match((await workbench.editorText('AWS Response')).replaceAll('\n', ''), /functions\/111122223333/);
  await lensesOfAnswer('Open Body', 'As…', 'Save…', 'Copy');
  // The editor looks for links anew a while after the text has changed.
  await line(/^Connection: close/)
    .locator('.detected-link')
    .first()
    .waitFor({ state: 'hidden' });
  await workbench.screenshot('48-sent-one-after-the-other');
});

test('what needs the answer of a request that fails, or that nobody wants after all, is not sent', async () => {
  await sendAt('One that needs the answer of a request that fails');
  await workbench.notification(/“gone” has not been sent yet/);
  await workbench.pressNotificationButton('Send “gone” First');
  await line(/^HTTP\/1\.1 404/).waitFor();
  await line(/<Code>NoSuchBucket/).waitFor();
  await sendAt('One that needs the answer of a request that nobody wants');
  await workbench.notification(/“asked” has not been sent yet/);
  await workbench.pressNotificationButton('Send “asked” First');
  assert.match(await workbench.dialog(), /Really\?/);
  await workbench.pressDialogButton('Cancel');
  assert.deepEqual(await workbench.notifications(), []);
  // What comes of another send is later than anything those could have sent.
  await workbench.goTo('chain.http', 3);
  await workbench.page.keyboard.press('Control+Alt+S');
  await line(/^HTTP\/1\.1 200/).waitFor();
  assert.deepEqual(received, []);
});

test('a request that needs its own response does not lead to itself', async () => {
  await sendAt('One that needs its own response');
  await workbench.notification(/“page” has not been sent yet, .* Write a value in place of its own response/);
  assert.deepEqual(await buttons(), ['Go to Line']);
});

test('a template runs as it is on a fresh sandbox, and an echo says that it is one', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  const image = workbench.page.frameLocator('iframe.webview').frameLocator('iframe').locator('img');
  const templates: [label: string, line: string, answered: () => Promise<unknown>, picture: string][] = [
    ['S3 · GetObject', 'GET https://{{bucket}}', () => image.waitFor(), '45-template-object'],
    ['Lambda · Invoke', '@function = demo', () => line(/"This is an echo of the/).waitFor(), '46-echo'],
  ];
  for (const [label, text, isAnswered, picture] of templates) {
    await workbench.runCommand('AWS Auth: New AWS Request…');
    await workbench.waitForQuickInput('New AWS Request');
    await workbench.quickInput.locator('.quick-input-box input').fill(label);
    await workbench.pick(label);
    await workbench.page.locator('.view-line', { hasText: text }).first().waitFor();
    await workbench.clickCodeLens('Sign & Send', 0);
    await isAnswered();
    await workbench.screenshot(picture);
  }
});
