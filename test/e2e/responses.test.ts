import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { repository, scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';
import { storedFiles } from '../vscode/stored-files.ts';
import { until } from '../vscode/until.ts';
import { chunk, exception } from '../unit/core/responses/events/event-frames.ts';

const folder = join(scratch, 'e2e', 'responses');
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

/** Where the street that is drawn below has what. */
const found = [
  ['House', 97.31, { Left: 0.06, Top: 0.26, Width: 0.37, Height: 0.53 }],
  ['Bicycle', 99.12345678901234, { Left: 0.5, Top: 0.57, Width: 0.27, Height: 0.31 }],
  ['Tree', 91.5, { Left: 0.79, Top: 0.2, Width: 0.18, Height: 0.6 }],
] as const;
const detected = {
  Labels: found.map(([Name, Confidence, BoundingBox]) => ({ Name, Confidence, Instances: [{ BoundingBox, Confidence }] })),
  LabelModelVersion: '3.0',
};
const street = `<body style="margin:0"><svg width="640" height="400" viewBox="0 0 640 400">
<rect width="640" height="400" fill="#bfe3f5"/><rect y="310" width="640" height="90" fill="#8d9198"/><circle cx="560" cy="50" r="26" fill="#ffe28a"/>
<rect x="50" y="170" width="210" height="142" fill="#d8b08c"/><path d="M38 172 155 106 272 172Z" fill="#a0452e"/>
<rect x="80" y="200" width="44" height="44" fill="#f4f7ff"/><rect x="186" y="200" width="44" height="44" fill="#f4f7ff"/><rect x="136" y="246" width="40" height="66" fill="#6b4a33"/>
<rect x="556" y="210" width="16" height="104" fill="#6b4a33"/><circle cx="564" cy="150" r="58" fill="#4f9a58"/>
<g fill="none" stroke="#26303a" stroke-width="6"><circle cx="362" cy="308" r="36"/><circle cx="454" cy="308" r="36"/><path d="M362 308 388 256H440L454 308M388 256 408 308H362M408 308 440 256M380 244H398M440 256 436 238H454"/></g></svg>`;

/** What a session that AWS calls expired is told, until it is renewed. */
const expired = '<?xml version="1.0"?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>';
const expiredTokens = new Set<string>();

let release: () => void = () => undefined;
let otherOrigin = '';
let endStream: () => void = () => undefined;
let breakOff: () => void = () => undefined;

const served: Record<string, (response: ServerResponse, token: string, host: string) => void> = {
  '/labels': (response) => response.setHeader('Content-Type', 'application/x-amz-json-1.1').end(JSON.stringify(labels)),
  '/nothing': (response) => response.writeHead(204).end(),
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
  '/upload/key': (response, _token, host) => {
    if (host.includes('eu-west-1')) response.writeHead(200, { ETag: '"5d41402abc4b2a76b9719d911017c592"' }).end();
    else response.writeHead(307, { Location: 'https://pictures.s3-eu-west-1.amazonaws.com/upload/key' }).end();
  },
  '/stream': (response) => {
    response.writeHead(200, { 'Content-Type': 'application/vnd.amazon.eventstream' });
    for (const words of ['Here', ' you', ' are']) response.write(chunk({ completion: words }));
    endStream = () => response.end(exception('throttlingException', '{"message":"Too many tokens, please wait"}'));
  },
  '/served': (response) =>
    response
      .setHeader('Content-Type', 'text/event-stream')
      .end('event: delta\nid: 1\ndata: {"text":"Hello"}\n\ndata: [DONE]\n\n'),
  '/broken.csv': (response) => {
    response.writeHead(200, { 'Content-Type': 'text/csv', 'Content-Length': 5000 });
    response.write('id,name\n1,Bicycle\n2,Street\n', () => (breakOff = () => response.destroy()));
  },
  '/posted-away': (response) => response.writeHead(307, { Location: `${otherOrigin}/landing` }).end(),
  '/order': (response) => response.setHeader('Content-Type', 'application/x-amz-json-1.0').end('{}'),
  '/detect': (response) => response.setHeader('Content-Type', 'application/x-amz-json-1.1').end(JSON.stringify(detected)),
  '/detect-in-s3': (response) => response.setHeader('Content-Type', 'application/x-amz-json-1.1').end(JSON.stringify(detected)),
  '/expired': (response, token) => {
    if (expiredTokens.size === 0) expiredTokens.add(token);
    if (expiredTokens.has(token)) response.writeHead(400, { 'Content-Type': 'application/xml' }).end(expired);
    else response.setHeader('Content-Type', 'application/xml').end(listing);
  },
  '/echo': (response, token) =>
    response
      .writeHead(403, { 'X-Echo': token })
      .end(`<Error><CanonicalRequest>x-amz-security-token:${token}</CanonicalRequest></Error>`),
};

const server = createServer((request, response) => {
  const token = String(request.headers['x-amz-security-token'] ?? '');
  tokens.add(token);
  served[request.url ?? '']?.(response, token, request.headers.host ?? '');
});
const otherServer = createServer((request, response) => {
  elsewhere.push(JSON.stringify([request.method, request.url, request.rawHeaders]));
  response.setHeader('Content-Type', 'text/plain').end('You have reached another server, which knows nothing of you.');
});

const names = Object.keys(served);
/** Those that are no plain GET: method, further headers, body. */
const written: Record<string, readonly [method: string, headers: string, body: string]> = {
  '/upload/key': ['PUT', 'Content-Type: text/plain', 'hello'],
  '/posted-away': ['POST', 'Content-Type: application/json', '{ "for": "this server alone" }'],
  '/order': [
    'POST',
    'Content-Type: application/x-amz-json-1.0\nX-Amz-Target: DynamoDB_20120810.PutItem',
    '{\n  "TableName": "Orders",\n  "Item": { "id": { "S": "{{id}}" } },\n  "Password": "correct horse"\n}',
  ],
  '/detect': [
    'POST',
    'Content-Type: application/x-amz-json-1.1\nX-Amz-Target: RekognitionService.DetectLabels',
    '< ./street.json',
  ],
  '/detect-in-s3': [
    'POST',
    'Content-Type: application/x-amz-json-1.1\nX-Amz-Target: RekognitionService.DetectLabels',
    '{ "Image": { "S3Object": { "Bucket": "pictures", "Name": "street.jpg" } } }',
  ],
};
const hosts: Record<string, string> = {
  '/regional': 'pictures.s3.us-east-1.amazonaws.com',
  '/upload/key': 'pictures.s3.us-east-1.amazonaws.com',
  '/expired': 'pictures.s3.us-east-1.amazonaws.com',
  '/order': 'dynamodb.eu-central-1.amazonaws.com',
  '/detect': 'rekognition.eu-central-1.amazonaws.com',
  '/detect-in-s3': 'rekognition.eu-central-1.amazonaws.com',
};
let requestFile = '';

keepPictureOfFailures(() => workbench);
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
  const requests = names
    .map((path) => {
      const [method, headers, body] = written[path] ?? ['GET', '', ''];
      const host = hosts[path] ?? 'a1b2c3.execute-api.eu-central-1.amazonaws.com';
      return `### ${path.slice(1)}\n${method} ${origin}${path}\nHost: ${host}\n${headers}\n\n${body}`.trimEnd();
    })
    .join('\n\n');
  requestFile = `@id = 1001\n\n${requests}\n`;
  writeFileSync(join(folder, 'responses.http'), requestFile);
  workbench = await Workbench.open({ folder });
  const page = await workbench.page.context().newPage();
  await page.setContent(street);
  const picture = await page.screenshot({ type: 'jpeg', clip: { x: 0, y: 0, width: 640, height: 400 } });
  await page.close();
  writeFileSync(join(folder, 'street.json'), JSON.stringify({ Image: { Bytes: picture.toString('base64') }, MaxLabels: 10 }));
  await workbench.statusItem(/sandbox no session/).waitFor();
  await workbench.openFile('responses.http');
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
  await input.fill(`responses.http:${requestFile.split('\n').indexOf(`### ${path.slice(1)}`) + 2}`);
  await workbench.quickInput.locator('.quick-input-list .monaco-list-row', { hasText: 'responses.http' }).first().click();
  await workbench.quickInput.waitFor({ state: 'hidden' });
  await workbench.runCommand('AWS Auth: Sign & Send Request');
}

/** The text of a response that is in sight, with wrapped lines in one. */
async function oneLine(name = 'AWS Response'): Promise<string> {
  return (await workbench.editorText(name)).replaceAll('\n', '');
}

/** Waits for a line of the response that contains `text`, and for the lenses over it. */
async function waitForLine(text: string | RegExp): Promise<void> {
  const groups = workbench.page.locator('.editor-group-container');
  await groups.last().locator('.view-line', { hasText: text }).first().waitFor();
  await groups.last().locator('.codelens-decoration a', { hasText: 'Send Again' }).waitFor();
}

const lensOfAnswer = (title: string | RegExp): Locator =>
  workbench.page.locator('.editor-group-container').last().locator('.codelens-decoration a', { hasText: title });

test('JSON is indented, with its numbers as they came, under what it took and who signed', async () => {
  await send('/labels');
  // Its URL leads elsewhere than its host, which is asked about once.
  await workbench.pressDialogButton('Allow');
  await waitForLine('"Bicycle"');
  await workbench.page.locator('.codelens-decoration a', { hasText: 'Save…' }).waitFor();
  const text = await workbench.editorText('AWS Response');
  assert.match(text, /^HTTP\/1\.1 200 OK/);
  assert.match(text, /first byte after/);
  assert.match(await oneLine(), /signed by sandbox for \d{8}\/eu-central-1\/execute-api/);
  await workbench.screenshot('30-response-json');
});

test('its body opens alone as JSON, and is copied as it came', async () => {
  await workbench.clickCodeLens('Open Body');
  await workbench.waitForTab('AWS Response Body.json');
  await workbench.screenshot('31-response-body');
  await workbench.page.locator('.tab', { hasText: /^AWS Response$/ }).click();
  await workbench.clickCodeLens(/^Copy$/);
  await workbench.statusItem('Body copied').waitFor();
  await until('the body is copied', async () => (await workbench.clipboard()) === JSON.stringify(labels));
});

test('what was sent is shown without its secrets', async () => {
  await workbench.clickCodeLens('What Was Sent');
  await workbench.waitForTab('AWS Request as Sent');
  await workbench.page.locator('.view-line', { hasText: /Signature=•+/ }).waitFor();
  const text = await workbench.editorText('AWS Request as Sent');
  assert.match(text, /^GET \/labels HTTP\/1\.1$/m);
  assert.match(text, /^X-Amz-Security-Token: •+$/m);
  await workbench.screenshot('32-response-sent');
});

test('XML is indented', async () => {
  await send('/listing');
  await waitForLine('<Key>2026/bicycle.jpg</Key>');
  // What was opened of the response before would be taken for this one's.
  await workbench.page.locator('.tab', { hasText: /^AWS (?:Response Body|Request as Sent)/ }).waitFor({ state: 'detached' });
  await workbench.screenshot('33-response-xml');
});

test('a response without a body offers nothing to do with one', async () => {
  await send('/nothing');
  await workbench.page.locator('.view-line', { hasText: /^HTTP\/1\.1.204/ }).waitFor();
  await workbench.page.locator('.codelens-decoration a', { hasText: 'Save…' }).waitFor({ state: 'detached' });
  await lensOfAnswer('What Was Sent').waitFor();
  assert.equal(await lensOfAnswer(/Open Body|As…|Save…|Copy/).count(), 0);
  await workbench.screenshot('55-response-empty');
  await workbench.runCommand('AWS Auth: Copy Response Body');
  await workbench.notification(/^The response has no body\./);
  await workbench.runCommand('Notifications: Clear All Notifications');
});

test('a picture is shown as one, whatever type its store gave it', async () => {
  await send('/pictures/icon.png');
  await workbench.waitForTab('icon.png');
  const frame = workbench.page.frameLocator('iframe.webview').frameLocator('iframe');
  await frame.locator('img').waitFor();
  await workbench.screenshot('34-response-picture');
});

test('a sound can be played', async () => {
  await send('/speech');
  await workbench.waitForTab('speech.wav');
  await workbench.page.locator('.tab', { hasText: 'icon.png' }).waitFor({ state: 'detached' });
  const inner = workbench.page.locator('iframe.webview').last().contentFrame().locator('iframe').contentFrame();
  await inner.locator('audio').first().waitFor();
  await workbench.screenshot('35-response-sound');
});

test('other bytes are shown in hex', async () => {
  await send('/model.bin');
  await waitForLine('00000000  4d 4f 44 45 4c 00');
  assert.equal(await lensOfAnswer(/^Copy$/).count(), 0);
  await workbench.runCommand('AWS Auth: Copy Response Body');
  await workbench.notification(/^The body of the response is not text\./);
  const buttons = await workbench.page.locator('.notifications-toasts .monaco-button').allInnerTexts();
  assert.deepEqual(buttons, ['Save Response Body…']);
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.screenshot('36-response-hex');
});

test('100 MB are streamed to a file and saved from there', async () => {
  await send('/export.json');
  await waitForLine('100.0 MB are too long to be shown here');
  await workbench.screenshot('37-response-big');
  await workbench.clickCodeLens('Save…');
  await workbench.waitForQuickInput('Save the body of the response');
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
  await workbench.screenshot('38-response-running');
  await item.click();
  await item.waitFor({ state: 'hidden' });
  assert.deepEqual(await workbench.notifications(), []);
});

test('a redirect of what stands in the place of a host is not followed, and that is told', async () => {
  await send('/moved');
  await waitForLine('The redirect (302) was not followed');
  assert.match(await oneLine(), /it came from an endpoint, not from a1b2c3\.execute-api\.eu-central-1\.amazonaws\.com/);
  assert.deepEqual(elsewhere, []);
  await workbench.screenshot('39-response-redirect');
});

test('an endpoint that speaks as S3 does has nothing signed for another region', async () => {
  await send('/regional');
  await waitForLine('<Code>PermanentRedirect</Code>');
  assert.match(await oneLine(), /signed by sandbox for \d{8}\/us-east-1\/s3/);
  await send('/upload/key');
  await waitForLine('The redirect (307) was not followed');
  await workbench.screenshot('40-response-endpoint-redirect');
});

test('the events of a stream are shown as they arrive, and what it says that failed first of all', async () => {
  await send('/stream');
  const group = workbench.page.locator('.editor-group-container').last();
  await group.locator('.view-line', { hasText: /200.OK.\(arriving\)/ }).waitFor();
  await group.locator('.view-line', { hasText: '"completion": " are"' }).waitFor();
  await group.locator('.codelens-decoration a', { hasText: 'Cancel' }).waitFor();
  await workbench.screenshot('56-response-events-arriving');
  endStream();
  await waitForLine('# 4: exception throttlingException');
  await group.locator('.codelens-decoration a', { hasText: 'Save…' }).waitFor();
  assert.match(await oneLine(), /^HTTP\/1\.1 200 OK \(exception throttlingException: Too many tokens, please wait\)/);
  await workbench.page.mouse.move(0, 0);
  await workbench.screenshot('57-response-events');
  await send('/served');
  await waitForLine('# 1: event delta');
  await waitForLine('"text": "Hello"');
});

test('what breaks off says so, keeps what came, and is saved under a name that says so', async () => {
  await send('/broken.csv');
  await workbench.statusItem('broken.csv').waitFor();
  breakOff();
  await waitForLine('2,Street');
  assert.match(await oneLine(), /^HTTP\/1\.1 200 OK \(cut after 27 bytes: reset\)/);
  await workbench.statusItem('cut after 27 bytes: reset').waitFor();
  await workbench.screenshot('58-response-cut');
  await workbench.clickCodeLens('Save…');
  await workbench.waitForQuickInput('Save the body of the response, cut after 27 bytes: reset');
  const name = workbench.quickInput.locator('.quick-input-box input');
  // The dialog writes it there once it has listed the folder.
  await until('the name says so', async () => (await name.inputValue()).endsWith('broken - cut after 27 bytes.csv'));
  await workbench.page.keyboard.press('Escape');
  await workbench.quickInput.waitFor({ state: 'hidden' });
});

test('a body does not go to another origin', async () => {
  const before = elsewhere.length;
  await send('/posted-away');
  await waitForLine('The redirect (307) was not followed');
  assert.equal(elsewhere.length, before);
  await workbench.screenshot('44-response-body-stays');
});

test('the body that was sent is shown, with variables filled in and secrets hidden', async () => {
  await send('/order');
  await waitForLine('{}');
  await workbench.clickCodeLens('What Was Sent');
  await workbench.waitForTab('AWS Request as Sent');
  await workbench.page.locator('.view-line', { hasText: '"S": "1001"' }).waitFor();
  const text = await workbench.editorText('AWS Request as Sent');
  assert.match(text, /"Password": "•+"/);
  await workbench.screenshot('45-response-sent-body');
});

test('the picture that was sent is shown, and what was found in it', async () => {
  await send('/detect');
  await waitForLine('"Bicycle"');
  await workbench.page.locator('.codelens-decoration a', { hasText: 'Show Boxes on It' }).waitFor();
  await workbench.screenshot('46-response-input-lenses');
  await workbench.clickCodeLens('Show Input Picture');
  await workbench.waitForTab('DetectLabels input.jpg');
  const image = () =>
    workbench.page.locator('iframe.webview:visible').last().contentFrame().locator('iframe').contentFrame().locator('img');
  await image().waitFor();
  await workbench.page.mouse.move(0, 0);
  await workbench.screenshot('47-response-input-picture');
  await workbench.page.locator('.tab', { hasText: /^AWS Response$/ }).click();
  await workbench.clickCodeLens('Show Boxes on It');
  await workbench.waitForTab('DetectLabels input boxes.svg');
  await image().waitFor();
  assert.deepEqual(
    await image().evaluate((element) => [
      (element as HTMLImageElement).naturalWidth,
      (element as HTMLImageElement).naturalHeight,
    ]),
    [640, 400],
  );
  await workbench.page.mouse.move(0, 0);
  await workbench.screenshot('48-response-boxes');
});

test('a body opens as what its reader wants', async () => {
  await send('/labels');
  await waitForLine('"Bicycle"');
  await workbench.clickCodeLens('As…');
  await workbench.waitForQuickInput('Open Response Body As');
  const rows = await workbench.quickPickRows();
  assert.deepEqual(
    rows.map(({ label }) => label),
    ['As Detected', 'JSON', 'XML', 'Plain Text', 'Hex', 'Image', 'Another Language…'],
  );
  await workbench.screenshot('49-response-open-as');
  await workbench.pick('Hex');
  await workbench.waitForTab('AWS Response Body.hex.txt');
  await workbench.page.locator('.view-line', { hasText: '00000000 7b 22 4c 61' }).waitFor();
  await workbench.screenshot('50-response-as-hex');
  await workbench.page.locator('.tab', { hasText: /^AWS Response$/ }).click();
  await workbench.clickCodeLens('As…');
  await workbench.waitForQuickInput('Open Response Body As');
  await workbench.pick('Another Language…');
  await workbench.waitForQuickInput('Open Response Body As');
  await workbench.quickInput.locator('.quick-input-box input').fill('yaml');
  await workbench.pick('YAML');
  await workbench.waitForTab(/^AWS Response Body$/);
  await workbench.statusItem('YAML').waitFor();
});

test('a session that AWS calls expired is renewed, and the request sent once more', async () => {
  await send('/expired');
  await waitForLine('AWS called the session expired');
  await waitForLine('<Key>2026/bicycle.jpg</Key>');
  assert.equal(expiredTokens.size, 1);
  // The lenses tell of the fresh session.
  await workbench.page
    .locator('.codelens-decoration a:visible', { hasText: /sandbox · \d+m/ })
    .first()
    .waitFor();
  await workbench.screenshot('51-response-renewed');
});

test('the template of a presigned URL runs as it is', async () => {
  await workbench.runCommand('AWS Auth: New AWS Request…');
  await workbench.waitForQuickInput('New AWS Request');
  await workbench.quickInput.locator('.quick-input-box input').fill('Presigned');
  await workbench.pick('S3 · Presigned URL');
  await workbench.page.locator('.view-line', { hasText: '# @aws-presign 900' }).waitFor();
  await workbench.runCommand('AWS Auth: Copy Presigned URL…');
  await workbench.notification(/Presigned URL copied/);
  assert.match(
    await workbench.clipboard(),
    /^http:\/\/127\.0\.0\.1:\d+\/demo-bucket\/picture\.jpg\?.*X-Amz-Expires=900.*X-Amz-Signature=/,
  );
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await workbench.waitForTab('picture.jpg');
  await workbench.screenshot('52-template-presigned');
});

test('as curl --aws-sigv4 it holds neither a signature nor a token', async () => {
  await workbench.runCommand('AWS Auth: Copy Request As…');
  await workbench.quickInput.locator('.quick-input-title', { hasText: /^Copy .* As$/ }).waitFor();
  await workbench.screenshot('54-copy-as');
  await workbench.pick('curl --aws-sigv4');
  await workbench.notification(/It signs with the keys of the shell/);
  const command = await workbench.clipboard();
  assert.match(command, /--aws-sigv4 aws:amz:eu-central-1:s3 /);
  assert.match(command, /^curl -X GET http:\/\/127\.0\.0\.1:\d+\/picture\.jpg \\$/m);
  assert.doesNotMatch(command, /signature|credential/i);
  for (const token of tokens) assert.ok(token === '' || !command.includes(token));
});

test('a server that quotes the session token does not get it shown', async () => {
  await send('/echo');
  await waitForLine(/x-amz-security-token:•+/);
  await waitForLine(/^X-Echo:\s*•+$/);
  await workbench.screenshot('41-response-echo');
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
  await workbench.screenshot('42-response-history');
  await workbench.quickInput.locator('.quick-input-box input').fill('labels');
  await workbench.quickInput.locator('.quick-input-list .monaco-list-row', { hasText: '/labels' }).first().click();
  await waitForLine('"Bicycle"');
});

test('of a picture in S3 it is said that AWS read it there', async () => {
  await send('/detect-in-s3');
  await waitForLine('"Bicycle"');
  assert.equal(await workbench.page.locator('.codelens-decoration a', { hasText: 'Show Input Picture' }).count(), 0);
  await workbench.runCommand('AWS Auth: Show Input Picture');
  await workbench.notification(/AWS read pictures\/street\.jpg in S3/);
  await workbench.screenshot('53-response-picture-in-s3');
});

test('no file of the editor, of the workspace or of the extension holds a token', async () => {
  assert.ok([...tokens].filter((token) => token.length > 50).length > 0);
  const files = storedFiles(folder, workbench.data);
  assert.ok(files.length > 5);
  for (const file of files) {
    const text = readFileSync(file, 'latin1');
    for (const token of tokens) assert.ok(token === '' || !text.includes(token), `${file} holds a session token`);
  }
  const state = await workbench.page.evaluate(() => JSON.stringify(localStorage));
  for (const token of tokens)
    assert.ok(token === '' || !state.includes(token), 'the page’s storage holds a session token in the clear');
});
