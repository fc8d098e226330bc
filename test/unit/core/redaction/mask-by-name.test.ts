import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mask, maskHeader, maskTarget } from '../../../../src/core/redaction/mask-by-name.ts';
import { maskKnown } from '../../../../src/core/redaction/mask-known.ts';

const signature = 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41';

describe('headers', () => {
  const cases: [name: string, value: string, expected: string][] = [
    [
      'Authorization',
      `AWS4-HMAC-SHA256 Credential=AKID/20260131/eu/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
      `AWS4-HMAC-SHA256 Credential=AKID/20260131/eu/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=${mask}`,
    ],
    [
      'authorization',
      `AWS4-X509-RSA-SHA256 Credential=1, SignedHeaders=host, Signature=${signature}`,
      `AWS4-X509-RSA-SHA256 Credential=1, SignedHeaders=host, Signature=${mask}`,
    ],
    ['Authorization', 'Bearer abc', mask],
    ['Authorization', 'AWS AKID secret', mask],
    ['X-Amz-Security-Token', 'IQoJ', mask],
    ['Cookie', 'a=b', mask],
    ['Set-Cookie', 'a=b', mask],
    ['X-Api-Key', 'k', mask],
    ['Proxy-Authorization', 'Basic x', mask],
    ['x-amz-server-side-encryption-customer-key', 'k', mask],
    ['X-Vault-Token', 'k', mask],
    ['X-Amz-Date', '20260131T000000Z', '20260131T000000Z'],
    ['X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD', 'UNSIGNED-PAYLOAD'],
    ['X-Amz-Target', 'Tokens.GetSecret', 'Tokens.GetSecret'],
    ['Content-Type', 'application/json', 'application/json'],
    ['Access-Control-Allow-Credentials', 'true', 'true'],
    ['ETag', '"x"', '"x"'],
  ];
  for (const [name, value, expected] of cases)
    it(`${name}: ${value.slice(0, 20)}`, () => assert.deepEqual(maskHeader([name, value]), [name, expected]));
});

describe('targets', () => {
  const cases: [target: string, expected: string][] = [
    ['/a?b=c', '/a?b=c'],
    [
      '/?X-Amz-Algorithm=A&X-Amz-Credential=AKID%2F1&X-Amz-SignedHeaders=host&X-Amz-Security-Token=t%2F&X-Amz-Signature=0f',
      `/?X-Amz-Algorithm=A&X-Amz-Credential=AKID%2F1&X-Amz-SignedHeaders=host&X-Amz-Security-Token=${mask}&X-Amz-Signature=${mask}`,
    ],
    [
      'https://h/p?access_token=1&page=2&api-key=3&password=4&code=5&continuation-token=6&key=',
      `https://h/p?access_token=${mask}&page=2&api-key=${mask}&password=${mask}&code=${mask}&continuation-token=6&key=`,
    ],
    ['/token/secret', '/token/secret'],
  ];
  for (const [target, expected] of cases) it(target, () => assert.equal(maskTarget(target), expected));
});

describe('known secrets', () => {
  const secret = 'wJalr/XUtn+FEMI"=';
  for (const [what, text] of [
    ['as they are', secret],
    ['percent-encoded', encodeURIComponent(secret)],
    ['within JSON', JSON.stringify({ a: secret })],
  ] as const) {
    it(what, () => {
      const masked = maskKnown(`<x>${text}</x>`, [secret]);
      assert.ok(masked.includes(mask));
      assert.ok(!masked.includes('XUtn'));
    });
  }
  it('that are none tear nothing', () => assert.equal(maskKnown('a b', ['', 'a']), 'a b'));
});
