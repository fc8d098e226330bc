import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { hashRepeatedly } from '../../../../../src/core/certificates/protection/hash-repeatedly.ts';
import { terminatedUtf16 } from '../../../../../src/core/certificates/protection/password-forms.ts';
import { type Purpose, derivePkcs12 } from '../../../../../src/core/certificates/protection/derive-pkcs12.ts';

// Published with the earliest PKCS#12 implementations and used by OpenSSL, Bouncy Castle and Crypto++ alike.
const vectors: readonly [password: string, salt: string, purpose: Purpose, iterations: number, expected: string][] = [
  ['smeg', '0a58cf64530d823f', 'key', 1, '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3'],
  ['smeg', '0a58cf64530d823f', 'iv', 1, '79993dfe048d3b76'],
  ['smeg', '642b99ab44fb4b1f', 'key', 1, 'f3a95fec48d7711e985cfe67908c5ab79fa3d7c5caa5d966'],
  ['smeg', '642b99ab44fb4b1f', 'iv', 1, 'c0a38d64a79bea1d'],
  ['smeg', '3d83c0e4546ac140', 'mac', 1, '8d967d88f6caa9d714800ab3d48051d63f73a312'],
  ['queeg', '05dec959acff72f7', 'key', 1000, 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4'],
  ['queeg', '05dec959acff72f7', 'iv', 1000, '11dedad7758d4860'],
  ['queeg', '1682c0fc5b3f7ec5', 'key', 1000, '483dd6e919d7de2e8e648ba8f862f3fbfbdc2bcb2c02957f'],
  ['queeg', '1682c0fc5b3f7ec5', 'iv', 1000, '9d461d1b00355c50'],
  ['queeg', '263216fcc2fab31c', 'mac', 1000, '5ec4c7a80df652294c3925b6489a7ab857c83476'],
];

for (const [text, salt, purpose, iterations, expected] of vectors) {
  test(`${purpose} of ${text} with salt ${salt}`, async () => {
    const derived = await derivePkcs12({
      digest: 'sha1',
      password: terminatedUtf16(text),
      salt: Buffer.from(salt, 'hex'),
      iterations,
      purpose,
      length: expected.length / 2,
    });
    assert.equal(derived.toString('hex'), expected);
  });
}

for (const digest of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256']) {
  test(`repeated ${digest} agrees with node:crypto`, () => {
    for (let start = 0; start < 50; start++) {
      const first = hash(digest, `${start}`, 'buffer');
      let expected = first;
      for (let round = 0; round < 40; round++) {
        assert.deepEqual(hashRepeatedly(digest, first, round), expected);
        expected = hash(digest, expected, 'buffer');
      }
    }
  });
}

const endless = {
  digest: 'sha256',
  password: terminatedUtf16('x'),
  salt: Buffer.alloc(8),
  iterations: 2 ** 31,
  purpose: 'mac',
  length: 32,
} as const;

test('a long derivation lets other work run and ends when aborted', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    if (turns === 5) {
      controller.abort(reason);
    } else {
      setImmediate(turn);
    }
  };
  setImmediate(turn);
  await assert.rejects(derivePkcs12(endless, controller.signal), (error) => error === reason);
  assert.equal(turns, 5);
});
