import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { isUserError } from '../../../../../src/core/errors.ts';
import { writeFilesSafely } from '../../../../../src/core/certificates/writing/write-files-safely.ts';
import type { WrittenFile } from '../../../../../src/core/certificates/writing/written-file.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'write-files-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const path = (name: string): string => join(directory, name);
const text = (name: string): string => readFileSync(path(name), 'utf8');
const file = (name: string, content = name, isPrivate = false): WrittenFile => ({
  name,
  bytes: Buffer.from(content),
  private: isPrivate,
});
const contents = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory, { withFileTypes: true }).map((entry) => [entry.name, entry.isFile() ? text(entry.name) : '(other)']),
  );
const refusal = (code: string, place?: string) => (error: unknown) => {
  assert.ok(isUserError(error), String(error));
  assert.equal(error.code, code);
  if (place !== undefined) {
    assert.equal(error.place?.file, place);
  }
  return true;
};
const posix = process.platform === 'win32' ? 'Windows has no file modes' : false;
const powerless = process.getuid?.() === 0 ? 'root may write anywhere' : posix;

test('writes all files and nothing else, and says where', async () => {
  const paths = await writeFilesSafely(directory, [file('a.pem'), file('a.key', 'k', true)]);
  assert.deepEqual(paths, [path('a.pem'), path('a.key')]);
  assert.deepEqual(contents(), { 'a.key': 'k', 'a.pem': 'a.pem' });
});

test('a private file is for its owner alone, also where it replaces one that was not', { skip: posix }, async () => {
  writeFileSync(path('old.key'), 'old', { mode: 0o644 });
  await writeFilesSafely(directory, [file('a.pem'), file('a.key', 'k', true), file('old.key', 'new', true)], {
    overwrite: ['old.key'],
  });
  assert.equal(statSync(path('a.key')).mode & 0o777, 0o600);
  assert.equal(statSync(path('old.key')).mode & 0o777, 0o600);
  assert.equal(text('old.key'), 'new');
  writeFileSync(path('usual'), '', { mode: 0o644 });
  assert.equal(statSync(path('a.pem')).mode, statSync(path('usual')).mode);
});

test('a file that is there stops everything', async () => {
  writeFileSync(path('b.pem'), 'mine');
  await assert.rejects(
    writeFilesSafely(directory, [file('a.pem'), file('b.pem'), file('c.pem')]),
    refusal('file-exists', path('b.pem')),
  );
  assert.deepEqual(contents(), { 'b.pem': 'mine' });
});

test('only what is listed is replaced', async () => {
  writeFileSync(path('a.pem'), 'mine');
  writeFileSync(path('b.pem'), 'mine');
  const files = [file('a.pem'), file('b.pem')];
  await assert.rejects(writeFilesSafely(directory, files, { overwrite: ['a.pem'] }), refusal('file-exists', path('b.pem')));
  assert.deepEqual(contents(), { 'a.pem': 'mine', 'b.pem': 'mine' });
  await writeFilesSafely(directory, files, { overwrite: ['a.pem', 'b.pem'] });
  assert.deepEqual(contents(), { 'a.pem': 'a.pem', 'b.pem': 'b.pem' });
});

test('a file to replace need not be there', async () => {
  await writeFilesSafely(directory, [file('a.pem')], { overwrite: ['a.pem'] });
  assert.deepEqual(contents(), { 'a.pem': 'a.pem' });
});

test('what was replaced comes back when a later file fails', async () => {
  writeFileSync(path('a.pem'), 'mine');
  mkdirSync(path('c.pem'));
  const files = [file('a.pem'), file('b.pem'), file('c.pem')];
  await assert.rejects(writeFilesSafely(directory, files, { overwrite: ['a.pem', 'c.pem'] }), refusal('file-unwritable'));
  assert.deepEqual(contents(), { 'a.pem': 'mine', 'c.pem': '(other)' });
});

test('a link is not followed, neither for a fresh file nor for one that is replaced', { skip: posix }, async () => {
  const outside = mkdtempSync(join(tmpdir(), 'write-files-outside-'));
  try {
    symlinkSync(join(outside, 'stolen'), path('a.key'));
    await assert.rejects(writeFilesSafely(directory, [file('a.key', 'k', true)]), refusal('file-exists'));
    await writeFilesSafely(directory, [file('a.key', 'k', true)], { overwrite: ['a.key'] });
    assert.deepEqual(readdirSync(outside), []);
    assert.deepEqual(contents(), { 'a.key': 'k' });
  } finally {
    rmSync(outside, { recursive: true });
  }
});

for (const name of ['', '.', '..', '../a.pem', 'a/b.pem', 'a\\b.pem', 'C:a.pem', 'a\0b']) {
  test(`${JSON.stringify(name)} is no file name`, async () => {
    await assert.rejects(writeFilesSafely(directory, [file('fine.pem'), file(name)]), refusal('file-name-invalid'));
    assert.deepEqual(contents(), {});
  });
}

test('the same name twice is refused', async () => {
  await assert.rejects(writeFilesSafely(directory, [file('a.pem', '1'), file('a.pem', '2')]), refusal('file-exists'));
  assert.deepEqual(contents(), {});
});

test('a directory that is not there, or a file in its place, is told', async () => {
  await assert.rejects(writeFilesSafely(path('nowhere'), [file('a.pem')]), refusal('file-unwritable', path('nowhere')));
  writeFileSync(path('file'), '');
  await assert.rejects(writeFilesSafely(path('file'), [file('a.pem')]), refusal('file-unwritable', path('file')));
});

test('a directory without permission is told', { skip: powerless }, async () => {
  chmodSync(directory, 0o500);
  await assert.rejects(writeFilesSafely(directory, [file('a.pem')]), refusal('file-unwritable', directory));
  chmodSync(directory, 0o700);
  assert.deepEqual(contents(), {});
});
