import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isUserError } from '../../../../src/core/errors.ts';
import { type Header, headerValues, type HttpRequest } from '../../../../src/core/http/message.ts';
import { signRequest, type SignOptions } from '../../../../src/core/signing/sign.ts';
import { emptyHash, options, request, undated } from './request-fixtures.ts';

const withToken = { ...options().credentials, sessionToken: 'IQoJb3JpZ2luX2VjE==' };

test('the request comes back as it is to be sent', async () => {
  const body = Buffer.from('{"a":1}');
  const signed = await signRequest(
    request({
      method: 'post',
      host: 'Example.AmazonAWS.com:443',
      target: '/a//../b%20?x=1&x&y=ü',
      headers: [
        ['X-Custom', ' two  blanks '],
        ['Host', 'example.amazonaws.com'],
        ['User-Agent', 'me'],
        ['x-custom', 'again'],
      ],
      body,
      connectTo: 'http://127.0.0.1:4566',
    }),
    options(),
  );
  const { signing, ...wire } = signed;
  const credential = 'AKIDEXAMPLE/20260131/us-east-1/execute-api/aws4_request';
  assert.deepEqual(wire, {
    method: 'POST',
    protocol: 'https:',
    host: 'example.amazonaws.com',
    target: '/a//../b%20?x=1&x&y=ü',
    headers: [
      ['X-Custom', ' two  blanks '],
      ['User-Agent', 'me'],
      ['x-custom', 'again'],
      ['X-Amz-Date', '20260131T235959Z'],
      [
        'Authorization',
        `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date;x-custom, Signature=${signing.signature}`,
      ],
    ],
    body,
    connectTo: 'http://127.0.0.1:4566',
  });
  const hash = createHash('sha256').update(body).digest('hex');
  assert.equal(
    signing.canonicalRequest,
    `POST\n/b%2520\nx=&x=1&y=%C3%BC\nhost:example.amazonaws.com\nx-amz-date:20260131T235959Z\nx-custom:two blanks,again\n\nhost;x-amz-date;x-custom\n${hash}`,
  );
  assert.deepEqual(signing.signedHeaders, ['host', 'x-amz-date', 'x-custom']);
  assert.equal(signing.credentialScope, '20260131/us-east-1/execute-api/aws4_request');
  assert.equal(signing.date.toISOString(), '2026-01-31T23:59:59.000Z');
  const canonicalHash = createHash('sha256').update(signing.canonicalRequest).digest('hex');
  assert.equal(signing.stringToSign, `AWS4-HMAC-SHA256\n20260131T235959Z\n${signing.credentialScope}\n${canonicalHash}`);
});

test('+ in a query is sent as the %20 that it is signed as', async () => {
  const { target } = await signRequest(request({ target: '/a+b?q=1+2&r=%2B' }), options());
  assert.equal(target, '/a+b?q=1%202&r=%2B');
});

test('an older signature is replaced, never doubled', async () => {
  const first = await signRequest(request(), options({ service: 's3', credentials: withToken }));
  const other = { ...withToken, sessionToken: 'other' };
  const again = await signRequest(first, options({ service: 's3', credentials: other, date: new Date('2026-02-01T00:00:00Z') }));
  const direct = await signRequest(
    request(),
    options({ service: 's3', credentials: other, date: new Date('2026-02-01T00:00:00Z') }),
  );
  assert.deepEqual(again.headers, direct.headers);
  const lowerCase: Header[] = [
    ['x-amz-security-token', 'a'],
    ['X-AMZ-SECURITY-TOKEN', 'b'],
    ['authorization', 'Bearer c'],
    ['date', 'Sat, 31 Jan 2026 23:59:59 GMT'],
  ];
  const { headers } = await signRequest(request({ headers: lowerCase }), options());
  assert.deepEqual(
    headers.map(([name]) => name),
    ['X-Amz-Date', 'Authorization'],
  );
});

