import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presignRequest } from '../../../../src/core/signing/presign.ts';
import { signRequest } from '../../../../src/core/signing/sign.ts';
import { officialSuite, optionsOf, requestOf } from './official-suite.ts';
import type { Expected } from './official-suite.ts';

const cases = officialSuite.v4;

function assertSignature(signing: Expected, expected: Expected): void {
  assert.equal(signing.canonicalRequest, expected.canonicalRequest);
  assert.equal(signing.stringToSign, expected.stringToSign);
  assert.equal(signing.signature, expected.signature);
}

test('the official suite', async (t) => {
  if (cases.length === 0) {
    t.skip('../shared/data/sigv4-suite.json is not there');
    return;
  }
  assert.equal(cases.length, 38);
  for (const suiteCase of cases) {
    await t.test(`${suiteCase.name}, header`, async () => {
      const { signing } = await signRequest(requestOf(suiteCase), optionsOf(suiteCase));
      assertSignature(signing, suiteCase.header);
    });
    await t.test(`${suiteCase.name}, query`, async () => {
      const expiresIn = suiteCase.context.expiration_in_seconds;
      const { signing } = await presignRequest(requestOf(suiteCase), { ...optionsOf(suiteCase), expiresIn });
      assertSignature(signing, suiteCase.query);
    });
  }
});
