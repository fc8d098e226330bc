// From sending to the first byte on the wire, beside httpYac's published engine: one signed request of one file, both bundled and minified
// alike, alternating in one process, against a receiver that is a process of its own:
//   node test/bench/first-byte.bench.ts
// `process.hrtime` counts from the same moment in all processes: CLOCK_MONOTONIC on Linux, mach_continuous_time on macOS,
// QueryPerformanceCounter on Windows.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import type { Arrival, Client } from './first-byte/subject.ts';
import { quantile } from './quantile.ts';

const warmUp = 20;
const warmSends = 300;
const coldSends = 9;
const names = ['product', 'httpyac'] as const;
type Name = (typeof names)[number];

const here = join(import.meta.dirname, 'first-byte');
const directory = mkdtempSync(join(tmpdir(), 'first-byte-'));
const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };

const receiver = spawn(process.execPath, [join(here, 'receiver.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
const [port] = (await once(receiver.stdout, 'data')) as [Buffer];
const source = [
  '@table = Orders',
  '### Get an order',
  `POST http://127.0.0.1:${Number(port.toString())}/`,
  'Content-Type: application/x-amz-json-1.0',
  'X-Amz-Target: DynamoDB_20120810.GetItem',
  `Authorization: AWS ${keys.accessKeyId} ${keys.secretAccessKey} region: eu-central-1 service: dynamodb`,
  '',
  `{"TableName": "{{table}}", "Key": {"id": {"S": "1001"}}, "Padding": "${'x'.repeat(900)}"}`,
  '',
].join('\n');

const bundle = (name: Name): string => join(directory, `${name}.cjs`);
const milliseconds = (start: bigint, { at }: Arrival): number => Number(BigInt(at) - start) / 1e6;

async function bundleClients(): Promise<void> {
  await build({
    entryPoints: names.map((name) => join(here, `${name}.ts`)),
    outdir: directory,
    outExtension: { '.js': '.cjs' },
    ...{
      bundle: true,
      minify: true,
      format: 'cjs',
      platform: 'node',
      target: 'node22',
      logLevel: 'error',
      legalComments: 'none',
    },
    mainFields: ['module', 'main'],
  });
}

/** Loading, reading the file and sending it, in a fresh process. */
async function coldSend(name: Name): Promise<{ arrival: Arrival; took: number }> {
  const script = `
    const start = process.hrtime.bigint();
    require(process.argv[1]).open(process.argv[2], process.argv[3])
      .then((send) => send()).then((answer) => console.log(JSON.stringify([String(start), answer])));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, bundle(name), source, directory]);
  const [start, answer] = JSON.parse(stdout) as [string, string];
  const arrival = JSON.parse(answer) as Arrival;
  return { arrival, took: milliseconds(BigInt(start), arrival) };
}

/** A request that the sandbox accepts was signed rightly. */
async function verify(name: Name, { bytes }: Arrival): Promise<void> {
  const sandbox = await startSandbox({ trustAnchors: [], profiles: [], roles: [], accessKeys: [keys] });
  const socket = net.connect(sandbox.port, '127.0.0.1');
  socket.write(Buffer.from(bytes, 'base64'));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  await sandbox.close();
  const signed = /\r\nAuthorization: AWS4-HMAC-SHA256 /i.test(Buffer.from(bytes, 'base64').toString('latin1'));
  if (!signed || !answer.toString().startsWith('HTTP/1.1 200 '))
    throw new Error(`${name} did not sign the request: ${answer.toString()}`);
}

const warm: Record<Name, number[]> = { product: [], httpyac: [] };
const cold: Record<Name, number[]> = { product: [], httpyac: [] };
try {
  await bundleClients();
  const require = createRequire(import.meta.url);
  const subjects = {
    product: await (require(bundle('product')) as Client).open(source, directory),
    httpyac: await (require(bundle('httpyac')) as Client).open(source, directory),
  };
  for (let round = 0; round < warmUp + warmSends; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const start = process.hrtime.bigint();
      const arrival = JSON.parse(await subjects[name]()) as Arrival;
      if (round >= warmUp) warm[name].push(milliseconds(start, arrival));
      if (round === 0 || round === warmUp + warmSends - 1) await verify(name, arrival);
    }
  }
  for (let round = 0; round < coldSends; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const { arrival, took } = await coldSend(name);
      cold[name].push(took);
      if (round === 0) await verify(name, arrival);
    }
  }
} finally {
  receiver.kill();
  rmSync(directory, { recursive: true });
}

/** Prints both and tells whether the product is ahead. */
function compare(label: string, times: Record<Name, readonly number[]>): boolean {
  for (const name of names) {
    const figures = `median ${quantile(times[name], 0.5).toFixed(2)} ms, p95 ${quantile(times[name], 0.95).toFixed(2)} ms`;
    console.log(`${`${label}, ${name === 'product' ? 'ours' : 'httpYac'}`.padEnd(44)}${figures}`);
  }
  const [median = NaN, late = NaN] = [0.5, 0.95].map((part) => quantile(times.httpyac, part) / quantile(times.product, part));
  console.log(`${'httpYac : ours'.padEnd(44)}${median.toFixed(1)}; p95 ${late.toFixed(1)}`);
  // The late ones are the machine's more than the clients'.
  return median > 1;
}
const ahead = [
  compare(`send to first byte, warm (${warmSends})`, warm),
  compare(`load, read, send to first byte (${coldSends})`, cold),
].every((each) => each);
console.log(`${'both requests arrived signed'.padEnd(44)}yes, verified by the sandbox`);
console.log(`${'budget: medians ahead of httpYac'.padEnd(44)}${ahead ? 'kept' : 'exceeded'}`);
process.exitCode = ahead ? 0 : 1;
