import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { requestUrl } from '../../../../src/core/http/message.ts';
import { atEndpoint } from '../../../../src/core/destinations/at-endpoint.ts';
import { prepareRequest } from '../../../../src/core/requests/prepare-request.ts';
import { startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { staticProfile } from '../../fakes/sample-profiles.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
let sandbox: Sandbox;
before(async () => {
  const accessKeys = [{ accessKeyId: staticProfile.accessKeyId, secretAccessKey }];
  const bytes = Buffer.from('a+b');
  const objects = [{ key: 'a b/c+d=é', bytes, contentType: 'text/plain' }];
  const buckets = [{ name: 'dotted.bucket', region: 'eu-central-1', objects }];
  sandbox = await startSandbox({ trustAnchors: [], profiles: [], roles: [], accessKeys, buckets });
});
after(() => sandbox.close());

/** The URL of a request, presigned for its AWS host and once more for the sandbox's own address. */
async function presigned(text: string): Promise<{ named: string; there: string }> {
  const file = parseHttpFile(text);
  const [request] = file.requests;
  assert.ok(request);
  const profile = { id: 'ci', name: 'ci', profile: { ...staticProfile, endpoint: sandbox.url } };
  const prepared = await prepareRequest(
    request,
    { file, signal: new AbortController().signal },
    {
      profileByName: () => profile,
      activeProfile: () => profile,
      credentials: () => Promise.resolve({ accessKeyId: staticProfile.accessKeyId, secretAccessKey }),
      confirmDestination: () => Promise.resolve(),
      askScope: () => Promise.resolve(undefined),
      now: () => new Date(),
      sigv4a: () => Promise.reject(new Error('one region is signed with SigV4')),
    },
    900,
  );
  const again = await prepared.resign(atEndpoint(prepared.request, sandbox.url));
  return { named: requestUrl(prepared.request), there: requestUrl(again.request) };
}

describe('a URL that is presigned for the sandbox', () => {
  const key = '/a%20b/c%2Bd%3D%C3%A9';
  const cases: [what: string, text: string, path: string, answer: RegExp][] = [
    ['a bucket in the host', `GET https://dotted.bucket.s3.eu-central-1.amazonaws.com${key}`, '/dotted.bucket/a', /^a\+b$/],
    ['dualstack', `GET https://dotted.bucket.s3.dualstack.eu-central-1.amazonaws.com${key}`, '/dotted.bucket/a', /^a\+b$/],
    ['a bucket in the path', `GET https://s3.eu-central-1.amazonaws.com/dotted.bucket${key}`, '/dotted.bucket/a', /^a\+b$/],
    ['a query', 'GET https://dotted.bucket.s3.eu-central-1.amazonaws.com/?list-type=2', '/dotted.bucket/?list', /<KeyCount>1</],
    [
      'a Host header',
      'GET https://s3.eu-central-1.amazonaws.com/dotted.bucket/\nHost: s3.eu-central-1.amazonaws.com',
      '/dotted.bucket/',
      /<Name>dotted\.bucket</,
    ],
    [
      'another service',
      'GET https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15',
      '/?Action',
      /GetCallerIdentityResult/,
    ],
  ];
  for (const [what, text, path, answer] of cases) {
    it(`works as it is: ${what}`, async () => {
      const { named, there } = await presigned(text);
      assert.match(named, /^https:\/\/[^/]+\.amazonaws\.com\//);
      assert.ok(there.startsWith(`${sandbox.url}${path}`), there);
      assert.equal(there.match(/X-Amz-Signature=/g)?.length, 1);
      const response = await fetch(there);
      assert.match(await response.text(), answer);
      assert.equal(response.status, 200);
    });
  }

  it('is signed for that address: the signature for the AWS host is another, and is refused there', async () => {
    const { named, there } = await presigned('GET https://s3.eu-central-1.amazonaws.com/dotted.bucket/');
    const moved = named.replace(/^https:\/\/[^/]+/, sandbox.url);
    assert.notEqual(moved, there);
    assert.match(await (await fetch(moved)).text(), /SignatureDoesNotMatch/);
  });
});
