import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { holdsKeys, isAwsAuthorization, parseAwsAuthorization } from '../../../../src/core/http-file/aws-authorization.ts';
import '../../sample.ts';

const keys = { accessKeyId: 'AKID', secretAccessKey: 'se/cr+et=' };
const nothing = { credentials: undefined, profile: undefined, region: undefined, service: undefined };

describe('the scheme', () => {
  const cases: [value: string, expected: boolean][] = [
    ['AWS AKID secret', true],
    ['aws profile:x', true],
    ['AWS', true],
    ['AWS4-HMAC-SHA256 Credential=x', false],
    ['AWSX a b', false],
    ['Bearer AWS', false],
  ];
  for (const [value, expected] of cases) it(value, () => assert.equal(isAwsAuthorization(value), expected));
});

describe('keys in another header', () => {
  const [id, secret] = ['AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'];
  const cases: [value: string, expected: boolean][] = [
    [`AWS ${id} ${secret}`, true],
    [`${id}:${secret}`, true],
    [`keys=${id}, ${secret}; path=/`, true],
    [`AWS ${id}`, true],
    [`aws  id ${secret}`, true],
    ['AWS Demo client', false],
    [`aws cli ${'0a1b2c3d'.repeat(5)}`, false],
    [id, false],
    [secret, false],
    [`AWS ${id}:frJIUN8DYpKDtOLCwo//yllqDzg=`, false],
    [`Credential=${id}/20260131/eu-west-1/s3/aws4_request, Signature=${'0'.repeat(64)}`, false],
    [`${id} ${'a'.repeat(41)}`, false],
  ];
  for (const [value, expected] of cases) it(value, () => assert.equal(holdsKeys(value), expected));
});

describe('AWS …', () => {
  const token = { ...keys, sessionToken: 'tok' };
  const cases: [value: string, expected: object][] = [
    ['AWS AKID se/cr+et=', { ...nothing, credentials: keys }],
    ['aws   AKID\tse/cr+et=  ', { ...nothing, credentials: keys }],
    ['AWS AKID se/cr+et= token:tok', { ...nothing, credentials: token }],
    ['AWS AKID se/cr+et= token: tok region: r service: s', { credentials: token, profile: undefined, region: 'r', service: 's' }],
    ['AWS AKID se/cr+et= service:s region:r token:tok', { credentials: token, profile: undefined, region: 'r', service: 's' }],
    ['AWS region:r AKID token: tok se/cr+et=', { credentials: token, profile: undefined, region: 'r', service: undefined }],
    ['AWS AKID se/cr+et= Region:r', { ...nothing, credentials: keys, region: 'r' }],
    ['AWS profile:dev', { ...nothing, profile: 'dev' }],
    ['AWS profile:"keys 2"', { ...nothing, profile: 'keys 2' }],
    [
      "AWS region:r profile: 'it: my dev' service:s",
      { credentials: undefined, profile: 'it: my dev', region: 'r', service: 's' },
    ],
    ['AWS profile:"token:"', { ...nothing, profile: 'token:' }],
    ['AWS "AKID" \'se/cr+et=\' region:"r"', { ...nothing, credentials: keys, region: 'r' }],
    ['AWS service: s profile: dev region:r', { ...nothing, profile: 'dev', service: 's', region: 'r' }],
  ];
  for (const [value, expected] of cases) it(value, () => assert.deepEqual(parseAwsAuthorization(value), expected));

  const wrong = [
    'AWS',
    'AWS AKID',
    'AWS AKID:signature',
    'AWS AKID secret us-east-1 s3',
    'AWS AKID secret region:',
    'AWS AKID secret region: token:x',
    'AWS AKID secret region:a region:b',
    'AWS profile:',
    'AWS profile:dev AKID secret',
    'AWS profile:dev token:x',
    'AWS profile:keys 2',
    'AWS profile:""',
    'AWS profile:" "',
    'AWS accessKey:AKID secretKey:secret',
    'AWS AccessKeyId: AKID SecretAccessKey: secret',
    'AWS aws_access_key_id=AKID aws_secret_access_key=secret',
    'AWS id:AKID key:secret region:r',
    'AWS AKID secretKey:secret',
    'AWS AKID secret session_token:x',
    'AWS "AKID secret"',
  ];
  for (const value of wrong) it(`${value} is refused`, () => assert.ok('problem' in parseAwsAuthorization(value)));

  it('never says any part of the value', () => {
    const word = fc.stringMatching(/^[A-Z0-9/+]{12,20}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('', 'token:', 'region:', 'profile:'), word), { maxLength: 5 }), (words) => {
        const parsed = parseAwsAuthorization(`AWS ${words.map((each) => each.join('')).join(' ')}`);
        if ('problem' in parsed) for (const [, secret] of words) assert.ok(!parsed.problem.includes(secret));
      }),
    );
  });
});
