import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { openUnderBun, withoutBun } from './bun.ts';
import { makeCorpus } from './corpus.ts';
import { survivesDamage } from './damage.ts';
import { type Sample, openSample } from './open-sample.ts';
import { drawn, numbers } from '../../sample.ts';
import { Workshop, makePki, withoutOpenssl } from './openssl.ts';

const damage = { cuts: 20, cutsTried: drawn(3, 20), flips: drawn(12, 200), random: numbers() };

suite('every container that its maker can open', { skip: withoutOpenssl }, () => {
  const workshop = new Workshop();
  let corpus: Map<string, Sample[]>;
  const whole = new Map<Sample, Identity>();
  before(async () => {
    await makePki(workshop);
    corpus = await makeCorpus(workshop);
  });
  after(() => workshop.remove());

  test('opens', async (t) => {
    for (const [maker, samples] of corpus) {
      await t.test(maker, async () => {
        const failures: string[] = [];
        for (const sample of samples) {
          await openSample(sample).then(
            (identity) => whole.set(sample, identity),
            (error: unknown) => failures.push(`${sample.title}: ${String(error)}`),
          );
        }
        t.diagnostic(`${maker}: opened ${samples.length - failures.length} of ${samples.length}`);
        assert.deepEqual(failures, []);
      });
    }
    assert.ok(whole.size >= 120);
  });

  test('opens under BoringSSL as well', { skip: withoutBun }, async (t) => {
    const samples = [...corpus.values()].flat();
    const { runtime, failures } = await openUnderBun(workshop, samples);
    t.diagnostic(`${runtime}: opened ${samples.length - failures.length} of ${samples.length}`);
    // The one thing that BoringSSL has not got at all.
    const curve = failures.filter((failure) =>
      failure.endsWith('uses an EC key on the curve secp256k1, which cannot be read here.'),
    );
    assert.deepEqual(failures, curve);
    assert.equal(curve.length, samples.filter(({ title }) => title.includes('k256')).length);
  });

  test('is refused in one sentence or opened rightly when it is damaged', async (t) => {
    const total = { opened: 0, refused: 0 };
    for (const [sample, identity] of whole) {
      const { opened, refused } = await survivesDamage(sample, identity, damage);
      total.opened += opened;
      total.refused += refused;
    }
    t.diagnostic(
      `${whole.size} containers, ${total.opened + total.refused} damaged copies: ${total.opened} opened, ${total.refused} refused`,
    );
  });
});
