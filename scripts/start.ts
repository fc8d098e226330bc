// `npm start`: builds the extension and opens it in VS Code with the demo workspace, until Ctrl-C.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDemoWorkspace } from '../test/vscode/demo-workspace.ts';
import { repository, scratch } from '../test/vscode/directories.ts';
import { linkExtension } from '../test/vscode/extension-link.ts';
import { findDesktop } from '../test/vscode/find-desktop.ts';
import { InstallError, installServer } from '../test/vscode/install-server.ts';
import { spawnTree } from '../test/vscode/process-tree.ts';
import { quietSettings, startServer } from '../test/vscode/server.ts';
import { runMainJob } from './run-main-job.ts';
import { trustFolder } from './trust-folder.ts';

/** A range and not any free port: the browser keeps the editor's secrets by address, so the next start finds them again. */
const ports = '4610-4699';

const demo = join(scratch, 'demo');
/** As people have it: folders are restricted until they are trusted. */
const settings = { ...quietSettings, 'security.workspace.trust.enabled': true };

async function openDesktop(executable: string): Promise<void> {
  const userData = join(scratch, 'start', 'desktop');
  const settingsFile = join(userData, 'User', 'settings.json');
  mkdirSync(join(userData, 'User'), { recursive: true });
  if (!existsSync(settingsFile)) writeFileSync(settingsFile, JSON.stringify(settings, undefined, 2));
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const editor = spawnTree(
    executable,
    [
      `--extensionDevelopmentPath=${repository}`,
      `--user-data-dir=${userData}`,
      `--extensions-dir=${join(scratch, 'start', 'desktop-extensions')}`,
      ...['--skip-welcome', '--skip-release-notes', '--disable-updates', ...asRoot, demo],
    ],
    { stdio: 'ignore' },
  );
  console.log(
    `VS Code is open (${executable}). It asks once whether you trust the demo folder. Close it or press Ctrl-C to stop.`,
  );
  const [code] = (await once(editor, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
}

async function openServer(): Promise<void> {
  const data = join(scratch, 'start', 'server');
  const extensionsDir = join(data, 'extensions');
  const vscode = await installServer();
  trustFolder(vscode, demo);
  linkExtension(extensionsDir);
  const server = await startServer({
    vscode,
    serverDataDir: data,
    extensionsDir,
    token: randomBytes(24).toString('base64url'),
    port: ports,
    ...(existsSync(join(data, 'data', 'User', 'settings.json')) ? {} : { settings }),
  });
  console.log(`VS Code is ready. Open this address in a browser on this machine; Ctrl-C stops it:\n\n  ${server.url(demo)}\n`);
  await server.ended;
}

// A shell that npm puts between itself and this process dies of the signal that npm passes on, without passing it on itself.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(143);
}, 500).unref();

try {
  execFileSync(process.execPath, ['esbuild.mjs'], { cwd: repository, stdio: 'inherit' });
  await runMainJob((line) => console.log(`✔ ${line}`));
  prepareDemoWorkspace(demo);
  const desktop = findDesktop();
  await (desktop === undefined ? openServer() : openDesktop(desktop));
} catch (error) {
  console.error(error instanceof InstallError || !(error instanceof Error) ? String(error) : error.message);
  process.exitCode = 1;
}
