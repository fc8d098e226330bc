import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endTree, spawnTree } from './process-tree.ts';

const withoutKeys = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_SESSION_TOKEN: undefined };

const startLimitMilliseconds = 300_000;

/** Settings under which the editor shows nothing of its own accord and asks for nothing. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'editor.minimap.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.showReleaseNotes': false,
  'git.openRepositoryInParentFolders': 'never',
} as const;

/** A running VS Code server on 127.0.0.1. */
export interface EditorServer {
  readonly port: number;
  /** The page that opens `folder` (absolute path); `payload` holds development options such as `extensionTestsPath`. */
  url(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** Writes the user settings; the windows that are open follow. */
  configure(settings: Readonly<Record<string, unknown>>): void;
  /** How the page names a file of this machine. */
  remote(path: string): string;
  /** Rejects when the server ends before `close`. */
  readonly ended: Promise<never>;
  /** Ends the server, its extension hosts and all that these started. */
  close(): Promise<void>;
}

/** What a server is started with. */
export interface ServerOptions {
  /** `lib/vscode` as `installServer` gives it. */
  vscode: string;
  /** Where the server keeps settings, state and logs. */
  serverDataDir: string;
  /** Where installed extensions are; default: a folder inside `serverDataDir`. */
  extensionsDir?: string;
  /** User settings, written before the start; without them, those of an earlier start stay. */
  settings?: Readonly<Record<string, unknown>>;
  /** The secret that the address must carry; default: none. */
  token?: string;
  /** Whether an address may carry a payload. The workbench then shows no notifications. */
  developmentOptions?: boolean;
  /** A port, or a range of which the first free one is taken; default: any free port. */
  port?: string;
}

/** Starts the server and waits until it answers. @throws {Error} with the end of its output when it does not. */
export async function startServer(options: ServerOptions): Promise<EditorServer> {
  const { vscode, serverDataDir, settings, token } = options;
  const user = join(serverDataDir, 'data', 'User');
  const extensionsDir = options.extensionsDir ?? join(serverDataDir, 'extensions');
  for (const directory of [user, extensionsDir]) mkdirSync(directory, { recursive: true });
  const configure: EditorServer['configure'] = (values) => {
    writeFileSync(join(user, 'settings.json'), JSON.stringify(values, undefined, 2));
  };
  if (settings) configure(settings);
  const tokenFile = join(serverDataDir, 'token');
  // In a file, because any user of the machine can read a process's arguments.
  if (token !== undefined) writeFileSync(tokenFile, token, { mode: 0o600 });

  const child = spawnTree(
    process.execPath,
    [
      join(vscode, 'out', 'server-main.js'),
      ...[
        '--host',
        '127.0.0.1',
        '--port',
        options.port ?? '0',
        '--server-data-dir',
        serverDataDir,
        '--extensions-dir',
        extensionsDir,
      ],
      ...(token === undefined ? ['--without-connection-token'] : ['--connection-token-file', tokenFile]),
      ...(options.developmentOptions === true ? ['--enable-smoke-test-driver'] : []),
      ...['--accept-server-license-terms', '--telemetry-level', 'off', '--force-disable-user-env'],
    ],
    // Without an address for its gallery, the editor looks for no extensions on the network; without keys, nothing of a test is theirs.
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...withoutKeys, EXTENSIONS_GALLERY: '{}' } },
  );

  let output = '';
  let closing = false;
  const ended = once(child, 'exit').then(([code, signal]): never => {
    throw new Error(`The VS Code server ended by itself (${String(code ?? signal)}):\n${output.slice(-4000)}`);
  });
  ended.catch(() => undefined);
  const listening = new Promise<number>((resolve) => {
    const read = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-20_000);
      const port = /listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
  const limit = new Promise<never>((_resolve, reject) => {
    setTimeout(() => {
      reject(new Error(`The VS Code server did not answer within ${startLimitMilliseconds / 1000} s:\n${output.slice(-4000)}`));
    }, startLimitMilliseconds).unref();
  });

  try {
    const port = await Promise.race([listening, ended, limit]);
    const address = `http://127.0.0.1:${port}/`;
    await Promise.race([fetch(`${address}version`), ended, limit]);
    return {
      port,
      ended,
      configure,
      remote: (path) => `vscode-remote://127.0.0.1:${port}${encodeURI(path.replaceAll('\\', '/')).replace(/^(?!\/)/, '/')}`,
      url: (folder, payload) => {
        const query = [
          ...(token === undefined ? [] : [`tkn=${encodeURIComponent(token)}`]),
          `folder=${encodeURIComponent(folder.replaceAll('\\', '/')).replaceAll('%2F', '/')}`,
          ...(payload ? [`payload=${encodeURIComponent(JSON.stringify(payload))}`] : []),
        ];
        return `${address}?${query.join('&')}`;
      },
      close: async () => {
        if (closing) return;
        closing = true;
        await endTree(child);
      },
    };
  } catch (error) {
    await endTree(child);
    throw error;
  }
}
