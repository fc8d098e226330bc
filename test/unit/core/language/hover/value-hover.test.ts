import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { regions } from '../../../../../src/core/aws/regions.ts';
import { regionTitle } from '../../../../../src/core/aws/tables/region-titles.ts';
import { signingNames } from '../../../../../src/core/aws/signing-names.ts';
import { valueHover } from '../../../../../src/core/language/hover/value-hover.ts';

const sts = { endpoint: 'sts', service: 'sts' };
const hover = (line: string, character: number, host: { endpoint?: string; service?: string } = {}) =>
  valueHover(line, character, {
    endpoint: host.endpoint,
    service: host.service,
    describeProfile: (name) => (name.startsWith('my') ? 'IAM Roles Anywhere · 42m' : undefined),
  });

describe('what a name stands for', () => {
  const cases: [line: string, on: string, title: string, text: RegExp, host?: typeof sts][] = [
    ['# @aws-profile my dev', 'my dev', 'profile my dev', /^IAM Roles Anywhere · 42m$/],
    ['// @aws-profile = mydev ', 'mydev', 'profile mydev', /42m/],
    ['# @aws-service s3', 's3', 'service s3', /^S3 Control \(REST with XML\), S3 \(REST with XML\)$/],
    ['# @aws-service dynamodb', 'dynamodb', 'service dynamodb', /DynamoDB \(JSON with X-Amz-Target\)/],
    ['# @aws-service execute-api', 'execute-api', 'service execute-api', /API Gateway/],
    ['# @aws-region eu-central-1', 'eu-central-1', 'region eu-central-1', /^Europe \(Frankfurt\)$/],
    ['# @aws-region us-east-1, eu-west-1', 'eu-west-1', 'region eu-west-1', /^Europe \(Ireland\)$/],
    ['# @aws-region cn-north-1', 'cn-north-1', 'region cn-north-1', /^China \(Beijing\), partition aws-cn$/],
    ['# @aws-region *', '*', 'region *', /SigV4a/],
    ['# @aws-payload unsigned', 'unsigned', 'payload unsigned', /UNSIGNED-PAYLOAD/],
    ['# @aws-presign 5400', '5400', 'presign 5400', /^The URL works for 1 hour 30 minutes\.$/],
    ['Authorization: AWS profile:mydev region: eu-west-3', 'mydev', 'profile mydev', /42m/],
    ['Authorization: AWS profile:mydev region: eu-west-3', 'eu-west-3', 'region eu-west-3', /Paris/],
    ['authorization: aws A B service:sns', 'sns', 'service sns', /^SNS \(query/],
    [
      'X-Amz-Target: DynamoDB_20120810.PutItem',
      'DynamoDB_20120810.PutItem',
      'PutItem',
      /^Operation of dynamodb, sent as application\/x-amz-json-1\.0\.$/,
    ],
    [
      'Action=GetCallerIdentity&Version=2011-06-15',
      'GetCallerIdentity',
      'GetCallerIdentity',
      /^Operation of sts, version 2011-06-15\.$/,
      sts,
    ],
    ['GET https://sts.amazonaws.com/?Action=GetSessionToken', 'GetSessionToken', 'GetSessionToken', /sts/, sts],
  ];
  for (const [line, on, title, text, host] of cases) {
    it(`${line}: ${on}`, () => {
      const start = line.indexOf(on);
      const end = start + on.length;
      for (const character of [start, end]) {
        const found = hover(line, character, host);
        assert.ok(found);
        assert.deepEqual([found.title, found.start, found.end], [title, start, end]);
        assert.match(found.text, text);
      }
      assert.equal(hover(line, 0, host), undefined);
    });
  }

  const nothing = [
    '# @aws-profile nobody',
    '# @aws-service nope',
    '# @aws-region moon-1',
    '# @aws-payload AKIAIOSFODNN7EXAMPLE',
    '# @aws-presign soon',
    'Authorization: AWS AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI',
    'Authorization: Bearer region:eu-west-1',
    'X-Amz-Target: Nobody.Knows',
    'X-Amz-Target: x',
    'Action=GetCallerIdentity',
    '',
  ];
  for (const line of nothing) {
    it(`nothing for ${line}`, () => {
      for (let character = 0; character <= line.length; character++) assert.equal(hover(line, character), undefined);
    });
  }

  it('every region that is known has a title', () =>
    assert.deepEqual(
      regions.filter((region) => regionTitle(region) === undefined),
      [],
    ));
  it('nearly every service has one', () => {
    const without = signingNames().filter((name) => hover(`# @aws-service ${name}`, 16) === undefined);
    assert.ok(without.length < 15, without.join(' '));
  });
});
