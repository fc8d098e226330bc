import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { isUserError } from '../../../src/core/errors.ts';
import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { KEY, send, signWithAws4, startTestSandbox, TEMPORARY } from './fixtures.ts';

const api = { host: 'abc.execute-api.eu-central-1.amazonaws.com', service: 'execute-api' };

/** Header lines of a request whose body is announced and never sent, so that an answer proves that nobody waits for it. */
const bodyless = (lines: readonly string[]): string => [...lines, '', ''].join('\r\n');
const s3Host = 's3.eu-central-1.amazonaws.com';
const signedPut = (length: number, more: Record<string, string> = {}): string[] => {
  const { headers } = signWithAws4({
    host: s3Host,
    service: 's3',
    method: 'PUT',
    target: '/shelf/key',
    headers: { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD', ...more },
  });
  const lines = headers.filter(([name]) => name.toLowerCase() !== 'content-length').map(([name, value]) => `${name}: ${value}`);
  return ['PUT /shelf/key HTTP/1.1', ...lines, `Content-Length: ${length}`];
};

test('listens on loopback alone, on a port of its own', async () => {
  const sandbox = await startTestSandbox();
  try {
    assert.equal(sandbox.url, `http://127.0.0.1:${sandbox.port}`);
    assert.ok(sandbox.port > 0);
    const other = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal);
    if (other) {
      const socket = connect(sandbox.port, other.address);
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      assert.equal(error.code, 'ECONNREFUSED');
    }
  } finally {
    await sandbox.close();
  }
});

test('counts what reaches it: connections, requests, bytes', async () => {
  const sandbox = await startTestSandbox();
  try {
    assert.deepEqual(sandbox.received, { connections: 0, requests: 0, bytes: 0 });
    await send(sandbox, signWithAws4(api));
    const first = sandbox.received;
    assert.deepEqual([first.connections, first.requests], [1, 1]);
    assert.ok(first.bytes > 200);
    await send(sandbox, signWithAws4({ ...api, body: 'x'.repeat(1000), method: 'POST' }));
    const second = sandbox.received;
    assert.deepEqual([second.connections, second.requests], [2, 2]);
    assert.ok(second.bytes > first.bytes + 1000);
  } finally {
    await sandbox.close();
  }
});

test('a request that breaks off is counted, and harms nothing', async () => {
  const sandbox = await startTestSandbox();
  try {
    const socket = connect(sandbox.port, '127.0.0.1');
    const half = `${bodyless(signedPut(100))}half`;
    socket.write(half);
    while (sandbox.received.requests === 0) await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    await once(socket, 'close');
    assert.equal(sandbox.received.bytes, half.length);
    assert.equal((await send(sandbox, signWithAws4(api))).status, 200);
    assert.equal(sandbox.requests.length, 1);
  } finally {
    await sandbox.close();
  }
});

test('logs each request with its verdict, without a secret, and the last 200 alone', async () => {
  const sandbox = await startTestSandbox();
  try {
    await send(sandbox, signWithAws4({ ...api, credentials: TEMPORARY }));
    await send(sandbox, signWithAws4({ ...api, target: '/p?a=1', credentials: TEMPORARY }, true));
    await send(sandbox, { method: 'GET', target: '/', headers: [['Host', 's3.amazonaws.com']], body: '' });
    assert.deepEqual(
      sandbox.requests.map(({ method, host, status, verdict }) => ({ method, host, status, verdict })),
      [
        { method: 'GET', host: api.host, status: 200, verdict: 'accepted' },
        { method: 'GET', host: api.host, status: 200, verdict: 'accepted' },
        { method: 'GET', host: 's3.amazonaws.com', status: 403, verdict: 'AccessDenied' },
      ],
    );
    const log = JSON.stringify(sandbox.requests);
    assert.match(log, /\/p\?a=1&X-Amz-Date=/);
    for (const secret of [TEMPORARY.sessionToken, encodeURIComponent(TEMPORARY.sessionToken), KEY.secretAccessKey]) {
      assert.ok(!log.includes(secret), secret);
    }
    assert.doesNotMatch(log, /Signature=[0-9a-f]{64}/);
    for (let count = 0; count < 200; count += 1) {
      await send(sandbox, { method: 'GET', target: `/${count}`, headers: [['Host', 's3.amazonaws.com']], body: '' });
    }
    assert.equal(sandbox.requests.length, 200);
    assert.equal(sandbox.requests.at(-1)?.target, '/199');
  } finally {
    await sandbox.close();
  }
});

test('who is still sending when the refusal comes can go on: the connection ends after the body', async () => {
  const sandbox = await startTestSandbox();
  try {
    const socket = connect(sandbox.port, '127.0.0.1');
    const events: string[] = [];
    socket.on('error', (error: NodeJS.ErrnoException) => events.push(error.code ?? error.message));
    socket.on('end', () => events.push('end'));
    const ended = once(socket, 'close');
    socket.write(bodyless(['PUT /shelf/key HTTP/1.1', `Host: ${s3Host}`, 'Connection: close', 'Content-Length: 10']));
    assert.match(String((await once(socket, 'data'))[0]), /^HTTP\/1\.1 403 /);
    socket.write('01234');
    // Another exchange has gone both ways: an end that was sent with the answer would be here.
    await send(sandbox, signWithAws4(api));
    events.push('rest');
    socket.write('56789');
    await ended;
    assert.deepEqual(events, ['rest', 'end']);
  } finally {
    await sandbox.close();
  }
});

