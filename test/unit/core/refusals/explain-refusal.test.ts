import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainRefusal } from '../../../../src/core/refusals/explain-refusal.ts';
import { firstDifference } from '../../../../src/core/refusals/first-difference.ts';
import { readPastedResponse } from '../../../../src/core/refusals/reading/read-pasted-response.ts';
import type { RefusalRemedy } from '../../../../src/core/refusals/refusal.ts';
import type { SignedTexts } from '../../../../src/core/signing/signed-request.ts';
import { otherAnswers, refusalTable } from './refusal-table.ts';

const answer = ({ status, headers = [], body }: (typeof otherAnswers)[number]) => ({ status, headers, body: Buffer.from(body) });
const fixText = (fix: RefusalRemedy | undefined): string | undefined => {
  if (fix?.kind === 'header') return `${fix.name}: ${fix.value}`;
  if (fix?.kind === 'directives') return fix.directives.map(({ name, value }) => `${name} ${value}`).join(', ');
  return fix?.title;
};

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
      const pasted = readPastedResponse(`HTTP/1.1 ${row.status} Refused\r\n${head}\r\n${row.body}\r\n`);
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
  'an escaped body in a line of a log': (texts) =>
    `StatusCodeError: [connector] ${inString(JSON.stringify({ message: blocks(texts) }))}`,
  'JSON in JSON': (texts) => JSON.stringify({ statusCode: 403, message: JSON.stringify({ message: blocks(texts) }) }),
  'JSON in JSON in JSON': (texts) =>
    JSON.stringify({ log: JSON.stringify({ body: JSON.stringify({ message: blocks(texts) }) }) }),
  'query XML in JSON': (texts) => JSON.stringify({ responseBody: shapes['query XML']?.(texts) }),
  'a Python exception': (texts) => `AuthorizationException(403, ${pythonRepr(JSON.stringify({ message: blocks(texts) }))})`,
  'a Python exception in JSON': (texts) => JSON.stringify({ level: 'ERROR', log: shapes['a Python exception']?.(texts) }),
  AppSync: (texts) =>
    JSON.stringify({
      payload: { errors: [{ errorType: 'BadRequestException', message: blocks(texts), errorCode: 400 }] },
      type: 'connection_error',
    }),
  'a structured log': (texts) => JSON.stringify({ level: 'error', err: { message: blocks(texts) } }),
  'lines of a structured log': (texts) =>
    `${JSON.stringify({ level: 'info', msg: 'sending' })}\n${JSON.stringify({ level: 'error', err: { message: blocks(texts) } })}`,
  'an SDK for PHP, which cuts and repeats': (texts) => {
    const xml = shapes['query XML']?.(texts) ?? '';
    return `Error executing "SendMessage" on "https://sqs.eu-central-1.amazonaws.com/1/q"; AWS HTTP error: Client error: \`POST https://…\` resulted in a \`403 Forbidden\` response:\n<?xml version="1.0"?>${xml.slice(0, 60)} (truncated...)\n SignatureDoesNotMatch (client): ${words} - <?xml version="1.0"?>${xml}`;
  },
};

