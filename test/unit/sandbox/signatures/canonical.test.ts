import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { canonicalRequest, stringToSign } from '../../../../src/sandbox/signatures/canonical.ts';
import type { WireRequest } from '../../../../src/sandbox/wire/wire-request.ts';
import { sha256 } from '../fixtures.ts';

interface Case {
  readonly name: string;
  readonly context: { normalize: boolean; omit_session_token?: boolean };
  readonly request: { method: string; target: string; headers: [string, string][]; body: string };
  readonly header: { canonicalRequest: string; stringToSign: string };
}

const suiteFile = join(import.meta.dirname, '../../../../../shared/data/sigv4-suite.json');

test('the official suite, in header mode', async (t) => {
  if (!existsSync(suiteFile)) {
    t.skip(`the official suite is not at ${suiteFile}`);
    return;
  }
  const cases = (JSON.parse(readFileSync(suiteFile, 'utf8')) as { v4: Case[] }).v4;
  let compared = 0;
  for (const { name, context, request, header } of cases) {
    // No service asks for paths that are encoded twice and not normalised.
    if (!context.normalize) continue;
    compared += 1;
    await t.test(name, () => {
      const lines = header.canonicalRequest.split('\n');
      const signedHeaders = (lines.at(-2) ?? '').split(';');
      // What the signer adds to the request: its date, the session token, the hash.
      const added = ['x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256']
        .filter((added) => !request.headers.some(([name]) => name.toLowerCase() === added))
        .flatMap((name) =>
          lines.filter((line) => line.startsWith(`${name}:`)).map((line) => [name, line.slice(name.length + 1)]),
        );
      const [path = '', query = ''] = bytes(request.target).split('?');
      const wire: WireRequest = {
        method: request.method,
        path,
        query,
        headers: [...request.headers, ...added].map(([name = '', value = '']) => [name.toLowerCase(), bytes(value)]),
        body: { size: 0, sha256: sha256('') },
      };
      const computed = canonicalRequest(wire, { signedHeaders, payloadHash: lines.at(-1) ?? '', s3: false });
      assert.equal(computed, header.canonicalRequest);
      const [algorithm = '', timestamp = '', scope = ''] = header.stringToSign.split('\n');
      assert.equal(stringToSign(algorithm, timestamp, scope, computed), header.stringToSign);
    });
  }
  assert.ok(compared > 30, `only ${compared} cases`);
});

const get = (path: string, query = ''): WireRequest => ({
  method: 'GET',
  path,
  query,
  headers: [['host', 'h']],
  body: { size: 0, sha256: sha256('') },
});
const line = (request: WireRequest, s3: boolean, at: number): string | undefined =>
  canonicalRequest(request, { signedHeaders: ['host'], payloadHash: 'hash', s3 }).split('\n')[at];

// Expected values: facts of AWS's own answers (aws-sdk-js#853, aws-sdk-net#4473, curl#13754, aws-sdk-go#1495).
const paths: [wire: string, s3: string, other: string][] = [
  ['/a%20b', '/a%20b', '/a%2520b'],
  ['/a+b', '/a%20b', '/a%2Bb'],
  ['/a=b', '/a%3Db', '/a%3Db'],
  ['/a%2fb', '/a/b', '/a%252fb'],
  ['/a//b/../c', '/a//b/../c', '/a/c'],
  ['/%zz', '/%25zz', '/%25zz'],
  ['/\u00c3\u00a9', '/%C3%A9', '/%C3%A9'],
];
for (const [wire, s3, other] of paths) {
  test(`path ${wire}`, () => {
    assert.equal(line(get(wire), true, 1), s3);
    assert.equal(line(get(wire), false, 1), other);
  });
}

const queries: [wire: string, s3: string, other: string][] = [
  ['', '', ''],
  ['acl', 'acl=', 'acl='],
  ['b=1&a=2&a=1', 'a=2&b=1', 'a=1&a=2&b=1'],
  ['q=a+b%2B%2f', 'q=a%20b%2B%2F', 'q=a%20b%2B%2F'],
  ['a=1&&b', 'a=1&b=', 'a=1&b='],
  ['a=b=c', 'a=b%3Dc', 'a=b%3Dc'],
  ['a-=1&a=2&A=3', 'A=3&a=2&a-=1', 'A=3&a=2&a-=1'],
];
for (const [wire, s3, other] of queries) {
  test(`query ${wire}`, () => {
    assert.equal(line(get('/', wire), true, 2), s3);
    assert.equal(line(get('/', wire), false, 2), other);
  });
}

test('signed headers stand in order, however they were listed', () => {
  const signedHeaders = ['x-b', 'host', 'x-a', 'host'];
  const headers: WireRequest['headers'] = [
    ['x-b', '2'],
    ['host', 'h'],
    ['x-a', '1'],
  ];
  const lines = canonicalRequest({ ...get('/'), headers }, { signedHeaders, payloadHash: 'hash', s3: false }).split('\n');
  assert.deepEqual(lines.slice(3), ['host:h', 'x-a:1', 'x-b:2', '', 'host;x-a;x-b', 'hash']);
});

/** A text as the bytes of its UTF-8. */
function bytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
