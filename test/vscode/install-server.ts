import { once } from 'node:events';
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { scratch } from './directories.ts';
import { spawnTree } from './process-tree.ts';

const version = '4.139.1';
/** Packages that fail on load without their compiled half, and with the first of them every log file and log output channel. */
const substituted = ['spdlog', 'native-watchdog'];
const lockPollMilliseconds = 250;

/** An install that could not be completed; the message says why and what to do. */
export class InstallError extends Error {
  override name = 'InstallError';
}

/** Runs npm with the Node that runs this file; the registry, proxy and cache are those of the user's own npm settings. */
async function npm(directory: string, args: readonly string[]): Promise<void> {
  const cli = process.env['npm_execpath'];
  const shared = ['install', ...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, first] = cli?.endsWith('.js') === true ? [process.execPath, [cli]] : ['npm', []];
  const child = spawnTree(command, [...first, ...shared], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command === 'npm' && process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  throw new InstallError(
    `npm could not install the VS Code server (code-server ${version}):\n${output.trim().split('\n').slice(-15).join('\n')}\n` +
      'Check that the package registry can be reached (npm ping), then run the same command again.',
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Takes the lock file, or waits for its owner to finish; a lock whose owner has died is taken over. */
async function acquireLock(lock: string, log: (line: string) => void): Promise<void> {
  for (let waiting = false; ; waiting = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    let owner = NaN;
    try {
      owner = Number(readFileSync(lock, 'utf8'));
    } catch {
      // Released between the two calls.
    }
    if (owner > 0 && isRunning(owner)) {
      if (!waiting) log(`Waiting for process ${owner}, which is installing the VS Code server …`);
    } else if (owner > 0) {
      rmSync(lock, { force: true });
      continue;
    }
    await delay(lockPollMilliseconds);
  }
}

/** `lib/vscode` of an install. */
function vscodeIn(directory: string): string {
  return join(directory, 'node_modules', 'code-server', 'lib', 'vscode');
}

/** Built-in extensions that have nothing to do with requests and certificates, and that every window would start or scan. */
const leftOut = [
  'copilot',
  'debug-auto-launch',
  'debug-server-ready',
  'emmet',
  'extension-editing',
  'git',
  'git-base',
  'github',
  'github-authentication',
  'grunt',
  'gulp',
  'ipynb',
  'jake',
  'merge-conflict',
  'microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'notebook-renderers',
  'npm',
  'php-language-features',
  'references-view',
  'terminal-suggest',
  'tunnel-forwarding',
  'typescript-language-features',
];

async function installInto(directory: string, log: (line: string) => void): Promise<void> {
  const vscode = vscodeIn(directory);
  mkdirSync(directory, { recursive: true });
  await npm(directory, ['--prefix', '.', `code-server@${version}`]);
  log('  1/2 the server');
  await npm(vscode, ['--omit=dev']);
  log('  2/2 its packages');
  for (const name of leftOut) rmSync(join(vscode, 'extensions', name), { recursive: true, force: true });
  for (const name of substituted) {
    copyFileSync(
      join(import.meta.dirname, 'substitutes', `${name}.cjs`),
      join(vscode, 'node_modules', '@vscode', name, 'index.js'),
    );
  }
}

/**
 * Makes sure that the VS Code server is installed and gives the path of its `lib/vscode`.
 *
 * It is the `code-server` package of the npm registry, of which only `lib/vscode` is used, without its postinstall scripts
 * (they compile native modules). It is installed into a folder that gets its name when it is whole, so that what an interrupted
 * install leaves is never used, and under a lock, so that two do not install at once.
 *
 * @throws {InstallError} when npm fails.
 */
export async function installServer({
  parent = scratch,
  log = (line: string): void => console.log(line),
}: { parent?: string; log?: (line: string) => void } = {}): Promise<string> {
  const directory = join(parent, `server-${version}`);
  const vscode = vscodeIn(directory);
  if (existsSync(directory)) return vscode;
  mkdirSync(parent, { recursive: true });
  const lock = join(parent, 'server.lock');
  await acquireLock(lock, log);
  try {
    if (existsSync(directory)) return vscode;
    for (const name of globSync('server-*', { cwd: parent }))
      rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 3 });
    const started = performance.now();
    log(`Installing the VS Code server from the npm registry (code-server ${version}, once, about 530 MB) …`);
    const partial = `${directory}.partial-${process.pid}`;
    await installInto(partial, log);
    renameSync(partial, directory);
    log(`Installed in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
    return vscode;
  } finally {
    rmSync(lock, { force: true });
  }
}
