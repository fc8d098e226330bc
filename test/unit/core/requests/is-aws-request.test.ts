import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile, reparse } from '../../../../src/core/http/parse.ts';
import { isAwsRequest } from '../../../../src/core/requests/is-aws-request.ts';

function answers(file: ReturnType<typeof parseHttpFile>): boolean[] {
  return file.requests.map((request) => isAwsRequest(request, file));
}

describe('whether a request is meant for AWS', () => {
  const cases: [text: string, expected: boolean][] = [
    ['GET https://sts.amazonaws.com', true],
    ['GET https://sts.amazonaws.com?Action=x', true],
    ['GET sts.eu-central-1.amazonaws.com/x', true],
    ['GET wss://transcribestreaming.eu-central-1.amazonaws.com:8443/stream', true],
    ['GET https://example.com/sts.amazonaws.com', false],
    ['GET https://example.com', false],
    ['GET /\nHost: sts.amazonaws.com', true],
    ['GET /\nHost: {{host}}', true],
    ['GET /\nHost: example.com', false],
    ['GET {{path}}\nHost: sts.amazonaws.com', true],
    ['GET https://example.com/\nHost: sts.amazonaws.com', false],
    ['GET https://{{host}}/', true],
    ['GET https://{{ host }}/{{path}}', true],
    ['GET {{base}}/x', true],
    ['GET {{scheme}}//{{host}}/x', true],
    ['GET https://sts.{{region}}.amazonaws.com', true],
    ['GET https://{{unknown}}/', false],
    ['GET https://dynamodb.{{nothing}}.amazonaws.com/', false],
    ['# @aws-service x\nGET https://example.com', true],
    ['GET https://example.com\nAuthorization: AWS profile:x', true],
    ['GET https://example.com\nauthorization: aws4-hmac-sha256 x', true],
    ['GET https://example.com\nAuthorization: Bearer AWS', false],
  ];
  const variables =
    '@host = sts.{{region}}.amazonaws.com\n@region = eu-central-1\n@base = https://{{host}}\n@scheme = https:\n@path = /x\n@nothing =\n';
  for (const [text, expected] of cases) {
    it(text, () => assert.deepEqual(answers(parseHttpFile(`${variables}###\n${text}\n`)), [expected]));
  }

  it('follows a variable that changes elsewhere in the file', () => {
    const rest = '\n###\nGET https://{{host}}/\n###\nGET https://example.com/\n';
    const first = parseHttpFile(`@host = sts.amazonaws.com${rest}`);
    assert.deepEqual(answers(first), [true, false]);
    const second = reparse(first, `@host = sts.example.com${rest}`);
    assert.deepEqual(answers(second), [false, false]);
    assert.deepEqual(answers(reparse(second, `\n@host = sts.amazonaws.com\n@other = x${rest}`)), [true, false]);
    assert.deepEqual(answers(first), [true, false]);
  });

  it('follows directives of the file', () => {
    const first = parseHttpFile('\n###\nGET https://example.com/\n');
    assert.deepEqual(answers(first), [false]);
    assert.deepEqual(answers(reparse(first, `# @aws-profile x${first.text}`)), [true]);
  });
});
