import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

const source = join(import.meta.dirname, '..', '..', 'src');

/** From the bottom up: a room imports only from rooms before it. */
const rooms = [
  'core',
  'core/text',
  'core/aws',
  'core/http',
  'core/profiles',
  'core/certificates',
  'core/signing',
  'core/redaction',
  'core/http-file',
  'core/variables',
  'core/destinations',
  'core/credentials',
  'core/setup',
  'core/responses',
  'core/refusals',
  'core/requests',
  'core/exchange',
  'core/language',
  'sandbox/sandbox.ts',
  'sandbox/wire',
  'sandbox/signatures',
  'sandbox/services',
  'sandbox/service-table.ts',
  'sandbox/request-router.ts',
  'sandbox/start-sandbox.ts',
  'sandbox/demo-bucket.ts',
  'sandbox/provision-sandbox.ts',
  'platform',
  'storage',
  'ui/kit',
  'ui/documents',
  'ui/destinations',
  'ui/certificates',
  'ui/profiles',
  'ui/sessions',
  'ui/sandbox',
  'ui/signatures',
  'ui/responses',
  'ui/requests',
  'ui/language',
  'ui/http-files',
  'bundles',
  'bundles.ts',
  'services.ts',
  'extension.ts',
];

/** Imports that run up, and have still to be turned: this list only becomes shorter. */
const exceptions: string[] = [];

/**
 * The room of a file of the source: its folder, one of the folders of the core or of the user interface, or the core itself for what lies
 * directly in it. In the sandbox the folders and the files beside them are rooms.
 */
function roomOf(file: string): string {
  const [first = '', second = '', ...rest] = file.split('/');
  if (first === 'sandbox') return `${first}/${second}`;
  return rest.length > 0 && (first === 'core' || first === 'ui') ? `${first}/${second}` : first;
}

/** The files of the source that a file imports, types and lazy imports too. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(source, file), 'utf8'), true, true);
  const own = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'));
  return [...new Set(own.map((name) => posix.join(posix.dirname(file), name)))];
}

const files = globSync('**/*.ts', { cwd: source }).map((file) => file.replaceAll(sep, '/'));

test('every folder of the source is a room with a place', () => {
  const unplaced = files.filter((file) => !rooms.includes(roomOf(file)));
  assert.deepEqual(unplaced, []);
  assert.deepEqual(
    rooms.filter((room) => !files.some((file) => roomOf(file) === room)),
    [],
  );
});

test('imports run down, but for those that have still to be turned', () => {
  const level = (file: string): number => rooms.indexOf(roomOf(file));
  const upwards = files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => level(imported) > level(file))
      .map((imported) => `${file} -> ${imported}`),
  );
  assert.deepEqual(upwards.sort(), exceptions);
});
