// Bundled to CommonJS; VS Code calls its `run()` in the extension host.
import { globSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import { run as runTestFiles } from 'node:test';
import { inspect } from 'node:util';
import * as vscode from 'vscode';

const silenceLimitMilliseconds = 300_000;
const lastTest = 'the end of the run';
const directory = join(__dirname, '..');
const repository = join(directory, '..', '..');

/** Whether an error comes from the extension or its tests, and not from another extension of the same host. */
function isOurs(error: unknown): boolean {
  const stack = error instanceof Error ? error.stack : undefined;
  if (stack === undefined) return true;
  return [join(repository, 'dist'), join(repository, 'src'), join(repository, 'test'), directory].some((path) =>
    stack.includes(path + sep),
  );
}

/** An error as text: places in bundled tests become places in their source, frames of Node and the editor are left out. */
function describeError(error: unknown): string {
  const maps = new Map<string, SourceMap>();
  return inspect(error)
    .split('\n')
    .filter((line) => !/^\s+at .*(node:|vscode\/out\/|[\\/]app[\\/]out[\\/])/.test(line))
    .join('\n')
    .replaceAll(/([^\s(]+\.cjs):(\d+):(\d+)/g, (place, file: string, line: string, column: string) => {
      const inline = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(readFileSync(file, 'utf8'))?.[1];
      if (inline === undefined) return place;
      const map =
        maps.get(file) ??
        new SourceMap(JSON.parse(Buffer.from(inline, 'base64').toString()) as ConstructorParameters<typeof SourceMap>[0]);
      maps.set(file, map);
      const origin = map.findOrigin(Number(line), Number(column));
      return 'fileName' in origin
        ? `${relative(repository, resolve(file, '..', origin.fileName))}:${origin.lineNumber}:${origin.columnNumber}`
        : place;
    });
}

/**
 * Runs all test files in the extension host, in this one process and one after the other, and prints a line for each test.
 *
 * @throws {Error} when a test fails, when there is none, when none ends for five minutes, and on an uncaught error of ours.
 */
export async function run(): Promise<void> {
  const files = globSync('**/*.test.cjs', { cwd: directory }).sort();
  console.log(`Integration tests: VS Code ${vscode.version}, Node ${process.versions.node}, ${files.length} files`);

  const failures: string[] = [];
  const running = new Set<string>();
  let passed = 0;
  let skipped = 0;
  const { promise: end, resolve, reject } = Promise.withResolvers<undefined>();
  const fail = (name: string, error: unknown): void => {
    failures.push(name);
    console.error(`✖ ${name}\n${describeError(error)}`);
  };
  const onUncaught = (error: unknown): void => {
    if (isOurs(error)) fail('uncaught error', error);
  };
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);

  const stall = (): void => {
    reject(new Error(`No test ended within ${silenceLimitMilliseconds / 1000} s. Running: ${[...running].join(', ')}`));
  };
  let silence = setTimeout(stall, silenceLimitMilliseconds);
  const line = (nesting: number, text: string): void => console.log(`${'  '.repeat(nesting)}${text}`);
  runTestFiles({ files: [...files.map((file) => join(directory, file)), join(__dirname, 'last.cjs')], isolation: 'none' })
    .on('test:start', ({ name }) => running.add(name))
    .on('test:complete', ({ name }) => {
      running.delete(name);
      clearTimeout(silence);
      silence = setTimeout(stall, silenceLimitMilliseconds);
    })
    .on('test:pass', ({ name, nesting, skip, todo, details }) => {
      if (name === lastTest && nesting === 0) resolve(undefined);
      else if (details.type === 'suite') line(nesting, `▸ ${name}`);
      else if (skip !== undefined || todo !== undefined) {
        skipped++;
        line(nesting, `﹣ ${name} ${[skip, todo].filter((reason) => typeof reason === 'string').join(' ')}`);
      } else {
        passed++;
        line(nesting, `✔ ${name} (${details.duration_ms.toFixed(0)} ms)`);
      }
    })
    .on('test:fail', ({ name, nesting, todo, details: { error, type } }) => {
      const cause: unknown = 'cause' in error ? error.cause : error;
      if (todo !== undefined) skipped++;
      else if (type !== 'suite' || (error as { failureType?: string }).failureType !== 'subtestsFailed') fail(name, cause);
      else line(nesting, `▸ ${name}`);
    })
    .resume();

  try {
    await end;
    // An error thrown by what the last test left behind arrives in one of the next turns.
    await new Promise((next) => setImmediate(next));
  } finally {
    clearTimeout(silence);
    process.off('uncaughtException', onUncaught);
    process.off('unhandledRejection', onUncaught);
  }
  console.log(`Integration tests: ${passed} passed, ${failures.length} failed, ${skipped} skipped`);
  if (failures.length > 0) throw new Error(`${failures.length} integration tests failed: ${failures.join(', ')}`);
  if (passed === 0) throw new Error('No integration test ran.');
}