test('the session token', async (t) => {
  const cases: readonly (readonly [string, Partial<SignOptions>, signed: boolean])[] = [
    ['is signed', {}, true],
    ['is added after signing where asked', { signSessionToken: false }, false],
    ['is added after signing for MQTT', { service: 'iotdevicegateway' }, false],
    ['is signed for IoT data', { service: 'iotdata' }, true],
  ];
  for (const [name, changes, isSigned] of cases) {
    await t.test(name, async () => {
      const { headers, signing } = await signRequest(request(), options({ credentials: withToken, ...changes }));
      assert.deepEqual(headerValues(headers, 'x-amz-security-token'), [withToken.sessionToken]);
      assert.equal(signing.signedHeaders.includes('x-amz-security-token'), isSigned);
      assert.equal(signing.canonicalRequest.includes(withToken.sessionToken), isSigned);
    });
  }
  await t.test('is left away where empty', async () => {
    const { headers } = await signRequest(request(), options({ credentials: { ...withToken, sessionToken: '' } }));
    assert.deepEqual(headerValues(headers, 'x-amz-security-token'), []);
  });
});

test('the payload hash', async (t) => {
  const body = Buffer.from('é');
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const other = 'a'.repeat(64);
  const declared = (value: string): Partial<HttpRequest> => ({ headers: [['x-amz-content-sha256', value]] });
  const cases: readonly (readonly [
    string,
    Partial<HttpRequest>,
    Partial<SignOptions>,
    signed: string,
    header: string | undefined,
  ])[] = [
    ['of the body', {}, {}, bodyHash, undefined],
    ['s3 demands the header', {}, { service: 's3' }, bodyHash, bodyHash],
    ['aoss demands the header', {}, { service: 'aoss' }, bodyHash, bodyHash],
    ['glacier demands the header', {}, { service: 'glacier' }, bodyHash, bodyHash],
    ['s3 without header where asked', {}, { service: 's3', contentSha256Header: false }, bodyHash, undefined],
    ['header where asked', {}, { contentSha256Header: true }, bodyHash, bodyHash],
    ['vpc-lattice-svcs', {}, { service: 'vpc-lattice-svcs' }, 'UNSIGNED-PAYLOAD', 'UNSIGNED-PAYLOAD'],
    ['given', {}, { service: 's3', payloadHash: other }, other, other],
    ['given for vpc-lattice-svcs', {}, { service: 'vpc-lattice-svcs', payloadHash: other }, other, other],
    ['declared unsigned', declared('UNSIGNED-PAYLOAD'), {}, 'UNSIGNED-PAYLOAD', 'UNSIGNED-PAYLOAD'],
    [
      'declared trailer',
      declared(' STREAMING-UNSIGNED-PAYLOAD-TRAILER'),
      {},
      'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    ],
    ['declared of an older body', declared(other), {}, bodyHash, bodyHash],
    ['declared "required"', declared('required'), {}, bodyHash, bodyHash],
  ];
  for (const [name, changes, optionChanges, signed, header] of cases) {
    await t.test(name, async () => {
      const { headers, signing } = await signRequest(request({ body, ...changes }), options(optionChanges));
      assert.equal(signing.canonicalRequest.split('\n').at(-1), signed);
      assert.deepEqual(headerValues(headers, 'x-amz-content-sha256'), header === undefined ? [] : [header]);
      assert.equal(signing.signedHeaders.includes('x-amz-content-sha256'), header !== undefined);
    });
  }
});

test('a file body is hashed from its bytes', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sign-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'body');
  writeFileSync(path, 'file');
  const body = { kind: 'file', path, size: 4 } as const;
  const signed = await signRequest(request({ body }), options());
  assert.equal(signed.signing.canonicalRequest.split('\n').at(-1), createHash('sha256').update('file').digest('hex'));
  assert.equal(signed.body, body);
});

