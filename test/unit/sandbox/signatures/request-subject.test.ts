import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRequestSubject } from '../../../../src/sandbox/signatures/request-subject.ts';
import { readSignatureClaim } from '../../../../src/sandbox/signatures/signature-claim.ts';
import type { WireHead } from '../../../../src/sandbox/wire/wire-request.ts';
import { KEY, TIMESTAMP } from '../fixtures.ts';

const credential = (service: string): string =>
  `${KEY.accessKeyId}/${TIMESTAMP.slice(0, 8)}/eu-central-1/${service}/aws4_request`;
const signed = (...credentials: string[]): [string, string][] => [
  ['host', '127.0.0.1:8080'],
  ['x-amz-date', TIMESTAMP],
  [
    'authorization',
    `AWS4-HMAC-SHA256 ${credentials.map((each) => `Credential=${each}`).join(', ')}, SignedHeaders=host, Signature=00`,
  ],
];
const presigned = (...credentials: string[]): string =>
  [
    ...['X-Amz-Algorithm=AWS4-HMAC-SHA256', `X-Amz-Date=${TIMESTAMP}`, 'X-Amz-SignedHeaders=host', 'X-Amz-Signature=00'],
    ...credentials.map((each) => `X-Amz-Credential=${encodeURIComponent(each)}`),
  ].join('&');

const claims: [what: string, request: Partial<WireHead>, service: string][] = [
  ['a signed request', { headers: signed(credential('sts')) }, 'sts'],
  ['a header with two credentials', { headers: signed(credential('sts'), credential('sqs')) }, 'sqs'],
  ['a presigned URL', { query: presigned(credential('sts')) }, 'sts'],
  ['a presigned URL with two credentials', { query: presigned(credential('sts'), credential('sqs')) }, 'sts'],
  ['a signed request to a presigned URL', { headers: signed(credential('sts')), query: presigned(credential('sqs')) }, 'sts'],
];
for (const [what, request, service] of claims) {
  test(`the service that answers ${what} is the one that its signature is verified for`, () => {
    const head = { method: 'GET', path: '/', query: '', headers: [['host', '127.0.0.1:8080']], ...request } satisfies WireHead;
    const subject = readRequestSubject(head);
    assert.equal(subject.service, service);
    assert.equal(readSignatureClaim(head, subject.family).credential.service, service);
  });
}

test('a malformed signature is still one for its service, so that it is refused in the words of that', () => {
  const headers: [string, string][] = [['authorization', `AWS4-HMAC-SHA256 Credential=${credential('sqs')} Signature=00`]];
  assert.equal(readRequestSubject({ method: 'GET', path: '/', query: '', headers }).service, 'sqs');
});
