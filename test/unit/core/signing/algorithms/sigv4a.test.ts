import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import crt from 'aws-crt';
import fc from 'fast-check';
import { headerValues } from '../../../../../src/core/http/message.ts';
import { presignRequest } from '../../../../../src/core/signing/presign.ts';
import { signRequest } from '../../../../../src/core/signing/sign.ts';
import type { SignatureDetails } from '../../../../../src/core/signing/signed-request.ts';
import { sigv4a } from '../../../../../src/core/signing/algorithms/sigv4a.ts';
import { requests } from '../generated-requests.ts';
import { officialSuite, optionsOf, requestOf } from '../official-suite.ts';
import type { Expected, SuiteCase } from '../official-suite.ts';
import { options, request } from '../request-fixtures.ts';
import { drawn } from '../../../sample.ts';

/** The public key of AWS's example credentials. */
const exampleKey = {
  X: 'b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1',
  Y: '865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518',
};

function assertSignature(
  { canonicalRequest, stringToSign, signature }: SignatureDetails,
  expected: Expected,
  key: typeof exampleKey,
): void {
  assert.equal(canonicalRequest, expected.canonicalRequest);
  assert.equal(stringToSign, expected.stringToSign);
  const coordinate = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: coordinate(key.X), y: coordinate(key.Y) };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  assert.ok(verify('sha256', Buffer.from(stringToSign), publicKey, Buffer.from(signature, 'hex')), 'the signature verifies');
}

const optionsFor = (suiteCase: SuiteCase) => ({ ...optionsOf(suiteCase), algorithm: sigv4a });

test('the official suite', async (t) => {
  if (officialSuite.v4a.length === 0) {
    t.skip('../shared/data/sigv4-suite.json is not there');
    return;
  }
  assert.equal(officialSuite.v4a.length, 38);
  for (const suiteCase of officialSuite.v4a) {
    const { publicKey } = suiteCase;
    assert.ok(publicKey);
    await t.test(`${suiteCase.name}, header`, async () => {
      const { signing } = await signRequest(requestOf(suiteCase), optionsFor(suiteCase));
      assertSignature(signing, suiteCase.header, publicKey);
    });
    await t.test(`${suiteCase.name}, query`, async () => {
      const expiresIn = suiteCase.context.expiration_in_seconds;
      const { signing } = await presignRequest(requestOf(suiteCase), { ...optionsFor(suiteCase), expiresIn });
      assertSignature(signing, suiteCase.query, publicKey);
    });
  }
});

test('aws-crt has the same canonical request and verifies the signature of generated requests', async () => {
  const generated = requests(['execute-api', 'events', 'ses']).filter(({ request: { target } }) => !target.includes(':/'));
  await fc.assert(
    fc.asyncProperty(generated, async ({ request: unsigned, options: plain }) => {
      const signed = await signRequest(unsigned, { ...plain, region: '*', algorithm: sigv4a });
      const { accessKeyId, secretAccessKey, sessionToken } = plain.credentials;
      const lines = unsigned.headers.map(([name, value]): [string, string] => [name, value]);
      assert.ok(plain.date);
      const verified = crt.auth.aws_verify_sigv4a_signing(
        new crt.http.HttpRequest(unsigned.method, signed.target, new crt.http.HttpHeaders([['Host', unsigned.host], ...lines])),
        {
          algorithm: crt.auth.AwsSigningAlgorithm.SigV4Asymmetric,
          signature_type: crt.auth.AwsSignatureType.HttpRequestViaHeaders,
          provider: crt.auth.AwsCredentialsProvider.newStatic(accessKeyId, secretAccessKey, sessionToken),
          region: '*',
          service: plain.service,
          date: plain.date,
          signed_body_value: createHash('sha256')
            .update(unsigned.body as Uint8Array)
            .digest('hex'),
        },
        signed.signing.canonicalRequest,
        signed.signing.signature,
        exampleKey.X,
        exampleKey.Y,
      );
      assert.ok(verified);
    }),
    { numRuns: drawn(50, 1250) },
  );
});

test('the regions stand in a header or parameter and not in the scope', async () => {
  const regional = options({ region: 'eu-west-1, us-*', algorithm: sigv4a });
  const signed = await signRequest(request(), regional);
  assert.deepEqual(headerValues(signed.headers, 'x-amz-region-set'), ['eu-west-1,us-*']);
  assert.equal(signed.signing.credentialScope, '20260131/execute-api/aws4_request');
  assert.match(
    headerValues(signed.headers, 'authorization')[0] ?? '',
    /^AWS4-ECDSA-P256-SHA256 .*;x-amz-region-set, Signature=30/,
  );
  const presigned = await presignRequest(request(), { ...regional, expiresIn: 60 });
  assert.match(presigned.target, /X-Amz-Expires=60&X-Amz-Region-Set=eu-west-1%2Cus-%2A&X-Amz-SignedHeaders=host/);
  const again = await presignRequest(presigned, { ...regional, expiresIn: 60 });
  assert.equal(again.target.match(/X-Amz-Region-Set/g)?.length, 1);
});

test('what is no set of regions is refused', async () => {
  for (const region of ['', ',', 'eu-west-1,', 'eu west?', 'a\nb:c']) {
    await assert.rejects(signRequest(request(), options({ region, algorithm: sigv4a })), { code: 'region-invalid' });
  }
});
