import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { after, before, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { send, signWithAws4, startTestSandbox, type Received } from '../fixtures.ts';
import { servedBy } from './served-by.ts';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startTestSandbox();
  await s3('PUT', '/shelf');
});
after(() => sandbox.close());

const HOST = 's3.eu-central-1.amazonaws.com';

servedBy('s3', [
  { host: HOST, service: 's3' },
  { host: HOST, service: 's3', method: 'PUT', target: '/shelf/key' },
  // A path of another service in an object's key.
  { host: `shelf.${HOST}`, service: 's3', method: 'POST', target: '/sessions' },
  { host: '127.0.0.1:8080', service: 's3', target: '/shelf?list-type=2' },
]);

function s3(
  method: string,
  target: string,
  { body = '', headers = {}, host = HOST }: { body?: string; headers?: Record<string, string>; host?: string } = {},
): Promise<Received> {
  return send(sandbox, signWithAws4({ host, service: 's3', method, target, body, headers }));
}

const code = ({ body }: Received): string | undefined => /<Code>([^<]*)</.exec(body)?.[1];
const all = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value = '']) => value);

test('a bucket is created, listed, and deleted when it is empty', async () => {
  assert.equal((await s3('PUT', '/attic')).status, 200);
  assert.equal(code(await s3('PUT', '/attic')), 'BucketAlreadyOwnedByYou');
  assert.deepEqual(all((await s3('GET', '/')).body, 'Name'), ['shelf', 'attic']);
  await s3('PUT', '/attic/box', { body: 'x' });
  assert.equal(code(await s3('DELETE', '/attic')), 'BucketNotEmpty');
  await s3('DELETE', '/attic/box');
  assert.equal((await s3('DELETE', '/attic')).status, 204);
  assert.equal(code(await s3('GET', '/attic')), 'NoSuchBucket');
  assert.equal(code(await s3('PUT', '/No_Bucket')), 'InvalidBucketName');
});

test('an object comes back as it was put, in both address styles', async () => {
  const headers = { 'Content-Type': 'text/plain', 'x-amz-meta-Author': 'me' };
  const put = await s3('PUT', '/shelf/a+b%2Bc/%C3%A9%20x', { body: 'héllo', headers });
  const md5 = `"${createHash('md5').update('héllo').digest('hex')}"`;
  assert.equal(put.headers['etag'], md5);
  assert.equal(put.headers['x-amz-object-size'], '6');
  assert.equal(put.headers['x-amz-checksum-sha256'], createHash('sha256').update('héllo').digest('base64'));
  for (const [host, target] of [
    [HOST, '/shelf/a%20b%2Bc/%C3%A9%20x'],
    [`shelf.${HOST}`, '/a%20b%2Bc/%C3%A9%20x'],
    [`shelf.s3.dualstack.eu-central-1.amazonaws.com`, '/a%20b%2Bc/%C3%A9%20x'],
  ] as const) {
    const got = await s3('GET', target, { host });
    assert.equal(got.body, 'héllo', host);
    assert.equal(got.headers['content-type'], 'text/plain');
    assert.equal(got.headers['x-amz-meta-author'], 'me');
    assert.equal(got.headers['etag'], md5);
  }
  const head = await s3('HEAD', '/shelf/a%20b%2Bc/%C3%A9%20x');
  assert.equal(head.body, '');
  assert.equal(head.headers['content-length'], '6');
  assert.match(head.headers['x-amz-request-id'] ?? '', /^[A-Z2-7]{16}$/);
});

const ranges: [range: string, status: number, body: string, contentRange: string | undefined][] = [
  ['bytes=0-2', 206, '012', 'bytes 0-2/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-3', 206, '789', 'bytes 7-9/10'],
  ['bytes=-30', 206, '0123456789', 'bytes 0-9/10'],
  ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
  ['bytes=0-1,3-4', 200, '0123456789', undefined],
  ['lines=1-2', 200, '0123456789', undefined],
];
for (const [range, status, body, contentRange] of ranges) {
  test(`range ${range}`, async () => {
    await s3('PUT', '/shelf/digits', { body: '0123456789' });
    const got = await s3('GET', '/shelf/digits', { headers: { Range: range } });
    assert.deepEqual([got.status, got.body, got.headers['content-range']], [status, body, contentRange]);
  });
}