/** A text as it stands between the quotes of a JSON string. */
function inString(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A text as Python shows it where it holds both kinds of quotes. */
function pythonRepr(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

test("AWS's own strings are found in every shape, and equal ones mean a wrong secret", async (t) => {
  for (const [shape, write] of Object.entries(shapes)) {
    await t.test(shape, () => {
      const explained = explainRefusal({ ...readPastedResponse(write(ours)), signed: ours });
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
  ['method', changed('POST', 'GET'), 'method', '', /received the method “GET”, but “POST” was signed/],
  ['path', changed('/a%20b', '/a%2520b'), 'path', '', /reads the path as “\/a%2520b”/],
  ['parameter changed', changed('b=2', 'b=%2B'), 'query parameter', 'b', /parameter b differs: AWS read “%2B”, but “2”/],
  ['parameter gone', changed('&b=2', ''), 'query parameter', 'b', /AWS read nothing/],
  ['parameter added', changed('a=1', 'a=1&a=3'), 'query parameter', 'a (2)', /but nothing was signed/],
  ['parameters in another order', changed('a=1&b=2', 'b=2&a=1'), 'query parameter', 'the order', /order/],
  ['host', changed('host:abc', 'host:xyz'), 'header', 'host', /header host differs/],
  [
    'header emptied by a proxy',
    changed("x-quote:it's", 'x-quote:'),
    'header',
    'x-quote',
    /x-quote was signed as “it's”, but it did not reach AWS/,
  ],
  ['header that was not signed', changed("x-quote:it's", "x-quote:it's\nx-z:1"), 'header', 'x-z', /counts the header x-z/],
  ['signed headers', changed('host;x-amz-date;x-quote', 'host;x-quote;x-amz-date'), 'signed headers', '', /signed headers/],
  ['body', changed('a'.repeat(64), 'c'.repeat(64)), 'payload hash', '', /different hash of the body/],
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

test('a text that AWS quoted and somebody cut is not said to be missing', () => {
  const cut = readPastedResponse(blocks(ours).slice(0, 400));
  assert.match(explainRefusal(cut)?.cause ?? '', /cut off or cannot be read/);
  assert.equal(explainRefusal(cut)?.expected, undefined);
});

test('what an SDK for PHP cuts off twice is read from its words', () => {
  const text =
    'Error executing "SendMessage" on "https://sqs.eu-central-1.amazonaws.com/1/q"; AWS HTTP error: 403 Forbidden response:\n<?xml version="1.0"?><ErrorResponse><Error><Type>Sender</Type><Code>I (truncated...)\n InvalidClientTokenId (client): The security token included in the request is invalid. - <?xml version="1.0"?><ErrorResponse><Error><Type>Sen (truncated...)';
  const explained = explainRefusal(readPastedResponse(text));
  assert.equal(explained?.code, 'InvalidClientTokenId');
  assert.equal(explained.message, 'The security token included in the request is invalid.');
});

const sentenceOf: readonly (readonly [name: string, text: string, code: string, message: RegExp])[] = [
  [
    'the AWS CLI',
    'An error occurred (ExpiredToken) when calling the ListBuckets operation: The provided token has expired.',
    'ExpiredToken',
    /^The provided/,
  ],
  [
    'an SDK for Go',
    'operation error S3: GetObject, https response error StatusCode: 400, RequestID: R, api error ExpiredToken: The provided token has expired.',
    'ExpiredToken',
    /^The provided/,
  ],
  [
    'an SDK for Java',
    'com.amazonaws.services.s3.model.AmazonS3Exception: The provided token has expired. (Service: Amazon S3; Status Code: 400; Error Code: ExpiredToken; Request ID: R)',
    'ExpiredToken',
    /^The provided/,
  ],
  [
    'an SDK for JavaScript',
    'ExpiredTokenException: The security token included in the request is expired\n    at de_Error (index.js:1:1)',
    'ExpiredTokenException',
    /^The security/,
  ],
  [
    'CloudTrail',
    JSON.stringify({ eventName: 'GetObject', errorCode: 'ExpiredToken', errorMessage: 'The provided token has expired.' }),
    'ExpiredToken',
    /^The provided/,
  ],
];

test('code and message are found as the tools of AWS write them', async (t) => {
  for (const [name, text, code, message] of sentenceOf) {
    await t.test(name, () => {
      const explained = explainRefusal(readPastedResponse(text));
      assert.equal(explained?.sentence, 'The session that signed the request is over.');
      assert.equal(explained.code, code);
      assert.match(explained.message, message);
    });
  }
});

test('a text made to be slow or deep to read is read as far as it goes', async (t) => {
  const announced = 'The Canonical String for this request should have been';
  const hostile: Readonly<Record<string, string>> = {
    'deep lists': `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
    'deep objects': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
    braces: '{'.repeat(900_000),
    backslashes: '\\'.repeat(900_000),
    'one word': `A${'b'.repeat(900_000)}`,
    announcements: announced.repeat(15_000),
    'announcements with quotes': `${announced}'`.repeat(15_000),
    documents: '<ErrorResponse><Error>'.repeat(40_000),
    'users nobody named': 'User: '.repeat(150_000),
  };
  for (const [name, text] of Object.entries(hostile)) {
    await t.test(name, () => assert.doesNotThrow(() => explainRefusal({ status: 403, headers: [], body: Buffer.from(text) })));
  }
});

test('the fix of a scope that is wrong in both parts writes both, the region where the host tells it', () => {
  const body = Buffer.from(
    JSON.stringify({
      message:
        "Credential should be scoped to a valid region, not 'us-east-1'. Credential should be scoped to correct service: 'execute-api'. ",
    }),
  );
  const on = (host: string) =>
    fixText(
      explainRefusal({
        status: 403,
        headers: [],
        body,
        signed: {
          canonicalRequest: canonicalRequest.replace(/host:.*/, `host:${host}`),
          stringToSign: stringToSign.replace('eu-west-1/execute-api', 'us-east-1/lambda'),
        },
      })?.fix,
    );
  assert.equal(on('abc.execute-api.eu-west-1.amazonaws.com'), 'aws-service execute-api, aws-region eu-west-1');
  assert.equal(on('api.example.com'), 'aws-service execute-api');
});

const signedWith = (lines: readonly string[], host: string): SignedTexts => ({
  canonicalRequest: ['POST', '/', '', ...lines, `host:${host}`, '', 'host', '5'.repeat(64)].join('\n'),
  stringToSign: 'AWS4-HMAC-SHA256\n20260131T120000Z\n20260131/eu-west-1/x/aws4_request\nb',
});
const operations: readonly (readonly [name: string, signed: SignedTexts, sentence: RegExp, fix: string | undefined])[] = [
  [
    'no target',
    signedWith(['content-type:application/x-amz-json-1.0'], 'dynamodb.eu-west-1.amazonaws.com'),
    /X-Amz-Target is missing/,
    'X-Amz-Target: DynamoDB_20120810.',
  ],
  [
    'no content type',
    signedWith(['x-amz-target:DynamoDB_20120810.ListTables'], 'dynamodb.eu-west-1.amazonaws.com'),
    /Content-Type is missing/,
    'Content-Type: application/x-amz-json-1.0',
  ],
  [
    'another content type',
    signedWith(['content-type:application/json', 'x-amz-target:TrentService.ListKeys'], 'kms-fips.eu-west-1.amazonaws.com'),
    /not the one that it reads/,
    'Content-Type: application/x-amz-json-1.1',
  ],
  [
    'another operation',
    signedWith(['content-type:application/x-amz-json-1.1', 'x-amz-target:TrentService.ListKey'], 'kms.eu-west-1.amazonaws.com'),
    /does not know the operation\.$/,
    undefined,
  ],
  ['a service that is called by path', signedWith([], 'lambda.eu-west-1.amazonaws.com'), /operation\.$/, undefined],
];

test('an operation that a service does not know names the header that is missing', async (t) => {
  const body = Buffer.from('{"__type":"UnknownOperationException"}');
  for (const [name, signed, sentence, fix] of operations) {
    await t.test(name, () => {
      const explained = explainRefusal({ status: 400, headers: [], body, signed });
      assert.match(explained?.sentence ?? '', sentence);
      assert.equal(fixText(explained?.fix), fix);
    });
  }
});

test('a missing checksum is offered as the hash that was signed', () => {
  const explain = (message: string, hash: string) =>
    explainRefusal({
      status: 400,
      headers: [],
      body: Buffer.from(`<Error><Code>InvalidRequest</Code><Message>${message}</Message></Error>`),
      signed: { canonicalRequest: `POST\n/b\ndelete=\nhost:s3.eu-west-1.amazonaws.com\n\nhost\n${hash}`, stringToSign: '' },
    })?.fix;
  const either = 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*';
  assert.equal(
    fixText(explain(either, '00ff'.repeat(16))),
    `x-amz-checksum-sha256: ${Buffer.from('00ff'.repeat(16), 'hex').toString('base64')}`,
  );
  assert.equal(explain(either, 'UNSIGNED-PAYLOAD'), undefined);
  assert.equal(explain('Missing required header for this request: Content-MD5', '00ff'.repeat(16)), undefined);
});

test('what a server calls service and region is written into a file only where it is one', async (t) => {
  for (const message of [
    "Credential should be scoped to correct service: 's3\n### x\nGET https://other.example/'. ",
    "Credential should be scoped to correct service: '$(zap) s3'. ",
    "The authorization header is malformed; the region 'a' is wrong; expecting 'eu-west-1\nGET https://other.example/'",
    "The authorization header is malformed; the region 'a' is wrong; expecting '{{$processEnv HOME}}'",
  ]) {
    await t.test(message, () => {
      const body = Buffer.from(JSON.stringify({ __type: 'InvalidSignatureException', message }));
      const fix = explainRefusal({ status: 403, headers: [], body })?.fix;
      assert.notEqual(fix?.kind, 'directives');
    });
  }
});
