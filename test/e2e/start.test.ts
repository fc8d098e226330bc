import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { launchChromium } from '../vscode/chromium.ts';
import { repository, scratch } from '../vscode/directories.ts';
import { until } from '../vscode/until.ts';
import { Workbench } from '../vscode/workbench.ts';

const skip = process.platform === 'linux' ? false : 'reads the process table from /proc';
const startLimitMilliseconds = 600_000;

let npm: ChildProcess | undefined;
afterEach(() => {
  if (npm?.pid !== undefined && npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid, 'SIGTERM');
});

/** `npm start` in a process group of its own, as a terminal starts it, and its output once that matches. */
async function npmStart(
  environment: Record<string, string | undefined>,
  until: RegExp,
): Promise<{ output: string; pid: number }> {
  npm = spawn('npm', ['start'], {
    cwd: repository,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const started = npm;
  let output = '';
  const matched = new Promise<void>((resolve) => {
    for (const stream of [started.stdout, started.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (until.test(output)) resolve();
      });
    }
  });
  const failed = once(npm, 'exit').then(() => Promise.reject(new Error(`npm start ended:\n${output}`)));
  failed.catch(() => undefined);
  await Promise.race([
    matched,
    failed,
    delay(startLimitMilliseconds, undefined, { ref: false }).then(() => Promise.reject(new Error(output))),
  ]);
  assert.ok(npm.pid !== undefined);
  return { output, pid: npm.pid };
}

interface Process {
  pid: number;
  parent: number;
  zombie: boolean;
}

function processes(): Process[] {
  return globSync('/proc/[0-9]*/stat').flatMap((file) => {
    try {
      const text = readFileSync(file, 'utf8');
      const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
      return [{ pid: Number.parseInt(text), parent: Number(parent), zombie: state === 'Z' }];
    } catch {
      return [];
    }
  });
}

function descendants(pid: number): number[] {
  const all = processes();
  const found = [pid];
  for (const parent of found) found.push(...all.filter((process_) => process_.parent === parent).map((process_) => process_.pid));
  return found;
}

/** Those of the processes that still run after a time in which each could have ended. */
async function survivors(pids: readonly number[]): Promise<number[]> {
  let left: number[] = [];
  for (let attempt = 0; attempt < 1200; attempt++) {
    left = processes().flatMap(({ pid, zombie }) => (pids.includes(pid) && !zombie ? [pid] : []));
    if (left.length === 0) break;
    await delay(100);
  }
  return left;
}

const withoutScreen = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };

test('npm start prints an address that opens the demo workspace; Ctrl-C leaves no process behind', { skip }, async () => {
  const { output, pid } = await npmStart(withoutScreen, /http:\S+folder=\S+/);
  const address = /http:\S+folder=\S+/.exec(output)?.[0] ?? '';
  assert.match(output, /The session signed a request, and the sandbox verified it: arn:aws:sts::111122223333:assumed-role/);
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/\?tkn=[\w-]{32}&folder=/);

  const refused = await fetch(address.replace(/tkn=[^&]+&/, ''));
  assert.equal(refused.status, 403, 'without the token the server shows nothing');

  const browser = await launchChromium();
  let family: number[];
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(address);
    const workbench = new Workbench(page, () => Promise.resolve());
    await workbench.ready();
    // The folder is trusted without a question, and not because trust is off: so the sandbox that its settings ask for starts.
    await workbench.statusItem(/sandbox no session/).waitFor();
    assert.match(
      readFileSync(join(scratch, 'start', 'server', 'data', 'User', 'settings.json'), 'utf8'),
      /"security\.workspace\.trust\.enabled": true/,
    );
    await workbench.openFile('demo.http');
    await workbench.screenshot('npm-start');
    family = descendants(pid);
  } finally {
    await browser.close();
  }
  assert.ok(family.length >= 4, `npm, start, the server and an extension host: ${family.join(', ')}`);
  process.kill(-pid, 'SIGINT');
  assert.deepEqual(await survivors(family), []);
});

test('npm start ends with all it started when npm alone is told to', { skip }, async () => {
  const { pid } = await npmStart(withoutScreen, /http:\S+folder=\S+/);
  const family = descendants(pid);
  process.kill(pid, 'SIGTERM');
  assert.deepEqual(await survivors(family), []);
});

test('npm start opens an installed desktop VS Code with the extension and a profile of its own', { skip }, async () => {
  const directory = join(scratch, 'e2e', 'desktop');
  const log = join(directory, 'arguments');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(directory, 'bin'), { recursive: true });
  // As a real install has it: `bin/code` is on the PATH, the editor itself is beside that folder.
  for (const path of [join(directory, 'bin', 'code'), join(directory, 'code')]) {
    writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$0" "$@" > '${log}.part'\nmv '${log}.part' '${log}'\nsleep 300\n`);
    chmodSync(path, 0o755);
  }
  const { pid } = await npmStart(
    { PATH: `${join(directory, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`, DISPLAY: ':0' },
    /VS Code is open/,
  );
  await until('the editor is started', () => existsSync(log));
  const given = readFileSync(log, 'utf8').split('\n');
  assert.equal(given[0], join(directory, 'code'));
  assert.ok(given.includes(`--extensionDevelopmentPath=${repository}`));
  assert.ok(given.includes(`--user-data-dir=${join(scratch, 'start', 'desktop')}`));
  assert.ok(given.includes(join(scratch, 'demo')));
  const family = descendants(pid);
  process.kill(-pid, 'SIGINT');
  assert.deepEqual(await survivors(family), []);
});