test('a range behind the end is refused', async () => {
  await s3('PUT', '/shelf/digits', { body: '0123456789' });
  const got = await s3('GET', '/shelf/digits', { headers: { Range: 'bytes=10-' } });
  assert.equal(got.status, 416);
  assert.match(got.body, /<Code>InvalidRange<.*<ActualObjectSize>10</);
});

test('a deleted object is gone', async () => {
  await s3('PUT', '/shelf/gone', { body: 'x' });
  assert.equal((await s3('DELETE', '/shelf/gone')).status, 204);
  assert.equal((await s3('DELETE', '/shelf/gone')).status, 204);
  const got = await s3('GET', '/shelf/gone');
  assert.deepEqual([got.status, code(got)], [404, 'NoSuchKey']);
});

test('a listing has prefixes, common prefixes and pages, in the order of bytes', async () => {
  await s3('PUT', '/list');
  for (const key of ['b/2', 'a', 'b/1', 'c/x/1', 'c/x/2', 'B', '%EF%BD%81', '%F0%9F%98%80'])
    await s3('PUT', `/list/${key}`, { body: key });
  const whole = (await s3('GET', '/list?list-type=2')).body;
  assert.deepEqual(all(whole, 'Key'), ['B', 'a', 'b/1', 'b/2', 'c/x/1', 'c/x/2', 'ａ', '😀']);
  assert.deepEqual(all(whole, 'KeyCount'), ['8']);
  const rolled = (await s3('GET', '/list?list-type=2&delimiter=/')).body;
  assert.deepEqual(
    [all(rolled, 'Key'), all(rolled, 'Prefix').slice(1)],
    [
      ['B', 'a', 'ａ', '😀'],
      ['b/', 'c/'],
    ],
  );
  assert.deepEqual(all((await s3('GET', '/list?list-type=2&prefix=c/')).body, 'Key'), ['c/x/1', 'c/x/2']);
  assert.deepEqual(all((await s3('GET', '/list?list-type=2&start-after=b/1&max-keys=1')).body, 'Key'), ['b/2']);

  const seen: string[] = [];
  let token = '';
  do {
    const next = token === '' ? '' : `&continuation-token=${token}`;
    const page = (await s3('GET', `/list?list-type=2&delimiter=/&max-keys=2${next}`)).body;
    seen.push(...all(page, 'Key'), ...all(page, 'Prefix').slice(1));
    token = all(page, 'NextContinuationToken')[0] ?? '';
    assert.deepEqual(all(page, 'IsTruncated'), [String(token !== '')]);
  } while (token !== '');
  assert.deepEqual(seen, ['B', 'a', 'b/', 'c/', 'ａ', '😀']);

  const first = (await s3('GET', '/list?max-keys=1')).body;
  assert.deepEqual([all(first, 'Key'), all(first, 'NextMarker')], [['B'], ['B']]);
  assert.deepEqual(all((await s3('GET', '/list?marker=c/x/1')).body, 'Key'), ['c/x/2', 'ａ', '😀']);
});

// The form of AWS's own listings, as boto3 and the AWS CLI decode it; `*` and `~` as MinIO's s3URLEncode has them.
const encodedKeys: [key: string, encoded: string][] = [
  ['a+ b.txt', 'a%2B+b.txt'],
  ['dir/sub/c.txt', 'dir/sub/c.txt'],
  ["test_file(3)'!.png", 'test_file%283%29%27%21.png'],
  ['~star*.-_', '%7Estar*.-_'],
  ['Grüße & <50%>', 'Gr%C3%BC%C3%9Fe+%26+%3C50%25%3E'],
  ['line\nbreak', 'line%0Abreak'],
];

