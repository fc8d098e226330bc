import assert from 'node:assert/strict';
import { GeneralName, type Name } from '@peculiar/asn1-x509';
import { before, suite, test } from 'node:test';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { sessionTags } from '../../../../src/core/certificates/session-tags.ts';
import { type Changes, altered, nameOf } from './odd-certificate.ts';

const [CN, C, L, ST, O, OU] = ['2.5.4.3', '2.5.4.6', '2.5.4.7', '2.5.4.8', '2.5.4.10', '2.5.4.11'] as const;
const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
let authority: Identity;
let plain: Identity;
before(async () => {
  authority = await createDevelopmentAuthority({ commonName: 'Example CA', organization: 'Example', ...validity });
  plain = await issueEndEntity(authority, { commonName: 'build-7', ...validity });
});

const tagsFor = (changes: Changes): ReturnType<typeof sessionTags> => sessionTags(altered(plain.leaf, authority.key, changes));
const kept = (changes: Changes): string[] =>
  tagsFor(changes)
    .tags.filter(({ dropped }) => dropped === undefined)
    .map(({ key, value }) => `${key}=${value}`);
const issuer = ['x509Issuer/CN=Example CA', 'x509Issuer/O=Example'];

suite('tags', () => {
  const cases: [title: string, changes: () => Changes, expected: string[]][] = [
    ['subject and issuer', () => ({}), ['x509Subject/CN=build-7', ...issuer]],
    [
      'all attributes by their short names',
      () => ({ subject: nameOf([C, 'DE'], [ST, 'Hessen'], [L, 'Kassel'], [O, 'Example'], [OU, 'Build'], [CN, 'x']) }),
      [...['C=DE', 'ST=Hessen', 'L=Kassel', 'O=Example', 'OU=Build', 'CN=x'].map((tag) => `x509Subject/${tag}`), ...issuer],
    ],
    [
      'several values of one attribute, in order',
      () => ({ subject: nameOf([OU, 'Security'], [CN, 'x'], [OU, 'Engineering']) }),
      ['x509Subject/OU=Security/Engineering', 'x509Subject/CN=x', ...issuer],
    ],
    [
      'an attribute without a short name',
      () => ({ subject: nameOf([CN, 'x'], ['1.2.3.4', 'y']) }),
      ['x509Subject/CN=x', 'x509Subject/1.2.3.4=y', ...issuer],
    ],
    [
      'the first alternative name of each type',
      () => ({
        alternativeNames: [
          new GeneralName({ rfc822Name: 'a@example.com' }),
          new GeneralName({ dNSName: 'a.example.com' }),
          new GeneralName({ dNSName: 'b.example.com' }),
          new GeneralName({ uniformResourceIdentifier: 'spiffe://example/a' }),
          new GeneralName({ uniformResourceIdentifier: 'spiffe://example/b' }),
          new GeneralName({ directoryName: nameOf([CN, 'first'], [O, 'Example']) }),
          new GeneralName({ directoryName: nameOf([CN, 'second']) }),
        ],
      }),
      [
        'x509Subject/CN=build-7',
        ...issuer,
        'x509SAN/DNS=a.example.com',
        'x509SAN/URI=spiffe://example/a',
        'x509SAN/Name/CN=first',
        'x509SAN/Name/O=Example',
      ],
    ],
    [
      'letters of any script, blanks and the permitted signs',
      () => ({ subject: nameOf([CN, 'Bücher 密码 _.:/=+-@']) }),
      ['x509Subject/CN=Bücher 密码 _.:/=+-@', ...issuer],
    ],
    ['256 characters', () => ({ subject: nameOf([O, 'x'.repeat(256)]) }), [`x509Subject/O=${'x'.repeat(256)}`, ...issuer]],
  ];
  for (const [title, changes, expected] of cases) {
    test(title, () => assert.deepEqual(kept(changes()), expected));
  }
});

suite('what STS drops', () => {
  const cases: [title: string, value: string, reason: RegExp][] = [
    ['a comma', 'Example, Inc.', /“,”/],
    ['an ampersand', 'A & B', /“&”/],
    ['an asterisk', '*.example.com', /“\*”/],
    ['brackets', 'Example (GmbH)', /“\(”/],
    ['an apostrophe', "O'Neill", /“'”/],
    ['an emoji', 'key 🔑', /“🔑”/],
    ['a control character', 'a\u0007b', /control character/],
    ['a line break', 'a\nb', /control character/],
    ['257 characters', 'x'.repeat(257), /longer than 256/],
  ];
  for (const [title, value, reason] of cases) {
    test(title, () => {
      const dropped = tagsFor({ subject: nameOf([CN, 'x'], [O, value]) }).tags.filter((tag) => tag.dropped !== undefined);
      assert.deepEqual(
        dropped.map(({ key }) => key),
        ['x509Subject/O'],
      );
      assert.match(dropped[0]?.dropped ?? '', reason);
    });
  }
});

suite('source identity', () => {
  const cases: [title: string, subject: Name, serial: string, expected: string][] = [
    ['a common name', nameOf([CN, 'build-7']), '11', 'CN=build-7'],
    ['the first of two', nameOf([CN, 'a'], [CN, 'b']), '11', 'CN=a'],
    ['61 characters', nameOf([CN, 'x'.repeat(61)]), '11', `CN=${'x'.repeat(61)}`],
    ['62 characters', nameOf([CN, 'x'.repeat(62)]), '11', 'x'.repeat(62)],
    ['64 characters', nameOf([CN, 'x'.repeat(64)]), '11', 'x'.repeat(64)],
    ['none', nameOf([O, 'Example']), '0a1b', 'ID=0a1b'],
    ['none, with a serial number whose first bit is set', nameOf([O, 'Example']), '00ff01', 'ID=ff01'],
  ];
  for (const [title, subject, serial, expected] of cases) {
    test(title, () => assert.equal(tagsFor({ subject, serial: Buffer.from(serial, 'hex') }).sourceIdentity, expected));
  }
});
