// Installs the VS Code server, then runs the end-to-end tests in Chromium: `node test/e2e/run.ts [test files]`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { repository } from '../vscode/directories.ts';
import { installServer } from '../vscode/install-server.ts';

const directory = import.meta.dirname;
if (!existsSync(join(repository, 'dist', 'extension.cjs'))) throw new Error('dist/extension.cjs is missing. Run: npm run build');
await installServer();

const chosen = process.argv.slice(2);
const files = chosen.length > 0 ? chosen : globSync('**/*.test.ts', { cwd: directory }).map((file) => join(directory, file));
if (files.length === 0) throw new Error('There is no end-to-end test.');
if (chosen.length === 0) rmSync(join(directory, '.artifacts'), { recursive: true, force: true });
// The time limit is for what never ends, on a machine however busy.
const tests = spawn(process.execPath, ['--test', '--test-timeout=1800000', join(directory, 'together.ts')], {
  stdio: 'inherit',
  env: { ...process.env, TEST_FILES: files.map((file) => resolve(file)).join('\n') },
});
const [code] = (await once(tests, 'exit')) as [number | null];
process.exitCode = code ?? 1;
