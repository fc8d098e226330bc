// Signs and sends a file of 1 GiB, beside a plain "hash it, then send it" of the same file, alternating in one run:
//   node test/bench/file-body.bench.ts [bytes]
// The receiver is a process of its own, so that the memory measured is the sender's alone.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, rmSync, writeSync, openSync, closeSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { HttpRequest } from '../../src/core/http/message.ts';
import { sendRequest } from '../../src/core/http/transport.ts';
import { signRequest } from '../../src/core/signing/sign.ts';
import { median } from './quantile.ts';

const size = Number(process.argv[2] ?? 2 ** 30);
const rounds = 3;
const budget = { ratio: 1.3, megabytes: 64 };

const receiver = `
const server = require('node:http').createServer((request, response) => {
  let size = 0;
  request.on('data', (chunk) => (size += chunk.length)).on('end', () => response.end(String(size)));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

const folder = mkdtempSync(join(tmpdir(), 'file-body-'));
const path = join(folder, 'body');
const file = openSync(path, 'w');
const block = Buffer.from(Array.from({ length: 2 ** 20 }, (_, at) => (at * 31 + (at >> 8)) & 0xff));
for (let written = 0; written < size; written += block.length) writeSync(file, block, 0, Math.min(block.length, size - written));
closeSync(file);

const child = spawn(process.execPath, ['-e', receiver], { stdio: ['ignore', 'pipe', 'inherit'] });
const [line] = (await once(child.stdout, 'data')) as [Buffer];
const host = `127.0.0.1:${Number(line.toString())}`;

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const request: HttpRequest = {
  method: 'PUT',
  protocol: 'http:',
  host,
  target: '/key',
  headers: [],
  body: { kind: 'file', path, size },
};

const subjects = {
  plain: async (): Promise<string> => {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
    const headers = { 'Content-Length': size, 'X-Amz-Content-Sha256': hash.digest('hex') };
    const outgoing = http.request(`http://${host}/key`, { method: 'PUT', headers });
    const answered = once(outgoing, 'response') as Promise<[http.IncomingMessage]>;
    await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), outgoing);
    const [incoming] = await answered;
    return text(incoming);
  },
  product: async (): Promise<string> => {
    const signed = await signRequest(request, { credentials, service: 's3', region: 'eu-central-1' });
    return text((await sendRequest(signed, { timeout: 30_000 })).body);
  },
};

async function text(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const seconds: Record<keyof typeof subjects, number[]> = { plain: [], product: [] };
const megabytes: Record<keyof typeof subjects, number[]> = { plain: [], product: [] };
try {
  // The first round fills the file cache and compiles the code; it does not count.
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? (['plain', 'product'] as const) : (['product', 'plain'] as const)) {
      const before = process.memoryUsage.rss();
      let most = before;
      const sampler = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
      const start = performance.now();
      const received = await subjects[name]();
      const took = (performance.now() - start) / 1000;
      clearInterval(sampler);
      if (received !== String(size)) throw new Error(`${name}: ${received} bytes arrived.`);
      megabytes[name].push((most - before) / 2 ** 20);
      if (round > 0) seconds[name].push(took);
    }
  }
} finally {
  child.kill();
  rmSync(folder, { recursive: true });
}

const ratio = median(seconds.product) / median(seconds.plain);
const most = Math.max(...megabytes.product);
const row = (label: string, value: string) => console.log(`${label.padEnd(44)}${value}`);
row('file', `${(size / 2 ** 20).toFixed(0)} MiB, median of ${rounds} rounds`);
row(
  'plain hash, then send',
  `${median(seconds.plain).toFixed(2)} s, at most ${Math.max(...megabytes.plain).toFixed(0)} MiB more memory`,
);
row('hashed, signed and sent', `${median(seconds.product).toFixed(2)} s, at most ${most.toFixed(0)} MiB more memory`);
row(`ratio, budget ${budget.ratio}`, ratio.toFixed(2));
row(`memory, budget ${budget.megabytes} MiB`, most < budget.megabytes ? 'kept' : 'exceeded');
process.exitCode = ratio <= budget.ratio && most < budget.megabytes ? 0 : 1;
