import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { mask } from '../../src/core/redaction/mask-by-name.ts';
import { provisionSandbox } from '../../src/sandbox/provision-sandbox.ts';
import type { SandboxProvision } from '../../src/sandbox/provision-sandbox.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { storedFiles } from '../vscode/stored-files.ts';
import { Workbench } from '../vscode/workbench.ts';

const folder = join(scratch, 'e2e', 'canary');
const certificates = join(scratch, 'e2e', 'canary-certificates');
const staticSecret = 'canarySTATIC/secret+access/key0123456789';
const wrongPassword = 'canary-wrong-password';
/** What must be nowhere; the session's own secrets join as the wire shows them. */
const canaries = new Map([
  ['secret access key', staticSecret],
  ['wrong password', wrongPassword],
]);

let provision: SandboxProvision;
let sandbox: Sandbox;
let wire: ReturnType<typeof createServer>;
let workbench: Workbench;

/** Passes everything on to the sandbox, learns the session's secrets on the way, and changes one header as a bad proxy does. */
function listenOnTheWire(): typeof wire {
  return createServer((incoming, outgoing) => {
    const token = incoming.headers['x-amz-security-token'];
    if (typeof token === 'string') canaries.set('session token', token);
    const passed = forward(
      sandbox.url + (incoming.url ?? ''),
      {
        method: incoming.method ?? 'GET',
        headers: incoming.rawHeaders.map((part) => (part === 'sent' ? 'received' : part)),
        setHost: false,
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const body = Buffer.concat(parts);
          const secret = /"secretAccessKey":"([^"]+)"/.exec(body.toString())?.[1];
          if (secret !== undefined) canaries.set('secret of the session', secret);
          outgoing.writeHead(answer.statusCode ?? 500, answer.rawHeaders).end(body);
        });
      },
    );
    incoming.pipe(passed);
  });
}

