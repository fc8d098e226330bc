import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { NOW, send, signWithAws4, startTestSandbox } from '../fixtures.ts';
import { servedBy } from './served-by.ts';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.close());

const call = {
  host: 'sts.eu-central-1.amazonaws.com',
  service: 'sts',
  method: 'POST',
  body: 'Action=GetCallerIdentity&Version=2011-06-15',
};

servedBy('sts', [
  call,
  { host: 'sts.amazonaws.com', region: 'us-east-1', service: 'sts', target: '/?Action=GetCallerIdentity&Version=2011-06-15' },
  { host: '127.0.0.1:8080', service: 'sts', method: 'POST' },
]);

test('GetCallerIdentity answers in XML', async () => {
  const { status, headers, body } = await send(sandbox, signWithAws4(call));
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'text/xml');
  assert.equal(
    body,
    '<?xml version="1.0" encoding="UTF-8"?>\n<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">' +
      '<GetCallerIdentityResult><Arn>arn:aws:iam::000000000000:user/sandbox</Arn><UserId>AIDASANDBOXSANDBOXSAN</UserId>' +
      '<Account>000000000000</Account></GetCallerIdentityResult><ResponseMetadata>' +
      `<RequestId>${headers['x-amzn-requestid'] ?? ''}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  );
  assert.equal(headers['date'], NOW.toUTCString());
});

test('GetCallerIdentity answers in JSON where that is accepted', async () => {
  const { body } = await send(sandbox, signWithAws4({ ...call, headers: { Accept: 'application/json' } }));
  const { GetCallerIdentityResponse: response } = JSON.parse(body) as {
    GetCallerIdentityResponse: { GetCallerIdentityResult: Record<string, string> };
  };
  assert.deepEqual(response.GetCallerIdentityResult, {
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:user/sandbox',
    UserId: 'AIDASANDBOXSANDBOXSAN',
  });
});

test('GetCallerIdentity can be asked with GET, and at the global host', async () => {
  const target = '/?Action=GetCallerIdentity&Version=2011-06-15';
  const global = { host: 'sts.amazonaws.com', region: 'us-east-1', service: 'sts', target };
  assert.equal((await send(sandbox, signWithAws4(global))).status, 200);
  assert.equal((await send(sandbox, signWithAws4(global, true))).status, 200);
  const elsewhere = await send(sandbox, signWithAws4({ ...global, region: 'eu-central-1' }));
  assert.match(elsewhere.body, /valid region, not 'eu-central-1'/);
});
