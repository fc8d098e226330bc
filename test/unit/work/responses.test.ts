import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertLinear } from './count-work.ts';
import { maskBody } from '../../../src/core/redaction/mask-body.ts';
import { secretPattern } from '../../../src/core/redaction/secret-pattern.ts';

describe('secrets are looked for in steps in proportion to the text', () => {
  const secrets = [
    '++ ++ ++ ++ x',
    '/\\/\\/\\x/',
    '%25%25%25%25x',
    '      a   b   c',
    '\\n \\n \\n \\n x',
    '%'.repeat(30),
    '\\'.repeat(30),
    '\\"'.repeat(15),
  ];
  for (const unit of ['+', ' ', '/', '\\/', '%25', '%2525', '\\n', '\\', '\\"', '\r\n', '+ ', '%2F', 'ab ', '%'])
    it(JSON.stringify(unit), () =>
      assertLinear(
        2000,
        (size) => unit.repeat(size),
        (text) => text.replace(secretPattern(secrets), ''),
      ),
    );
});

describe('a body is masked in steps in proportion to its length', () => {
  for (const [what, text] of [
    ['tags', (size: number) => '<a '.repeat(size)],
    ['elements', (size: number) => '<a>'.repeat(size)],
    ['CDATA', (size: number) => '<a><![CDATA['.repeat(size)],
    ['closed CDATA', (size: number) => `<r>${'<![CDATA[x]]>\n'.repeat(size)}<b/></r>`],
    ['quotes', (size: number) => `"${'\\"'.repeat(size)}`],
    ['blanks in a tag', (size: number) => `<a${' '.repeat(size)}`],
    ['parameters', (size: number) => '?'.repeat(size)],
  ] as const)
    it(`with many ${what}`, () => assertLinear(1000, text, (body) => assert.equal(maskBody(body, 'text/xml'), body)));
});
