import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { scratch } from './directories.ts';
import { linkExtension } from './extension-link.ts';
import { installServer } from './install-server.ts';
import { type EditorServer, startServer } from './server.ts';

/** A running server and a browser for its windows. */
export interface Editor {
  readonly server: EditorServer;
  readonly browser: Browser;
  /** Where the server keeps its data: settings, logs, state. */
  readonly data: string;
}

const servers = new Map<string, Promise<{ readonly server: EditorServer; readonly data: string }>>();
let browser: Promise<Browser> | undefined;

/** The editor of this process with these extensions (their folders; default: the one of the repository), started when it is first asked for. */
export async function editorWith(extension: string | undefined, otherExtensions: readonly string[]): Promise<Editor> {
  const key = JSON.stringify([extension, otherExtensions]);
  let server = servers.get(key);
  if (server === undefined) {
    server = start(join(scratch, 'e2e', `${process.pid}-server-${servers.size}`), extension, otherExtensions);
    servers.set(key, server);
  }
  browser ??= launchChromium();
  return { ...(await server), browser: await browser };
}

async function start(
  data: string,
  extension: string | undefined,
  otherExtensions: readonly string[],
): Promise<{ readonly server: EditorServer; readonly data: string }> {
  linkExtension(join(data, 'extensions'), extension, otherExtensions);
  return { server: await startServer({ vscode: await installServer(), serverDataDir: data }), data };
}

/** Ends the browser and the servers of this process and removes their data. */
export async function closeEditors(): Promise<void> {
  await (await browser)?.close();
  for (const { server, data } of await Promise.all(servers.values())) {
    await server.close();
    rmSync(data, { recursive: true, force: true, maxRetries: 3 });
  }
}
