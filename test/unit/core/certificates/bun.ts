import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sample } from './open-sample.ts';
import type { Workshop } from './openssl.ts';

const bun = join(import.meta.dirname, '../../../../node_modules/.bin/bun');

/** For `skip` of node:test. */
export const withoutBun = existsSync(bun)
  ? false
  : 'bun is not installed, so nothing was tried with BoringSSL, the crypto of the desktop editor';

/** What a sample is as JSON: bytes in base64. */
export type PackedSample = Omit<Sample, 'files' | 'leaf' | 'chain'> & {
  readonly files: readonly { readonly name: string; readonly bytes: string }[];
  readonly leaf: string;
  readonly chain: readonly string[];
};

export interface BunReport {
  /** `Bun 1.4.5, BoringSSL …`. */
  readonly runtime: string;
  /** The title of each sample that did not open, with the reason. */
  readonly failures: readonly string[];
}

/** Opens the samples under Bun, whose node:crypto is BoringSSL, with the same assertions. */
export async function openUnderBun(workshop: Workshop, samples: readonly Sample[]): Promise<BunReport> {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const packed: PackedSample[] = samples.map((sample) => ({
    ...sample,
    files: sample.files.map(({ name, bytes }) => ({ name, bytes: base64(bytes) })),
    leaf: base64(sample.leaf),
    chain: sample.chain.map(base64),
  }));
  const manifest = workshop.path(workshop.write('samples.json', JSON.stringify(packed)));
  const { stdout } = await promisify(execFile)(bun, [join(import.meta.dirname, 'bun-runner.ts'), manifest], {
    maxBuffer: 1 << 24,
  });
  return JSON.parse(stdout) as BunReport;
}
