import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { sendDirectives, type SendDirectives } from '../../../../src/core/requests/send-directives.ts';

function wishesOf(text: string): SendDirectives {
  const file = parseHttpFile(text);
  const request = file.requests.at(-1);
  assert.ok(request);
  return sendDirectives(request, file, 'demo.http');
}

const request = 'DELETE https://b.s3.eu-west-1.amazonaws.com/k';

describe('sendDirectives', () => {
  const cases: [what: string, text: string, expected: Partial<Record<keyof SendDirectives, unknown>>][] = [
    ['nothing', request, { question: undefined, followRedirects: true, isKept: true }],
    ['a note', `# @note Really delete production?\n${request}`, { question: 'Really delete production?' }],
    ['a note with a sign', `// @note = "Really?"\n${request}`, { question: 'Really?' }],
    ['a note without words', `# @note\n${request}`, { question: 'Send this request?' }],
    ['a note of the whole file', `# @note Production!\n\n###\n${request}`, { question: 'Production!' }],
    ['a note of its own in such a file', `# @note Production!\n\n###\n# @note Mine?\n${request}`, { question: 'Mine?' }],
    ['a note of another request', `# @note Other?\n${request}\n\n###\n${request}`, { question: undefined }],
    ['a note below the request line', `${request}\n# @note Among headers?\nA: b`, { question: 'Among headers?' }],
    ['no-log', `# @no-log\n${request}`, { isKept: false }],
    ['no-redirect of the whole file', `# @no-redirect\n\n###\n${request}`, { followRedirects: false }],
  ];
  for (const [what, text, expected] of cases) {
    it(`reads ${what}`, () => {
      const wishes = wishesOf(text);
      assert.equal(wishes.refusal, undefined);
      assert.deepEqual({ ...wishes, ...expected }, wishes);
    });
  }

  const disabled: [line: string, isRefused: boolean][] = [
    ['# @disabled', true],
    ['# @disabled true', true],
    ['// @disabled = true', true],
    ['# @disabled !token', true],
    ['# @disabled false', false],
    ['# disabled', false],
  ];
  for (const [line, isRefused] of disabled) {
    it(`${isRefused ? 'refuses to send' : 'sends'} below “${line}”`, () => {
      const { refusal } = wishesOf(`### one\n${line}\n${request}`);
      assert.equal(refusal?.code, isRefused ? 'request-disabled' : undefined);
      if (refusal === undefined) return;
      assert.deepEqual(refusal.place, { file: 'demo.http', line: 2, column: 1, field: '@disabled' });
      assert.match(refusal.remedy, /Remove that line/);
    });
  }
});
