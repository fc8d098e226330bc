import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { secretPattern, wholeSecretPattern } from '../../../../src/core/redaction/secret-pattern.ts';
import { drawn } from '../../sample.ts';

const hidden = (secret: string, text: string): string => text.replace(secretPattern([secret]), '*');

describe('a secret is found in every form', () => {
  const cases: [secret: string, text: string, expected: string][] = [
    ['ab+cd/efGH34ijkl==', '/v1/ab%2Bcd/efGH34ijkl%3D%3D/x', '/v1/*/x'],
    ['ab+cd/efGH34ijkl==', 'ab%252Bcd%252FefGH34ijkl%253D%253D', '*'],
    ['gehëim/wort123', '/gehe%CC%88im/geh%C3%ABim/wort123/geh%25C3%25ABim/wort123', '/gehe%CC%88im/*/*'],
    ['with%percent/slash', 'n=with%25percent/slash&m=with%25percent%2Fslash', 'n=*&m=*'],
    ['tok%2fen%2babcdefgh', 'tok%2Fen%2Babcdefgh, tok%252Fen%252Babcdefgh', '*, *'],
    ['tok%65nabcdefgh', '/tokenabcdefgh', '/*'],
    ['abcd//efghijk', '/abcd/efghijk', '/*'],
    ['zebra99a&ab=restofsecret', 'ab=restofsecret&z=zebra99a', '*&z=*'],
    ['a "b" <c> & \\d\'s\n', '{"x": "a \\"b\\" <c> & \\\\d\'s"}', '{"x": "*"}'],
    ['a "b" <c> & \\d\'s', '<x>a &quot;b&quot; &lt;c&gt; &amp; \\d&#39;s</x>', '<x>*</x>'],
    ['first line\nsecond line', 'first line second line, first line\r\nsecond line, first line\\r\\nsecond line', '*, *, *'],
    ['first line\nsecond line', 'first+line%0D%0Asecond%20line', '*'],
    ['grüße 😀 an alle', 'gr\\u00fc\\u00dfe \\ud83d\\uDE00 an alle', '*'],
    ['grüße 😀 an alle', 'gr%c3%bc%C3%9Fe%20%F0%9F%98%80+an%20alle', '*'],
    ['abc"de\\fgh-secret', JSON.stringify({ m: JSON.stringify({ p: 'abc"de\\fgh-secret' }) }), '{"m":"{\\"p\\":\\"*\\"}"}'],
    ['no\u00a0break\u2003here', '/no%C2%A0break%E2%80%83here, no\\u00a0break\\u2003here', '/*, *'],
    ['C:\\Name\\Regex', 'C%3A%5CName%5CRegex, "C:\\\\Name\\\\Regex"', '*, "*"'],
    ['half \ud800 character', 'half \ufffd character half%20%EF%BF%BD%20character', '* *'],
    ['hexbytes', `68 65 78 62 79 74 65 73 ${Buffer.from('hexbytes').toString('hex')} 6865786279746553`, '* * 6865786279746553'],
    ['.*[a-z](secret)$', 'x.*[a-z](secret)$y', 'x*y'],
    ['seven77', 'seven77', 'seven77'],
    ['$&$1$`$$abc', 'a $&$1$`$$abc b', 'a * b'],
  ];
  for (const [secret, text, expected] of cases)
    it(`${JSON.stringify(secret)} in ${text.slice(0, 60)}`, () => assert.equal(hidden(secret, text), expected));

  const awkward = fc.constantFrom(...Array.from(' \t\n\v\f\r+%&#/\\"<\u00a0\u2028\ufeffaéNr2F\0\u0085'), '😀');
  const written = [
    (secret: string) => secret,
    (secret: string) => JSON.stringify(secret).slice(1, -1),
    (secret: string) => JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    (secret: string) => secret.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`),
  ];
  it('as it is, in JSON and in XML, in any encoding of a target', () =>
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), awkward),
          minLength: 8,
          maxLength: 24,
        }),
        fc.constantFrom(...written),
        fc.nat(2),
        (secret, write, times) => {
          fc.pre(secret.trim().length >= 8);
          let text = write(secret);
          for (let time = 0; time <= times; time++) text = encodeURIComponent(text.toWellFormed());
          assert.doesNotMatch(hidden(secret, `/x/${text}?y`), new RegExp(text.replace(/[.*()~]/g, '\\$&')));
        },
      ),
      { numRuns: drawn(100, 500) },
    ));
  it('of several the longest first', () =>
    assert.equal('long value, long value more'.replace(secretPattern(['long value', 'long value more']), '*'), '*, *'));
  it('in pieces where it is very long', () => {
    const secret = Array.from({ length: 900 }, (_, index) => `line ${index}\n`).join('');
    assert.match(hidden(secret, `[${secret}]`), /^\[\*+\s*\]$/);
  });
  it('nothing without a secret', () => assert.equal('a'.replace(secretPattern(['', ' ']), '*'), 'a'));
});

describe('a whole value', () => {
  const cases: [secret: string, value: string, is: boolean][] = [
    ['1', '1', true],
    ['1', '31', false],
    ['1', '12', false],
    ['a b', 'a+b', true],
    ['ä', '%C3%A4', true],
    ['4711', '%34711', true],
    ['x&pin4', 'pin4', true],
  ];
  for (const [secret, value, is] of cases)
    it(`${value} ${is ? 'is' : 'is not'} ${secret}`, () => assert.equal(wholeSecretPattern([secret]).test(value), is));
  it('nothing without a secret', () => assert.ok(!wholeSecretPattern([]).test('')));
});
