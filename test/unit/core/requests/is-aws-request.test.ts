import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http/parse.ts';
import { isAwsRequest } from '../../../../src/core/requests/is-aws-request.ts';

describe('a request is meant for AWS', () => {
  const cases: [text: string, expected: boolean][] = [
    ['GET https://e.com/', false],
    ['GET https://sts.eu-west-1.amazonaws.com/', true],
    ['# @aws-profile dev\nGET https://e.com/', true],
    ['# @aws-profile dev\n###\nGET https://e.com/', true],
    ['# @awsProfile dev\nGET https://e.com/', true],
    ['# @AWS_REGION x\n###\nGET https://e.com/', true],
    ['# @awsome\n# @aws is a company\nGET https://e.com/', false],
    ['GET https://e.com/\nAuthorization: AWS profile:dev', true],
    ['GET https://e.com/\nauthorization: aws', true],
    ['GET https://e.com/\nAuthorization: AWS4-HMAC-SHA256 Credential=x', true],
    ['GET https://e.com/\nAuthorization: AWS4-X509-RSA-SHA256 Credential=x', true],
    ['GET https://e.com/\nAuthorization: AWSX a b', false],
    ['GET https://e.com/\nAuthorization: AWS42 a b', false],
    ['GET https://e.com/\nAuthorization: Bearer AWS', false],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      const file = parseHttpFile(text);
      const [request] = file.requests;
      assert.ok(request);
      assert.equal(isAwsRequest(request, file), expected);
    });
  }
});