keepPictureOfFailures(() => workbench);
before(async () => {
  for (const directory of [folder, certificates]) rmSync(directory, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  provision = await provisionSandbox(certificates);
  canaries.set('password', provision.password);
  sandbox = await startSandbox(provision.options);
  wire = listenOnTheWire();
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
  writeFileSync(
    join(folder, 'requests.http'),
    [
      '### accepted\n# @aws-profile build\nGET https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/',
      '### refused\n# @aws-profile build\n# @aws-service execute-api\nGET https://dynamodb.eu-central-1.amazonaws.com/',
      '### refused with the canonical request\n# @aws-profile build\nGET https://things.s3.eu-central-1.amazonaws.com/?a=1\nX-Amz-Meta-Tamper: sent',
      '### with the static key\n# @aws-profile ci\nGET https://lambda.eu-central-1.amazonaws.com/',
      '### unresolved\n# @aws-profile build\nGET https://{{nowhere}}.amazonaws.com/',
      '### not reachable\n# @aws-profile ci\nGET http://127.0.0.1:1/\nHost: lambda.eu-central-1.amazonaws.com',
    ].join('\n\n'),
  );
  // Wrapped lines would tear the words that the tests look for.
  workbench = await Workbench.open({ folder, settings: { '[aws-response]': { 'editor.wordWrap': 'off' } } });
  await workbench.openView('AWS Auth');
});
after(async () => {
  await workbench.close();
  wire.closeAllConnections();
  wire.close();
  await sandbox.close();
});

async function answers(...values: string[]): Promise<void> {
  for (const [index, value] of values.entries()) {
    await workbench.waitForQuickInput(`(${index + 3}/`);
    await workbench.answer(value);
  }
}

test('secrets go through every flow', async () => {
  await workbench.runCommand('AWS Auth: Add Profile…');
  await workbench.waitForQuickInput('Add AWS Profile');
  await workbench.pick('Static keys');
  await workbench.waitForQuickInput('(2/6)');
  await workbench.pick('Workspace settings');
  await answers('ci', 'AKIAIOSFODNN7EXAMPLE', staticSecret, 'eu-central-1');
  await workbench.treeRow('ci').waitFor();

  await workbench.runCommand('AWS Auth: Add Profile…');
  await workbench.waitForQuickInput('Add AWS Profile');
  await workbench.pick('IAM Roles Anywhere');
  await workbench.waitForQuickInput('(2/8)');
  await workbench.pick('Workspace settings');
  const { trustAnchorArn, profileArn, roleArn } = provision.profile;
  // Under another name: what an earlier sandbox left in the settings counts for nothing.
  const certificate = join(certificates, 'build.pfx');
  copyFileSync(provision.profile.certificate, certificate);
  await answers('build', trustAnchorArn, profileArn, roleArn, certificate, wrongPassword);
  await workbench.quickInput.getByText(/does not open/).waitFor();
  await workbench.answer(provision.password);
  await workbench.treeRow('build').waitFor();

  const settingsFile = join(folder, '.vscode', 'settings.json');
  const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as {
    'awsAuth.profiles': Record<string, { endpoint?: string }>;
  };
  const { port } = wire.address() as AddressInfo;
  for (const profile of Object.values(settings['awsAuth.profiles'])) profile.endpoint = `http://127.0.0.1:${port}`;
  writeFileSync(settingsFile, JSON.stringify(settings));
  await workbench.expand('build');
  await workbench.treeRow('Endpoint').waitFor();
  await workbench.treeRow('Certificate').getByText('CN=developer').waitFor();
  await workbench.pressRowAction('build', 'Start Session');
  await workbench.pressDialogButton('Allow');
  await workbench
    .treeRow('Session')
    .getByText(/\d+m left/)
    .waitFor();

  await workbench.openFile('requests.http');
  const shown = workbench.page.locator('.editor-group-container .view-line');
  const outcomes: [lens: number, text: RegExp][] = [
    [0, /"service":.*lambda/],
    [1, /scoped.to.correct.service/],
    [2, /x-amz-meta-tamper:received/],
    [3, /UnrecognizedClientException/],
  ];
  for (const [lens, text] of outcomes) {
    await workbench.clickCodeLens('Sign & Send', lens);
    // The first one by that profile.
    if (lens === 3) await workbench.pressDialogButton('Allow');
    await shown.filter({ hasText: text }).first().waitFor();
    const answer = await workbench.editorText('AWS Response');
    assertClean(answer, 'the response');
    // AWS quotes the canonical request, the session token in it: the answer shows all of it but the token.
    assert.equal(answer.includes(`x-amz-security-token:${mask}`), lens === 2, answer);
  }
  await workbench.clickCodeLens('Sign & Send', 4);
  await workbench.notification(/nowhere/);
  await workbench.clickCodeLens('Sign & Send', 5);
  await workbench.pressDialogButton('Allow');
  await workbench.notification(/connection was refused|could not be reached/);

  await workbench.pressRowMenu('ci', 'Duplicate Profile…');
  await workbench.waitForQuickInput('Duplicate Profile ci');
  await workbench.answer('ci copy');
  await workbench.treeRow('ci copy').waitFor();
  await workbench.pressRowMenu('build', 'Rename Profile…');
  await workbench.waitForQuickInput('Rename Profile build');
  await workbench.answer('builder');
  await workbench.treeRow('builder').waitFor();
  await workbench.pressRowMenu('ci copy', 'Delete Profile…');
  await workbench.pressDialogButton('Delete');
  await workbench.treeRow('ci copy').waitFor({ state: 'detached' });
  await workbench.runCommand('AWS Auth: Show Log');
  await workbench.page.locator('.output .view-line, .panel .view-line').first().waitFor();
  await workbench.screenshot('20-canary');
  assert.deepEqual([...canaries.keys()].sort(), [
    'password',
    'secret access key',
    'secret of the session',
    'session token',
    'wrong password',
  ]);
});

test('no secret is in a file: settings, logs, backups, state', () => {
  const files = storedFiles(folder, workbench.data);
  assert.ok(files.some((file) => file.endsWith('.log')) && files.some((file) => file.endsWith('settings.json')));
  for (const file of files) assertClean(readFileSync(file, 'latin1'), file);
});

test('no secret is in the browser’s storage, nor on the page', async () => {
  const stored = await workbench.page.evaluate(async () => {
    const found: string[] = [localStorage, sessionStorage].flatMap((storage) =>
      Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').map(
        (key) => `${key}=${storage.getItem(key) ?? ''}`,
      ),
    );
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name ?? '');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error(name));
      });
      for (const store of database.objectStoreNames) {
        const values = await new Promise<unknown[]>((resolve, reject) => {
          const reading = database.transaction(store).objectStore(store).getAll();
          reading.onsuccess = () => resolve(reading.result as unknown[]);
          reading.onerror = () => reject(new Error(store));
        });
        found.push(
          ...values.map((value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value))),
        );
      }
      database.close();
    }
    return found;
  });
  assert.ok(stored.length > 10, 'the storage was read');
  for (const entry of stored) assertClean(entry, entry.slice(0, 60));
  assertClean(await workbench.page.content(), 'the page');
});

function assertClean(text: string, where: string): void {
  for (const [what, canary] of canaries) {
    for (const form of [
      canary,
      encodeURIComponent(canary),
      Buffer.from(canary).toString('base64').slice(0, -4),
      Buffer.from(canary).toString('hex'),
    ]) {
      assert.ok(!text.includes(form), `${what} in ${where}`);
    }
  }
}
