import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canonicalOrigin, hostOf, otherOrigin } from '../../../../src/core/http/origin.ts';
import type { HttpRequest } from '../../../../src/core/http/message.ts';
import { isInClear } from '../../../../src/core/profiles/endpoint-rules.ts';

describe('origins that lead to one place have one form', () => {
  const cases: [form: string, ...texts: string[]][] = [
    ['http://127.0.0.1:9000', 'HTTP://127.0.0.1:9000', 'http://127.0.0.1:9000/', 'http://127.0.0.1:09000'],
    [
      'https://minio.example',
      'https://MinIO.Example',
      'https://minio.example:443',
      'https://minio.example:',
      'https://%6dinio.example',
    ],
    ['http://minio.example', 'http://minio.example:80', 'http://ｍinio.example', 'http://minio。example'],
    ['https://minio.example:80', 'https://minio.example:80'],
    ['https://xn--bcher-kva.example', 'https://bücher.example', 'https://BÜCHER.example', 'https://b%C3%BCcher.example'],
    ['http://[::1]:9000', 'http://[::1]:9000'],
    ['https://[fd00::a]', 'https://[FD00::A]'],
  ];
  for (const [form, ...texts] of cases) {
    for (const text of [form, ...texts]) it(text, () => assert.equal(canonicalOrigin(text), form));
  }
});

describe('what may lead elsewhere stays apart', () => {
  const cases: [one: string, another: string][] = [
    ['https://minio.example', 'http://minio.example'],
    ['https://minio.example', 'https://minio.example.'],
    ['https://minio.example', 'https://minio.example:8443'],
    ['http://127.0.0.1', 'http://127.1'],
    ['http://127.0.0.1', 'http://2130706433'],
    ['http://127.0.0.1', 'http://localhost'],
    ['http://[::1]', 'http://[0:0:0:0:0:0:0:1]'],
  ];
  for (const [one, another] of cases) {
    it(`${one} and ${another}`, () => {
      assert.ok(canonicalOrigin(one));
      assert.notEqual(canonicalOrigin(another), canonicalOrigin(one));
    });
  }
});

describe('no origin', () => {
  const texts = [
    '',
    'minio.example',
    'ftp://minio.example',
    'https://',
    'https://user@minio.example',
    'https://user:password@minio.example',
    'https://127.0.0.1:9000@evil.example',
    'https://minio.example/path',
    'https://minio.example//',
    'https://minio.example?x',
    'https://minio.example#x',
    'https://minio.example\\@evil.example',
    'https://minio.example evil.example',
    'https://minio.example\n.evil.example',
    'https://minio.example%2f.evil.example',
    'https://minio.example%40evil.example',
    'https://minio.example%00.evil.example',
    'https://minio%2541.example',
    'https://${env:HOST}',
    'https://{{$processEnv HOST}}',
    'https://minio.example:99999',
    'https://minio.example:0',
    'https://minio.example:1:2',
    'https://[::1',
    'https://[::1]evil.example',
    ' https://minio.example',
  ];
  for (const text of texts) it(JSON.stringify(text), () => assert.equal(canonicalOrigin(text), undefined));
});

describe('plain http goes in clear, but to this machine', () => {
  const cases: [origin: string, inClear: boolean][] = [
    ['http://localhost', false],
    ['http://LOCALHOST:4566', false],
    ['http://127.0.0.1:9000', false],
    ['http://127.255.3.4', false],
    ['http://[::1]:9000', false],
    ['https://minio.example', false],
    ['http://minio.example', true],
    ['http://minio', true],
    ['http://10.0.0.1:9000', true],
    ['http://0.0.0.0', true],
    ['http://127.1', true],
    ['http://127.0.0.1.evil.example', true],
    ['http://127.0.0.999', true],
    ['http://1270.0.0.1', true],
    ['http://2130706433', true],
    ['http://0x7f.0.0.1', true],
    ['http://localhost.', true],
    ['http://localhost.evil.example', true],
    ['http://minio.localhost', true],
    ['http://localhost.localstack.cloud:4566', true],
    ['http://localhost@evil.example', true],
    ['http://[::ffff:10.0.0.1]', true],
    ['http://[::1%25eth0]', true],
    ['http://[fe80::1]', true],
  ];
  for (const [origin, inClear] of cases) it(origin, () => assert.equal(isInClear(origin), inClear));
});

describe('where a request is connected, if that is not its host', () => {
  type Address = Pick<HttpRequest, 'protocol' | 'host' | 'connectTo'>;
  const cases: [request: Address, other: string | undefined][] = [
    [{ protocol: 'https:', host: 'sts.amazonaws.com' }, undefined],
    [{ protocol: 'https:', host: 'sts.amazonaws.com', connectTo: 'https://sts.amazonaws.com' }, undefined],
    [{ protocol: 'https:', host: 'STS.amazonaws.com', connectTo: 'https://sts.amazonaws.com:443' }, undefined],
    [{ protocol: 'https:', host: 'sts.amazonaws.com', connectTo: 'http://sts.amazonaws.com' }, 'http://sts.amazonaws.com'],
    [
      { protocol: 'https:', host: 'sts.amazonaws.com', connectTo: 'https://sts.amazonaws.com:8443' },
      'https://sts.amazonaws.com:8443',
    ],
    [{ protocol: 'https:', host: 'sts.amazonaws.com', connectTo: 'https://sts.amazonaws.com.' }, 'https://sts.amazonaws.com.'],
    [{ protocol: 'http:', host: 'sts.amazonaws.com', connectTo: 'http://127.0.0.1:9000' }, 'http://127.0.0.1:9000'],
  ];
  for (const [request, other] of cases) it(JSON.stringify(request), () => assert.equal(otherOrigin(request), other));
});

it('a host is told without its port', () => {
  assert.deepEqual(['http://[::1]:90', 'https://minio.example', 'http://127.0.0.1:9000'].map(hostOf), [
    '[::1]',
    'minio.example',
    '127.0.0.1',
  ]);
});