test('the date', async (t) => {
  const now = new Date('2026-05-06T07:08:09Z');
  t.mock.timers.enable({ apis: ['Date'], now });
  const pinned: Header = ['x-amz-date', '20250228T010203Z'];
  await t.test('given', async () => {
    const { headers } = await signRequest(request({ headers: [pinned] }), options());
    assert.deepEqual(headerValues(headers, 'x-amz-date'), ['20260131T235959Z']);
  });
  await t.test('pinned in the request', async () => {
    const { headers, signing } = await signRequest(request({ headers: [pinned] }), undated);
    assert.deepEqual(headerValues(headers, 'x-amz-date'), ['20250228T010203Z']);
    assert.equal(signing.credentialScope, '20250228/us-east-1/execute-api/aws4_request');
  });
  await t.test('left over from an older signature', async () => {
    const older: Header = ['Authorization', 'AWS4-HMAC-SHA256 Credential=…'];
    const { signing } = await signRequest(request({ headers: [pinned, older] }), undated);
    assert.deepEqual(signing.date, now);
  });
  await t.test('now', async () => {
    const { signing } = await signRequest(request(), undated);
    assert.deepEqual(signing.date, now);
  });
});

test('the host', async (t) => {
  const cases: readonly (readonly [
    protocol: HttpRequest['protocol'],
    host: string,
    written: string | undefined,
    signed: string,
  ])[] = [
    ['https:', 'a.com:443', undefined, 'a.com'],
    ['http:', 'a.com:80', undefined, 'a.com'],
    ['http:', 'a.com:443', undefined, 'a.com:443'],
    ['https:', 'localhost:4566', 'LOCALHOST:4566', 'localhost:4566'],
    ['https:', 'a.com', ' a.com:443 ', 'a.com'],
    ['https:', '[::1]:443', undefined, '[::1]'],
  ];
  for (const [protocol, host, written, signedHost] of cases) {
    await t.test(`${protocol}//${host}`, async () => {
      const headers: Header[] = written === undefined ? [] : [['host', written]];
      const signed = await signRequest(request({ protocol, host, headers }), options());
      assert.equal(signed.host, signedHost);
      assert.deepEqual(headerValues(signed.headers, 'host'), []);
      assert.match(signed.signing.canonicalRequest, new RegExp(`^host:${signedHost.replace(/[[\]]/g, '\\$&')}$`, 'm'));
    });
  }
});

test('a folded header line is unfolded before it is signed and sent', async () => {
  const { headers, signing } = await signRequest(request({ headers: [['X-A', 'one\r\n  two\n\tthree']] }), options());
  assert.deepEqual(headerValues(headers, 'x-a'), ['one two three']);
  assert.match(signing.canonicalRequest, /^x-a:one two three$/m);
});

