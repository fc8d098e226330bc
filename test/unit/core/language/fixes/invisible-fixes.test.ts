import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';
import { invisibleValueFixes } from '../../../../../src/core/language/fixes/invisible-fixes.ts';

test('what nobody sees is taken out of a variable behind a chain that is longer than any stack', () => {
  const length = 50_000;
  const chain = Array.from({ length }, (_, index) => `@v${index} = {{v${index + 1}}}`).join('\n');
  const file = parseHttpFile(`${chain}\n@v${length} = a\u200bb\n\nGET https://example.com/{{v0}}\n`);
  const [request] = file.requests;
  assert.ok(request);
  const [fix, ...others] = invisibleValueFixes(request.requestLineRange, request, file);
  assert.ok(fix?.kind === 'edit');
  assert.equal(fix.title, 'Remove from the Variable');
  assert.deepEqual(
    fix.edits.map(({ range: { start, end }, text }) => [start.line, end.character - start.character, text]),
    [[length, 1, '']],
  );
  assert.deepEqual(others, []);
});
