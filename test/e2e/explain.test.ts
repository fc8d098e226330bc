import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { prepareDemoWorkspace } from '../vscode/demo-workspace.ts';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';

let workbench: Workbench;
let slow: Sandbox;
let exact: Sandbox;
let proxy: http.Server;
let denying: http.Server;

const accessKeys = [{ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }];
const keys = 'AWS AKIDEXAMPLE wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const known = { trustAnchors: [], profiles: [], roles: [], accessKeys };

/** Passes requests on with another X-Trace, as tracing proxies do. */
async function startTracingProxy(target: string): Promise<http.Server> {
  const server = http.createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers, 'x-trace': 'set-by-the-proxy' };
    const onward = http.request(target, { method: incoming.method ?? 'GET', path: incoming.url ?? '/', headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Refuses every request as S3 refuses a session whose role may not read an object. */
async function startDenyingServer(): Promise<http.Server> {
  const message = `User: arn:aws:sts::111122223333:assumed-role/deploy/0a1b is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::reports/2026/january.csv" because no identity-based policy allows the s3:GetObject action`;
  const server = http.createServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.writeHead(403, { 'content-type': 'application/xml' });
    outgoing.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

keepPictureOfFailures(() => workbench);
before(async () => {
  exact = await startSandbox(known);
  slow = await startSandbox({ ...known, now: () => new Date(Date.now() - 20 * 60_000) });
  proxy = await startTracingProxy(exact.url);
  denying = await startDenyingServer();
  const folder = join(scratch, 'e2e', 'explain');
  prepareDemoWorkspace(folder);
  writeFileSync(
    join(folder, 'depth.http'),
    `@region = eu-central-1
@bucket = demo-bucket

### Who am I?
# @aws-profile sandbox
POST https://sts.{{region}}.amazonaws.com/
Content-Type: application/x-www-form-urlencoded
Accept: application/json

Action=GetCallerIdentity&Version=2011-06-15

### The wrong region
# @aws-region us-west-1
GET https://{{bucket}}.s3.{{region}}.amazonaws.com/

### Changed on the way
POST http://127.0.0.1:${(proxy.address() as AddressInfo).port}/prod/pets?kind=cat
Host: abc.execute-api.{{region}}.amazonaws.com
Authorization: ${keys}
X-Trace: from-the-editor

{ "a": 1 }

### A server with another clock, which is no endpoint in the place of another
# @aws-service sts
# @aws-region eu-central-1
POST ${slow.url}/
Authorization: ${keys}
Content-Type: application/x-www-form-urlencoded

Action=GetCallerIdentity&Version=2011-06-15

### A permission is missing
# @aws-service s3
# @aws-region eu-central-1
GET http://127.0.0.1:${(denying.address() as AddressInfo).port}/reports/2026/january.csv
Authorization: ${keys}
`,
  );
  workbench = await Workbench.open({ folder });
});
after(async () => {
  await workbench.close();
  proxy.closeAllConnections();
  proxy.close();
  denying.closeAllConnections();
  denying.close();
  await Promise.all([slow.close(), exact.close()]);
});

const lines = (text: string | RegExp) => workbench.page.locator('.editor-group-container .view-line', { hasText: text }).first();
const lens = (text: string | RegExp) => workbench.page.locator('.codelens-decoration a', { hasText: text }).first();

async function focusRequests(): Promise<void> {
  await workbench.page.locator('.tab', { hasText: 'depth.http' }).click();
}

test('Explain shows how a request is signed, without its secrets, and sends nothing', async () => {
  await workbench.openFile('depth.http');
  await workbench.openView('AWS Auth');
  await workbench.treeRow('sandbox').waitFor();
  await workbench.page.keyboard.press('Control+B');
  await focusRequests();
  await workbench.clickCodeLens(/^Explain$/, 0);
  await workbench.waitForTab('AWS Signature');
  await lines('# POST sts.eu-central-1.amazonaws.com/').waitFor();
  await workbench.page.locator('.editor-group-container .view-line .mtkb', { hasText: 'POST sts' }).first().waitFor();
  await workbench.screenshot('20-explain');
  // Wrapped lines are lines of the editor too.
  const text = (await workbench.editorText('AWS Signature')).replaceAll('\n', '');
  assert.match(text, /Service: `sts`/);
  assert.match(text, /Profile: `sandbox` \(the aws-profile directive of the request\)/);
  assert.match(text, /\{\{region\}\}.*line 1 of the file: eu-central-1/);
  assert.match(text, /«session token [0-9a-f]{8}»/);
  assert.doesNotMatch(text, /Signature=[0-9a-f]{64}/);
});

test('a signature is compared with an earlier one', async () => {
  await workbench.clickCodeLens(/^Explain$/, 1);
  await lines('# GET demo-bucket.s3').waitFor();
  await workbench.clickCodeLens('Compare with Earlier Signature', 0);
  await workbench.waitForQuickInput('Compare with Earlier Signature');
  await workbench.screenshot('21-compare-choose');
  await workbench.pick('POST sts.eu-central-1.amazonaws.com/');
  await workbench.page.locator('.monaco-diff-editor .view-line', { hasText: 'sts/aws4_request' }).first().waitFor();
  await workbench.screenshot('22-compare');
  await workbench.page.keyboard.press('Control+F4');
});

test('a refusal is explained above its answer, and its fix is applied', async () => {
  await workbench.goTo('depth.http', 14);
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await lens('The bucket is in eu-central-1, but the request was signed for us-west-1.').waitFor();
  await workbench.screenshot('23-refused');
  await lens('The bucket is in eu-central-1').click();
  await lines('# The bucket is in eu-central-1').waitFor();
  await lens('Write “# @aws-region eu-central-1”').waitFor();
  await workbench.screenshot('24-refusal-page');
  await lens('Write “# @aws-region eu-central-1”').click();
  await lines(/^#\s@aws-region\seu-central-1$/).waitFor();
  await workbench.waitForFocus('depth.http');
  await workbench.screenshot('25-fix-applied');
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await lens('The bucket is in').waitFor({ state: 'detached' });
});

test("AWS's canonical request stands beside ours, with the first difference named", async () => {
  await workbench.goTo('depth.http', 17);
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await workbench.pressDialogButton('Allow');
  await lens('The header x-trace differs').waitFor();
  await lens("Compare with AWS's Canonical Request").waitFor();
  await workbench.screenshot('26-header-differs');
  await lens("Compare with AWS's Canonical Request").click();
  await workbench.page.locator('.tab.active', { hasText: 'header x-trace differs first' }).waitFor();
  await workbench.page.locator('.monaco-diff-editor .view-line', { hasText: 'x-trace:set-by-the-proxy' }).first().waitFor();
  await workbench.screenshot('27-refusal-diff');
  await workbench.page.keyboard.press('Control+F4');
});

test('a presigned URL is copied, and its notice tells when it ends', async () => {
  await workbench.goTo('depth.http', 14);
  await workbench.runCommand('AWS Auth: Copy Presigned URL…');
  await workbench.waitForQuickInput('Copy Presigned URL');
  await workbench.pick('7 days');
  const notice = await workbench.notification(/Presigned URL copied/);
  assert.match(notice, /^Presigned URL copied\. It works (\d+m|1h) at the local sandbox: the session ends then\./);
  await workbench.screenshot('28-presigned');
  const url = await workbench.clipboard();
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/demo-bucket\/\?X-Amz-Algorithm=.*X-Amz-Expires=604800/);
  const answer = await fetch(url);
  assert.match(await answer.text(), /<Key>picture\.jpg<\/Key>/);
  await workbench.runCommand('Notifications: Clear All Notifications');
});

test('text from elsewhere is explained', async () => {
  await workbench.page.evaluate(() =>
    navigator.clipboard.writeText(
      '{"__type":"InvalidSignatureException","message":"Credential should be scoped to correct service: \'batch\'. "}',
    ),
  );
  await workbench.runCommand('AWS Auth: Explain AWS Refusal…');
  await workbench.waitForQuickInput('Explain AWS Refusal');
  await workbench.pick('Text of the Clipboard');
  await lines('# This host belongs to the').waitFor();
  await workbench.screenshot('29-pasted-refusal');
});

test('a missing permission is explained above its answer, and its statement is copied', async () => {
  await workbench.goTo('depth.http', 35);
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await lens('The role “deploy” is not allowed to perform s3:GetObject').waitFor();
  await lens('Copy Policy Statement').waitFor();
  await workbench.screenshot('32-permission-missing');
  await lens('Copy Policy Statement').click();
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/2026/january.csv' };
  await workbench.page.locator('.statusbar-item', { hasText: 'Copied a statement for an identity-based policy' }).waitFor();
  assert.deepEqual(JSON.parse(await workbench.clipboard()), statement);
  await lens('The role “deploy” is not allowed').click();
  await lines('## A statement for an identity-based policy').waitFor();
  await workbench.screenshot('33-permission-page');
});

test('the statement of a pasted refusal is its own, not that of the last answer', async () => {
  await workbench.page.evaluate(() =>
    navigator.clipboard.writeText(
      'An error occurred (AccessDeniedException) when calling the Decrypt operation: User: arn:aws:iam::111122223333:user/mary is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/abcd because no resource-based policy allows the kms:Decrypt action',
    ),
  );
  await workbench.runCommand('AWS Auth: Explain AWS Refusal…');
  await workbench.waitForQuickInput('Explain AWS Refusal');
  await workbench.pick('Text of the Clipboard');
  await lines('# The user “mary” is not allowed to perform kms:Decrypt').waitFor();
  await workbench.runCommand('AWS Auth: Copy Policy Statement');
  await workbench.page.locator('.statusbar-item', { hasText: 'Copied a statement for the key policy' }).waitFor();
  const copied = JSON.parse(await workbench.clipboard()) as Record<string, unknown>;
  assert.deepEqual(copied['Principal'], { AWS: 'arn:aws:iam::111122223333:user/mary' });
});

test('a wrong clock is put right, and the user is told', async () => {
  await workbench.goTo('depth.http', 25);
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await workbench.notification(/Clock 20 minutes fast: signed again with the server's time/);
  await workbench.screenshot('30-clock');
  assert.match(await workbench.editorText('AWS Response'), /^HTTP\/1\.1 200/);
});

test('Show Trust Policy names the trust anchor and the certificate', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.runCommand('AWS Auth: Show Trust Policy');
  await lines('"aws:PrincipalTag/x509Subject/CN": "developer"').waitFor();
  await workbench.screenshot('31-trust-policy');
});
