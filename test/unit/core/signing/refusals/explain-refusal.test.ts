import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainRefusal } from '../../../../../src/core/signing/refusals/explain-refusal.ts';
import { firstDifference } from '../../../../../src/core/signing/refusals/first-difference.ts';
import { readPastedAnswer } from '../../../../../src/core/signing/refusals/reading/read-pasted-answer.ts';
import type { Fix, SignedTexts } from '../../../../../src/core/signing/refusals/refusal.ts';
import { otherAnswers, refusalTable } from './refusal-table.ts';

const answer = ({ status, headers = [], body }: (typeof otherAnswers)[number]) => ({ status, headers, body: Buffer.from(body) });
const fixText = (fix: Fix | undefined): string | undefined =>
  fix?.kind === 'directive' ? `${fix.name} ${fix.value}` : fix?.kind;

test('every refusal has its sentence, cause and fix', async (t) => {
  for (const row of refusalTable) {
    await t.test(row.name, () => {
      const explained = explainRefusal(answer(row));
      assert.ok(explained);
      assert.equal(explained.sentence, row.sentence);
      assert.match(explained.cause, row.cause);
      assert.equal(fixText(explained.fix), row.fix);
      assert.equal(explained.clock?.serverTime?.toISOString(), row.serverTime);
    });
  }
});

test('every refusal reads the same when it is pasted as a whole answer', async (t) => {
  for (const row of refusalTable.filter(({ status }) => status !== 0)) {
    await t.test(row.name, () => {
      const head = (row.headers ?? []).map(([name, value]) => `${name}: ${value}\r\n`).join('');
      const pasted = readPastedAnswer(`HTTP/1.1 ${row.status} Refused\r\n${head}\r\n${row.body}\r\n`);
      assert.equal(explainRefusal(pasted)?.sentence, row.sentence);
    });
  }
});

test('answers that no signature is the cause of are left alone', async (t) => {
  for (const row of otherAnswers) {
    await t.test(row.name, () => assert.equal(explainRefusal(answer(row)), undefined));
  }
});

