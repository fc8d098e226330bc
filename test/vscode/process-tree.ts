import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const graceMilliseconds = 3000;
const living = new Set<ChildProcess>();
let watching = false;

/** Sends `signal` to a child and, as each child leads a process group of its own, to everything that it started. */
function signalTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    else process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended already.
  }
}

/** Whatever ends this process (its end, an uncaught error, Ctrl-C, a closed terminal) ends the trees as well. */
function watchOwnEnd(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const child of living) signalTree(child, 'SIGKILL');
  });
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.on(signal, () => process.exit(128 + number));
  }
}

/** Starts a process whose descendants all end when it ends, and no later than this process does. */
export function spawnTree(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  watchOwnEnd();
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  living.add(child);
  child.on('exit', () => {
    signalTree(child, 'SIGKILL');
    living.delete(child);
  });
  return child;
}

/** Ends a process of `spawnTree` and all its descendants: asks first, insists after three seconds. */
export async function endTree(child: ChildProcess): Promise<void> {
  if (!living.has(child) || child.pid === undefined) return;
  const ended = once(child, 'exit');
  signalTree(child, 'SIGTERM');
  const insist = setTimeout(() => signalTree(child, 'SIGKILL'), graceMilliseconds);
  await ended;
  clearTimeout(insist);
}
