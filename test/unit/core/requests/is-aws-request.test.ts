import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpFileRequest } from '../../../../src/core/http/http-file.ts';
import { parseHttpFile } from '../../../../src/core/http/parse.ts';
import { type Addressee, addresseeOf, isAwsRequest } from '../../../../src/core/requests/is-aws-request.ts';

const environment = new Map([
  ['awsHost', { value: 'sts.eu-central-1.amazonaws.com' }],
  ['otherHost', { value: 'example.com' }],
  ['login', { value: 'AWS profile:dev' }],
  ['bearer', { value: 'Bearer x' }],
  ['provided', { value: undefined }],
]);
const sts = 'https://sts.eu-central-1.amazonaws.com/';

describe('for whom a request is', () => {
  const cases: [what: string, text: string, without: Addressee, withEnvironment?: Addressee][] = [
    ['a host of AWS', `GET ${sts}`, 'aws'],
    ['another host', 'GET https://example.com/', 'other'],
    ['a WebSocket of AWS', 'GET wss://a.execute-api.eu-west-1.amazonaws.com/prod', 'aws'],
    ['a directive', '# @aws-profile x\nGET https://example.com/', 'aws'],
    ['a directive of the file', '# @aws-profile x\n###\nGET https://example.com/', 'aws'],
    ['a header', 'GET https://example.com/\nAuthorization: AWS profile:x', 'aws'],
    ['an older signature', 'GET https://example.com/\nAuthorization: AWS4-HMAC-SHA256 Credential=x', 'aws'],
    ['a word that begins like it', 'GET https://example.com/\nAuthorization: AWSX a b', 'foreign'],
    ['another scheme', 'GET https://example.com/\nAuthorization: Bearer x', 'foreign'],
    ['another scheme for AWS', `GET ${sts}\nauthorization: Bearer {{token}}`, 'foreign'],
    ['another scheme in a file for AWS', `# @aws-profile x\n###\nGET ${sts}\nAuthorization: Basic x`, 'foreign'],
    ['another scheme in a request that is marked', `# @aws-profile x\nGET ${sts}\nAuthorization: Basic x`, 'aws'],
    ['a Host header over the URL', 'GET http://localhost:4566/\nHost: s3.amazonaws.com', 'aws'],
    ['a path and a Host header', 'GET /x\nHost: {{h}}\n###\n@h = s3.amazonaws.com\nGET https://e.com', 'aws'],
    ['a header of the file', '@auth = AWS {{id}} {{secret}}\nGET https://e.com\nAuthorization: {{auth}}', 'aws'],
    ['another one of the file', '@auth = Bearer x\nGET https://e.com\nAuthorization: {{ auth }}', 'foreign'],
    ['a variable in a variable', '@r = eu-west-1\n@base = https://sts.{{r}}.amazonaws.com/x\nGET {{base}}/y', 'aws'],
    ['a host of the environment', 'GET https://{{awsHost}}/x', 'unknown', 'aws'],
    ['another one of the environment', 'GET https://{{ otherHost }}/x', 'unknown', 'other'],
    ['a header of the environment', 'GET https://e.com\nAuthorization: {{login}}', 'unknown', 'aws'],
    ['another header of the environment', 'GET https://e.com\nAuthorization: {{bearer}}', 'unknown', 'foreign'],
    ['an unknown header for AWS', `GET ${sts}\nAuthorization: {{nobody}}`, 'aws', 'aws'],
    ['a variable that nobody has', 'GET https://{{nobody}}/x', 'unknown', 'unknown'],
    ['a value that is fetched from elsewhere', 'GET https://{{provided}}/x', 'unknown', 'unknown'],
    ['the file before the environment', '@awsHost = e.com\nGET https://{{awsHost}}/', 'other', 'other'],
    ['variables that refer to each other', '@a = {{b}}\n@b = {{a}}\nGET https://{{a}}/', 'unknown', 'unknown'],
    ['a URL of braces', 'GET https://{x}/', 'other'],
    ['curl', `curl ${sts} -H 'Authorization: AWS a b'`, 'aws'],
    ['curl with a user', 'curl https://e.com -u a:b', 'foreign'],
  ];
  for (const [what, text, without, withEnvironment = without] of cases) {
    it(what, () => {
      const file = parseHttpFile(text);
      const [request] = file.requests;
      assert.ok(request);
      assert.equal(addresseeOf(request, file), without);
      assert.equal(addresseeOf(request, file, environment), withEnvironment);
      assert.equal(addresseeOf(request, file), without, 'an environment that counts no more');
      assert.equal(isAwsRequest(request, file, environment), withEnvironment === 'aws');
    });
  }

  it('a request that stays is judged by the variables of the file that it stays in', () => {
    const file = parseHttpFile('@h = e.com\nGET https://{{h}}/');
    const [request] = file.requests as [HttpFileRequest];
    assert.equal(addresseeOf(request, file), 'other');
    assert.equal(addresseeOf(request, { ...file, variables: parseHttpFile('@h = s3.amazonaws.com').variables }), 'aws');
  });

  it('ten thousand are asked in a few milliseconds, and again in less', () => {
    const block = (n: number) => `### ${n}\nGET https://dynamodb.{{region}}.amazonaws.com/${n}\nHost: {{host${n % 7}}}\n`;
    const file = parseHttpFile(`@region = eu-west-1\n${Array.from({ length: 10_000 }, (_, n) => block(n)).join('')}`);
    const time = () => {
      const start = performance.now();
      for (const request of file.requests) assert.equal(addresseeOf(request, file), 'unknown');
      return performance.now() - start;
    };
    const first = time();
    const again = Math.min(time(), time());
    assert.ok(first < 500 && again < 100, `${first} ms, ${again} ms`);
  });
});
