import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isUserError } from '../../../../src/core/errors.ts';
import type { Header, HttpRequest } from '../../../../src/core/http/message.ts';
import { canonicalRequest, signedHeaders } from '../../../../src/core/signing/canonical-request.ts';
import { presignRequest } from '../../../../src/core/signing/presign.ts';
import { signRequest } from '../../../../src/core/signing/sign.ts';
import { requests } from './generated-requests.ts';
import { emptyHash, request } from './request-fixtures.ts';
import '../../sample.ts';

function lines(changes: Partial<HttpRequest>, service = 'execute-api'): string[] {
  return canonicalRequest(request(changes), { service, payloadHash: emptyHash }).split('\n');
}

test('the whole text', () => {
  const text = canonicalRequest(
    request({
      method: 'post',
      target: '/a?c=1&b=2',
      headers: [
        ['X-Amz-Date', '20260131T235959Z'],
        ['Accept', '*/*'],
      ],
    }),
    { service: 'execute-api', payloadHash: emptyHash },
  );
  assert.equal(
    text,
    `POST\n/a\nb=2&c=1\naccept:*/*\nhost:example.amazonaws.com\nx-amz-date:20260131T235959Z\n\naccept;host;x-amz-date\n${emptyHash}`,
  );
});

test('paths', async (t) => {
  const cases: readonly (readonly [service: string, target: string, canonical: string])[] = [
    // Reported by users of other tools; http-files facts, section 8.
    ['lambda', '/test:123', '/test%3A123'],
    ['s3tables', '/tables/arn%3Aaws%3As3tables%2Fb', '/tables/arn%253Aaws%253As3tables%252Fb'],
    ['s3', '/b/asset_id=x/dt=1', '/b/asset_id%3Dx/dt%3D1'],
    ['s3', '/images/mac@2x.png', '/images/mac%402x.png'],
    ['s3', '/test%20file', '/test%20file'],
    ['execute-api', '/this%20path', '/this%2520path'],
    ['quicksight', '/users/some@email.com', '/users/some%40email.com'],
    ['lambda', '/x(1)', '/x%281%29'],
    // The S3 family decodes, with + as a space, and encodes once; the slash stays a slash.
    ['s3', '/a+b', '/a%20b'],
    ['s3', '/a%2Bb', '/a%2Bb'],
    ['s3', '/a%2fb', '/a/b'],
    ['s3', '/%41%7e%2d', '/A~-'],
    ['s3', '/%e4', '/%E4'],
    ['s3', "/$f:!*'()", '/%24f%3A%21%2A%27%28%29'],
    ['s3', '/a//b/../c/./', '/a//b/../c/./'],
    ['s3', '/é😀', '/%C3%A9%F0%9F%98%80'],
    ['s3-object-lambda', '/a=b', '/a%3Db'],
    ['s3-outposts', '/a=b%20', '/a%3Db%20'],
    ['s3express', '/a%20', '/a%20'],
    // Everywhere else the wire path is encoded once more, after its dot segments and empty segments are gone.
    ['execute-api', '/a+b', '/a%2Bb'],
    ['execute-api', '/a*b', '/a%2Ab'],
    ['execute-api', '/%2f%2F', '/%252f%252F'],
    ['execute-api', '/é', '/%C3%A9'],
    ['execute-api', '/a//b/./c/../d//', '/a/b/d/'],
    ['execute-api', '/..', '/'],
    ['execute-api', '/a/..', '/'],
    ['execute-api', '/a/.', '/a'],
    ['execute-api', '/.well-known/..a', '/.well-known/..a'],
    ['execute-api', '/%2e%2e/a', '/%252e%252e/a'],
    ['execute-api', '/', '/'],
  ];
  for (const [service, target, canonical] of cases) {
    await t.test(`${service} ${target}`, () => assert.equal(lines({ target }, service)[1], canonical));
  }
});

test('normalizePath outweighs the service', () => {
  const options = { payloadHash: emptyHash };
  const { target } = { target: '/a//b/../c%20' };
  assert.equal(
    canonicalRequest(request({ target }), { ...options, service: 's3', normalizePath: true }).split('\n')[1],
    '/a/c%20',
  );
  assert.equal(
    canonicalRequest(request({ target }), { ...options, service: 'lambda', normalizePath: false }).split('\n')[1],
    '/a//b/../c%2520',
  );
});

