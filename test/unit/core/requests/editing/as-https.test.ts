import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpFileRequest } from '../../../../../src/core/http-file/http-file.ts';
import { buildRequest } from '../../../../../src/core/requests/building/build-request.ts';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';
import { asHttps, requireOpenedByUrl } from '../../../../../src/core/requests/editing/as-https.ts';
import { isAwsRequest } from '../../../../../src/core/requests/is-aws-request.ts';
import { presignRequest } from '../../../../../src/core/signing/presign.ts';

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

const sockets: [address: string, isOpened: boolean][] = [
  ['wss://abc.appsync-realtime-api.eu-west-1.amazonaws.com/graphql', false],
  ['WSS://abc.AppSync-realtime-api.cn-north-1.amazonaws.com.cn/event/realtime', false],
  ['abc.appsync-realtime-api.eu-west-1.amazonaws.com', false],
  ['abc.appsync-realtime-api.eu-west-1.amazonaws.com:443', false],
  ['wss://a.execute-api.eu-west-1.amazonaws.com/prod', true],
  ['wss://a.execute-api.eu-west-1.amazonaws.com/a.appsync-realtime-api.b', true],
  ['wss://abc-ats.iot.eu-west-1.amazonaws.com/mqtt', true],
  ['transcribestreaming.eu-west-1.amazonaws.com:8443', true],
];
for (const [address, isOpened] of sockets) {
  test(`a presigned URL ${isOpened ? 'opens' : 'does not open, and is not said to open,'} ${address}`, () => {
    if (isOpened) requireOpenedByUrl(address);
    else assert.throws(() => requireOpenedByUrl(address), { code: 'presigned-not-opened' });
    if (!/^wss:/i.test(address)) return;
    const [problem] = parseHttpFile(`GET ${address}`).problems;
    assert.equal(problem?.code, 'scheme-unsupported');
    assert.equal(problem.message.includes('gives the URL that opens it'), isOpened);
  });
}

test('a presigned URL is not promised to open a WebSocket whose host a variable tells', () => {
  const [problem] = parseHttpFile('GET wss://{{host}}/event/realtime').problems;
  assert.match(problem?.message ?? '', /unless it is one of AppSync/);
});