const beforeBodies: [what: string, head: () => string, status: string, verdict: string][] = [
  [
    'an unsigned request',
    () => bodyless(['PUT /shelf/key HTTP/1.1', `Host: ${s3Host}`, 'Content-Length: 50000000']),
    '403',
    'AccessDenied',
  ],
  [
    'a key that nobody knows',
    () => bodyless(signedPut(50_000_000).map((line) => line.replace(KEY.accessKeyId, 'AKIASANDBOXSTRANGER0'))),
    '403',
    'InvalidAccessKeyId',
  ],
  [
    'a wrong signature, where the hash of the body is declared',
    () => bodyless(signedPut(50_000_000).map((line) => line.replace(/Signature=[0-9a-f]{4}/, 'Signature=0000'))),
    '403',
    'SignatureDoesNotMatch',
  ],
  ['a PUT that announces more than 64 MiB', () => bodyless(signedPut(67_108_865)), '400', 'EntityTooLarge'],
  [
    'a session that announces more than any certificate takes',
    () => bodyless(['POST /sessions HTTP/1.1', 'Host: rolesanywhere.eu-central-1.amazonaws.com', 'Content-Length: 50000000']),
    '413',
    'RequestEntityTooLargeException',
  ],
];
for (const [what, head, status, verdict] of beforeBodies) {
  test(`${what} is refused before its body is read`, async () => {
    const sandbox = await startTestSandbox();
    const socket = connect(sandbox.port, '127.0.0.1');
    try {
      socket.write(head());
      const [answer] = (await once(socket, 'data')) as [Buffer];
      assert.match(answer.toString(), new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.equal(sandbox.requests[0]?.verdict, verdict);
    } finally {
      socket.destroy();
      await sandbox.close();
    }
  });
}

test('who asks whether to go on is told so only where the head of the request is right', async () => {
  const sandbox = await startTestSandbox({ buckets: [{ name: 'shelf', region: 'eu-central-1', objects: [] }] });
  const asks = ['Expect: 100-continue'];
  const socket = connect(sandbox.port, '127.0.0.1');
  try {
    socket.write(bodyless([...signedPut(4), ...asks]));
    const [goOn] = (await once(socket, 'data')) as [Buffer];
    assert.match(goOn.toString(), /^HTTP\/1\.1 100 /);
    socket.write('body');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 200 /);
    socket.write(bodyless(['PUT /shelf/key HTTP/1.1', `Host: ${s3Host}`, 'Content-Length: 4', ...asks]));
    const [refusal] = (await once(socket, 'data')) as [Buffer];
    assert.match(refusal.toString(), /^HTTP\/1\.1 403 [\s\S]*^Connection: close\r$/m);
    await once(socket, 'close');
    assert.equal(sandbox.received.requests, 2);
  } finally {
    socket.destroy();
    await sandbox.close();
  }
});

test('close cuts connections that are open', async () => {
  const sandbox = await startTestSandbox();
  const socket = connect(sandbox.port, '127.0.0.1');
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\n');
  while (sandbox.received.bytes === 0) await new Promise((resolve) => setImmediate(resolve));
  await sandbox.close();
  await closed;
});

test('a host that is none of AWS is played by the credential scope', async () => {
  const sandbox = await startTestSandbox();
  try {
    const host = `127.0.0.1:${sandbox.port}`;
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    const sts = await send(sandbox, signWithAws4({ host, service: 'sts', region: 'eu-west-3', method: 'POST', body }));
    assert.match(sts.body, /<GetCallerIdentityResult>/);
    assert.match((await send(sandbox, signWithAws4({ host, service: 's3' }))).body, /<ListAllMyBucketsResult/);
  } finally {
    await sandbox.close();
  }
});

const unusable: [name: string, options: Parameters<typeof startTestSandbox>[0], code: string][] = [
  ['a certificate that is none', { trustAnchors: [{ arn: 'arn:a', certificates: ['no certificate'] }] }, 'sandbox-certificate'],
  [
    'a broken certificate',
    { trustAnchors: [{ arn: 'arn:a', certificates: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'] }] },
    'sandbox-certificate',
  ],
  ['a port that is none', { port: 70_000 }, 'sandbox-port'],
];
for (const [name, options, code] of unusable) {
  test(`${name} is told`, async () => {
    await assert.rejects(startTestSandbox(options), (error) => isUserError(error) && error.code === code && error.remedy !== '');
  });
}

test('a port in use is told', async () => {
  const sandbox = await startTestSandbox();
  try {
    const second = startSandbox({ trustAnchors: [], profiles: [], roles: [], accessKeys: [], port: sandbox.port });
    await assert.rejects(
      second,
      (error) => isUserError(error) && error.code === 'sandbox-port' && error.message.includes('EADDRINUSE'),
    );
  } finally {
    await sandbox.close();
  }
});
