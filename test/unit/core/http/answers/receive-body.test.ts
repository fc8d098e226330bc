import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { after, beforeEach, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { memoryLimit } from '../../../../../src/core/http/answers/answer.ts';
import { receiveBody } from '../../../../../src/core/http/answers/receive-body.ts';
import { UserError } from '../../../../../src/core/errors.ts';
import type { Header } from '../../../../../src/core/http/message.ts';
import { sendRequest } from '../../../../../src/core/http/transport.ts';

const folder = mkdtempSync(join(tmpdir(), 'answers-'));
const path = join(folder, 'body.bin');
beforeEach(() => rmSync(path, { force: true }));
after(() => rmSync(folder, { recursive: true }));

async function* pieces(bytes: Uint8Array, size: number, failure?: Error): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
  if (failure !== undefined) throw failure;
}

const bytes = Buffer.from('0123456789'.repeat(100));
const file = () => Promise.resolve(path);

describe('receiving a body', () => {
  for (const [what, headers, sent] of [
    ['as it came', [], bytes],
    ['decoded', [['Content-Encoding', 'gzip']], gzipSync(bytes)],
  ] as [string, Header[], Buffer][]) {
    it(`${what}, up to the limit in memory`, async () => {
      const body = await receiveBody({ headers, body: pieces(sent, 7) }, { memoryLimit: 1000, file });
      assert.ok(body instanceof Uint8Array && bytes.equals(body));
      assert.deepEqual(readdirSync(folder), []);
    });
    it(`${what}, beyond it in a file that only its owner reads`, async () => {
      const starts: Uint8Array[] = [];
      const body = await receiveBody(
        { headers, body: pieces(sent, 7) },
        {
          memoryLimit: 999,
          file: (start) => {
            starts.push(start);
            return file();
          },
        },
      );
      assert.deepEqual(body, { kind: 'file', path, size: 1000 });
      assert.ok(readFileSync(path).equals(bytes));
      assert.equal(starts.length, 1);
      assert.ok(bytes.subarray(0, starts[0]?.length).equals(starts[0] ?? Buffer.alloc(0)));
      if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
    });
  }

  it('says how far it is', async () => {
    const seen: number[] = [];
    await receiveBody(
      { headers: [], body: pieces(bytes, 400) },
      { memoryLimit: 500, file, onProgress: (size) => seen.push(size) },
    );
    assert.deepEqual(seen, [400, 800, 1000]);
  });

  it('leaves no file of a transfer that broke', async () => {
    const failure = new UserError({ code: 'connection-reset', message: 'Reset.', remedy: 'Again.' });
    await assert.rejects(receiveBody({ headers: [], body: pieces(bytes, 400, failure) }, { memoryLimit: 500, file }), failure);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('says that it cannot be stored', () =>
    assert.rejects(
      receiveBody(
        { headers: [], body: pieces(bytes, 400) },
        { memoryLimit: 500, file: () => Promise.resolve(join(folder, 'no', 'x')) },
      ),
      { name: 'UserError', code: 'answer-not-stored' },
    ));

  it('an encoding that nobody knows is left as it came', async () => {
    const body = await receiveBody(
      { headers: [['Content-Encoding', 'dcb']], body: pieces(bytes, 7) },
      { memoryLimit: 1000, file },
    );
    assert.ok(body instanceof Uint8Array && bytes.equals(body));
  });

  it('an answer to HEAD that names an encoding is empty', async () => {
    const headers: Header[] = [['Content-Encoding', 'gzip']];
    assert.equal(
      ((await receiveBody({ headers, body: pieces(Buffer.alloc(0), 1) }, { memoryLimit: 5, file })) as Uint8Array).length,
      0,
    );
  });
});

it('100 MB arrive in a file while the process stays awake and small', async (t) => {
  const size = 100_000_000;
  const chunk = Buffer.alloc(1_000_000, 'abcdefghij');
  const server = http.createServer((_, outgoing) => {
    outgoing.writeHead(200, { 'Content-Length': size });
    void (async () => {
      for (let sent = 0; sent < size; sent += chunk.length) if (!outgoing.write(chunk)) await once(outgoing, 'drain');
      outgoing.end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const request = { method: 'GET', protocol: 'http:', host, target: '/', headers: [], body: new Uint8Array() } as const;
  const before = process.memoryUsage().rss;
  let most = 0;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const response = await sendRequest(request, { timeout: 60_000 });
  const body = await receiveBody(response, {
    memoryLimit,
    file,
    onProgress: () => (most = Math.max(most, process.memoryUsage.rss())),
  });
  delay.disable();
  server.close();
  server.closeAllConnections();
  assert.deepEqual(body, { kind: 'file', path, size });
  const hash = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
  assert.equal(hash(readFileSync(path)), hash(Buffer.alloc(size, chunk)));
  const gap = delay.max / 1e6;
  const megabytes = (most - before) / 1e6;
  t.diagnostic(`longest gap of the event loop ${gap.toFixed(0)} ms, ${megabytes.toFixed(0)} MB more memory`);
  assert.ok(gap < 250, `the event loop stood still for ${gap.toFixed(0)} ms`);
  assert.ok(megabytes < 80, `${megabytes.toFixed(0)} MB more memory`);
});
