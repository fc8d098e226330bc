// Opens PFX files with many iterations and prints the time next to that of openssl, and how long the event loop was kept:
//   node test/bench/pkcs12.bench.ts
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIdentity } from '../../src/core/certificates/read-identity.ts';

const rounds = 5;
/** Milliseconds for which nothing else may run in the extension host. */
const gapBudget = 50;
const cases = [
  {
    name: '600,000 iterations of PBKDF2-SHA-256, no MAC',
    options: ['-keypbe', 'AES-256-CBC', '-certpbe', 'AES-256-CBC', '-macalg', 'SHA256', '-iter', '600000', '-nomac'],
    budget: 1.3,
  },
  {
    // As NSS and GnuTLS write it: the integrity check derives as PKCS#12 does.
    name: '600,000 iterations of PBKDF2-SHA-256, MAC SHA-256',
    options: ['-keypbe', 'AES-256-CBC', '-certpbe', 'AES-256-CBC', '-macalg', 'SHA256', '-iter', '600000'],
    budget: 2,
  },
  {
    name: '100,000 iterations of the PKCS#12 derivation, SHA-1',
    options: ['-legacy', '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'SHA1', '-iter', '100000'],
    budget: 5,
  },
];

const directory = mkdtempSync(join(tmpdir(), 'pkcs12-bench-'));
const openssl = (...parameters: string[]): Buffer =>
  execFileSync('openssl', parameters, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
const line = (label: string, value: string) => console.log(`${label.padEnd(56)}${value}`);

/** Median milliseconds. */
async function median(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

/** The longest time in milliseconds for which the event loop did not come round while `run` was at work. */
async function longestGap(run: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let running = true;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(look);
  };
  look();
  await run();
  running = false;
  look();
  return longest;
}

let exceeded = false;
try {
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=bench',
    '-days',
    '2',
    '-keyout',
    'key.pem',
    '-out',
    'leaf.pem',
  );
  const start = await median(() => openssl('version'));
  for (const { name, options, budget } of cases) {
    openssl(
      'pkcs12',
      '-export',
      '-inkey',
      'key.pem',
      '-in',
      'leaf.pem',
      '-passout',
      'pass:secret',
      '-out',
      'bench.p12',
      ...options,
    );
    const bytes = readFileSync(join(directory, 'bench.p12'));
    const ours = () => readIdentity([{ name: 'bench.p12', bytes }], 'secret');
    const theirs =
      (await median(() => openssl('pkcs12', '-legacy', '-in', 'bench.p12', '-passin', 'pass:secret', '-nodes'))) - start;
    await ours();
    const time = await median(ours);
    const gap = await longestGap(ours);
    const isOver = time > budget * theirs || gap > gapBudget;
    exceeded ||= isOver;
    line(name, `${time.toFixed(0)} ms`);
    line('  openssl pkcs12, without the start of its process', `${theirs.toFixed(0)} ms`);
    line(`  ratio (budget ${budget})`, (time / theirs).toFixed(2));
    line(`  longest gap of the event loop (budget ${gapBudget} ms)`, `${gap.toFixed(1)} ms`);
    line('  budget', isOver ? 'exceeded' : 'kept');
  }
} finally {
  rmSync(directory, { recursive: true });
}
process.exitCode = exceeded ? 1 : 0;
