import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpFileRequest } from '../../../../src/core/http/http-file.ts';
import { buildRequest } from '../../../../src/core/http/build-request.ts';
import { parseHttpFile } from '../../../../src/core/http/parse.ts';
import { asHttps } from '../../../../src/core/requests/as-https.ts';
import { isAwsRequest } from '../../../../src/core/requests/is-aws-request.ts';
import { presignRequest } from '../../../../src/core/signing/presign.ts';

const text = 'GET wss://abc-ats.iot.eu-west-1.amazonaws.com/mqtt\nX-A: 1\n';
const file = parseHttpFile(text);

function first(): HttpFileRequest {
  const [request] = file.requests;
  assert.ok(request);
  return request;
}

test('a WebSocket is recognised, and its URL presigned with the token after the signature', async () => {
  assert.ok(isAwsRequest(first(), file));
  const { request, webSocket } = asHttps(first());
  assert.ok(webSocket);
  const { request: built } = await buildRequest(request, { file });
  assert.deepEqual(built.headers, [['X-A', '1']]);
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
  const signed = await presignRequest(built, { credentials, service: 'iotdevicegateway', region: 'eu-west-1', expiresIn: 900 });
  assert.match(signed.target, /^\/mqtt\?X-Amz-Algorithm=.*&X-Amz-Signature=[0-9a-f]{64}&X-Amz-Security-Token=token$/);
});

test('a WebSocket is never sent', async () => {
  await assert.rejects(buildRequest(first(), { file }), { code: 'url-not-legal' });
});

test('other requests stay as they are', () => {
  const [request] = parseHttpFile('GET https://a/').requests;
  assert.ok(request);
  assert.equal(asHttps(request).request, request);
});
