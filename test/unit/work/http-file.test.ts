import { describe, it } from 'node:test';
import { assertLinear } from './count-work.ts';
import { wrapGraphql } from '../../../src/core/requests/building/wrap-graphql.ts';
import { parseHttpFile } from '../../../src/core/http-file/parse.ts';

/** As many repetitions of `unit` as fill so many characters. */
const filled =
  (unit: string, before = '', after = '') =>
  (size: number) =>
    before + unit.repeat(Math.ceil(size / unit.length)) + after;

describe('reading a file takes steps in proportion to its length', () => {
  const shapes: [name: string, unit: string, before?: string, after?: string][] = [
    ['blanks in a line', ' ', 'GET https://e.com '],
    ['blanks before nothing', ' '],
    ['blanks before something', ' ', 'GET https://e.com/\n', '\nx'],
    ['one long word', 'a'],
    ['a long URL', 'x', 'GET https://e.com/'],
    ['a long header', 'x', 'GET https://e.com/\nA: '],
    ['a long name of a header', 'x', 'GET https://e.com/\n', ': 1'],
    ['a long line of a body', 'x', 'POST https://e.com/\n\n'],
    ['hashes', '#', ' '],
    ['hashes alone', '#'],
    ['slashes', '/', ' '],
    ['braces', '{{'],
    ['braces in a body', '{{', 'GET https://e.com/\n\n'],
    ['reference starts in a body', '{{ ', 'POST https://e.com\n\n'],
    ['colons', 'a:', 'GET https://e.com\n'],
    ['block comments', '/**/\n', 'GET https://e.com\n'],
    ['unclosed block comments', '/*\n', 'GET https://e.com\nA: b\n'],
    ['header continuations', '\n b', 'GET https://e.com\nA: b'],
    ['URL continuations', '\n ?a', 'GET https://e.com'],
    ['more URL continuations', '  &a=1\n', 'GET https://e.com/\n'],
    ['comments in a body', '# a\n', 'POST https://e.com\n\nx\n'],
    ['names', '# @name a\n'],
    ['directives', '# @aws-profile a\n'],
    ['definitions', '@a = b\n'],
    ['definitions with references', '@a = {{a}}\n'],
    ['unclosed scripts', '> {%\n'],
    ['unclosed scripts before requests', '< {%\n'],
    ['scripts of httpYac', '{{\n}}\n', 'POST https://e.com\n\na\n'],
    ['unclosed scripts of httpYac', '{{\n', 'POST https://e.com\n\na\n'],
    ['unclosed scripts in blocks', '> {%\n###\n'],
    ['separators', '###\n'],
    ['blank lines', '\n', 'POST https://e.com\n\na'],
    ['responses', 'HTTP/1.1 200\n', 'POST https://e.com\n\n'],
    ['script files', '> a', ''],
    ['includes', '< a\n', 'POST https://e.com\n\n'],
    ['requests', '### a\nPOST https://e.com/{{b}}\nA: b\n\n{"a": "{{c}}"}\n\n'],
    ['curl words', ' a', 'curl'],
    ['curl backslashes', '\\ ', 'curl '],
    ['curl quotes', "''", 'curl '],
    ['an unclosed curl quote', "'", 'curl '],
    ['curl continuation', '\\\n', 'curl '],
    ...['| a ', '> a ', '2>&1 ', '; ', '|', '>'].map((operator): [string, string, string] => [
      `the operator ${operator} after curl`,
      operator,
      'curl https://e.com ',
    ]),
    ...['^\n\n', '^\\^"', '\\', '"', '" ^', '^', '%a', '"\\x', "'", ' '].flatMap((part) =>
      ['', '"', '^"'].map((opening): [string, string, string] => [
        `${JSON.stringify(part)} after ${opening} for cmd.exe`,
        part,
        `curl ^"https://e.com^" ${opening}`,
      ]),
    ),
  ];
  for (const [name, unit, before, after] of shapes)
    it(name, () => assertLinear(4000, filled(unit, before, after), (text) => parseHttpFile(text)));
});

describe('the operation of a GraphQL document is found in steps in proportion to its length', () => {
  for (const unit of ['"', '"""', '{', 'query ', 'fragment ', '#', '"\\', '\n'])
    it(JSON.stringify(unit), () => assertLinear(4000, filled(unit), (text) => wrapGraphql(text, undefined)));
});
