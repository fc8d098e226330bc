import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import {
  RENEWED,
  send,
  signWithAws4,
  signWithCrt,
  startTestSandbox,
  TEMPORARY,
  type Received,
  type Sent,
  type ToSign,
  hmacOf,
  sha256,
} from '../fixtures.ts';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.close());

const api = { host: 'abc123.execute-api.eu-central-1.amazonaws.com', service: 'execute-api' };
const s3 = { host: 'photos.s3.eu-central-1.amazonaws.com', service: 's3' };

/** The signature is right: beyond it, S3 says that there is no such bucket or subresource, and any other service is echoed. */
function assertVerified(received: Received): void {
  const verified = received.status === 200 || /<Code>(NoSuch|NotImplemented)/.test(received.body);
  assert.ok(verified, `${received.status} ${received.headers['x-sandbox-reason'] ?? ''} ${received.body}`);
}

const targets = [
  '/',
  '/prod/a/b?x=1&y=2',
  '/a//b/./c/../d/',
  '/a/b/..',
  '/..//.',
  '/a%20b/%E4%BD%A0%e5%a5%bd',
  '/a%2Fb%2fc',
  "/a+b*c!d'e(f)g;h:i@j&k=l$m,n",
  '/arn%3Aaws%3As3:::bucket/x',
  '/?b=2&a=1&a=0&A=3&a-=4',
  '/?acl',
  '/?a=&b',
  '/?q=a%20b%2Bc%7E~*%27()%2f/:@$',
  '/?%C3%A9=%E2%82%AC&z=%00',
  '/?a=b=c==',
  '/-._~/0?-._~=-._~',
];

for (const target of targets) {
  test(`a signature of aws-crt for another service than S3 is verified: ${target}`, async () => {
    assertVerified(await send(sandbox, await signWithCrt({ ...api, target })));
    assertVerified(await send(sandbox, await signWithCrt({ ...api, target, method: 'POST', body: '{"a":1}' })));
    assertVerified(await send(sandbox, await signWithCrt({ ...api, target }, true)));
    assertVerified(await send(sandbox, await signWithCrt({ ...api, target, credentials: TEMPORARY }, true)));
  });
}

// aws-crt hands an S3 path on as it is, so it is an oracle only for paths that are encoded the canonical way.
for (const target of ['/', '/a%20b/%2A', '/a//b/../c/./', '/x%3Dy%40z?versions&prefix=a%2Fb', '/%E4%BD%A0']) {
  test(`a signature of aws-crt for S3 is verified: ${target}`, async () => {
    assertVerified(await send(sandbox, await signWithCrt({ ...s3, target })));
    assertVerified(await send(sandbox, await signWithCrt({ ...s3, target }, true)));
  });
}

const hardS3 = [
  '/photos/a=b/dt=2026-01-01/x@2x.png',
  '/photos/a+b',
  "/photos/$f!g'h(i)*j,k;l:m",
  '/photos/a%2fb%2Fc%3d',
  '/photos//double///slash/../and/./dots/',
  '/photos/%7Etilde~%2E%2E',
  '/photos/x?versionId&a=1+2&b=%2b',
  '/photos/x?uploads=&A=2&a=1&prefix=a/b',
];

for (const target of hardS3) {
  test(`a signature of aws4 for a hard S3 target is verified: ${target}`, async () => {
    const request = { ...s3, host: 's3.eu-central-1.amazonaws.com', target };
    assertVerified(await send(sandbox, signWithAws4(request)));
    assertVerified(await send(sandbox, signWithAws4({ ...request, method: 'PUT', body: 'x' })));
  });
}

test('repeated and padded headers are joined and collapsed as aws-crt does it', async () => {
  const headers: [string, string][] = [
    ['X-Custom', '  a   b  '],
    ['x-custom', '"c   d"'],
    ['X-Custom', ''],
    ['Content-Type', 'text/plain;  charset=utf-8'],
    ['My-Empty', ''],
  ];
  assertVerified(await send(sandbox, await signWithCrt({ ...api, method: 'POST', headers, body: 'ü' })));
});

test('a port belongs to the signed host', async () => {
  assertVerified(await send(sandbox, await signWithCrt({ ...api, host: `${api.host}:8443` })));
});

test('a Date header stands in for X-Amz-Date', async () => {
  const { canonicalRequest, ...signed } = signWithAws4({ ...api, headers: { Date: 'Tue, 03 Feb 2026 04:05:06 GMT' } });
  assert.match(canonicalRequest, /x-amz-date/);
  // Signed again by hand without X-Amz-Date, which aws4 always adds.
  const canonical = `GET\n/\n\ndate:Tue, 03 Feb 2026 04:05:06 GMT\nhost:${api.host}\n\ndate;host\n${sha256('')}`;
  const toSign = `AWS4-HMAC-SHA256\n20260203T040506Z\n20260203/eu-central-1/execute-api/aws4_request\n${sha256(canonical)}`;
  const value = `AWS4-HMAC-SHA256 Credential=${credential(signed)}, SignedHeaders=date;host, Signature=${hmacOf(toSign, 'execute-api')}`;
  const headers: [string, string][] = [
    ['Host', api.host],
    ['Date', 'Tue, 03 Feb 2026 04:05:06 GMT'],
    ['Authorization', value],
  ];
  assertVerified(await send(sandbox, { ...signed, headers }));
});

test('S3 counts a repeated query parameter once, as its own answers show', async () => {
  const signed = signWithAws4({ ...s3, target: '/k?b=1&a=2&a=1' });
  assert.match(signed.canonicalRequest, /\na=2&b=1\n/);
  assertVerified(await send(sandbox, signed));
});

