#!/usr/bin/env node
// Stands in for the `code` executable where desktop VS Code cannot be had: takes the flags that `@vscode/test-electron` gives,
// runs the tests in the extension host of the VS Code server and ends with their exit code.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from './chromium.ts';
import { scratch } from './directories.ts';
import { installServer } from './install-server.ts';
import { quietSettings, startServer } from './server.ts';

const limitMilliseconds = 1_200_000;

/** What the workbench has to say about itself, of no interest to a reader of test results. */
const chatter =
  /^(Resolv|Creating a socket|Updating additional|Ignoring fetching|\[(AgentHost|reconnection|AccountPolicy|Service Worker))|workbench\.js:/;

declare global {
  interface Window {
    codeAutomationExit(code: number): void;
    codeAutomationLog(type: string, values: unknown[]): void;
  }
}

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
    'disable-workspace-trust': { type: 'boolean' },
  },
});

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Error('Usage: code-executable --user-data-dir=DIR --extensionDevelopmentPath=DIR --extensionTestsPath=FILE [FOLDER]');
}

const userDataDir = text(values['user-data-dir']);
const testsPath = text(values.extensionTestsPath);
const folder = positionals[0] ?? process.cwd();
const settingsFile = join(userDataDir, 'User', 'settings.json');
const settings = existsSync(settingsFile) ? (JSON.parse(readFileSync(settingsFile, 'utf8')) as Record<string, unknown>) : {};

const extensionsDir = values['extensions-dir'];
const server = await startServer({
  vscode: await installServer(),
  serverDataDir: join(userDataDir, 'server'),
  ...(typeof extensionsDir === 'string' ? { extensionsDir } : {}),
  developmentOptions: true,
  settings: {
    ...quietSettings,
    'security.workspace.trust.enabled': values['disable-workspace-trust'] !== true,
    ...settings,
  },
});
const browser = await launchChromium();
const page = await browser.newPage();

const result = Promise.withResolvers<number>();
await page.exposeFunction('codeAutomationExit', (code: number) => result.resolve(code));
await page.exposeFunction('codeAutomationLog', (_type: string, parts: unknown[]) => {
  const line = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' ');
  if (!chatter.test(line)) console.log(line);
});
page.on('crash', () => result.reject(new Error('The page crashed.')));
const limit = setTimeout(() => result.reject(new Error(`No result after ${limitMilliseconds / 1000} s.`)), limitMilliseconds);

try {
  await page.goto(
    server.url(folder, [
      ...(values.extensionDevelopmentPath ?? []).map((path) => ['extensionDevelopmentPath', server.remote(text(path))] as const),
      ['extensionTestsPath', server.remote(testsPath)],
    ]),
  );
  process.exitCode = await Promise.race([result.promise, server.ended]);
} catch (error) {
  const picture = join(scratch, 'code-executable.png');
  mkdirSync(scratch, { recursive: true });
  await page.screenshot({ path: picture }).catch(() => undefined);
  console.error(error instanceof Error ? error.message : error, `A picture of the page: ${picture}`);
  process.exitCode = 1;
} finally {
  clearTimeout(limit);
  await browser.close();
  await server.close();
}
