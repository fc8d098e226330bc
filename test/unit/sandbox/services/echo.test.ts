import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, send, signWithAws4, startTestSandbox, TEMPORARY } from '../fixtures.ts';
import { servedBy } from './served-by.ts';

const api = { host: 'abc.execute-api.eu-central-1.amazonaws.com', service: 'execute-api' };

servedBy('echo', [
  api,
  { host: '127.0.0.1:8080', service: 'execute-api' },
  // What neighbours of the services that are played are asked.
  { host: 'rolesanywhere.eu-central-1.amazonaws.com', service: 'rolesanywhere', target: '/sessions' },
  { host: 'rolesanywhere.eu-central-1.amazonaws.com', service: 'rolesanywhere', method: 'POST', target: '/profiles' },
  { host: 'sts.eu-central-1.amazonaws.com', service: 'sts', method: 'POST', target: '/path' },
  { host: 's3express-control.eu-central-1.amazonaws.com', service: 's3express' },
]);

test('echoes what it verified for a service that it does not play', async () => {
  const sandbox = await startTestSandbox();
  try {
    const { status, headers, body } = await send(
      sandbox,
      signWithAws4({ ...api, method: 'POST', target: '/prod/x?b=1', body: 'hello', credentials: TEMPORARY }),
    );
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(body), {
      sandbox:
        'This is an echo of the local sandbox, not an answer from AWS. The signature is right; execute-api is not emulated.',
      service: 'execute-api',
      region: 'eu-central-1',
      accessKeyId: TEMPORARY.accessKeyId,
      arn: 'arn:aws:iam::000000000000:user/sandbox',
      method: 'POST',
      target: '/prod/x?b=1',
      signedHeaders: ['content-length', 'content-type', 'host', 'x-amz-date', 'x-amz-security-token'],
      payloadHash: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
      bodyBytes: 5,
    });
    assert.ok(body.startsWith('{"sandbox":'), 'it is read first');
    assert.match(headers['x-amzn-requestid'] ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(headers['date'], NOW.toUTCString());
  } finally {
    await sandbox.close();
  }
});
