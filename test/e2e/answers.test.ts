import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { repository, scratch } from '../vscode/directories.ts';
import { Workbench } from '../vscode/workbench.ts';

const folder = join(scratch, 'e2e', 'answers');
const bigBody = 100_000_000;
let workbench: Workbench;

/** Session tokens that reached the servers: none of them may be found anywhere afterwards. */
const tokens = new Set<string>();
const elsewhere: string[] = [];

/** A second of a rising tone, as 8-bit WAV. */
function wave(): Buffer {
  const rate = 8000;
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + rate, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(rate, 40);
  return Buffer.concat([head, Buffer.from(Array.from({ length: rate }, (_, at) => 128 + 100 * Math.sin(at * at * 2e-5)))]);
}

const labels = {
  Labels: [
    {
      Name: 'Bicycle',
      Confidence: 99.12345678901234,
      Instances: [{ BoundingBox: { Width: 0.41, Height: 0.38 } }],
      Parents: [{ Name: 'Vehicle' }],
    },
    { Name: 'Street', Confidence: 87.5, Instances: [], Parents: [] },
  ],
  LabelModelVersion: '3.0',
};
const listing =
  '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>pictures</Name><Prefix/><KeyCount>2</KeyCount>' +
  ['2026/bicycle.jpg', '2026/street &amp; house.jpg']
    .map((key, at) => `<Contents><Key>${key}</Key><Size>${48_213 + at}</Size><StorageClass>STANDARD</StorageClass></Contents>`)
    .join('') +
  '<IsTruncated>false</IsTruncated></ListBucketResult>';

let release: () => void = () => undefined;
let otherOrigin = '';

const answers: Record<string, (response: ServerResponse, token: string, host: string) => void> = {
  '/labels': (response) => response.setHeader('Content-Type', 'application/x-amz-json-1.1').end(JSON.stringify(labels)),
  '/listing': (response) => response.setHeader('Content-Type', 'application/xml').end(listing),
  '/pictures/icon.png': (response) =>
    response.setHeader('Content-Type', 'binary/octet-stream').end(readFileSync(join(repository, 'media', 'icon.png'))),
  '/speech': (response) => response.setHeader('Content-Type', 'audio/wav').end(wave()),
  '/model.bin': (response) =>
    response
      .setHeader('Content-Type', 'application/octet-stream')
      .end(
        Buffer.concat([Buffer.from('MODEL\0\x01weights'), Buffer.from(Array.from({ length: 6000 }, (_, at) => (at * 37) % 256))]),
      ),
  '/export.json': (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bigBody });
    const chunk = Buffer.alloc(1_000_000, '{"id":1234567},');
    void (async () => {
      for (let sent = 0; sent < bigBody; sent += chunk.length) if (!response.write(chunk)) await once(response, 'drain');
      response.end();
    })();
  },
  '/slow': () => release(),
  '/moved': (response) => response.writeHead(302, { Location: `${otherOrigin}/landing` }).end(),
  '/regional': (response, _token, host) => {
    if (host.includes('eu-west-1')) response.setHeader('Content-Type', 'application/xml').end(listing);
    else response.writeHead(301, { 'x-amz-bucket-region': 'eu-west-1' }).end('<Error><Code>PermanentRedirect</Code></Error>');
  },
  '/echo': (response, token) =>
    response
      .writeHead(403, { 'X-Echo': token })
      .end(`<Error><CanonicalRequest>x-amz-security-token:${token}</CanonicalRequest></Error>`),
};

const server = createServer((request, response) => {
  const token = String(request.headers['x-amz-security-token'] ?? '');
  tokens.add(token);
  answers[request.url ?? '']?.(response, token, request.headers.host ?? '');
});
const otherServer = createServer((request, response) => {
  elsewhere.push(JSON.stringify([request.method, request.url, request.rawHeaders]));
  response.setHeader('Content-Type', 'text/plain').end('You have reached another server, which knows nothing of you.');
});

const names = Object.keys(answers);

