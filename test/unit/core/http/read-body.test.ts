import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { UserError } from '../../../../src/core/errors.ts';
import type { Header } from '../../../../src/core/http/message.ts';
import { readBody } from '../../../../src/core/http/read-body.ts';

function answer(headers: Header[], ...chunks: Uint8Array[]) {
  let taken = 0;
  const body = (async function* () {
    for (const chunk of chunks) {
      taken++;
      yield await Promise.resolve(chunk);
    }
  })();
  return { response: { headers, body }, taken: () => taken };
}

const text = Buffer.from('text '.repeat(1000));
const read = async (headers: Header[], chunks: Uint8Array[], limit = 10_000) =>
  Buffer.from(await readBody(answer(headers, ...chunks).response, { limit, decode: true })).toString();

describe('readBody', () => {
  const cases: [encoding: string, bytes: Buffer][] = [
    ['gzip', gzipSync(text)],
    ['X-GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['identity', text],
    ['', text],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
  ];
  for (const [encoding, bytes] of cases) {
    it(`decodes “${encoding}”, however it is cut`, async () => {
      const chunks = [bytes.subarray(0, 7), bytes.subarray(7, 8), bytes.subarray(8)];
      assert.equal(await read([['Content-Encoding', encoding]], chunks), text.toString());
    });
  }
  it('decodes only when asked', async () => {
    const { response } = answer([['content-encoding', 'gzip']], gzipSync(text));
    assert.deepEqual(Buffer.from(await readBody(response, { limit: 10_000 })), gzipSync(text));
  });
  it('an empty body is empty', async () => assert.equal(await read([], []), ''));
  it('the limit itself is allowed', async () => assert.equal(await read([], [text], 5000), text.toString()));
  it('stops at the limit', async () => {
    const { response, taken } = answer([], text, text, text, text);
    await assert.rejects(readBody(response, { limit: 7000 }), { name: 'UserError', code: 'response-too-large' });
    assert.equal(taken(), 2);
  });
  it('counts decoded bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    await assert.rejects(read([['content-encoding', 'gzip']], [bomb]), { code: 'response-too-large' });
  });
  it('refuses encodings it does not know', () =>
    assert.rejects(read([['content-encoding', 'lzma']], [text]), { code: 'response-encoding', message: /“lzma”/ }));
  for (const bytes of [text, gzipSync(text).subarray(0, 20)]) {
    it('refuses what cannot be decoded', () =>
      assert.rejects(read([['content-encoding', 'gzip']], [bytes]), { code: 'response-encoding' }));
  }
  it('passes on why the transfer failed', async () => {
    const failure = new UserError({ code: 'connection-reset', message: 'Reset.', remedy: 'Again.' });
    const body = (async function* () {
      yield await Promise.resolve(gzipSync(text).subarray(0, 20));
      throw failure;
    })();
    await assert.rejects(readBody({ headers: [['content-encoding', 'gzip']], body }, { limit: 10_000, decode: true }), failure);
  });
});
