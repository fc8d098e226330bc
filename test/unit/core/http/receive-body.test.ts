import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { memoryLimit } from '../../../../src/core/http/received-response.ts';
import { type LongBodyWish, receiveBody } from '../../../../src/core/http/receive-body.ts';
import type { ErrorCode } from '../../../../src/core/error-codes.ts';
import { UserError } from '../../../../src/core/errors.ts';
import type { Header } from '../../../../src/core/http/message.ts';
import { sendRequest } from '../../../../src/core/http/transport.ts';

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
      const { body } = await receiveBody({ headers, body: pieces(sent, 7) }, { memoryLimit: 1000, file });
      assert.ok(body instanceof Uint8Array && bytes.equals(body));
      assert.deepEqual(readdirSync(folder), []);
    });
    it(`${what}, beyond it in a file that only its owner reads`, async () => {
      const starts: Uint8Array[] = [];
      const { body } = await receiveBody(
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

  const failures: [code: ErrorCode, reason: string][] = [
    ['cancelled', 'cancelled'],
    ['timeout', 'timed out'],
    ['connection-reset', 'reset'],
    ['network-failed', 'reset'],
    ['tls-failed', 'reset'],
    ['response-not-http', 'damaged'],
  ];
  for (const [code, reason] of failures) {
    const failure = new UserError({ code, message: 'It broke off.', remedy: 'Again.' });
    it(`keeps what came of a transfer that broke off (${code}), and says so`, async () => {
      const inMemory = await receiveBody({ headers: [], body: pieces(bytes, 400, failure) }, { memoryLimit: 5000, file });
      assert.deepEqual(inMemory, { body: bytes, cut: { after: 1000, reason } });
      const inFile = await receiveBody({ headers: [], body: pieces(bytes, 400, failure) }, { memoryLimit: 500, file });
      const named = join(folder, 'body - cut after 1000 bytes.bin');
      assert.deepEqual(inFile, { body: { kind: 'file', path: named, size: 1000 }, cut: { after: 1000, reason } });
      assert.ok(readFileSync(named).equals(bytes));
      assert.deepEqual(readdirSync(folder), ['body - cut after 1000 bytes.bin']);
      rmSync(named);
    });
  }

  const text = Buffer.from(Array.from({ length: 40_000 }, (_, index) => `line ${index}\n`).join(''));
  const compressions: [encoding: string, compress: (data: Buffer) => Buffer][] = [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ];
  for (const [encoding, compress] of compressions) {
    const headers: Header[] = [['Content-Encoding', encoding]];
    const half = compress(text).subarray(0, compress(text).length / 2);
    it(`keeps what can be decoded of ${encoding} that broke off`, async () => {
      const failure = new UserError({ code: 'connection-reset', message: 'Reset.', remedy: 'Again.' });
      const received = await receiveBody({ headers, body: pieces(half, 1000, failure) }, { memoryLimit: 1e6, file });
      assert.ok(received.body instanceof Uint8Array && received.body.length > text.length / 5, String(received.cut?.after));
      assert.ok(text.subarray(0, received.body.length).equals(received.body));
      assert.deepEqual(received.cut, { after: received.body.length, reason: 'reset' });
    });
    it(`keeps what can be decoded of ${encoding} whose end is missing`, async () => {
      const received = await receiveBody({ headers, body: pieces(half, 1000) }, { memoryLimit: 1e6, file });
      assert.ok(received.body instanceof Uint8Array && received.body.length > text.length / 5);
      assert.deepEqual(received.cut, { after: received.body.length, reason: 'damaged' });
    });
  }

  it('three encodings, one in the other, are undone, and a fourth is not', async () => {
    const twice = gzipSync(brotliCompressSync(bytes));
    for (const [names, sent, isDecoded] of [
      ['br, gzip, gzip', gzipSync(twice), true],
      ['br, gzip, gzip, gzip', gzipSync(gzipSync(twice)), false],
    ] as const) {
      const headers: Header[] = [['Content-Encoding', names]];
      const { body, cut } = await receiveBody({ headers, body: pieces(sent, 100) }, { memoryLimit: 1e6, file });
      assert.deepEqual([Buffer.from(body as Uint8Array), cut], [isDecoded ? bytes : sent, undefined]);
    }
  });

  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    it(`an encoding called ${name} is none`, async () => {
      const { body } = await receiveBody(
        { headers: [['Content-Encoding', name]], body: pieces(bytes, 7) },
        { memoryLimit: 1000, file },
      );
      assert.ok(body instanceof Uint8Array && bytes.equals(body));
    });
  }

  describe('that is very long, asks', () => {
    const asked = (wish: LongBodyWish) => {
      const sizes: number[] = [];
      const taken = { bytes: 0 };
      const body = (async function* () {
        for await (const piece of pieces(bytes, 100)) {
          taken.bytes += piece.length;
          yield piece;
        }
      })();
      const ask = {
        at: 600,
        wish: (size: number) => {
          sizes.push(size);
          return Promise.resolve(wish);
        },
      };
      return { sizes, taken, received: receiveBody({ headers: [], body }, { memoryLimit: 500, file, ask }) };
    };
    it('once, and goes on', async () => {
      const { sizes, received } = asked('go on');
      assert.deepEqual(await received, { body: { kind: 'file', path, size: 1000 } });
      assert.deepEqual(sizes, [600]);
    });
    it('and stops, with what had come', async () => {
      const { taken, received } = asked('cancel');
      const named = join(folder, 'body - cut after 600 bytes.bin');
      const cut = { after: 600, reason: 'cancelled' };
      assert.deepEqual(await received, { body: { kind: 'file', path: named, size: 600 }, cut });
      assert.equal(taken.bytes, 600, 'nothing more was read');
      rmSync(named);
    });
    it('and goes on into a file that stays', async () => {
      const saveAs = join(folder, 'mine.iso');
      const { received } = asked({ saveAs });
      assert.deepEqual(await received, { body: { kind: 'file', path: saveAs, size: 1000 }, isSaved: true });
      assert.ok(readFileSync(saveAs).equals(bytes));
      assert.deepEqual(readdirSync(folder), ['mine.iso']);
      rmSync(saveAs);
    });
    it('and a bomb is asked about by what it becomes', async () => {
      const bomb = gzipSync(Buffer.alloc(50_000_000));
      const sizes: number[] = [];
      const ask = {
        at: 1_000_000,
        wish: (size: number) => {
          sizes.push(size);
          return Promise.resolve('cancel' as const);
        },
      };
      const { cut } = await receiveBody(
        { headers: [['Content-Encoding', 'gzip']], body: pieces(bomb, 1000) },
        { memoryLimit: 2_000_000, file, ask },
      );
      assert.equal(cut?.reason, 'cancelled');
      assert.ok((sizes[0] ?? 0) < 1_100_000, String(sizes));
    });
  });

  it('says that it cannot be stored', () =>
    assert.rejects(
      receiveBody(
        { headers: [], body: pieces(bytes, 400) },
        { memoryLimit: 500, file: () => Promise.resolve(join(folder, 'no', 'x')) },
      ),
      { name: 'UserError', code: 'response-not-stored' },
    ));

  it('an encoding that nobody knows is left as it came', async () => {
    const { body } = await receiveBody(
      { headers: [['Content-Encoding', 'dcb']], body: pieces(bytes, 7) },
      { memoryLimit: 1000, file },
    );
    assert.ok(body instanceof Uint8Array && bytes.equals(body));
  });

  it('an answer to HEAD that names an encoding is empty', async () => {
    const headers: Header[] = [['Content-Encoding', 'gzip']];
    const received = await receiveBody({ headers, body: pieces(Buffer.alloc(0), 1) }, { memoryLimit: 5, file });
    assert.deepEqual(received, { body: Buffer.alloc(0) });
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
  let turns = 0;
  let turn = setImmediate(function next() {
    turns++;
    turn = setImmediate(next);
  });
  const response = await sendRequest(request, { timeout: 60_000 });
  const { body } = await receiveBody(response, {
    memoryLimit,
    file,
    onProgress: () => (most = Math.max(most, process.memoryUsage.rss())),
  });
  clearImmediate(turn);
  server.close();
  server.closeAllConnections();
  assert.deepEqual(body, { kind: 'file', path, size });
  const hash = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
  assert.equal(hash(readFileSync(path)), hash(Buffer.alloc(size, chunk)));
  const megabytes = (most - before) / 1e6;
  t.diagnostic(`${turns} turns of the event loop, ${megabytes.toFixed(0)} MB more memory`);
  assert.ok(turns > 25, `others had ${turns} turns while 100 MB arrived`);
  assert.ok(megabytes < 80, `${megabytes.toFixed(0)} MB more memory`);
});
