import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import tls from 'node:tls';
import { createDevelopmentAuthority } from '../../../../../src/core/certificates/issue.ts';
import { isUserError } from '../../../../../src/core/errors.ts';
import { startRecorder } from '../recorder.ts';
import type { Recorder } from '../recorder.ts';
import { editorSend, secretAccessKey } from './editor-send.ts';
import type { Circumstances, EditorSend } from './editor-send.ts';
import { refusedRequests, writeFiles } from './refused-requests.ts';

const folder = mkdtempSync(join(tmpdir(), 'fail-closed-'));
let recorder: Recorder;
let editor: EditorSend;
before(async () => {
  writeFiles(folder);
  recorder = await startRecorder('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  editor = editorSend(recorder.origin, folder);
});
after(async () => {
  await recorder.close();
  rmSync(folder, { recursive: true });
});

const errorOf = (text: string, circumstances?: Circumstances, sender = editor): Promise<unknown> =>
  sender.send(text, circumstances).then(
    ({ status }) => assert.fail(`It was sent, and its response is ${status}.`),
    (error: unknown) => error,
  );

it('what nothing speaks against is sent', async () => {
  const { result, bytes, connections } = await recorder.during(() =>
    editor.send('POST https://lambda.eu-west-1.amazonaws.com/\n\nx'),
  );
  assert.equal(result.status, 200);
  assert.equal(connections, 1);
  assert.match(bytes.toString(), /^POST \/ HTTP\/1\.1\r\n[^]*\r\nAuthorization: AWS4-HMAC-SHA256 [^]*\r\n\r\nx$/);
  assert.equal(editor.sends, 1);
});

/** What the transport is given and does not begin. */
const refusedByTransport = new Set(['request-not-legal', 'cancelled']);

describe('no byte and no connection goes out for', () => {
  for (const [what, text, code, circumstances] of refusedRequests(folder)) {
    it(what, async () => {
      const before = editor.sends;
      const { result, bytes, connections } = await recorder.during(() =>
        errorOf(text.replace('ORIGIN', recorder.origin), circumstances),
      );
      assert.equal(bytes.toString(), '');
      assert.equal(connections, 0);
      // Wherever it would have led.
      if (!refusedByTransport.has(code)) assert.equal(editor.sends, before);
      assert.ok(isUserError(result), String(result));
      assert.equal(result.code, code, result.message);
      const said = JSON.stringify([result.message, result.remedy, result.place, result.stack]);
      assert.ok(!said.includes(secretAccessKey), 'the error tells the secret');
    });
  }
});

describe('the server gets no whole request of a file that', () => {
  const path = join(folder, 'body.bin');
  const changes: [what: string, change: () => void, code: string][] = [
    ['was cut after signing', () => truncateSync(path, 2_500_000), 'body-file-changed'],
    ['was emptied after signing', () => truncateSync(path, 0), 'body-file-changed'],
    ['grew after signing', () => appendFileSync(path, 'more'), 'body-file-changed'],
    ['was removed after signing', () => rmSync(path), 'body-file-unreadable'],
  ];
  for (const [what, change, code] of changes) {
    it(what, async () => {
      writeFileSync(path, Buffer.alloc(3_000_000));
      const silent = await startRecorder();
      const { result, bytes } = await silent.during(() =>
        errorOf(
          'POST https://lambda.eu-west-1.amazonaws.com/\n\n< ./body.bin',
          {
            afterSigning: (prepared) => {
              change();
              return prepared;
            },
          },
          editorSend(silent.origin, folder),
        ),
      );
      await silent.close();
      assert.ok(isUserError(result), String(result));
      assert.equal(result.code, code);
      const end = bytes.indexOf('\r\n\r\n');
      assert.ok(end === -1 || bytes.length - end - 4 < 3_000_000, `${bytes.length} bytes`);
    });
  }
});

describe('nothing of a request goes out over a connection that', () => {
  const request = (port: number): string => `POST https://127.0.0.1:${port}/\nHost: lambda.eu-west-1.amazonaws.com\n\nx`;

  it('is not secured', async () => {
    const { result, bytes } = await recorder.during(() => errorOf(request(recorder.port)));
    assert.ok(isUserError(result), String(result));
    assert.equal(result.code, 'tls-failed');
    assert.ok(!/POST|Authorization|AKIA/.test(bytes.toString('latin1')));
  });

  it('is secured by somebody unknown', async () => {
    const day = 86_400_000;
    const { key, leaf } = await createDevelopmentAuthority({
      commonName: 'unknown',
      notBefore: new Date(Date.now() - day),
      notAfter: new Date(Date.now() + day),
    });
    let received = 0;
    const server = tls.createServer({ key: key.export({ type: 'pkcs8', format: 'pem' }), cert: leaf.toString() }, (socket) =>
      socket.on('error', () => undefined).on('data', (chunk: Buffer) => (received += chunk.length)),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const closed = once(server, 'connection').then(([socket]) => once(socket as tls.TLSSocket, 'close'));
    const error = await errorOf(request((server.address() as AddressInfo).port));
    await closed;
    server.close();
    assert.ok(isUserError(error), String(error));
    assert.equal(error.code, 'tls-untrusted');
    assert.equal(received, 0);
  });
});
