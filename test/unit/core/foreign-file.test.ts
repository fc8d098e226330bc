import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ForeignFileError, openForeignFile, readForeignFile } from '../../../src/core/foreign-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'foreign-file-'));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

mkdirSync(at('folder'));
execFileSync('mkfifo', [at('pipe')]);
writeFileSync(at('text'), 'text');
writeFileSync(at('empty'), '');
writeFileSync(at('exact'), 'x'.repeat(100));
writeFileSync(at('longer'), 'x'.repeat(101));
writeFileSync(at('huge'), '');
truncateSync(at('huge'), 2 ** 40);
for (const [name, target] of Object.entries({
  link: 'text',
  linkToLink: 'link',
  linkToPipe: 'pipe',
  linkToNothing: 'none',
  loop: 'loop',
}))
  symlinkSync(target, at(name));
symlinkSync('/dev/zero', at('linkToDevice'));
symlinkSync('/proc/self/environ', at('linkToProc'));

const server = createServer().listen(at('socket'));
await once(server, 'listening');
after(() => server.close());

const refused: [what: string, path: string, reason: ForeignFileError['reason'], onlyOn?: NodeJS.Platform][] = [
  ['nothing', at('none'), 'missing'],
  ['nothing behind a file', at('text/x'), 'missing'],
  ['nothing behind a link', at('linkToNothing'), 'missing'],
  ['a folder', at('folder'), 'not-a-file'],
  ['a pipe that nobody writes into', at('pipe'), 'not-a-file'],
  ['a link to a pipe', at('linkToPipe'), 'not-a-file'],
  ['a socket', at('socket'), 'not-a-file'],
  ['a device without an end', '/dev/zero', 'not-a-file'],
  ['a device that is empty', '/dev/null', 'not-a-file'],
  ['a terminal', '/dev/tty', 'not-a-file'],
  ['a link to a device', at('linkToDevice'), 'not-a-file'],
  ['an environment of a process', '/proc/self/environ', 'not-a-file', 'linux'],
  ['a link to it', at('linkToProc'), 'not-a-file', 'linux'],
  ['a setting of the kernel', '/sys/kernel/profiling', 'not-a-file', 'linux'],
  ['a link to itself', at('loop'), 'unreadable'],
  ['a name that is too long', at('x'.repeat(5000)), 'unreadable'],
  ['more than the limit', at('longer'), 'too-large'],
  ['a terabyte', at('huge'), 'too-large'],
];

describe('a file of others', () => {
  for (const [what, path, reason, onlyOn = process.platform] of refused) {
    it(`is not read: ${what}`, { skip: onlyOn !== process.platform }, async () => {
      await assert.rejects(readForeignFile(path, { limit: 100 }), (error) => {
        assert.ok(error instanceof ForeignFileError, String(error));
        assert.equal(error.reason, reason);
        return true;
      });
    });
    it(`is not opened: ${what}`, { skip: onlyOn !== process.platform || reason === 'too-large' }, async () =>
      assert.rejects(openForeignFile(path), { name: 'ForeignFileError', reason }),
    );
  }

  const read: [what: string, name: string][] = [
    ['a regular one', 'text'],
    ['an empty one', 'empty'],
    ['one of as many bytes as it may have', 'exact'],
    ['one behind a link', 'link'],
    ['one behind several links', 'linkToLink'],
  ];
  for (const [what, name] of read) {
    it(`is read: ${what}`, async () =>
      assert.deepEqual(Buffer.from(await readForeignFile(at(name), { limit: 100 })), readFileSync(at(name))));
  }

  it('of several chunks is read whole', async () => {
    const bytes = Buffer.alloc(1_000_000, 'abcdefghijklm');
    writeFileSync(at('several'), bytes);
    assert.deepEqual(Buffer.from(await readForeignFile(at('several'), { limit: 1_000_000 })), bytes);
    await assert.rejects(readForeignFile(at('several'), { limit: 999_999 }), { reason: 'too-large' });
  });

  it('is not waited for any more once that was cancelled', async () => {
    const cancelled = new AbortController();
    const reading = readForeignFile(at('text'), { limit: 100, signal: cancelled.signal });
    cancelled.abort(new Error('Enough.'));
    await assert.rejects(reading, { message: 'Enough.' });
    await assert.rejects(readForeignFile(at('text'), { limit: 100, signal: cancelled.signal }), { message: 'Enough.' });
  });

  it('keeps its size and its handle until it is closed', async () => {
    const { handle, size } = await openForeignFile(at('link'));
    try {
      assert.equal(size, 4);
      assert.equal(await handle.readFile('utf8'), 'text');
    } finally {
      await handle.close();
    }
  });
});
