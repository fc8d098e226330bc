import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';
import { fixEdits } from '../../../../../src/core/requests/editing/fix-edits.ts';
import { removeSignature, writeDirectives, writeHeader } from '../../../../../src/core/remedies/remedy.ts';
import type { RequestRemedy } from '../../../../../src/core/remedies/remedy.ts';

/** The text of a file after a remedy of its first request. */
function fixed(text: string, remedy: RequestRemedy): string {
  const [request] = parseHttpFile(text).requests;
  assert.ok(request);
  const lines = text.split('\n');
  const offset = ({ line, character }: { line: number; character: number }): number =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  return fixEdits(request, remedy)
    .toSorted((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((all, { range, text: piece }) => all.slice(0, offset(range.start)) + piece + all.slice(offset(range.end)), text);
}

const region = writeDirectives({ name: 'aws-region', value: 'eu-west-1' });

test('a directive is written above the request line', () => {
  assert.equal(fixed('### One\n# note\nGET https://a/\n', region), '### One\n# note\n# @aws-region eu-west-1\nGET https://a/\n');
});

test('a directive that is there gets the value; of two the one that counts', () => {
  assert.equal(
    fixed('# @aws-region us-east-1\n// @aws-region = us-west-1\nGET https://a/\n', region),
    '# @aws-region us-east-1\n// @aws-region = eu-west-1\nGET https://a/\n',
  );
});

test('a signature of an earlier time is taken out, and nothing else', () => {
  assert.equal(
    fixed('GET https://a/\nX-A: 1\nAuthorization: AWS4-HMAC-SHA256 x\nx-amz-date: y\nX-B: 2\n\nbody', removeSignature),
    'GET https://a/\nX-A: 1\nX-B: 2\n\nbody',
  );
});

test('two directives that only help together are written together, each where it stands already', () => {
  const both = writeDirectives({ name: 'aws-service', value: 'sqs' }, { name: 'aws-region', value: 'eu-west-1' });
  assert.equal(fixed('GET https://a/\n', both), '# @aws-service sqs\n# @aws-region eu-west-1\nGET https://a/\n');
  assert.equal(
    fixed('# @aws-region us-east-1\nGET https://a/\n', both),
    '# @aws-region eu-west-1\n# @aws-service sqs\nGET https://a/\n',
  );
});

test('a header is written behind the others, or below the request line, or over the value that is there', () => {
  const header = writeHeader('Content-Type', 'application/x-amz-json-1.0');
  assert.equal(fixed('POST https://a/', header), 'POST https://a/\nContent-Type: application/x-amz-json-1.0');
  assert.equal(
    fixed('POST https://a/\nX-A: 1\n\n{}', header),
    'POST https://a/\nX-A: 1\nContent-Type: application/x-amz-json-1.0\n\n{}',
  );
  assert.equal(
    fixed('POST https://a/\ncontent-type: text/plain\n\n{}', header),
    'POST https://a/\ncontent-type: application/x-amz-json-1.0\n\n{}',
  );
  assert.throws(() => fixed('curl https://a/ -d x', header), { code: 'header-in-curl' });
});