before(async () => {
  for (const one of [server, otherServer]) {
    one.listen(0, '127.0.0.1');
    await once(one, 'listening');
  }
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  otherOrigin = `http://127.0.0.1:${(otherServer.address() as AddressInfo).port}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  writeFileSync(
    join(folder, '.vscode', 'settings.json'),
    JSON.stringify({ 'awsAuth.sandbox.autoStart': true, 'awsAuth.history.enabled': true, 'files.simpleDialog.enable': true }),
  );
  const host = (path: string): string =>
    path === '/regional' ? 'pictures.s3.us-east-1.amazonaws.com' : 'a1b2c3.execute-api.eu-central-1.amazonaws.com';
  writeFileSync(
    join(folder, 'answers.http'),
    names.map((path) => `### ${path.slice(1)}\nGET ${origin}${path}\nHost: ${host(path)}\n`).join('\n'),
  );
  workbench = await Workbench.open({ folder });
  await workbench.statusItem(/sandbox no session/).waitFor();
  await workbench.openFile('answers.http');
});
after(async () => {
  await workbench.close();
  rmSync(join(folder, 'export.json'), { force: true });
  for (const one of [server, otherServer]) {
    one.close();
    one.closeAllConnections();
  }
});

/** Puts the cursor into a request and sends it. */
async function send(path: string): Promise<void> {
  // The first group, where the request is.
  await workbench.page.keyboard.press('ControlOrMeta+1');
  await workbench.page.keyboard.press('ControlOrMeta+P');
  const input = workbench.quickInput.locator('.quick-input-box input');
  await input.fill(`answers.http:${names.indexOf(path) * 4 + 2}`);
  await workbench.quickInput.locator('.quick-input-list .monaco-list-row', { hasText: 'answers.http' }).first().click();
  await workbench.quickInput.waitFor({ state: 'hidden' });
  await workbench.runCommand('AWS Auth: Sign & Send Request');
}