test('a listing with encoding-type=url says so and writes keys, prefixes and markers as S3 does', async () => {
  await s3('PUT', '/encoded');
  for (const [key] of encodedKeys) await s3('PUT', `/encoded/${encodeURIComponent(key)}`, { body: 'x' });
  const byBytes = encodedKeys.toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const version of ['', '&list-type=2']) {
    const page = (await s3('GET', `/encoded?encoding-type=url${version}`)).body;
    assert.deepEqual(all(page, 'EncodingType'), ['url']);
    assert.deepEqual(
      all(page, 'Key'),
      byBytes.map(([, encoded]) => encoded),
    );
    // What a client decodes is what it deletes.
    assert.deepEqual(
      all(page, 'Key').map((key) => decodeURIComponent(key.replaceAll('+', ' '))),
      byBytes.map(([key]) => key),
    );
  }
  const plain = (await s3('GET', '/encoded?list-type=2&prefix=a')).body;
  assert.deepEqual([all(plain, 'EncodingType'), all(plain, 'Key')], [[], ['a+ b.txt']]);
  const rolled = (await s3('GET', '/encoded?encoding-type=url&prefix=a%2B%20&delimiter=/')).body;
  assert.deepEqual([all(rolled, 'Prefix'), all(rolled, 'Delimiter')], [['a%2B+'], ['/']]);
  const marked = (await s3('GET', '/encoded?encoding-type=url&marker=a%2B%20&max-keys=1')).body;
  assert.deepEqual([all(marked, 'Marker'), all(marked, 'NextMarker')], [['a%2B+'], ['a%2B+b.txt']]);
  assert.equal(code(await s3('GET', '/encoded?encoding-type=base64')), 'InvalidArgument');
});

const first = '"8b04d5e3775d298e78455efc5ca404d5"'; // MD5 of "first"
const other = '"00000000000000000000000000000000"';
const conditions: {
  what: string;
  method: string;
  headers: Record<string, string>;
  exists: boolean;
  status: number;
  code?: string;
  /** What the object holds afterwards; undefined where there is none. */
  holds: string | undefined;
}[] = [
  { what: 'a new object', method: 'PUT', headers: { 'If-None-Match': '*' }, exists: false, status: 200, holds: 'second' },
  {
    what: 'an object that is there',
    method: 'PUT',
    headers: { 'If-None-Match': '*' },
    exists: true,
    status: 412,
    code: 'PreconditionFailed',
    holds: 'first',
  },
  {
    what: 'a form that S3 does not know for writes',
    method: 'PUT',
    headers: { 'If-None-Match': other },
    exists: true,
    status: 501,
    code: 'NotImplemented',
    holds: 'first',
  },
  { what: 'the ETag that is there', method: 'PUT', headers: { 'If-Match': first }, exists: true, status: 200, holds: 'second' },
  {
    what: 'that ETag without quotation marks',
    method: 'PUT',
    headers: { 'If-Match': first.slice(1, -1) },
    exists: true,
    status: 200,
    holds: 'second',
  },
  {
    what: 'another ETag',
    method: 'PUT',
    headers: { 'If-Match': other },
    exists: true,
    status: 412,
    code: 'PreconditionFailed',
    holds: 'first',
  },
  {
    what: 'an ETag where there is no object',
    method: 'PUT',
    headers: { 'If-Match': other },
    exists: false,
    status: 404,
    code: 'NoSuchKey',
    holds: undefined,
  },
  {
    what: 'the ETag that is there',
    method: 'DELETE',
    headers: { 'If-Match': first },
    exists: true,
    status: 204,
    holds: undefined,
  },
  {
    what: 'another ETag',
    method: 'DELETE',
    headers: { 'If-Match': other },
    exists: true,
    status: 412,
    code: 'PreconditionFailed',
    holds: 'first',
  },
  {
    what: 'any object',
    method: 'DELETE',
    headers: { 'If-Match': '*' },
    exists: false,
    status: 404,
    code: 'NoSuchKey',
    holds: undefined,
  },
  { what: 'the ETag at hand', method: 'GET', headers: { 'If-None-Match': first }, exists: true, status: 304, holds: 'first' },
  { what: 'another ETag', method: 'GET', headers: { 'If-None-Match': other }, exists: true, status: 200, holds: 'first' },
  {
    what: 'another ETag',
    method: 'GET',
    headers: { 'If-Match': other },
    exists: true,
    status: 412,
    code: 'PreconditionFailed',
    holds: 'first',
  },
  {
    what: 'the time since which it is the same',
    method: 'GET',
    headers: { 'If-Modified-Since': 'Tue, 03 Feb 2026 04:05:06 GMT' },
    exists: true,
    status: 304,
    holds: 'first',
  },
  {
    what: 'a time before it was written',
    method: 'HEAD',
    headers: { 'If-Unmodified-Since': 'Tue, 03 Feb 2026 04:05:05 GMT' },
    exists: true,
    status: 412,
    holds: 'first',
  },
];
for (const { what, method, headers, exists, status, code: refusal, holds } of conditions) {
  const [[name, value] = ['', '']] = Object.entries(headers);
  test(`${method} with ${name} ${value} (${what}; the object ${exists ? 'exists' : 'does not exist'}) is ${status}`, async () => {
    if (exists) await s3('PUT', '/shelf/conditional', { body: 'first' });
    else await s3('DELETE', '/shelf/conditional');
    const answer = await s3(method, '/shelf/conditional', { headers, body: method === 'PUT' ? 'second' : '' });
    assert.equal(answer.status, status);
    assert.equal(code(answer), refusal);
    const after = await s3('GET', '/shelf/conditional');
    assert.equal(after.status === 200 ? after.body : undefined, holds);
  });
}

