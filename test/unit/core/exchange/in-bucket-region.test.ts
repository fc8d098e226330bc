import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Header, HttpRequest } from '../../../../src/core/http/message.ts';
import type { SignedFor } from '../../../../src/core/exchange/in-bucket-region.ts';
import { redirectStep } from '../../../../src/core/exchange/redirect-step.ts';

const body = Buffer.from('{"a":1}');
const request: HttpRequest = {
  method: 'PUT',
  protocol: 'https:',
  host: 'b.s3.us-east-1.amazonaws.com',
  target: '/a%20key?x-id=PutObject',
  headers: [['Content-Type', 'application/json']],
  body,
};
const s3: SignedFor = { service: 's3', region: 'us-east-1', regionIsWritten: false };

interface Told {
  readonly status: number;
  readonly header?: string;
  readonly location?: string;
  readonly text?: string;
}

function step({ status, header, location, text = '' }: Told, more: Partial<HttpRequest> = {}, signedFor = s3) {
  const headers: Header[] = [
    ...(header === undefined ? [] : [['x-amz-bucket-region', header] as const]),
    ...(location === undefined ? [] : [['Location', location] as const]),
  ];
  return redirectStep({ status, headers, text }, { ...request, ...more }, signedFor);
}

const endpoint = (host: string): string =>
  `<?xml version="1.0"?>\n<Error><Code>PermanentRedirect</Code><Message>…</Message><Endpoint>${host}</Endpoint><Bucket>b</Bucket></Error>`;
const malformed = (region: string, code = 'AuthorizationHeaderMalformed'): string =>
  `<Error><Code>${code}</Code><Message>…; the region 'us-east-1' is wrong; expecting '${region}'</Message><Region>${region}</Region></Error>`;
const virtual = 'b.s3.us-east-1.amazonaws.com';
const path = { host: 's3.us-east-1.amazonaws.com', target: '/b/key' };

describe('the forms in which S3 tells the region of a bucket', () => {
  const forms: [what: string, told: Told, more?: Partial<HttpRequest>][] = [
    ['301 with its header', { status: 301, header: 'eu-west-1' }],
    ['301 with header and endpoint', { status: 301, header: 'eu-west-1', text: endpoint('b.s3.eu-west-1.amazonaws.com') }],
    ['301 with the bucket’s endpoint', { status: 301, text: endpoint('b.s3.eu-west-1.amazonaws.com') }],
    ['301 with an endpoint of the older form', { status: 301, text: endpoint('b.s3-eu-west-1.amazonaws.com') }],
    ['301 with an endpoint without bucket', { status: 301, text: endpoint('s3.eu-west-1.amazonaws.com') }],
    ['301 for a bucket in the path', { status: 301, text: endpoint('s3-eu-west-1.amazonaws.com') }, path],
    ['301 with the bucket moved before the host', { status: 301, text: endpoint('b.s3.eu-west-1.amazonaws.com') }, path],
    [
      '307 with header and location',
      { status: 307, header: 'eu-west-1', location: 'https://b.s3.eu-west-1.amazonaws.com/a%20key' },
    ],
    ['307 with a location alone', { status: 307, location: 'https://b.s3-eu-west-1.amazonaws.com/a%20key?x-id=PutObject' }],
    ['307 with the bucket in the path', { status: 307, location: 'https://s3.eu-west-1.amazonaws.com/b/key' }, path],
    ['307 with an endpoint alone', { status: 307, text: endpoint('b.s3.eu-west-1.amazonaws.com') }],
    ['400 for the region of the signature', { status: 400, text: malformed('eu-west-1') }],
    ['400 for that of a presigned URL', { status: 400, text: malformed('eu-west-1', 'AuthorizationQueryParametersError') }],
    ['400 with a header in place of the region', { status: 400, header: 'eu-west-1', text: malformed('') }],
    ['400 to a HEAD', { status: 400, header: 'eu-west-1' }, { method: 'HEAD', body: new Uint8Array() }],
  ];
  for (const [what, told, more] of forms) {
    it(what, () => {
      const found = step(told, more);
      assert.ok(found?.kind === 'resign', JSON.stringify(found));
      assert.equal(found.region, 'eu-west-1');
      const { host, target, method } = { ...request, ...more };
      assert.deepEqual(
        [found.request.host, found.request.target, found.request.method],
        [host.replace('us-east-1', 'eu-west-1'), target, method],
      );
      assert.equal(found.request.body, more?.body ?? body);
      assert.match(found.note, /^S3 keeps this bucket in eu-west-1: signed again/);
    });
  }

  it('a signature for another region than the host’s is made anew for the host’s', () => {
    const found = step({ status: 400, text: malformed('eu-west-1') }, { host: 'b.s3.eu-west-1.amazonaws.com' });
    assert.ok(found?.kind === 'resign');
    assert.equal(found.request.host, 'b.s3.eu-west-1.amazonaws.com');
  });
  it('unless the request itself says that region: its text is wrong then', () => {
    const told = { status: 400, text: malformed('eu-west-1') };
    assert.equal(step(told, { host: 'b.s3.eu-west-1.amazonaws.com' }, { ...s3, regionIsWritten: true }), undefined);
    assert.equal(step(told, { host: 'b.s3.amazonaws.com' }, { ...s3, regionIsWritten: true })?.kind, 'resign');
  });
  it('the global host is left for the region that was signed for', () => {
    const location = 'https://b.s3.eu-west-1.amazonaws.com/a%20key';
    const found = step({ status: 307, location }, { host: 'b.s3.amazonaws.com' }, { ...s3, region: 'eu-west-1' });
    assert.ok(found?.kind === 'resign');
    assert.equal(found.request.host, 'b.s3.eu-west-1.amazonaws.com');
  });
});

