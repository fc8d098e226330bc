import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { CertificateSummary } from '../../../src/core/profiles/certificate-summary.ts';
import type { RolesAnywhereProfile } from '../../../src/core/profiles/profile.ts';
import { CertificateSummaries } from '../../../src/storage/certificate-summaries.ts';

const folder = mkdtempSync(join(tmpdir(), 'certificate-summaries-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const profile = { kind: 'rolesAnywhere', certificate: 'build.pfx' } as unknown as RolesAnywhereProfile;
const path = join(folder, 'build.pfx');
const damaged = new Error('build.pfx is damaged.');
const first: CertificateSummary = { subject: 'CN=first', notAfter: 1 };
const second: CertificateSummary = { subject: 'CN=second', notAfter: 2 };

/** The summaries of a file that gives one outcome after the other, whenever it is opened. */
function summariesOf(...outcomes: (CertificateSummary | Error)[]): CertificateSummaries {
  const memory = new Map<string, unknown>();
  return new CertificateSummaries(
    {
      get: (key) => memory.get(key),
      update: (key, value) => Promise.resolve(void memory.set(key, value)),
    },
    { workspaceFolder: folder, home: folder },
    () => {
      const outcome = outcomes.shift();
      assert.ok(outcome, 'the file is opened once more than it should be');
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
  );
}

function lookInto(summaries: CertificateSummaries): Promise<CertificateSummary | Error> {
  return summaries.get('id', profile).catch((error: unknown) => error as Error);
}

/** The file changes; its time of modification is the one given. */
function change(seconds: number): void {
  writeFileSync(path, '');
  utimesSync(path, seconds, seconds);
}

const cases: [what: string, outcomes: (CertificateSummary | Error)[]][] = [
  ['a certificate that is renewed', [first, second]],
  ['a certificate that is damaged later', [first, damaged]],
  ['a certificate that is mended', [damaged, first]],
  ['a certificate that is damaged and mended, twice', [first, damaged, second, damaged, first]],
];
for (const [what, outcomes] of cases) {
  test(`${what}: what is known is what was read last, and the file is opened when it has changed`, async () => {
    const summaries = summariesOf(...outcomes);
    assert.equal(summaries.last('id', profile), undefined);
    for (const [index, outcome] of outcomes.entries()) {
      change(1000 + index);
      assert.deepEqual(pick(await lookInto(summaries)), pick(outcome), 'opened');
      assert.deepEqual(pick(await lookInto(summaries)), pick(outcome), 'remembered');
      assert.deepEqual(pick(summaries.last('id', profile)), pick(outcome));
    }
  });
}

test('a file that is put back as it was is known again, and its failure is not', async () => {
  const summaries = summariesOf(first, damaged);
  change(1000);
  await summaries.get('id', profile);
  change(2000);
  await assert.rejects(summaries.get('id', profile), damaged);
  change(1000);
  assert.deepEqual(pick(await summaries.get('id', profile)), pick(first));
  assert.deepEqual(pick(summaries.last('id', profile)), pick(first));
});

function pick(outcome: CertificateSummary | Error | undefined): unknown {
  return outcome === undefined || outcome instanceof Error ? outcome : { subject: outcome.subject, notAfter: outcome.notAfter };
}
