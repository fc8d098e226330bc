import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArn } from '../../../../src/core/aws/arn.ts';
import { isUserError } from '../../../../src/core/errors.ts';

test('the parts of an ARN', async (t) => {
  const cases: readonly (readonly [text: string, ...parts: [string, string, string, string, string]])[] = [
    [
      'arn:aws:rolesanywhere:eu-central-1:123456789012:trust-anchor/1f2e',
      ...(['aws', 'rolesanywhere', 'eu-central-1', '123456789012', 'trust-anchor/1f2e'] as const),
    ],
    ['arn:aws-us-gov:iam::123456789012:role/path/deploy', 'aws-us-gov', 'iam', '', '123456789012', 'role/path/deploy'],
    ['arn:aws-eusc:s3:::bucket/a key', 'aws-eusc', 's3', '', '', 'bucket/a key'],
    ['arn:aws-iso-b:iam::aws:policy/ReadOnly', 'aws-iso-b', 'iam', '', 'aws', 'policy/ReadOnly'],
    ['arn:aws-cn:logs:cn-north-1:123456789012:log-group:a:*', 'aws-cn', 'logs', 'cn-north-1', '123456789012', 'log-group:a:*'],
  ];
  for (const [text, partition, service, region, accountId, resource] of cases) {
    await t.test(text, () => assert.deepEqual(parseArn(text), { partition, service, region, accountId, resource }));
  }
});

test('what is no ARN is refused, with the part that is wrong', async (t) => {
  const cases: readonly (readonly [text: string, part: string])[] = [
    ['', 'prefix'],
    ['eu-central-1', 'prefix'],
    [' arn:aws:iam::123456789012:role/a', 'prefix'],
    ['ARN:aws:iam::123456789012:role/a', 'prefix'],
    ['arn:', 'partition'],
    ['arn:azure:iam::123456789012:role/a', 'partition'],
    ['arn:aws::eu-west-1:123456789012:a', 'service'],
    ['arn:aws:iam:Frankfurt am Main:123456789012:role/a', 'region'],
    ['arn:aws:iam::12345678901:role/a', 'account'],
    ['arn:aws:iam::1234-5678-9012:role/a', 'account'],
    ['arn:aws:iam::123456789012', 'resource'],
    ['arn:aws:iam::123456789012:', 'resource'],
    ['arn:aws:iam::123456789012:role/a\n', 'resource'],
    ['arn:aws:iam::123456789012:role/a\nb', 'resource'],
  ];
  for (const [text, part] of cases) {
    await t.test(JSON.stringify(text), () => {
      assert.throws(
        () => parseArn(text),
        (error) => {
          assert.ok(isUserError(error));
          assert.equal(error.code, 'arn-malformed');
          assert.match(error.message, new RegExp(`^This is not an ARN: its ${part} should be (?!undefined).+\\.$`));
          return true;
        },
      );
    });
  }
});

test('the refusal does not quote what may be a secret', () => {
  assert.throws(
    () => parseArn('wJalrXUtnFEMI'),
    (error) => isUserError(error) && !`${error.message}${error.remedy}`.includes('wJalr'),
  );
});
