import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Header, HttpRequest } from '../../../../src/core/http/message.ts';
import { requestUrl } from '../../../../src/core/http/message.ts';
import { redirectStep } from '../../../../src/core/exchange/redirect-step.ts';

const body = Buffer.from('{"a":1}');
const request: HttpRequest = {
  method: 'POST',
  protocol: 'https:',
  host: 'api.example.com',
  target: '/v1/things?page=1',
  headers: [
    ['Content-Type', 'application/json'],
    ['Accept', '*/*'],
    ['Cookie', 'c=1'],
    ['X-Api-Key', 'k'],
    ['X-Amz-Target', 'T.O'],
    ['X-Amz-Date', '20260131T000000Z'],
    ['X-Amz-Security-Token', 'token'],
    ['Authorization', 'AWS4-HMAC-SHA256 …'],
  ],
  body,
};
const signedFor = { service: 'execute-api', region: 'eu-central-1', regionIsWritten: false };

function step(status: number, location: string | undefined, more: Partial<HttpRequest> = {}, headers: Header[] = []) {
  const all: Header[] = location === undefined ? headers : [['Location', location], ...headers];
  return redirectStep({ status, headers: all, text: '' }, { ...request, ...more }, signedFor);
}

describe('methods, by RFC 9110', () => {
  const cases: [status: number, method: string, expected: string][] = [
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
    [301, 'PUT', 'PUT'],
    [302, 'DELETE', 'DELETE'],
    [303, 'PUT', 'GET'],
    [303, 'DELETE', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [301, 'HEAD', 'HEAD'],
    [308, 'PATCH', 'PATCH'],
    [302, 'GET', 'GET'],
  ];
  for (const location of ['/v1/things?page=1', 'https://other.example.com/next']) {
    for (const [status, method, expected] of cases) {
      it(`${status} of ${method} to ${location} is ${expected}`, () => {
        const hasBody = method !== 'HEAD' && method !== 'GET';
        const found = step(status, location, { method, body: hasBody ? body : new Uint8Array() });
        const keepsBody = expected === method && hasBody;
        if (keepsBody && location.startsWith('https:')) {
          assert.equal(found?.kind, 'stay');
          assert.match(found.note, /another origin, other\.example\.com, and the body is meant for api\.example\.com/);
          return;
        }
        assert.ok(found !== undefined && found.kind !== 'stay');
        assert.equal(found.request.method, expected);
        if (keepsBody) assert.equal(found.request.body, body);
        if (expected === 'GET' && method !== 'GET') {
          assert.deepEqual(found.request.body, new Uint8Array());
          assert.ok(!found.request.headers.some(([name]) => name.startsWith('Content-')));
        }
      });
    }
  }
});

describe('places', () => {
  const cases: [location: string, kind: string, url?: string][] = [
    ['/v1/things?page=1', 'resign', 'https://api.example.com/v1/things?page=1'],
    ['things?page=1#part', 'resign', 'https://api.example.com/v1/things?page=1'],
    ['HTTPS://API.example.com:443/v1/things?page=1', 'resign', 'https://api.example.com/v1/things?page=1'],
    ['/v2', 'stay'],
    ['other?x=1', 'stay'],
    ['?page=2', 'stay'],
    ['?', 'stay'],
    ['/v1/things/../things?page=2', 'stay'],
    ['https://api.example.com/v1/things?page=1&admin=1', 'stay'],
    ['https://api.example.com:8443/x', 'unsigned', 'https://api.example.com:8443/x'],
    ['https://api.example.com.evil.example/x', 'unsigned', 'https://api.example.com.evil.example/x'],
    ['https://api.example.com@evil.example/x', 'unsigned', 'https://evil.example/x'],
    ['//evil.example/x', 'unsigned', 'https://evil.example/x'],
    ['/\\evil.example/x', 'unsigned', 'https://evil.example/x'],
    ['http://api.example.com/x', 'stay'],
    ['file:///etc/passwd', 'stay'],
    ['javascript:alert(1)', 'stay'],
    ['https://[', 'stay'],
    ['https://evil.example/\u0001\u202e', 'unsigned', 'https://evil.example/%01%E2%80%AE'],
  ];
  for (const [location, kind, url] of cases) {
    it(`${location} is ${kind}`, () => {
      const found = step(307, location, { body: new Uint8Array() });
      assert.equal(found?.kind, kind);
      assert.ok(found.note.length > 20);
      if (found.kind !== 'stay') {
        assert.equal(requestUrl(found.request), url);
        const names = found.request.headers.map(([name]) => name);
        if (kind === 'unsigned') {
          assert.deepEqual(names, ['Content-Type', 'Accept']);
        }
      }
    });
  }
  for (const [status, location] of [
    [200, '/x'],
    [300, '/x'],
    [304, '/x'],
    [301, undefined],
    [403, '/x'],
  ] as const) {
    it(`${status} with ${location ?? 'no location'} leads nowhere`, () => assert.equal(step(status, location), undefined));
  }
  it('a file as body stays as well', () => {
    const found = step(308, 'https://other.example.com/', { body: { kind: 'file', path: '/x', size: 1 } });
    assert.equal(found?.kind, 'stay');
  });
  it('what went without a signature is never signed again', () => {
    const found = redirectStep({ status: 302, headers: [['Location', '/x']], text: '' }, request, undefined);
    assert.equal(found?.kind, 'unsigned');
  });
});

describe('an endpoint in the place of the host', () => {
  const endpoint = 'http://127.0.0.1:9000';
  for (const location of [
    '/v1/things?page=1',
    '/v2',
    'https://api.example.com/v1/things?page=1',
    'https://other.example.com/',
    'http://127.0.0.1:9000/',
  ]) {
    for (const status of [301, 302, 303, 307, 308]) {
      it(`is not followed by ${status} to ${location}, signed or not`, () => {
        const asked = { ...request, method: 'GET', body: new Uint8Array(), connectTo: endpoint };
        const answer = { status, headers: [['Location', location]] as Header[], text: '' };
        for (const by of [signedFor, undefined]) {
          const found = redirectStep(answer, asked, by);
          assert.equal(found?.kind, 'stay');
          assert.match(found.note, /not followed: it came from an endpoint, not from api\.example\.com/);
        }
      });
    }
  }
});

it('an address that is the host itself is no endpoint', () => {
  for (const connectTo of ['https://api.example.com', 'https://API.example.com:443/']) {
    const found = step(302, 'https://other.example.com/', { body: new Uint8Array(), connectTo });
    assert.equal(found?.kind, 'unsigned');
    assert.equal(found.request.connectTo, undefined);
  }
});

describe('headers at another origin', () => {
  const to = (headers: Header[], signed = true) => {
    const asked = { ...request, method: 'GET', headers, body: new Uint8Array() };
    const answer = { status: 302, headers: [['Location', 'https://evil.example/']] as Header[], text: '' };
    const found = redirectStep(answer, asked, signed ? signedFor : undefined);
    assert.equal(found?.kind, 'unsigned');
    return { names: found.request.headers.map(([name]) => name), note: found.note };
  };
  const kept = [
    'Accept',
    'accept-charset',
    'Accept-Encoding',
    'ACCEPT-LANGUAGE',
    'Cache-Control',
    'Content-Type',
    'If-Match',
    'If-Modified-Since',
    'If-None-Match',
    'If-Range',
    'If-Unmodified-Since',
    'Pragma',
    'Range',
    'User-Agent',
  ];
  const leftOut = [
    'Authorization',
    'Proxy-Authorization',
    'Cookie',
    'X-Amz-Date',
    'X-Auth-Key',
    'X-Functions-Key',
    'Ocp-Apim-Subscription-Key',
    'X-Session-Id',
    'X-Password',
    'X-Auth',
    'X-Access-Key',
    'apikey',
    'PRIVATE-TOKEN',
    'X-Tenant',
    'Origin',
    'Referer',
    'Accept-Key',
    'X-Accept',
  ];
  for (const name of kept) it(`${name} goes along`, () => assert.deepEqual(to([[name, 'v']]).names, [name]));
  for (const name of leftOut) {
    it(`${name} does not go along`, () => {
      const { names, note } = to([
        ['Accept', '*/*'],
        [name, 'v'],
      ]);
      assert.deepEqual(names, ['Accept']);
      assert.match(note, /^Redirected \(302\) to another origin, evil\.example: sent there without signature/);
    });
  }

  const notes: [what: string, headers: string[], signed: boolean, expected: string][] = [
    ['only a signature', ['Authorization', 'Accept'], true, 'without signature.'],
    ['a signature in the URL', ['Accept'], true, 'without signature.'],
    [
      'all kinds',
      ['X-Api-Key', 'Cookie', 'X-Amz-Date', 'X-Amz-Target', 'x-tenant', 'x-tenant', 'Authorization'],
      true,
      'without signature, x-amz-* headers, cookies, X-Api-Key and x-tenant.',
    ],
    ['what was not signed', ['Authorization', 'X-Tenant'], false, 'without Authorization and X-Tenant.'],
    ['nothing', ['Accept'], false, 'with the same headers.'],
  ];
  for (const [what, names, signed, expected] of notes) {
    it(`the note names what was left out: ${what}`, () => {
      const { note } = to(
        names.map((name): Header => [name, 'v']),
        signed,
      );
      assert.equal(note, `Redirected (302) to another origin, evil.example: sent there ${expected}`);
    });
  }
});