describe('hosts of a bucket in another region', () => {
  const cases: [from: string, region: string, to: string | undefined][] = [
    [virtual, 'eu-west-1', 'b.s3.eu-west-1.amazonaws.com'],
    ['s3.us-east-1.amazonaws.com', 'eu-west-1', 's3.eu-west-1.amazonaws.com'],
    ['b.s3.amazonaws.com', 'eu-west-1', 'b.s3.eu-west-1.amazonaws.com'],
    ['b.s3.amazonaws.com:443', 'eu-west-1', 'b.s3.eu-west-1.amazonaws.com:443'],
    ['b.s3-us-west-2.amazonaws.com', 'eu-west-1', 'b.s3.eu-west-1.amazonaws.com'],
    ['b.s3-external-1.amazonaws.com', 'eu-west-1', 'b.s3.eu-west-1.amazonaws.com'],
    ['b.s3-accelerate.amazonaws.com', 'eu-west-1', 'b.s3-accelerate.amazonaws.com'],
    ['s3.amazonaws.com', 'eu-west-1', 's3.eu-west-1.amazonaws.com'],
    ['my.us-east-1.b.s3.us-east-1.amazonaws.com', 'eu-west-1', 'my.us-east-1.b.s3.eu-west-1.amazonaws.com'],
    ['my.b.s3.dualstack.us-east-1.amazonaws.com', 'ap-southeast-2', 'my.b.s3.dualstack.ap-southeast-2.amazonaws.com'],
    ['b.s3-fips.us-east-1.amazonaws.com', 'us-west-2', 'b.s3-fips.us-west-2.amazonaws.com'],
    [virtual, 'us-east-1', undefined],
    [virtual, 'cn-north-1', undefined],
    [virtual, 'evil.example', undefined],
    [virtual, 'eu-west-1.evil-1', undefined],
    ['storage.example.com', 'eu-west-1', undefined],
    ['b.us-east-1.s3.evil.example', 'eu-west-1', undefined],
    ['b.vpce-1a2b.s3.us-east-1.vpce.amazonaws.com', 'eu-west-1', undefined],
  ];
  for (const [host, region, to] of cases) {
    for (const location of ['https://evil.example/', undefined]) {
      it(`${host} with ${region}${location === undefined ? '' : ' and a location'}`, () => {
        const found = step({ status: 301, header: region, ...(location !== undefined && { location }) }, { host });
        if (to === undefined) assert.notEqual(found?.kind, 'resign');
        else {
          assert.ok(found?.kind === 'resign');
          assert.equal(found.region, region);
          assert.equal(found.request.host, to);
        }
      });
    }
  }
  it('in China', () => {
    const found = step(
      { status: 301, header: 'cn-northwest-1' },
      { host: 'b.s3.cn-north-1.amazonaws.com.cn' },
      { ...s3, region: 'cn-north-1' },
    );
    assert.ok(found?.kind === 'resign');
    assert.equal(found.request.host, 'b.s3.cn-northwest-1.amazonaws.com.cn');
  });
});