test('what cannot be signed is refused', async (t) => {
  const header = (name: string, value: string): Partial<HttpRequest> => ({ headers: [[name, value]] });
  const { credentials } = options();
  const secret = 'wJalr-never-shown';
  const cases: readonly (readonly [string, Partial<HttpRequest>, Partial<SignOptions>, code: string])[] = [
    ['line break in a header', header('X-A', 'b\r\nX-Evil: 1'), {}, 'header-control-character'],
    ['bare line feed in a header', header('X-A', 'b\nc'), {}, 'header-control-character'],
    ['bare carriage return', header('X-A', 'b\r c'), {}, 'header-control-character'],
    ['NUL in a header', header('X-A', 'b\u0000'), {}, 'header-control-character'],
    ['non-ASCII header', header('X-Amz-Meta-A', 'é'), {}, 'header-not-ascii'],
    ['lone surrogate in a header', header('X-A', '\ud800'), {}, 'header-not-ascii'],
    ['blank in a header name', header('X A', 'b'), {}, 'header-name-invalid'],
    ['line break in a header name', header('X-A: b\r\nX-Evil', '1'), {}, 'header-name-invalid'],
    ['empty header name', header('', 'b'), {}, 'header-name-invalid'],
    ['method with a blank', { method: 'GET /' }, {}, 'method-invalid'],
    ['no method', { method: '' }, {}, 'method-invalid'],
    ['another Host', header('Host', 'other.com'), {}, 'host-mismatch'],
    ['Host with another port', header('Host', 'example.amazonaws.com:8443'), {}, 'host-mismatch'],
    ['no host', { host: '' }, {}, 'host-invalid'],
    ['host with a path', { host: 'a.com/b' }, {}, 'host-invalid'],
    ['host with a line break', { host: 'a.com\r\nX: y' }, {}, 'host-invalid'],
    ['international host', { host: 'bücher.example' }, {}, 'host-invalid'],
    ['bad escape', { target: '/a%zz' }, {}, 'target-bad-escape'],
    ['already presigned', { target: '/?x-amz-signature=abc' }, {}, 'already-presigned'],
    ['no region', {}, { region: '' }, 'region-invalid'],
    ['region with a slash', {}, { region: 'us-east-1/s3' }, 'region-invalid'],
    ['no service', {}, { service: '' }, 'service-invalid'],
    ['service with a line break', {}, { service: 's3\n' }, 'service-invalid'],
    ['invalid date', {}, { date: new Date('nonsense') }, 'date-invalid'],
    ['year 10000', {}, { date: new Date(Date.UTC(10_000, 0)) }, 'date-invalid'],
    ['hash in capitals', {}, { payloadHash: 'A'.repeat(64) }, 'payload-hash-invalid'],
    ['hash of a wrong length', {}, { payloadHash: 'a' }, 'payload-hash-invalid'],
    ['signed chunks', header('X-Amz-Content-Sha256', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'), {}, 'chunk-signatures-unsupported'],
    ['no access key id', {}, { credentials: { ...credentials, accessKeyId: '' } }, 'credentials-malformed'],
    ['access key id with a comma', {}, { credentials: { ...credentials, accessKeyId: 'A,B' } }, 'credentials-malformed'],
    ['no secret', {}, { credentials: { ...credentials, secretAccessKey: '' } }, 'credentials-malformed'],
    [
      'secret pasted with a line break',
      {},
      { credentials: { ...credentials, secretAccessKey: `${secret}\n` } },
      'credentials-malformed',
    ],
    [
      'token with a line break',
      {},
      { credentials: { ...credentials, sessionToken: `${secret}\r\nX: y` } },
      'credentials-malformed',
    ],
    ['file that is not there', { body: { kind: 'file', path: '/nowhere/at/all', size: 1 } }, {}, 'body-file-unreadable'],
  ];
  for (const [name, changes, optionChanges, code] of cases) {
    await t.test(name, async () => {
      await assert.rejects(signRequest(request(changes), options(optionChanges)), (error) => {
        assert.ok(isUserError(error), String(error));
        assert.equal(error.code, code);
        assert.ok(error.remedy.endsWith('.') && error.message.endsWith('.'));
        assert.ok(!JSON.stringify([error.message, error.remedy, error.place]).includes(secret));
        return true;
      });
    });
  }
  for (const written of ['2026-01-31', '20260230T000000Z', '20260131T240000Z', '2026-01-31T23:59:59.000Z', 'now']) {
    await t.test(`pinned date ${written}`, async () => {
      await assert.rejects(signRequest(request(header('X-Amz-Date', written)), undated), { code: 'date-invalid' });
    });
  }
});

test('an abort ends the hashing with its reason', async () => {
  const reason = new Error('stopped by the user');
  await assert.rejects(signRequest(request(), options({ signal: AbortSignal.abort(reason) })), reason);
});

test('an empty body has the hash of nothing', async () => {
  const { signing } = await signRequest(request(), options());
  assert.equal(signing.canonicalRequest.split('\n').at(-1), emptyHash);
});
