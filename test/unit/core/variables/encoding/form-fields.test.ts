import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FormFields, isEncoded } from '../../../../../src/core/variables/encoding/form-fields.ts';

describe('a text is what a form carries', () => {
  /** More turns of a repeated choice than an engine of regular expressions has room for. */
  const endless = 12_000_000;
  const cases: readonly (readonly [what: string, text: string, isEncoded: boolean])[] = [
    ['nothing', '', true],
    ['legal signs', "aZ09_.~!*'()+-", true],
    ['escapes', 'a%20b%c3%BC', true],
    ['a blank', 'a b', false],
    ['a further field', 'a&b', false],
    ['half an escape', 'a%2', false],
    ['an escape that is none', '%zz', false],
    ['half an escape before a whole one', '%%20', false],
    ['legal signs without an end', 'a'.repeat(endless), true],
    ['escapes without an end', '%41'.repeat(endless / 3), true],
    ['legal signs without an end, and a blank', `${'a'.repeat(endless)} `, false],
  ];
  for (const [what, text, expected] of cases) it(what, () => assert.equal(isEncoded(text), expected));
});

it('a value of any length is encoded by what it holds', () => {
  const fields = new FormFields('form');
  fields.read('a=');
  assert.equal(fields.encodingOf('+'.repeat(12_000_000)), 'percent-encoded');
});
