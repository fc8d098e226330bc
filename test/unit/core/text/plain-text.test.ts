import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { plainLines, plainText } from '../../../../src/core/text/plain-text.ts';

/** VS Code's own expressions (1.139, `linkedText.ts` and `iconLabels.ts`): what they match is drawn as a link or an icon. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;

const cases: readonly (readonly [what: string, text: string, shown: string])[] = [
  ['words', 'The request was refused.', 'The request was refused.'],
  [
    'a command',
    'See [the log](command:workbench.action.showCommands).',
    'See [the log] (command:workbench.action.showCommands).',
  ],
  ['an address with a title', '[a](https://example.com "b")', '[a] (https://example.com "b")'],
  ['a link that appears when a character is gone', '[a]\u200b(command:x)', '[a]\\u{200b}(command:x)'],
  ['a link over two lines', '[a]\n(command:x)', '[a] (command:x)'],
  ['a link within a link', '[[a](command:x)](command:y)', '[[a] (command:x)] (command:y)'],
  ['an icon', '$(check) Verified', '$ (check) Verified'],
  ['a shell command', '$(aws configure get x)', '$ (aws configure get x)'],
  ['line breaks and tabs', 'a\r\nb\u0009c  d', 'a b c d'],
  ['text that is turned round', 'a\u202ecod.exe', 'a\\u{202e}cod.exe'],
  ['isolates and marks', '\u2066a\u2069\u200f', '\\u{2066}a\\u{2069}\\u{200f}'],
  ['control characters', 'a\u0000\u001b[31mb\u0085', 'a\\u{0}\\u{1b}[31mb\\u{85}'],
  ['line separators', 'a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
  ['a byte order mark', 'a\ufeffb', 'a\\u{feff}b'],
  ['letters hidden in tags', 'a\u{e0041}', 'a\\u{e0041}'],
  ['half a pair', 'a\ud800', 'a\\u{d800}'],
  ['names of people', 'Grüße, Αθήνα, 東京, 😀', 'Grüße, Αθήνα, 東京, 😀'],
  ['nothing', '', ''],
];

describe('plain text', () => {
  for (const [what, text, shown] of cases) {
    test(what, () => {
      assert.equal(plainText(text), shown);
    });
  }

  test('is cut off where it is too long, never within a character', () => {
    assert.equal(plainText('a'.repeat(11), 10), `${'a'.repeat(9)}…`);
    assert.equal(plainText('a'.repeat(10), 10), 'a'.repeat(10));
    assert.equal(plainText(`${'a'.repeat(8)}😀b`, 10), `${'a'.repeat(8)}…`);
    assert.equal(plainText('x'.repeat(1_000_000)).length, 1000);
  });

  test('of dialogs keeps its lines', () => {
    assert.equal(plainLines('a\r\nb\n[c](command:d)\t\u202e'), 'a\nb\n[c] (command:d) \\u{202e}');
  });

  test('holds no link, no icon and no hidden character, whatever it was made of', () => {
    const part = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      ' ',
      '\n',
      '$',
      '\\',
      '"',
      '\u200b',
      '\u202e',
      'command:a',
      'https://b',
      'check',
      'x',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.integer({ min: 5, max: 200 }), (parts, longest) => {
        for (const shown of [plainText(parts.join(''), longest), plainLines(parts.join(''), longest)]) {
          assert.deepEqual(shown.match(link), null);
          assert.equal(icon.test(shown), false);
          assert.equal(/[\p{C}\u2028\u2029]/u.test(shown.replaceAll('\n', '')), false);
          assert.ok(shown.length <= longest);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
