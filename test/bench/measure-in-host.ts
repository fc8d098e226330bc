import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../vscode/chromium.ts';
import { installServer } from '../vscode/install-server.ts';
import { type EditorServer, quietSettings, startServer } from '../vscode/server.ts';

export interface HostMeasurement {
  /** Absolute paths: the folder that is opened, the extension under development, and the script that measures in its host. */
  readonly folder: string;
  readonly extension: string;
  readonly probe: string;
}

/** Opens a fresh window, runs the probe in its extension host and gives what its line `measurement {…}` says. */
export async function measureInHost<T>(
  browser: Browser,
  server: EditorServer,
  { folder, extension, probe }: HostMeasurement,
): Promise<T> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const result = Promise.withResolvers<T>();
    let last = '';
    await page.exposeFunction('codeAutomationLog', (_type: string, values: unknown[]) => {
      last = values.join(' ');
      const measurement = /^measurement (.*)$/.exec(last)?.[1];
      if (measurement !== undefined) result.resolve(JSON.parse(measurement) as T);
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => {
      if (code !== 0) result.reject(new Error(`The window ended with code ${code}: ${last}`));
    });
    await page.goto(
      server.url(folder, [
        ['extensionDevelopmentPath', server.remote(extension)],
        ['extensionTestsPath', server.remote(probe)],
      ]),
    );
    return await Promise.race([result.promise, server.ended]);
  } finally {
    await context.close();
  }
}

/** Starts an editor whose data lies below `directory` (absolute), lets `work` measure in it, and ends it. */
export async function withEditor<T>(directory: string, work: (browser: Browser, server: EditorServer) => Promise<T>): Promise<T> {
  const vscode = await installServer();
  const serverDataDir = join(directory, 'server');
  const server = await startServer({ vscode, serverDataDir, developmentOptions: true, settings: quietSettings });
  const browser = await launchChromium();
  try {
    return await work(browser, server);
  } finally {
    await browser.close();
    await server.close();
  }
}
