import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { until } from '../vscode/until.ts';
import { Workbench } from '../vscode/workbench.ts';

const folder = join(scratch, 'e2e', 'destinations', 'repository');
const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';

/** A server that keeps what it gets, and answers every request. */
interface Listener {
  readonly server: Server;
  readonly origin: string;
  readonly requests: string[];
  connections: number;
}

async function listen(): Promise<Listener> {
  const server = createServer((request, response) => {
    one.requests.push(
      `${request.headers.host ?? ''} ${request.headers.authorization ?? ''} ${String(request.headers['x-home'] ?? '')}`,
    );
    response.end('{"ok":true}');
  });
  server.on('connection', () => (one.connections += 1));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const one: Listener = {
    ...{ server, requests: [], connections: 0 },
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  return one;
}

let workbench: Workbench;
let tunnel: Listener;
let evil: Listener;

/** What a pull makes of the settings of the repository. */
function pull(endpoint: string | undefined): void {
  const ci = { kind: 'static', accessKeyId, region: 'eu-central-1', ...(endpoint !== undefined && { endpoint }) };
  writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'awsAuth.profiles': { ci } }));
}

const line = (text: RegExp) =>
  workbench.page
    .locator('.editor-group-container .view-line', { hasText: new RegExp(text.source.replaceAll(' ', '\\s')) })
    .first();

keepPictureOfFailures(() => workbench);
before(async () => {
  [tunnel, evil] = await Promise.all([listen(), listen()]);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  writeFileSync(
    join(folder, 'requests.http'),
    [
      '### By the endpoint\n# @aws-profile ci\nGET https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/',
      `### By an address of its own\n# @aws-profile ci\nGET ${evil.origin}/functions\nHost: lambda.eu-central-1.amazonaws.com`,
      `### With a value of the environment\n# @aws-profile ci\n# @aws-service execute-api\nGET ${evil.origin}/pets\nHost: localhost:${new URL(evil.origin).port}\nX-Home: {{$processEnv PATH}}`,
    ].join('\n\n'),
  );
  workbench = await Workbench.open({ folder });
  await workbench.openView('AWS Auth');
});
after(async () => {
  await workbench.close();
  for (const { server } of [tunnel, evil]) {
    server.closeAllConnections();
    server.close();
  }
});

test('a profile is added, and its endpoint comes with the repository: it is asked about, with all that it means', async () => {
  await workbench.runCommand('AWS Auth: Add Profile…');
  await workbench.waitForQuickInput('Add AWS Profile');
  await workbench.pick('Static keys');
  await workbench.waitForQuickInput('(2/6)');
  await workbench.pick('Workspace settings');
  for (const [index, value] of ['ci', accessKeyId, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'eu-central-1'].entries()) {
    await workbench.waitForQuickInput(`(${index + 3}/`);
    await workbench.answer(value);
  }
  await workbench.treeRow('ci').waitFor();
  pull(tunnel.origin);
  await workbench
    .treeRow('ci')
    .getByText(`→ ${tunnel.origin.slice('http://'.length)}`)
    .waitFor();
  await workbench.openFile('requests.http');
  await workbench.clickCodeLens(`Sign & Send (ci → ${tunnel.origin.slice('http://'.length)})`, 0);
  const asked = await workbench.dialog();
  assert.ok(asked.includes(`Send what the profile “ci” signs to ${tunnel.origin}?`), asked);
  assert.match(asked, /signed with the access key AKIAIOSFODNN7EXAMPLE/);
  assert.match(asked, /You agreed to AWS itself before\. The settings name another endpoint now\./);
  await workbench.screenshot('60-endpoint-asked');
  assert.equal(tunnel.connections, 0);
  await workbench.pressDialogButton('Allow');
  await line(/^HTTP\/1\.1 200/).waitFor();
  // Wrapped lines are lines of the editor too.
  const answer = (await workbench.editorText('AWS Response')).replaceAll('\n', '');
  assert.match(answer, /# → 127\.0\.0\.1:\d+, in place of lambda\.eu-central-1\.amazonaws\.com/);
  await workbench.screenshot('61-endpoint-allowed');
  assert.match(
    tunnel.requests.join('\n'),
    /^lambda\.eu-central-1\.amazonaws\.com AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/,
  );
  await workbench.clickCodeLens('Sign & Send', 0);
  await until('it arrived once more', () => tunnel.requests.length === 2);
});

test('after a pull changed it nothing goes there, however it is asked for, until somebody allows it', async () => {
  pull(evil.origin);
  await workbench
    .treeRow('ci')
    .getByText(`→ ${evil.origin.slice('http://'.length)}`)
    .waitFor();
  const before = tunnel.requests.length;
  await workbench.clickCodeLens('Sign & Send', 0);
  const asked = await workbench.dialog();
  assert.ok(asked.includes(`Send what the profile “ci” signs to ${evil.origin}?`), asked);
  assert.ok(asked.includes(`You agreed to ${tunnel.origin} before.`), asked);
  await workbench.screenshot('62-changed-endpoint-asked');
  await workbench.pressDialogButton('Cancel');
  await workbench.notification(/^Nothing was sent to http:\/\/127\.0\.0\.1:\d+, because you did not allow it\./);
  await line(/^Not sent: Nothing was sent to/).waitFor();
  await workbench.screenshot('63-changed-endpoint-denied');
  await workbench.runCommand('Notifications: Clear All Notifications');

  const text = await workbench.editorText('requests.http');
  await workbench.clickCodeLens(/^Sign$/, 0);
  await workbench.pressDialogButton('Cancel');
  await workbench.notification(/^Nothing was sent/);
  assert.equal(await workbench.editorText('requests.http'), text, 'no signature is in the file');
  await workbench.runCommand('Notifications: Clear All Notifications');
  assert.deepEqual([evil.connections, tunnel.requests.length], [0, before]);
});

test('an address that a request names beside the host of AWS is asked about once', async () => {
  pull(undefined);
  await workbench.treeRow('ci').getByText('→').waitFor({ state: 'detached' });
  await workbench.goTo('requests.http', 7);
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  const asked = await workbench.dialog();
  assert.ok(asked.includes(`Send this request for lambda.eu-central-1.amazonaws.com to ${evil.origin}?`), asked);
  assert.match(asked, /signed by the profile “ci”/);
  await workbench.screenshot('64-address-asked');
  assert.equal(evil.connections, 0);
  await workbench.pressDialogButton('Allow');
  await line(/^HTTP\/1\.1 200/).waitFor();
  assert.equal(evil.requests.length, 1);
  await workbench.runCommand('AWS Auth: Send Last Request Again');
  await until('it arrived once more', () => evil.requests.length === 2);
});

test('a value of the editor’s environment does not go to somebody else unasked', async () => {
  const before = evil.requests.length;
  await workbench.goTo('requests.http', 15);
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  const asked = await workbench.dialog();
  assert.ok(asked.includes(`Send what does not belong to this workspace to ${evil.origin}?`), asked);
  assert.match(asked, /“\$processEnv PATH” of the editor’s environment/);
  await workbench.screenshot('65-carried-asked');
  await workbench.pressDialogButton('Cancel');
  await workbench.notification(/^Nothing was sent/);
  assert.equal(evil.requests.length, before);
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await workbench.pressDialogButton('Allow');
  await until('it arrived', () => evil.requests.length === before + 1);
});
