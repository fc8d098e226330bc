import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpFile, HttpFileRequest } from '../../../../src/core/http-file/http-file.ts';
import { parseHttpFile, reparse } from '../../../../src/core/http-file/parse.ts';
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
    ['a directive that is written wrong', '# @awsProfile dev\nGET https://e.com/', 'aws'],
    ['one of the file that is written wrong', '# @AWS_REGION x\n###\nGET https://e.com/', 'aws'],
    ['comments that begin alike', '# @awsome\n# @aws is a company\nGET https://e.com/', 'other'],
    ['a directive of the file', '# @aws-profile x\n###\nGET https://example.com/', 'aws'],
    ['a header', 'GET https://example.com/\nAuthorization: AWS profile:x', 'aws'],
    ['an older signature', 'GET https://example.com/\nAuthorization: AWS4-HMAC-SHA256 Credential=x', 'aws'],
    ['a word that begins like it', 'GET https://example.com/\nAuthorization: AWSX a b', 'foreign'],
    ['a scheme alone', 'GET https://e.com/\nauthorization: aws', 'aws'],
    ['a signature by a certificate', 'GET https://e.com/\nAuthorization: AWS4-X509-RSA-SHA256 Credential=x', 'aws'],
    ['a version that is none', 'GET https://e.com/\nAuthorization: AWS42 a b', 'foreign'],
    ['another scheme', 'GET https://example.com/\nAuthorization: Bearer x', 'foreign'],
    ['another scheme for AWS', `GET ${sts}\nauthorization: Bearer {{token}}`, 'foreign'],
    ['another scheme in a file for AWS', `# @aws-profile x\n###\nGET ${sts}\nAuthorization: Basic x`, 'foreign'],
    ['another scheme in a request that is marked', `# @aws-profile x\nGET ${sts}\nAuthorization: Basic x`, 'aws'],
    ['a Host header over the URL', 'GET http://localhost:4566/\nHost: s3.amazonaws.com', 'aws'],
    ['a path and a Host header', 'GET /x\nHost: {{h}}\n###\n@h = s3.amazonaws.com\nGET https://e.com', 'aws'],
    ['a path behind the host of the file', '@host = https://sts.amazonaws.com/x\nGET /y', 'aws'],
    ['a path behind another host', '@host = https://e.com\nGET /y', 'other'],
    ['a path behind no host', 'GET /y', 'unknown', 'other'],
    ['a path behind a host that nobody has', '@host = {{nobody}}\nGET /y', 'unknown', 'unknown'],
    ['a path behind the host of the environment', '@host = https://{{awsHost}}\nGET /y', 'unknown', 'aws'],
    ['a path behind a host, and a Host header', '@host = https://sts.amazonaws.com\nGET /y\nHost: e.com', 'other'],
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
    assert.equal(addresseeOf(request, parseHttpFile('@h = s3.amazonaws.com')), 'aws');
  });

  it('follows a variable that changes elsewhere in the file', () => {
    const rest = '\n###\nGET https://{{host}}/\n###\nGET https://example.com/\n';
    const answers = (file: HttpFile): boolean[] => file.requests.map((request) => isAwsRequest(request, file));
    const first = parseHttpFile(`@host = sts.amazonaws.com${rest}`);
    assert.deepEqual(answers(first), [true, false]);
    const second = reparse(first, `@host = sts.example.com${rest}`);
    assert.deepEqual(answers(second), [false, false]);
    assert.deepEqual(answers(reparse(second, `\n@host = sts.amazonaws.com\n@other = x${rest}`)), [true, false]);
    assert.deepEqual(answers(first), [true, false]);
  });
});
