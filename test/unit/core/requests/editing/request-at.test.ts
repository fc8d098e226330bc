import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';
import { findRequestAt, requestAt } from '../../../../../src/core/requests/editing/request-at.ts';

const text = `@host = sts.amazonaws.com
### a
DELETE https://x.amazonaws.com/important

### b
FETCH https://x.amazonaws.com/ now please

### c
# notes alone

### d
# @name last
GET https://{{host}}/
Accept: */*

body

`;
const lines = text.split('\n');
const document = { lineCount: lines.length, lineAt: (line: number) => ({ text: lines[line] ?? '' }) };
const at = (line: number) => requestAt(parseHttpFile(text), document, line, 'demo.http');

for (const line of [1, 2, 3]) test(`line ${line} is in block a`, () => assert.equal(at(line).method, 'DELETE'));
for (const line of [10, 11, 12, 13, 14, 15, 16]) test(`line ${line} is in block d`, () => assert.equal(at(line).name, 'last'));
for (const line of [4, 5, 6]) {
  test(`line ${line} is in the block of a malformed request, which is told and never stands for another`, () =>
    assert.throws(() => at(line), { name: 'UserError', place: { file: 'demo.http', line: 6, column: 1 } }));
}
for (const line of [0, 7, 8, 9]) {
  test(`line ${line} is in no request`, () => assert.throws(() => at(line), { code: 'request-not-found' }));
}

test('the request of a line is that of its block, up to the last blank line', () => {
  const file = parseHttpFile(text);
  const found = lines.map((_, line) => findRequestAt(file, line)?.name);
  const expected = lines.map((_, line) => (line >= 1 && line <= 3 ? 'a' : line >= 10 ? 'last' : undefined));
  assert.deepEqual(found, expected);
  assert.equal(findRequestAt(file, lines.length), undefined);
});
