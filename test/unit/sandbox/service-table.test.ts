import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { table } from './services/served-by.ts';

const services = join(import.meta.dirname, '..', '..', '..', 'src', 'sandbox', 'services');
const tests = join(import.meta.dirname, 'services');
const names = table.map(({ name }) => name);

function imports(file: string, module: string): boolean {
  return ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles.some(({ fileName }) => fileName === module);
}

test('every file of a service is a row of the table, under its name', () => {
  const files = globSync(join(services, '*.ts')).filter((file) => imports(file, './sandbox-service.ts'));
  assert.deepEqual(files.map((file) => basename(file, '.ts')).sort(), names.toSorted());
});

test('every row is reached by requests of a test of its own', () => {
  const untested = names
    .map((name) => join(tests, `${name}.test.ts`))
    .filter((file) => !existsSync(file) || !imports(file, './served-by.ts'));
  assert.deepEqual(untested, [], 'call servedBy there, with requests that the row answers');
});

test('the echo is the last row: it takes what no other does', () => {
  assert.equal(names.at(-1), 'echo');
});