test('what the sandbox does not play is refused', async () => {
  assert.deepEqual([(await s3('GET', '/shelf?acl')).status, code(await s3('GET', '/shelf?acl'))], [501, 'NotImplemented']);
  assert.equal(code(await s3('PUT', '/shelf/x', { headers: { 'x-amz-copy-source': '/shelf/y' } })), 'NotImplemented');
  assert.equal(code(await s3('POST', '/shelf/x')), 'MethodNotAllowed');
});

// Buffers that wait for the garbage collector count too.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const uploads: [how: string, announced: boolean, mebibytes: number][] = [
  ['whose length is announced', true, 32],
  ['in chunks', false, 96],
];
for (const [how, announced, mebibytes] of uploads) {
  test(`an object longer than 64 MiB, sent ${how}, is EntityTooLarge; what was there stays`, async () => {
    await s3('PUT', '/shelf/large', { body: 'what was there' });
    const block = Buffer.alloc(1024 * 1024, 7);
    const blocks = 80;
    const hash = createHash('sha256');
    for (let count = 0; count < blocks; count += 1) hash.update(block);
    const signed = signWithAws4({
      host: HOST,
      service: 's3',
      method: 'PUT',
      target: '/shelf/large',
      headers: { 'X-Amz-Content-Sha256': hash.digest('hex') },
    });
    let most = 0;
    const before = process.memoryUsage().arrayBuffers;
    const stream = function* (): Generator<Buffer> {
      for (let count = 0; count < blocks; count += 1) {
        // What is only waiting to be collected is not kept.
        if (count % 10 === 0) {
          collectGarbage();
          most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        }
        yield block;
      }
    };
    const answer = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const request = httpRequest(
        {
          host: '127.0.0.1',
          port: sandbox.port,
          method: 'PUT',
          path: '/shelf/large',
          agent: false,
          headers: { ...Object.fromEntries(signed.headers), ...(announced ? { 'Content-Length': block.length * blocks } : {}) },
        },
        (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
          response.on('end', () => resolve({ status: response.statusCode, body }));
        },
      );
      request.on('error', reject);
      pipeline(Readable.from(stream()), request).catch(reject);
    });
    assert.equal(answer.status, 400);
    assert.match(answer.body, /<Code>EntityTooLarge<.*<MaxSizeAllowed>67108864</);
    assert.equal((await s3('GET', '/shelf/large')).body, 'what was there');
    assert.ok(most < mebibytes * 1024 * 1024, `${Math.round(most / 1024 / 1024)} MiB`);
  });
}
