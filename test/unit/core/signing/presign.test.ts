import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { isUserError } from '../../../../src/core/errors.ts';
import type { Header } from '../../../../src/core/http/message.ts';
import { presignRequest, type PresignOptions } from '../../../../src/core/signing/presign.ts';
import { emptyHash, options, request, undated } from './request-fixtures.ts';

const withToken = { ...options().credentials, sessionToken: 'tok+en/=' };

function presignOptions(changes: Partial<PresignOptions> = {}): PresignOptions {
  return { ...options(changes), expiresIn: 900, ...changes };
}

test('the URL carries the signature', async () => {
  const { target, headers, signing } = await presignRequest(
    request({
      target: '/a%20b?q=1+2',
      headers: [
        ['Host', 'example.amazonaws.com'],
        ['X-Amz-Acl', 'private'],
      ],
    }),
    presignOptions({ credentials: withToken }),
  );
  const credential = 'AKIDEXAMPLE%2F20260131%2Fus-east-1%2Fexecute-api%2Faws4_request';
  assert.equal(
    target,
    `/a%20b?q=1%202&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${credential}&X-Amz-Date=20260131T235959Z` +
      `&X-Amz-Expires=900&X-Amz-Security-Token=tok%2Ben%2F%3D&X-Amz-SignedHeaders=host%3Bx-amz-acl&X-Amz-Signature=${signing.signature}`,
  );
  assert.deepEqual(headers, [['X-Amz-Acl', 'private']]);
  assert.deepEqual(signing.signedHeaders, ['host', 'x-amz-acl']);
});

test('the example of the S3 guide', async () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  const { signing } = await presignRequest(
    request({ host: 'examplebucket.s3.amazonaws.com', target: '/test.txt' }),
    presignOptions({
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
      service: 's3',
      date: new Date('2013-05-24T00:00:00Z'),
      expiresIn: 86_400,
    }),
  );
  assert.equal(signing.signature, 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404');
});

test('the payload hash', async (t) => {
  const body = Buffer.from('body');
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const cases: readonly (readonly [string, Partial<PresignOptions>, hash: string, parameter: string | null])[] = [
    ['of the body', {}, bodyHash, null],
    ['s3 covers no body', { service: 's3' }, 'UNSIGNED-PAYLOAD', null],
    ['s3 covers the body that is named', { service: 's3', payloadHash: bodyHash }, bodyHash, bodyHash],
    ['vpc-lattice-svcs covers no body', { service: 'vpc-lattice-svcs' }, 'UNSIGNED-PAYLOAD', null],
    ['given', { payloadHash: emptyHash }, emptyHash, null],
    ['s3 covers no body, as it is told', { service: 's3', payloadHash: 'UNSIGNED-PAYLOAD' }, 'UNSIGNED-PAYLOAD', null],
    ['another service is told that none is covered', { payloadHash: 'UNSIGNED-PAYLOAD' }, 'UNSIGNED-PAYLOAD', 'UNSIGNED-PAYLOAD'],
  ];
  for (const [name, changes, hash, parameter] of cases) {
    await t.test(name, async () => {
      const { target, signing } = await presignRequest(request({ body }), presignOptions(changes));
      assert.equal(signing.canonicalRequest.split('\n').at(-1), hash);
      assert.equal(new URLSearchParams(target.slice(2)).get('X-Amz-Content-Sha256'), parameter);
    });
  }
});

test('an older signature is taken out, whatever its case', async () => {
  const first = await presignRequest(request({ target: '/?q=1' }), presignOptions({ credentials: withToken }));
  const lowerCase = first.target.replaceAll('X-Amz-', 'x-amz-').replace('x-amz-Date', '%58%2Damz%2ddate');
  const headers: Header[] = [
    ['Authorization', 'AWS4-HMAC-SHA256 …'],
    ['X-Amz-Date', '20200101T000000Z'],
    ['X-Amz-Security-Token', 'x'],
  ];
  const again = await presignRequest(request({ target: lowerCase, headers }), presignOptions());
  const direct = await presignRequest(request({ target: '/?q=1' }), presignOptions());
  assert.equal(again.target, direct.target);
  assert.deepEqual(again.headers, []);
});

test('IoT has its token after the signature', async () => {
  const { target, signing } = await presignRequest(
    request({ host: 'a1b2-ats.iot.eu-west-1.amazonaws.com', target: '/mqtt' }),
    presignOptions({ service: 'iotdevicegateway', credentials: withToken }),
  );
  assert.ok(target.endsWith(`&X-Amz-Signature=${signing.signature}&X-Amz-Security-Token=tok%2Ben%2F%3D`));
  assert.equal(target.split('Security-Token').length, 2);
  assert.ok(!signing.canonicalRequest.includes('Security-Token'));
});

test('a pinned date is signed with', async () => {
  const { target } = await presignRequest(request({ headers: [['X-Amz-Date', '20250228T010203Z']] }), {
    ...undated,
    expiresIn: 900,
  });
  assert.match(target, /X-Amz-Date=20250228T010203Z/);
});

test('a duration out of range is refused', async (t) => {
  for (const expiresIn of [0, -5, 1.5, 604_801, Number.NaN, Number.POSITIVE_INFINITY]) {
    await t.test(String(expiresIn), async () => {
      await assert.rejects(presignRequest(request(), presignOptions({ expiresIn })), (error) => {
        assert.ok(isUserError(error));
        assert.equal(error.code, 'expiry-out-of-range');
        return true;
      });
    });
  }
  for (const expiresIn of [1, 604_800]) {
    await t.test(`${expiresIn} is in range`, async () => {
      const { target } = await presignRequest(request(), presignOptions({ expiresIn }));
      assert.match(target, new RegExp(`X-Amz-Expires=${expiresIn}&`));
    });
  }
});

test('what cannot be signed is refused here too', async () => {
  await assert.rejects(presignRequest(request({ target: '/%' }), presignOptions()), { code: 'target-bad-escape' });
  await assert.rejects(presignRequest(request(), presignOptions({ payloadHash: 'x' })), { code: 'payload-hash-invalid' });
  await assert.rejects(presignRequest(request(), presignOptions({ region: '' })), { code: 'region-invalid' });
});