test('queries', async (t) => {
  const cases: readonly (readonly [service: string, query: string, canonical: string])[] = [
    ['s3', '?versioning', 'versioning='],
    ['es', '?v', 'v='],
    ['es', '?sort=_doc&size=50', 'size=50&sort=_doc'],
    ['execute-api', '?params[page]=1&params[pageSize]=20', 'params%5Bpage%5D=1&params%5BpageSize%5D=20'],
    ['execute-api', '?params[pageSize]=20&params[page]=1', 'params%5Bpage%5D=1&params%5BpageSize%5D=20'],
    ['execute-api', '?id-type=receipt&id=1', 'id=1&id-type=receipt'],
    ['s3', '?b=1&a=2&a=1', 'a=2&b=1'],
    ['execute-api', '?b=1&a=2&a=1', 'a=1&a=2&b=1'],
    ['execute-api', '?a=1+2&b=%2B', 'a=1%202&b=%2B'],
    ['execute-api', '?__proto__=1&constructor=2&a=2', '__proto__=1&a=2&constructor=2'],
    ['execute-api', '?a=b=c/d?e', 'a=b%3Dc%2Fd%3Fe'],
    ['execute-api', '?a=%e4%41', 'a=%E4A'],
    ['execute-api', '?a=ሴ&é', '%C3%A9=&a=%E1%88%B4'],
    ['execute-api', '?&&a=1&', 'a=1'],
    ['execute-api', '?=x', '=x'],
    ['execute-api', '?', ''],
    ['execute-api', '', ''],
    ['execute-api', '?B=1&a=1&_=1', 'B=1&_=1&a=1'],
    ['execute-api', '?a=1&X-Amz-Signature=0&x-amz-signature=1', 'a=1'],
    ['execute-api', '?X-Amz-Security-Token=t', 'X-Amz-Security-Token=t'],
    ['iotdevicegateway', '?X-Amz-Security-Token=t&a=1', 'a=1'],
  ];
  for (const [service, query, canonical] of cases) {
    await t.test(`${service} ${query}`, () => assert.equal(lines({ target: `/${query}` }, service)[2], canonical));
  }
});

test('headers', async (t) => {
  const cases: (readonly [service: string, headers: readonly Header[], canonical: string])[] = [
    ['execute-api', [['X-A', '  b \t c  ']], 'x-a:b c'],
    ['execute-api', [['X-A', '"a   b"']], 'x-a:"a b"'],
    [
      'execute-api',
      [
        ['X-A', ' 2'],
        ['x-a', '1 '],
        ['X-a', ''],
      ],
      'x-a:2,1,',
    ],
    [
      'execute-api',
      [
        ['X-B', '1'],
        ['X-A', '2'],
      ],
      'x-a:2\nx-b:1',
    ],
    ['execute-api', [['__proto__', '1']], '__proto__:1'],
    ['execute-api', [['X-Amz-Meta-A', '']], 'x-amz-meta-a:'],
    [
      'execute-api',
      [
        ['Content-Length', '3'],
        ['Content-Type', 'a'],
      ],
      'content-length:3\ncontent-type:a',
    ],
    [
      'aoss',
      [
        ['Content-Length', '3'],
        ['Content-Type', 'a'],
      ],
      'content-type:a',
    ],
    ['execute-api', [['X-Amz-Security-Token', 't']], 'x-amz-security-token:t'],
    ['iotdevicegateway', [['X-Amz-Security-Token', 't']], ''],
  ];
  const transport = [
    ...[
      'Authorization',
      'Connection',
      'Keep-Alive',
      'Proxy-Authorization',
      'Proxy-Connection',
      'TE',
      'Trailer',
      'Transfer-Encoding',
    ],
    ...['Upgrade', 'User-Agent', 'Expect', 'Via', 'Forwarded', 'X-Forwarded-For', 'X-Amzn-Trace-Id', 'Accept-Encoding', 'Range'],
    ...['Cache-Control', 'Pragma', 'Referer', 'From', 'Max-Forwards', 'Sec-Fetch-Mode', 'Host'],
  ];
  cases.push(...transport.map((name) => ['execute-api', [[name, 'x']], ''] as const));
  for (const [service, headers, canonical] of cases) {
    await t.test(`${service} ${JSON.stringify(headers)}`, () => {
      const own = signedHeaders(request({ headers }), { service }).text.split('\n');
      assert.deepEqual(own.filter((line) => !line.startsWith('host:')).join('\n'), canonical);
      assert.ok(own.includes('host:example.amazonaws.com'));
    });
  }
});

test('a target that cannot be read is refused with its place', async (t) => {
  const cases: readonly (readonly [target: string, code: string, column: number])[] = [
    ['', 'target-not-absolute', 1],
    ['*', 'target-not-absolute', 1],
    ['a/b', 'target-not-absolute', 1],
    ['/100%', 'target-bad-escape', 5],
    ['/a?b=%zz', 'target-bad-escape', 6],
    ['/a%2', 'target-bad-escape', 3],
    ['/a?b=\ud800', 'target-lone-surrogate', 6],
    ['/😀\udc00', 'target-lone-surrogate', 4],
    ['/a#b', 'target-illegal-character', 3],
    ['/a HTTP/1.1\r\nX: y', 'target-illegal-character', 12],
    ['/a\u0000', 'target-illegal-character', 3],
  ];
  for (const [target, code, column] of cases) {
    await t.test(JSON.stringify(target), () => {
      assert.throws(
        () => lines({ target }),
        (error) => {
          assert.ok(isUserError(error));
          assert.equal(error.code, code);
          assert.deepEqual(error.place, { field: 'target', column });
          return true;
        },
      );
    });
  }
});

test('a signed request gives the canonical request that was signed', async () => {
  const services = ['execute-api', 's3', 'aoss', 'iotdevicegateway'];
  await fc.assert(
    fc.asyncProperty(requests(services), fc.boolean(), async (generated, presigned) => {
      const { service } = generated.options;
      const signed = presigned
        ? await presignRequest(generated.request, { ...generated.options, expiresIn: 60 })
        : await signRequest(generated.request, generated.options);
      const payloadHash = signed.signing.canonicalRequest.split('\n').at(-1) ?? '';
      assert.equal(canonicalRequest(signed, { service, payloadHash }), signed.signing.canonicalRequest);
    }),
  );
});
