import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readShellWords } from '../../../../../src/core/http-file/curl/read-shell-words.ts';
import { isBashThere, runBash } from './bash.ts';

const count = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const ansi = (escapes: readonly string[]): string => escapes.map((escape) => `$'${escape}'`).join(' ');
const letters = (text: string): string[] => text.split(/(?:)/);
const hex = (code: number, length: number): string => code.toString(16).padStart(length, '0');

describe(
  'words are read as bash reads them',
  { skip: isBashThere ? false : 'There is no bash 4.2 or later in UTF-8 here.' },
  () => {
    const texts: [what: string, text: string][] = [
      ['what “Copy as cURL” writes', `$'{"a":"hi\\u0021 it\\'s \\\\ \\n"}'`],
      ['letters', ansi(letters('abeEfnrtv\\\'"?').map((letter) => `<\\${letter}>`))],
      ['ASCII in hex', ansi(count(1, 128).flatMap((code) => [`\\x${hex(code, 2)}`, `\\x${hex(code, 2).toUpperCase()}0`]))],
      ['one hex digit', ansi(['\\x1', '\\x1g', '\\xA', '\\xaz', '\\x9\\x9'])],
      ['octal', ansi(count(1, 128).map((code) => `\\${code.toString(8)}`))],
      ['octal with more digits behind', ansi(['\\1018', '\\0101', '\\18', '\\77', '\\501'])],
      ['control characters', ansi([...letters('abcxyzABCXYZ[]^_?'), '\\\\'].map((letter) => `<\\c${letter}>`))],
      [
        'bytes of characters',
        ansi(['\\xc3\\xbc', '\\303\\274x', '\\xe2\\202\\xac', '\\xf0\\x9f\\x98\\x80', 'ü\\xc3\\xbcü', '\\xef\\xbb\\xbfa']),
      ],
      [
        '\\u',
        ansi(
          count(1, 0x1_0000)
            .filter((code) => (code < 0xd800 || code > 0xdfff) && code % 61 === 1)
            .map((code) => `\\u${hex(code, 4)}`),
        ),
      ],
      ['\\u with fewer digits', ansi(['\\u1', '\\u41', '\\ufc', '\\u20acb', '\\u041z', '\\u00411'])],
      ['\\U', ansi(['\\U1f600', '\\U0001F600', '\\U0001F6000', '\\U41', '\\U0010FFFF', '\\u0021\\U00000021'])],
      ['signs of the shell', String.raw`$'$A \x24A "b" ${'`'}c${'`'}'"$'\\x41'"`],
      ['pieces of one word', String.raw`a$'\x41'"b"'\x41'\$'c'`],
      ['line ends', `$'a\nb\\\\\n' "c\\\nd"`],
    ];
    for (const [what, text] of texts) {
      it(what, () => {
        const printed = runBash(`printf '%s\\0' ${text}`);
        assert.deepEqual(readShellWords(text).words, printed?.split('\0').slice(0, -1));
      });
    }
  },
);
