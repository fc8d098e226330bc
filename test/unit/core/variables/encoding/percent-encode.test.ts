import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { encodeIllegal, percentEncode } from '../../../../../src/core/variables/encoding/percent-encode.ts';

describe('encoding in pieces gives what encoding at once gives', () => {
  const around = 65_536;
  const cases: [what: string, unit: string][] = [
    ['letters', 'a'],
    ['signs to encode', '"'],
    ['percent signs', '%'],
    ['escapes', '%2F'],
    ['broken escapes', '%2'],
    ['characters of two halves', '😀'],
    ['halves of characters', '\ud83d'],
    ['a mixture', 'a%2F😀 %zz&=+'],
  ];
  for (const [what, unit] of cases) {
    for (const shift of [0, 1, 2, 3]) {
      it(`${what}, moved by ${shift}`, () => {
        const text = `${'x'.repeat(shift)}${unit.repeat(Math.ceil((around * 2.5) / unit.length))}`;
        const wellFormed = text.toWellFormed();
        assert.equal(percentEncode(text, Infinity), encodeURIComponent(wellFormed));
        const expected = wellFormed.replace(/%(?![0-9a-f]{2})|[^\x21-\x7e]|["<>\\^`{|}]/giu, (each) => encodeURIComponent(each));
        assert.equal(encodeIllegal(text, Infinity), expected);
      });
    }
  }

  it('of short texts too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(percentEncode(text, Infinity), encodeURIComponent(text.toWellFormed()));
        assert.equal(
          decodeURIComponent(encodeIllegal(text.replaceAll('%', ''), Infinity) ?? ''),
          text.replaceAll('%', '').toWellFormed(),
        );
      }),
    );
  });

  it('and ends where it becomes too long', () => {
    const text = 'ü'.repeat(1000);
    assert.equal(percentEncode(text, 6000)?.length, 6000);
    assert.equal(percentEncode(text, 5999), undefined);
    assert.equal(encodeIllegal(text, 5999), undefined);
  });
});
