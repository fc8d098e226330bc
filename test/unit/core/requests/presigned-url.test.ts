import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { presignedUrl, presignedUrlNote, sandboxAddress } from '../../../../src/core/requests/presigned-url.ts';
import { sandboxProfileId } from '../../../../src/core/profiles/sandbox-profile.ts';
import { rolesAnywhereProfile } from '../../fakes/sample-profiles.ts';

const date = new Date('2026-03-01T12:00:00Z');
const after = (minutes: number): Date => new Date(date.getTime() + minutes * 60_000);
const host = 'demo.s3.eu-central-1.amazonaws.com';
const sandbox = 'http://127.0.0.1:9000';

function presigned({ method = 'GET', signedHeaders = ['host'], connectTo, on = `https://${host}` }: Partial<Parts> = {}) {
  const [protocol, name = ''] = on.split('//');
  const signing = { date, signedHeaders };
  return {
    expiresIn: 3600,
    request: {
      ...{ method, host: name, target: '/a?X-Amz-Signature=1', signing, protocol: protocol as 'http:' | 'https:' },
      ...(connectTo !== undefined && { connectTo }),
    },
  };
}
interface Parts {
  readonly method: string;
  readonly signedHeaders: readonly string[];
  readonly connectTo: string;
  readonly on: string;
}

it('a presigned URL is the signed target at its host, for WebSockets too', () => {
  assert.equal(presignedUrl(presigned(), { webSocket: false }), `https://${host}/a?X-Amz-Signature=1`);
  assert.equal(presignedUrl(presigned(), { webSocket: true }), `wss://${host}/a?X-Amz-Signature=1`);
});

describe('the note about a presigned URL', () => {
  const headers = 'These headers have to be sent with it: content-type, x-amz-acl.';
  const rows: [what: string, parts: Partial<Parts>, sessionEnd: Date | undefined, note: string][] = [
    ['keys that do not end', {}, undefined, 'It works 1h 00m.'],
    ['a session that outlives it', {}, after(61), 'It works 1h 00m.'],
    ['a session that ends with it', {}, after(60), 'It works 1h 00m.'],
    ['a session that ends before', {}, after(59), 'It works 59m: the session ends then.'],
    ['another method', { method: 'PUT' }, undefined, 'It works 1h 00m. It is for PUT.'],
    ['signed headers', { signedHeaders: ['content-type', 'host', 'x-amz-acl'] }, undefined, `It works 1h 00m. ${headers}`],
    ['an endpoint in place of the host', { connectTo: sandbox }, undefined, `It works 1h 00m at ${host}, not at ${sandbox}.`],
    ['the local sandbox', { on: sandbox, connectTo: sandbox }, undefined, 'It works 1h 00m at the local sandbox.'],
  ];
  for (const [what, parts, sessionEnd, note] of rows) {
    it(`with ${what}`, () => assert.equal(presignedUrlNote(presigned(parts), sessionEnd), note));
  }
});

describe('the address of the local sandbox', () => {
  const profile = { id: sandboxProfileId, name: 'sandbox', profile: { ...rolesAnywhereProfile, endpoint: sandbox } };
  const rows: [what: string, connectTo: string | undefined, signer: typeof profile | undefined, expected: string | undefined][] =
    [
      ['is there if its profile signs', sandbox, profile, sandbox],
      ['is not there for another profile at the same address', sandbox, { ...profile, id: 'user/mine' }, undefined],
      ['is not there if the request names an address of its own', 'http://127.0.0.1:1', profile, undefined],
      ['is not there for keys of the file', sandbox, undefined, undefined],
      ['is not there if the host itself is connected to', undefined, { ...profile, id: 'user/mine' }, undefined],
    ];
  for (const [what, connectTo, signer, expected] of rows) {
    it(what, () => {
      const request = connectTo === undefined ? {} : { connectTo };
      assert.equal(sandboxAddress({ request, profile: signer }), expected);
    });
  }
});