describe('an endpoint that speaks as S3 does', () => {
  const told: Told[] = [
    { status: 301, header: 'eu-west-1' },
    { status: 307, location: 'https://b.s3.eu-west-1.amazonaws.com/a%20key' },
    { status: 400, text: malformed('eu-west-1') },
  ];
  const cases: [connectTo: string, isFollowed: boolean][] = [
    ['http://127.0.0.1:9000', false],
    ['https://minio.example.com', false],
    ['https://s3.eu-west-1.amazonaws.com.evil.example', false],
    ['https://s3.eu-west-1.amazonaws.com@evil.example', false],
    ['http://bucket.vpce-1a2b-3c4d.s3.us-east-1.vpce.amazonaws.com', false],
    ['https://execute-api.us-east-1.amazonaws.com', false],
    ['https://bucket.vpce-1a2b-3c4d.s3.us-east-1.vpce.amazonaws.com', true],
    ['https://s3.dualstack.us-east-1.amazonaws.com', true],
  ];
  for (const [connectTo, isFollowed] of cases) {
    it(`${connectTo} has ${isFollowed ? 'a' : 'no'} signature made for another region`, () => {
      for (const each of told) {
        const found = step(each, { connectTo });
        assert.equal(found?.kind === 'resign', isFollowed, JSON.stringify(found));
        if (found?.kind === 'resign') assert.equal(found.request.connectTo, connectTo);
      }
    });
  }
});

describe('what leads a signature and a body nowhere', () => {
  const cases: [what: string, told: Told, signedFor?: SignedFor][] = [
    ['another bucket', { status: 307, location: 'https://evil.s3.eu-west-1.amazonaws.com/a%20key' }],
    ['another bucket in the path', { status: 307, location: 'https://s3.eu-west-1.amazonaws.com/evil/key' }],
    ['a host that looks like S3', { status: 307, location: 'https://b.s3.eu-west-1.amazonaws.com.evil.example/a%20key' }],
    ['a user that looks like S3', { status: 307, location: 'https://b.s3.eu-west-1.amazonaws.com@evil.example/a%20key' }],
    ['a website', { status: 301, text: endpoint('b.s3-website-eu-west-1.amazonaws.com') }],
    ['an endpoint of another service', { status: 301, text: endpoint('sqs.eu-west-1.amazonaws.com') }],
    ['an endpoint of another bucket', { status: 301, text: endpoint('evil.s3.eu-west-1.amazonaws.com') }],
    ['another partition', { status: 307, location: 'https://b.s3.cn-north-1.amazonaws.com.cn/a%20key' }],
    [
      'another refusal that names a region',
      { status: 400, text: '<Error><Code>InvalidRequest</Code><Region>eu-west-1</Region></Error>' },
    ],
    ['a refusal that names the same region', { status: 400, text: malformed('us-east-1') }],
    ['success', { status: 200, header: 'eu-west-1' }],
    ['another service', { status: 307, header: 'eu-west-1' }, { ...s3, service: 'execute-api' }],
    ['a set of regions', { status: 301, header: 'eu-west-1' }, { ...s3, region: '*' }],
  ];
  for (const [what, told, signedFor] of cases) {
    it(what, () => {
      const found = step(told, {}, signedFor);
      assert.ok(found === undefined || found.kind === 'stay', JSON.stringify(found));
    });
  }
});
