// Opens the samples of a manifest under Bun and prints what became of them: bun bun-runner.ts samples.json
import { readFileSync } from 'node:fs';
import { versions } from 'node:process';
import type { BunReport, PackedSample } from './bun.ts';
import { openSample } from './open-sample.ts';

const samples = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as PackedSample[];
const bytes = (base64: string): Uint8Array => Buffer.from(base64, 'base64');
const failures: string[] = [];
for (const sample of samples) {
  await openSample({
    ...sample,
    files: sample.files.map((file) => ({ ...file, bytes: bytes(file.bytes) })),
    leaf: bytes(sample.leaf),
    chain: sample.chain.map(bytes),
  }).catch((error: unknown) => failures.push(`${sample.title}: ${String(error)}`));
}
const report: BunReport = { runtime: `Bun ${versions['bun'] ?? '?'}, BoringSSL ${versions['boringssl'] ?? '?'}`, failures };
process.stdout.write(JSON.stringify(report));