const canonicalRequest = [
  ...['POST', '/a%20b', 'a=1&b=2', 'host:abc.execute-api.eu-west-1.amazonaws.com', 'x-amz-date:20260131T235959Z', "x-quote:it's"],
  ...['', 'host;x-amz-date;x-quote', 'a'.repeat(64)],
].join('\n');
const stringToSign = `AWS4-HMAC-SHA256\n20260131T235959Z\n20260131/eu-west-1/execute-api/aws4_request\n${'b'.repeat(64)}`;
const ours: SignedTexts = { canonicalRequest, stringToSign };
const words = 'The request signature we calculated does not match the signature you provided.';
const blocks = ({ canonicalRequest: canonical, stringToSign: toSign }: SignedTexts): string =>
  `${words} Check your AWS Secret Access Key and signing method.\n\nThe Canonical String for this request should have been\n'${canonical}'\n\nThe String-to-Sign should have been\n'${toSign}'\n`;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const hex = (text: string): string => [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

const shapes: Readonly<Record<string, (texts: SignedTexts) => string>> = {
  'query XML': (texts) =>
    `<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>${escaped(blocks(texts))}</Message></Error></ErrorResponse>`,
  JSON: (texts) => JSON.stringify({ __type: 'InvalidSignatureException', message: blocks(texts) }),
  'SP-API': (texts) => JSON.stringify({ errors: [{ message: blocks(texts), code: 'InvalidSignature' }] }),
  'XML-shaped exception': (texts) =>
    `<InvalidSignatureException>\n  <Message>${escaped(blocks(texts))}</Message>\n</InvalidSignatureException>`,
  "S3's elements": (texts) =>
    `<Error><Code>SignatureDoesNotMatch</Code><Message>${words}</Message><StringToSign>${texts.stringToSign}</StringToSign><CanonicalRequest>${escaped(texts.canonicalRequest)}</CanonicalRequest></Error>`,
  "S3's bytes before its elements": (texts) =>
    `<Error><Code>SignatureDoesNotMatch</Code><Message>${words}</Message><StringToSign>x</StringToSign><CanonicalRequest>x</CanonicalRequest><StringToSignBytes>${hex(texts.stringToSign)}</StringToSignBytes><CanonicalRequestBytes>${hex(texts.canonicalRequest)}</CanonicalRequestBytes></Error>`,
  'plain text': blocks,
  'a line of a log': (texts) => `2026-01-31 ERROR response ${JSON.stringify({ message: blocks(texts) })}`,
  'an escaped message': (texts) => blocks(texts).replaceAll('\n', '\\n'),
};

test("AWS's own strings are found in every shape, and equal ones mean a wrong secret", async (t) => {
  for (const [shape, write] of Object.entries(shapes)) {
    await t.test(shape, () => {
      const explained = explainRefusal({ ...readPastedAnswer(write(ours)), signed: ours });
      assert.deepEqual(explained?.expected, ours);
      assert.match(explained.sentence, /secret access key is wrong/);
      assert.equal(explained.firstDifference, undefined);
    });
  }
});

const changed = (from: string | RegExp, to: string): SignedTexts => ({
  ...ours,
  canonicalRequest: canonicalRequest.replace(from, to),
});
const differences: readonly (readonly [name: string, theirs: SignedTexts, part: string, named: string, sentence: RegExp])[] = [
  ['method', changed('POST', 'GET'), 'method', '', /received the method “GET”, and “POST” was signed/],
  ['path', changed('/a%20b', '/a%2520b'), 'path', '', /reads the path as “\/a%2520b”/],
  ['parameter changed', changed('b=2', 'b=%2B'), 'query parameter', 'b', /parameter b differs: AWS read “%2B”, and “2”/],
  ['parameter gone', changed('&b=2', ''), 'query parameter', 'b', /AWS read nothing/],
  ['parameter added', changed('a=1', 'a=1&a=3'), 'query parameter', 'a (2)', /and nothing was signed/],
  ['parameters in another order', changed('a=1&b=2', 'b=2&a=1'), 'query parameter', 'the order', /order/],
  ['host', changed('host:abc', 'host:xyz'), 'header', 'host', /header host differs/],
  [
    'header emptied by a proxy',
    changed("x-quote:it's", 'x-quote:'),
    'header',
    'x-quote',
    /x-quote was signed as “it's”, and it did not reach AWS/,
  ],
  ['header that was not signed', changed("x-quote:it's", "x-quote:it's\nx-z:1"), 'header', 'x-z', /counts the header x-z/],
  ['signed headers', changed('host;x-amz-date;x-quote', 'host;x-quote;x-amz-date'), 'signed headers', '', /signed headers/],
  ['body', changed('a'.repeat(64), 'c'.repeat(64)), 'payload hash', '', /another hash of the body/],
  [
    'no body arrived',
    changed('a'.repeat(64), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
    'payload hash',
    '',
    /received no body/,
  ],
  ['algorithm', { ...ours, stringToSign: stringToSign.replace('HMAC', 'ECDSA-P256') }, 'algorithm', '', /expects the algorithm/],
  ['date', { ...ours, stringToSign: stringToSign.replace('T235959Z', 'T235958Z') }, 'date', '', /expects the date/],
  [
    'scope',
    { ...ours, stringToSign: stringToSign.replace('/eu-west-1/', '/us-east-1/') },
    'scope',
    '',
    /expects the scope “20260131\/us-east-1/,
  ],
];

test('the first difference is named in every part', async (t) => {
  for (const [name, theirs, part, named, sentence] of differences) {
    await t.test(name, () => {
      const difference = firstDifference(ours, theirs);
      assert.equal(difference?.part, part);
      assert.equal(difference.name, named);
      const explained = explainRefusal({ status: 403, headers: [], body: Buffer.from(blocks(theirs)), signed: ours });
      assert.deepEqual(explained?.firstDifference, difference);
      assert.match(explained.sentence, sentence);
    });
  }
});

test('a session token is never quoted', () => {
  const withToken = (token: string) => changed('x-quote', `x-amz-security-token:${token}\nx-quote`);
  const explained = explainRefusal({
    status: 403,
    headers: [],
    body: Buffer.from(blocks(withToken('SECRET1'))),
    signed: withToken('SECRET2'),
  });
  assert.equal(explained?.firstDifference?.name, 'x-amz-security-token');
  assert.doesNotMatch(`${explained.sentence} ${explained.cause}`, /SECRET/);
});

test('the fix of a refused region is what the host says', () => {
  const body = Buffer.from(
    "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>Credential should be scoped to a valid region, not 'eu-west-1'. </Message></Error></ErrorResponse>",
  );
  const on = (host: string) =>
    fixText(
      explainRefusal({
        status: 403,
        headers: [],
        body,
        signed: { ...ours, canonicalRequest: canonicalRequest.replace(/host:.*/, `host:${host}`) },
      })?.fix,
    );
  assert.equal(on('iam.amazonaws.com'), 'aws-region us-east-1');
  assert.equal(on('sqs.eu-north-1.amazonaws.com'), 'aws-region eu-north-1');
  assert.equal(on('123456789012.cloudfront-kvs.global.api.aws'), 'aws-region *');
  assert.equal(on('internal.example.com'), undefined);
});
