import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  keyKinds,
  readDays,
  readDnsNames,
  readSubject,
  validity,
  validityLimits,
} from '../../../../../src/core/certificates/conversion/issue-choices.ts';
import { createDevelopmentAuthority } from '../../../../../src/core/certificates/issue.ts';

const subjects: readonly [string, RegExp | ReturnType<typeof readSubject>][] = [
  ['build-7', { commonName: 'build-7' }],
  [' CN = build-7 , OU=Build,O=Example ', { commonName: 'build-7', organizationalUnit: 'Build', organization: 'Example' }],
  ['o=Example, cn=build', { commonName: 'build', organization: 'Example' }],
  ['CN=Müller\\, Söhne', { commonName: 'Müller, Söhne' }],
  ['a=b', /“a” is not one of/],
  ['', /1 to 64/],
  ['O=Example', /common name is needed/],
  ['CN=a, CN=b', /only one CN/],
  ['CN=', /1 to 64/],
  ['x'.repeat(65), /1 to 64/],
];
for (const [text, expected] of subjects) {
  test(`the subject “${text.slice(0, 20)}”`, () => {
    const read = readSubject(text);
    if (expected instanceof RegExp) assert.match(typeof read === 'string' ? read : '', expected);
    else assert.deepEqual(read, expected);
  });
}

const names: readonly [string, unknown][] = [
  ['', []],
  ['a.example.com, *.b.example.com  c', ['a.example.com', '*.b.example.com', 'c']],
  ['münchen.example', /“münchen.example” is not a DNS name/],
  ['-a.example', /not a DNS name/],
  ['a..b', /not a DNS name/],
  ['https://a.example', /not a DNS name/],
];
for (const [text, expected] of names) {
  test(`the DNS names “${text}”`, () => {
    const read = readDnsNames(text);
    if (expected instanceof RegExp) assert.match(String(read), expected);
    else assert.deepEqual(read, expected);
  });
}

test('days are whole and within their limit', () => {
  assert.equal(readDays(' 30 ', 365), 30);
  assert.equal(readDays('365', 365), 365);
  for (const text of ['0', '366', '-1', '1.5', 'ten', '', '1e2'])
    assert.match(String(readDays(text, 365)), /from 1 to 365/, text);
});

test('an authority lasts ten years at most, a certificate one unless told otherwise', () => {
  assert.equal(validityLimits.authority.most, 3652);
  assert.equal(validityLimits.endEntity.days, 365);
  assert.equal(keyKinds[0]?.kind, 'ec-p256');
});

test('a certificate never outlives its authority', async () => {
  const now = new Date('2026-05-01T12:00:00Z');
  assert.equal(validity(10, now).notAfter.toISOString(), '2026-05-11T12:00:00.000Z');
  assert.ok(validity(10, now).notBefore < now);
  const end = new Date('2026-05-05T00:00:00Z');
  const authority = await createDevelopmentAuthority({ commonName: 'CA', notBefore: new Date('2026-01-01'), notAfter: end });
  assert.deepEqual(validity(10, now, authority.leaf).notAfter, end);
});
