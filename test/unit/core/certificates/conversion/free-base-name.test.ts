import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  baseNameOf,
  baseNameProblem,
  freeBaseName,
  namesTaken,
} from '../../../../../src/core/certificates/conversion/free-base-name.ts';

test('names that are taken are found', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'destination-'));
  writeFileSync(join(directory, 'b.key'), '');
  assert.deepEqual(await namesTaken(directory, ['a.pem', 'b.key']), ['b.key']);
  assert.deepEqual(await namesTaken(join(directory, 'missing'), ['a.pem']), []);
  rmSync(directory, { recursive: true });
});

test('the first free name counts up from 2', async () => {
  assert.equal(await freeBaseName('build', (name) => Promise.resolve(name !== 'build-2')), 'build-3');
});

test('the beginning of names comes from the file', () => {
  const found = ['/a/build-7.pfx', 'build.chain.pem', '/a/.pem', 'key'].map(baseNameOf);
  assert.deepEqual(found, ['build-7', 'build.chain', 'pem', 'key']);
});

test('names that some system cannot have are refused', () => {
  for (const name of ['', ' ', 'a/b', 'a\\b', 'a:b', '.hidden', 'a\nb', 'x'.repeat(101)]) assert.ok(baseNameProblem(name), name);
  assert.equal(baseNameProblem('büild 7.a'), undefined);
});
