import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mask } from '../../../../src/core/redaction/mask-by-name.ts';
import { requestMask } from '../../../../src/core/redaction/request-mask.ts';

const long = 'long/ & "quoted" <ü>';
const lines = 'first line\nsecond line';
const form = 'application/x-www-form-urlencoded';
const known = requestMask([long, lines, 'dev', '1', 'a b', 'AKIAIOSFODNN7EXAMPLE', 'eu-central-1', '', ' ']);

describe('targets', () => {
  const cases: [target: string, expected: string][] = [
    ['/dev/devices?v=1&w=12&x=dev', `/${mask}/devices?v=${mask}&w=12&x=${mask}`],
    [`/x${encodeURIComponent(long)}y`, `/x${mask}y`],
    [`/?q=${encodeURIComponent(encodeURIComponent(long))}`, `/?q=${mask}`],
    ['/?q=x-long/%20&%20%22quoted%22%20%3C%C3%BC%3E', `/?q=x-${mask}`],
    ['/?a=a+b&b=a%20b', `/?a=${mask}&b=${mask}`],
    ['/?plain=secretive&password=x', `/?plain=secretive&password=${mask}`],
    ['/%zz', '/%zz'],
    [
      '/?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260131%2Feu-central-1%2Fs3%2Faws4_request&r=eu-central-1',
      `/?X-Amz-Credential=${mask}%2F20260131%2Feu-central-1%2Fs3%2Faws4_request&r=${mask}`,
    ],
  ];
  for (const [target, expected] of cases) it(target, () => assert.equal(known.target(target), expected));
});

describe('a secret that goes on behind the value of a name', () => {
  const torn = requestMask(['pa&ss=word!word', 'abcd"efghijklmnop', 'tok#restofsecret']);
  const cases: [body: string, type: string, expected: string][] = [
    ['password=pa&ss=word!word&x=1', form, `password=${mask}&x=1`],
    ['{"password":"abcd"efghijklmnop"}', 'application/json', `{"password":"${mask}"}`],
    ['<a password="abcd"efghijklmnop"/>', 'text/xml', `<a password="${mask}"/>`],
    ['ss=word!word', form, mask],
  ];
  for (const [body, type, expected] of cases) it(body, () => assert.equal(torn.body(body, type), expected));
  it('in a target', () => assert.equal(torn.target('/?token=pa&ss=word!word&b=2#x'), `/?token=${mask}&b=2#x`));
});

describe('headers', () => {
  const cases: [name: string, value: string, expected: string][] = [
    ['X-Stage', 'dev', mask],
    ['X-Stages', 'devices,dev, 12', `devices,${mask}, 12`],
    ['X-Text', 'devices of dev 1', 'devices of dev 1'],
    ['X-Text', `before ${long} after`, `before ${mask} after`],
    ['X-Lines', 'x first line second line', `x ${mask}`],
    ['Host', 'eu-central-1', 'eu-central-1'],
    ['X-Api-Key', 'k', mask],
    [
      'Authorization',
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260131/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0f',
      `AWS4-HMAC-SHA256 Credential=${mask}/20260131/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=${mask}`,
    ],
  ];
  for (const [name, value, expected] of cases)
    it(`${name}: ${value.slice(0, 30)}`, () => assert.deepEqual(known.header([name, value]), [name, expected]));
});

describe('bodies', () => {
  const part = (name: string, value: string): string =>
    `--B\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: text/plain\r\n\r\n${value}\r\n`;
  const multipart = 'multipart/form-data; boundary="B"';
  const cases: [what: string, type: string, text: string, expected: string][] = [
    ['plain text keeps short words', 'text/plain', 'dev 1 devices', 'dev 1 devices'],
    ['plain text', '', `it is ${long}.`, `it is ${mask}.`],
    ['a whole text', 'text/plain', ' dev\n', mask],
    ['lines', '', `-${lines}-${lines.replace('\n', '\r\n')}-`, `-${mask}-${mask}-`],
    ['a form', form, `a=dev&b=devices&c=${encodeURIComponent(long).replaceAll('%20', '+')}`, `a=${mask}&b=devices&c=${mask}`],
    [
      'JSON',
      'application/json',
      `{"a": "dev", "b": ["dev", "devices"], "n": 1, "m": 12, "dev": {}, "l": ${JSON.stringify(long)}}`,
      `{"a": "${mask}", "b": ["${mask}", "devices"], "n": ${mask}, "m": 12, "dev": {}, "l": "${mask}"}`,
    ],
    ['numbers of JSON', 'application/json', '{"pins": [1, 12, 1], "n":1}', `{"pins": [${mask}, 12, ${mask}], "n":${mask}}`],
    [
      'XML',
      'application/xml',
      '<a v="1" w="12"><b>dev</b><b>devices</b><c>long/ &amp; &quot;quoted&quot; &lt;ü&gt;</c></a>',
      `<a v="${mask}" w="12"><b>${mask}</b><b>devices</b><c>${mask}</c></a>`,
    ],
    [
      'multipart',
      multipart,
      `${part('a', 'dev')}${part('b', 'devices')}--B--\r\n`,
      `${part('a', mask)}${part('b', 'devices')}--B--\r\n`,
    ],
  ];
  for (const [what, type, text, expected] of cases) it(what, () => assert.equal(known.body(text, type), expected));
});

describe('what stands in the place of a value', () => {
  const named = requestMask(['long value $&', 'long value'], (value) => `[${value.length}]`);
  it('is told of what stood there, the longest first', () =>
    assert.equal(named.text('long value, long value $&, long%20value'), '[10], [13], [12]'));
  it('is asked for names that say secret', () => assert.deepEqual(named.header(['X-Token', 'abc']), ['X-Token', '[3]']));
});
