import assert from 'node:assert/strict';
import { X509Certificate, sign, verify } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';
import { type Sample, formSamples, javaJobs, keyJobs, pkcs12Jobs } from './corpus.ts';
import { Workshop, makePki, withoutKeytool, withoutOpenssl } from './openssl.ts';

suite('every container that its maker can open', { skip: withoutOpenssl }, () => {
  const workshop = new Workshop();
  before(() => makePki(workshop));
  after(() => workshop.remove());

  async function open(sample: Sample): Promise<void> {
    const identity = await readIdentity(sample.files, sample.password);
    const leaf = new X509Certificate(workshop.read(`${sample.key}.pem`));
    assert.deepEqual(identity.leaf.raw, leaf.raw);
    const digest = sample.key === 'ed25519' ? null : 'sha256';
    const message = Buffer.from(sample.title);
    assert.ok(
      verify(digest, message, leaf.publicKey, sign(digest, message, identity.key)),
      'the key belongs to another certificate',
    );
    const chain = ['ca.pem', 'root.pem'].slice(0, sample.issuers).map((name) => new X509Certificate(workshop.read(name)).raw);
    assert.deepEqual(
      identity.chain.map(({ raw }) => raw),
      chain,
    );
  }

  async function openAll(name: string, samples: readonly Sample[]): Promise<void> {
    const failures: string[] = [];
    for (const sample of samples) {
      await open(sample).catch((error: unknown) => failures.push(`${sample.title}: ${String(error)}`));
    }
    console.log(`${name}: opened ${samples.length - failures.length} of ${samples.length}`);
    assert.deepEqual(failures, []);
  }

  async function make(jobs: readonly (() => Promise<Sample>)[]): Promise<Sample[]> {
    const samples: Sample[] = [];
    const queue = jobs.values();
    await Promise.all(
      [0, 1].map(async () => {
        for (const job of queue) {
          samples.push(await job());
        }
      }),
    );
    return samples;
  }

  test('PKCS#12 by openssl', async () => openAll('PKCS#12', await make(pkcs12Jobs(workshop))));
  test('PKCS#12 by keytool', { skip: withoutKeytool }, async () =>
    openAll('PKCS#12 by keytool', await make(await javaJobs(workshop))),
  );
  test('private keys by openssl', async () => openAll('private keys', await make(keyJobs(workshop))));
  test('texts and bundles', async () =>
    openAll('texts and bundles', [...(await formSamples(workshop, 'rsa')), ...(await formSamples(workshop, 'p256'))]));
});
