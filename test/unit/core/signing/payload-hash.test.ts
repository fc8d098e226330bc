import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { isUserError } from '../../../../src/core/errors.ts';
import { payloadHash } from '../../../../src/core/signing/payload-hash.ts';

const folder = mkdtempSync(join(tmpdir(), 'payload-hash-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { kind: 'file', path, size: bytes.length } as const;
}

test('bytes and files give the hash of their content', async (t) => {
  const mebibyte = 1024 * 1024;
  for (const size of [0, 1, mebibyte - 1, mebibyte, mebibyte + 1, 3 * mebibyte + 7]) {
    await t.test(`${size} bytes`, async () => {
      const bytes = randomBytes(size);
      const expected = createHash('sha256').update(bytes).digest('hex');
      assert.equal(await payloadHash(bytes), expected);
      assert.equal(await payloadHash(file(`file-${size}`, bytes)), expected);
    });
  }
});

test('a file that is not as it was is refused', async (t) => {
  const body = file('changed', Buffer.from('four'));
  for (const size of [0, 3, 5]) {
    await t.test(`${size} bytes before`, async () => {
      await assert.rejects(payloadHash({ ...body, size }), (error) => {
        assert.ok(isUserError(error));
        assert.equal(error.code, 'body-file-changed');
        assert.deepEqual(error.place, { file: body.path });
        return true;
      });
    });
  }
});

test('a file without end is refused', async (t) => {
  if (!existsSync('/dev/zero')) {
    t.skip('there is no /dev/zero');
    return;
  }
  await assert.rejects(payloadHash({ kind: 'file', path: '/dev/zero', size: 5 }), {
    code: 'body-file-unreadable',
  });
});

test('files are closed', async (t) => {
  if (!existsSync('/proc/self/fd')) {
    t.skip('open files are only counted through /proc');
    return;
  }
  const body = file('closed', Buffer.from('x'));
  const before = readdirSync('/proc/self/fd').length;
  const hashings = Array.from({ length: 20 }, (_, i) => payloadHash({ ...body, size: i % 2 }).catch(() => undefined));
  await Promise.all(hashings);
  assert.ok(readdirSync('/proc/self/fd').length < before + 20);
});

test('a file that cannot be read is refused', async (t) => {
  const unreadable = async (path: string) => {
    await assert.rejects(payloadHash({ kind: 'file', path, size: 1 }), (error) => {
      assert.ok(isUserError(error));
      assert.equal(error.code, 'body-file-unreadable');
      assert.deepEqual(error.place, { file: path });
      return true;
    });
  };
  await t.test('missing', () => unreadable(join(folder, 'missing')));
  await t.test('folder', () => unreadable(folder));
  await t.test('forbidden', async (t) => {
    if (process.getuid?.() === 0 || process.platform === 'win32') {
      t.skip('this user may read everything');
      return;
    }
    const { path } = file('forbidden', Buffer.from('x'));
    chmodSync(path, 0);
    await unreadable(path);
  });
});

test('hashing stops at an abort', async () => {
  const body = file('long', Buffer.alloc(4 * 1024 * 1024));
  const controller = new AbortController();
  const hashing = payloadHash(body, controller.signal);
  controller.abort(new Error('enough'));
  await assert.rejects(hashing, /enough/);
  await assert.rejects(payloadHash(new Uint8Array(), controller.signal), /enough/);
});
