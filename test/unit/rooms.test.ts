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
  'core/signing',
  'core/redaction',
  'core/http-file',
  'core/remedies',
  'core/certificates',
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

test('imports run down', () => {
  const level = (file: string): number => rooms.indexOf(roomOf(file));
  const upwards = files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => level(imported) > level(file))
      .map((imported) => `${file} -> ${imported}`),
  );
  assert.deepEqual(upwards, []);
});

/** The groups of files that import one another, over however many others (Tarjan's strongly connected components of more than one file). */
function circlesAmong(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    const own = order.size;
    order.set(file, own);
    lowest.set(file, own);
    open.push(file);
    for (const imported of imports.get(file) ?? []) {
      const reached = order.has(imported) ? (open.includes(imported) ? order.get(imported) : undefined) : visit(imported);
      lowest.set(file, Math.min(lowest.get(file) ?? own, reached ?? own));
    }
    const low = lowest.get(file) ?? own;
    if (low === own) {
      const group = open.splice(open.indexOf(file));
      if (group.length > 1) found.push(group.sort());
    }
    return low;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return found.sort();
}

test('no file is in a circle of imports', () => {
  assert.deepEqual(circlesAmong(new Map(files.map((file) => [file, importsOf(file)]))), []);
});

test('circles are found however long they are, and files that share an import are none', () => {
  const imports = new Map([
    ['a', ['b', 'd']],
    ['b', ['c']],
    ['c', ['a', 'd']],
    ['d', ['e']],
    ['e', []],
    ['f', ['g', 'e']],
    ['g', ['f']],
    ['h', ['a', 'g']],
  ]);
  assert.deepEqual(circlesAmong(imports), [
    ['a', 'b', 'c'],
    ['f', 'g'],
  ]);
});

test('the map for contributors has the rooms in their order', () => {
  const text = readFileSync(join(source, '..', 'CONTRIBUTING.md'), 'utf8');
  const drawn = [...text.matchAll(/^ {4}src\/(\S+?)\/? {2}/gm)].map(([, room]) => room);
  const whole = rooms.filter((room) => !room.startsWith('sandbox/')).concat('sandbox');
  assert.deepEqual(drawn.toSorted(), whole.toSorted());
  const order = rooms.map((room) => (room.startsWith('sandbox/') ? 'sandbox' : room)).reverse();
  assert.deepEqual(drawn, [...new Set(order)]);
});

test('bundles are loaded in one place alone', () => {
  const lazy = files.filter((file) =>
    /\bimport\(/.test(readFileSync(join(source, file), 'utf8').replace(/\btypeof import\(/g, '')),
  );
  assert.deepEqual(lazy, ['bundles.ts']);
});