test('UNSIGNED-PAYLOAD lets S3 take any body', async () => {
  const headers = { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' };
  const signed = signWithAws4({ ...s3, method: 'PUT', target: '/k', headers });
  assertVerified(await send(sandbox, { ...signed, body: 'not what aws4 saw' }));
  assertVerified(await send(sandbox, { ...signWithAws4({ ...s3, method: 'PUT', target: '/k' }, true), body: 'nor this' }));
});

test('VPC Lattice takes UNSIGNED-PAYLOAD', async () => {
  const lattice = { host: 'svc-1.7d67968.vpc-lattice-svcs.eu-central-1.on.aws', service: 'vpc-lattice-svcs' };
  const headers = { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' };
  assertVerified(await send(sandbox, signWithAws4({ ...lattice, headers, body: 'x' })));
  const refused = await send(sandbox, signWithAws4({ ...lattice, body: 'x' }));
  assert.equal(refused.headers['x-amzn-errortype'], 'IncompleteSignatureException');
});

test('the IoT websocket gateway wants its token added after signing', async () => {
  const iot = { host: 'abc-ats.iot.eu-central-1.amazonaws.com', service: 'iotdevicegateway', target: '/mqtt' };
  const { sessionToken, ...rest } = TEMPORARY;
  const signed = signWithAws4({ ...iot, credentials: rest }, true);
  const withToken = { ...signed, target: `${signed.target}&X-Amz-Security-Token=${encodeURIComponent(sessionToken)}` };
  assertVerified(await send(sandbox, withToken));
  const signedToo = signWithAws4({ ...iot, credentials: TEMPORARY }, true);
  assert.match((await send(sandbox, signedToo)).body, /does not match/);
});

const comparable: (ToSign & { readonly name: string })[] = [
  { name: 'S3', ...s3, method: 'PUT', target: '/a=b/c d'.replace(' ', '%20'), body: 'body' },
  {
    name: 'a query service',
    host: 'sqs.eu-central-1.amazonaws.com',
    service: 'sqs',
    method: 'POST',
    body: 'Action=ListQueues&A=%26',
  },
  {
    name: 'JSON',
    host: 'kms.eu-central-1.amazonaws.com',
    service: 'kms',
    method: 'POST',
    body: '{}',
    headers: { 'X-Amz-Target': 'T.L' },
  },
  { name: 'REST', ...api, target: "/x%20y/z?a=1&it's&b=%3C", headers: { 'X-Quote': `"it's" <&>` } },
];

for (const { name, ...request } of comparable) {
  test(`the canonical request and the string to sign in a refusal are those of aws4: ${name}`, async () => {
    const signed = signWithAws4({ ...request, credentials: { ...RENEWED, secretAccessKey: 'the/secret/before/rotation' } });
    const shown = shownStrings(await send(sandbox, signed));
    assert.equal(shown.canonicalRequest, signed.canonicalRequest);
    assert.equal(shown.stringToSign, signed.stringToSign);
  });

  test(`the string to sign in a refusal, signed with the right secret, gives aws-crt's signature: ${name}`, async () => {
    const headers = Object.entries(request.headers ?? {});
    const secretAccessKey = 'the/secret/before/rotation';
    const signed = await signWithCrt({
      ...request,
      ...(name === 'S3' ? { target: '/a%3Db/c%20d' } : {}),
      headers,
      credentials: { ...RENEWED, secretAccessKey },
    });
    const { stringToSign } = shownStrings(await send(sandbox, signed));
    assert.equal(
      hmacOf(stringToSign, request.service, secretAccessKey),
      /Signature=([0-9a-f]+)/.exec(authorization(signed))?.[1],
    );
  });
}

test("S3's bytes of the canonical request and of the string to sign are the same texts, loss-free", async () => {
  const signed = signWithAws4({ ...s3, target: '/%C3%A9', credentials: { ...RENEWED, secretAccessKey: 'other' } });
  const { body } = await send(sandbox, signed);
  const bytes = (name: string): string =>
    Buffer.from((new RegExp(`<${name}>([0-9a-f ]+)</${name}>`).exec(body)?.[1] ?? '').replaceAll(' ', ''), 'hex').toString();
  assert.equal(bytes('CanonicalRequestBytes'), signed.canonicalRequest);
  assert.equal(bytes('StringToSignBytes'), signed.stringToSign);
  assert.match(body, /<StringToSignBytes>41 57 53 34 2d /);
});

/** Canonical request and string to sign of any family's refusal. */
function shownStrings({ body, headers }: Received): { canonicalRequest: string; stringToSign: string } {
  const unescape = (xml: string): string =>
    xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const element = (name: string): string => unescape(new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '');
  if (body.includes('<CanonicalRequest>')) {
    return { canonicalRequest: element('CanonicalRequest'), stringToSign: element('StringToSign') };
  }
  const isJson = headers['content-type']?.includes('json') === true;
  const message = isJson ? (JSON.parse(body) as { message: string }).message : element('Message');
  const found =
    /The Canonical String for this request should have been\n'(.*)'\n\nThe String-to-Sign should have been\n'(.*)'\n$/s.exec(
      message,
    );
  assert.ok(found, message);
  return { canonicalRequest: found[1] ?? '', stringToSign: found[2] ?? '' };
}

function authorization({ headers }: Sent): string {
  return headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
}

function credential(signed: Sent): string {
  return /Credential=([^,]+)/.exec(authorization(signed))?.[1] ?? '';
}