/** Waits for a state outside of the page. */
async function until(what: string, reached: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await reached())) {
    assert.ok(Date.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The text of an answer that is in sight, with wrapped lines in one. */
async function oneLine(name = 'AWS Response'): Promise<string> {
  return (await workbench.editorText(name)).replaceAll('\n', '');
}

/** Waits for a line of the answer that contains `text`, and for the lenses over it. */
async function waitForLine(text: string | RegExp): Promise<void> {
  const groups = workbench.page.locator('.editor-group-container');
  await groups.last().locator('.view-line', { hasText: text }).first().waitFor();
  await groups.last().locator('.codelens-decoration a', { hasText: 'Save…' }).waitFor();
}

test('JSON is indented, with its numbers as they came, under what it took and who signed', async () => {
  await send('/labels');
  await waitForLine('"Bicycle"');
  await workbench.page.locator('.codelens-decoration a', { hasText: 'Save…' }).waitFor();
  const text = await workbench.editorText('AWS Response');
  assert.match(text, /^HTTP\/1\.1 200 OK/);
  assert.match(text, /first byte after/);
  assert.match(await oneLine(), /signed by sandbox for \d{8}\/eu-central-1\/execute-api/);
  await workbench.screenshot('30-answer-json');
});

test('its body opens alone as JSON, and is copied as it came', async () => {
  await workbench.clickCodeLens('Open Body');
  await workbench.waitForTab('AWS Response Body.json');
  await workbench.screenshot('31-answer-body');
  await workbench.page.locator('.tab', { hasText: /^AWS Response$/ }).click();
  await workbench.clickCodeLens(/^Copy$/);
  await until('the body is copied', async () => (await workbench.clipboard()) === JSON.stringify(labels));
});

test('what was sent is shown without its secrets', async () => {
  await workbench.clickCodeLens('What Was Sent');
  await workbench.waitForTab('AWS Request as Sent');
  await workbench.page.locator('.view-line', { hasText: /Signature=•+/ }).waitFor();
  const text = await workbench.editorText('AWS Request as Sent');
  assert.match(text, /^GET \/labels HTTP\/1\.1$/m);
  assert.match(text, /^X-Amz-Security-Token: •+$/m);
  await workbench.screenshot('32-answer-sent');
});

test('XML is indented', async () => {
  await send('/listing');
  await waitForLine('<Key>2026/bicycle.jpg</Key>');
  await workbench.screenshot('33-answer-xml');
});

test('a picture is shown as one, whatever type its store gave it', async () => {
  await send('/pictures/icon.png');
  await workbench.waitForTab('icon.png');
  const frame = workbench.page.frameLocator('iframe.webview').frameLocator('iframe');
  await frame.locator('img').waitFor();
  await workbench.screenshot('34-answer-picture');
});

test('a sound can be played', async () => {
  await send('/speech');
  await workbench.waitForTab('speech.wav');
  await workbench.page.locator('.tab', { hasText: 'icon.png' }).waitFor({ state: 'detached' });
  const inner = workbench.page.locator('iframe.webview').last().contentFrame().locator('iframe').contentFrame();
  await inner.locator('audio').first().waitFor();
  await workbench.screenshot('35-answer-sound');
});

test('other bytes are shown in hex', async () => {
  await send('/model.bin');
  await waitForLine('00000000  4d 4f 44 45 4c 00');
  await workbench.screenshot('36-answer-hex');
});

test('100 MB are streamed to a file and saved from there', async () => {
  await send('/export.json');
  await waitForLine('100.0 MB are too long to be shown here');
  await workbench.screenshot('37-answer-big');
  await workbench.clickCodeLens('Save…');
  await workbench.waitForQuickInput('Save the body of the answer');
  // The dialog offers the name of what was asked for.
  await workbench.quickInput.locator('.quick-input-box input').press('Enter');
  await workbench.quickInput.waitFor({ state: 'hidden' });
  const saved = join(folder, 'export.json');
  await until('the body is saved', () => existsSync(saved) && statSync(saved).size === bigBody);
});

test('a running request shows in the status bar and is cancelled there', async () => {
  const arrived = new Promise<void>((resolve) => (release = resolve));
  await send('/slow');
  await arrived;
  const item = workbench.statusItem('slow');
  await item.waitFor();
  await workbench.screenshot('38-answer-running');
  await item.click();
  await item.waitFor({ state: 'hidden' });
  assert.deepEqual(await workbench.notifications(), []);
});

test('a redirect to another origin is told, and carries nothing of AWS', async () => {
  await send('/moved');
  await waitForLine('You have reached another server');
  const text = await workbench.editorText('AWS Response');
  assert.match(text, /another origin/);
  assert.match(text, /# not signed/);
  assert.equal(elsewhere.length, 1);
  assert.doesNotMatch(elsewhere.join(), /x-amz|authorization/i);
  await workbench.screenshot('39-answer-redirect');
});

test('a bucket in another region is asked there, and that is told', async () => {
  await send('/regional');
  await waitForLine('S3 keeps this bucket in eu-west-1');
  await waitForLine('<Key>2026/bicycle.jpg</Key>');
  await workbench.screenshot('40-answer-region');
});

test('a server that quotes the session token does not get it shown', async () => {
  await send('/echo');
  await waitForLine(/x-amz-security-token:•+/);
  assert.match(await workbench.editorText('AWS Response'), /^X-Echo: •+$/m);
  await workbench.screenshot('41-answer-echo');
});

test('the last request is sent again, and the history sends an older one from its file', async () => {
  const before = tokens.size;
  await workbench.runCommand('AWS Auth: Send Last Request Again');
  await waitForLine(/x-amz-security-token:•+/);
  assert.equal(tokens.size, before, 'the session is used again');
  await workbench.runCommand('AWS Auth: Show Request History…');
  await workbench.waitForQuickInput('Request History');
  const rows = await workbench.quickPickRows();
  assert.match(rows[0]?.label ?? '', /^GET http:\/\/a1b2c3\.execute-api.*\/echo$/);
  assert.match(rows[0]?.description ?? '', /^403 in /);
  await workbench.screenshot('42-answer-history');
  await workbench.quickInput.locator('.quick-input-box input').fill('labels');
  await workbench.quickInput.locator('.quick-input-list .monaco-list-row', { hasText: '/labels' }).first().click();
  await waitForLine('"Bicycle"');
});

test('no file of the editor, of the workspace or of the extension holds a token', async () => {
  assert.ok([...tokens].filter((token) => token.length > 50).length > 0);
  const own = join(scratch, 'e2e');
  const files = globSync(`**/{answers,*-answers-*}/**/*`, { cwd: own })
    .map((file) => join(own, file))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
  assert.ok(files.length > 5);
  for (const file of files) {
    const text = readFileSync(file, 'latin1');
    for (const token of tokens) assert.ok(token === '' || !text.includes(token), `${file} holds a session token`);
  }
  const state = await workbench.page.evaluate(() => JSON.stringify(localStorage));
  for (const token of tokens)
    assert.ok(token === '' || !state.includes(token), 'the page’s storage holds a session token in the clear');
});
