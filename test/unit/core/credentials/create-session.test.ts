import assert from 'node:assert/strict';
import { createHash, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import type { KeyKind } from '../../../../src/core/certificates/issue.ts';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { SessionManager } from '../../../../src/core/credentials/session-manager.ts';
import { SecretVault } from '../../../../src/storage/secret-vault.ts';
import { InMemorySecretStorage } from '../../fakes/in-memory-secret-storage.ts';
import { ServerClock } from '../../../../src/core/http/server-clock.ts';
import { createSession, signCreateSession } from '../../../../src/core/credentials/roles-anywhere.ts';
import type { CreateSessionOptions, CreateSessionParameters } from '../../../../src/core/credentials/roles-anywhere.ts';
import { headerValues } from '../../../../src/core/http/message.ts';
import type { HttpRequest } from '../../../../src/core/http/message.ts';
import { sendRequest } from '../../../../src/core/http/transport.ts';
import { provisionSandbox } from '../../../../src/sandbox/provision-sandbox.ts';
import type { SandboxProvision } from '../../../../src/sandbox/provision-sandbox.ts';
import { startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';
import { crossSigned } from '../certificates/odd-certificate.ts';
import { rolesAnywhereProfile } from '../../fakes/sample-profiles.ts';

const day = 86_400_000;
const never = new AbortController().signal;

async function identityOf(key: KeyKind): Promise<Identity> {
  const validity = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) };
  const authority = await createDevelopmentAuthority({ commonName: 'Test CA', key: 'ec-p256', ...validity });
  return issueEndEntity(authority, { commonName: 'build-7', key, ...validity });
}

function bodyText({ body }: HttpRequest): string {
  assert.ok(body instanceof Uint8Array);
  return new TextDecoder().decode(body);
}

/** The canonical request as the specification's text gives it, put together by hand. */
function canonicalByHand(request: HttpRequest, signedHeaders: readonly string[]): string {
  const value = (name: string): string => (name === 'host' ? request.host : headerValues(request.headers, name).join(','));
  const hash = createHash('sha256').update(bodyText(request)).digest('hex');
  return `POST\n/sessions\n\n${signedHeaders.map((name) => `${name}:${value(name)}\n`).join('')}\n${signedHeaders.join(';')}\n${hash}`;
}

describe('signCreateSession', () => {
  const algorithms: [key: KeyKind, algorithm: string][] = [
    ['rsa-2048', 'AWS4-X509-RSA-SHA256'],
    ['ec-p256', 'AWS4-X509-ECDSA-SHA256'],
    ['ec-p384', 'AWS4-X509-ECDSA-SHA256'],
  ];
  for (const [key, algorithm] of algorithms) {
    test(`${key}: the certificate's public key verifies the signature over SHA-256`, async () => {
      const identity = await identityOf(key);
      const date = new Date('2026-03-01T04:05:06.789Z');
      const signed = signCreateSession(identity, rolesAnywhereProfile, date);
      const [authorization = ''] = headerValues(signed.headers, 'authorization');
      const match =
        /^(?<algorithm>\S+) Credential=(?<serial>\d+)\/(?<scope>\S+), SignedHeaders=(?<names>\S+), Signature=(?<signature>[0-9a-f]+)$/.exec(
          authorization,
        );
      assert.ok(match?.groups, authorization);
      const { algorithm: used, serial, scope, names = '', signature = '' } = match.groups;
      assert.equal(used, algorithm);
      assert.equal(
        BigInt(serial ?? '')
          .toString(16)
          .toUpperCase(),
        identity.leaf.serialNumber.replace(/^0+/, ''),
      );
      assert.equal(scope, '20260301/eu-west-1/rolesanywhere/aws4_request');
      assert.equal(names, 'content-type;host;x-amz-date;x-amz-x509');
      const canonical = canonicalByHand(signed, names.split(';'));
      assert.equal(signed.signing.canonicalRequest, canonical);
      const stringToSign = [algorithm, '20260301T040506Z', scope, createHash('sha256').update(canonical).digest('hex')].join(
        '\n',
      );
      assert.ok(verify('sha256', Buffer.from(stringToSign), identity.leaf.publicKey, Buffer.from(signature, 'hex')));
    });
  }

  test('everything travels in the body, nothing in the query', async () => {
    const identity = await identityOf('ec-p256');
    const { trustAnchorArn, profileArn, roleArn } = rolesAnywhereProfile;
    const full = signCreateSession(identity, { ...rolesAnywhereProfile, durationSeconds: 900, roleSessionName: 'build' });
    assert.equal(full.target, '/sessions');
    assert.deepEqual(JSON.parse(bodyText(full)), {
      profileArn,
      roleArn,
      trustAnchorArn,
      durationSeconds: 900,
      roleSessionName: 'build',
    });
    assert.deepEqual(Object.keys(JSON.parse(bodyText(signCreateSession(identity, rolesAnywhereProfile))) as object), [
      'profileArn',
      'roleArn',
      'trustAnchorArn',
    ]);
  });

  test('the chain is sent without its root, nearest first', async () => {
    const validity = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) };
    const authority = await createDevelopmentAuthority({ commonName: 'Root', key: 'ec-p256', ...validity });
    const leaf = await issueEndEntity(authority, { commonName: 'leaf', key: 'ec-p256', ...validity });
    const root = authority.leaf;
    const other = (await identityOf('ec-p256')).leaf;
    const withRoot = signCreateSession({ ...leaf, chain: [root] }, rolesAnywhereProfile);
    assert.deepEqual(headerValues(withRoot.headers, 'x-amz-x509-chain'), []);
    const withIntermediates = signCreateSession({ ...leaf, chain: [other, leaf.leaf, root] }, rolesAnywhereProfile);
    assert.deepEqual(headerValues(withIntermediates.headers, 'x-amz-x509-chain'), [
      [other, leaf.leaf].map(({ raw }) => raw.toString('base64')).join(','),
    ]);
    assert.ok(withIntermediates.signing.signedHeaders.includes('x-amz-x509-chain'));
    const tooLong = { ...leaf, chain: Array.from({ length: 6 }, () => other) };
    assert.throws(() => signCreateSession(tooLong, rolesAnywhereProfile), { code: 'chain-too-long' });
  });

  test('a new key of an authority that its old key has certified is sent, though its two names are equal', async () => {
    const validity = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) };
    const old = await createDevelopmentAuthority({ commonName: 'Rollover', ...validity });
    const renewed = await createDevelopmentAuthority({ commonName: 'Rollover', ...validity });
    // Without key identifiers, by which OpenSSL would tell the two apart.
    const newWithOld = crossSigned(renewed, old, { authorityKeyIdentifier: null, subjectKeyIdentifier: null });
    const leaf = await issueEndEntity(renewed, { commonName: 'leaf', ...validity });
    const { headers } = signCreateSession({ ...leaf, chain: [newWithOld, old.leaf] }, rolesAnywhereProfile);
    assert.deepEqual(headerValues(headers, 'x-amz-x509-chain'), [newWithOld.raw.toString('base64')]);
  });

  const hosts: [partition: string, region: string, host: string][] = [
    ['aws', 'eu-central-1', 'rolesanywhere.eu-central-1.amazonaws.com'],
    ['aws', 'mx-central-1', 'rolesanywhere.mx-central-1.amazonaws.com'],
    ['aws-cn', 'cn-north-1', 'rolesanywhere.cn-north-1.amazonaws.com.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'rolesanywhere.us-gov-west-1.amazonaws.com'],
    ['aws-eusc', 'eusc-de-east-1', 'rolesanywhere.eusc-de-east-1.amazonaws.eu'],
  ];
  for (const [partition, region, host] of hosts) {
    test(`${region} is reached at ${host}`, async () => {
      const arn = (resource: string): string => `arn:${partition}:rolesanywhere:${region}:111122223333:${resource}/1`;
      const parameters = {
        trustAnchorArn: arn('trust-anchor'),
        profileArn: arn('profile'),
        roleArn: `arn:${partition}:iam::111122223333:role/build`,
      };
      const signed = signCreateSession(await identityOf('ec-p256'), parameters);
      assert.equal(signed.host, host);
      assert.match(signed.signing.credentialScope, new RegExp(`/${region}/rolesanywhere/aws4_request$`));
    });
  }

  const refused: [what: string, change: Partial<CreateSessionParameters>, code: string][] = [
    ['a malformed ARN', { trustAnchorArn: 'arn:aws:rolesanywhere' }, 'arn-malformed'],
    ['regions that differ', { profileArn: rolesAnywhereProfile.profileArn.replace('eu-west-1', 'us-east-1') }, 'regions-differ'],
    ['a role of another account', { roleArn: 'arn:aws:iam::444455556666:role/build' }, 'accounts-differ'],
    ['a role of another partition', { roleArn: 'arn:aws-cn:iam::111122223333:role/build' }, 'accounts-differ'],
    ['a duration too short', { durationSeconds: 899 }, 'duration-out-of-range'],
    ['a duration too long', { durationSeconds: 43_201 }, 'duration-out-of-range'],
    ['a duration that is no number', { durationSeconds: Number.NaN }, 'duration-out-of-range'],
  ];
  for (const [what, change, code] of refused) {
    test(`${what} is refused before anything is signed`, async () => {
      const identity = await identityOf('ec-p256');
      assert.throws(() => signCreateSession(identity, { ...rolesAnywhereProfile, ...change }), { name: 'UserError', code });
    });
  }

  test('a region of no partition is refused, not taken for a commercial one', async () => {
    const identity = await identityOf('ec-p256');
    const elsewhere = (arn: string): string => arn.replace('eu-west-1', 'moon-base-1');
    const { trustAnchorArn, profileArn } = rolesAnywhereProfile;
    const parameters = { ...rolesAnywhereProfile, trustAnchorArn: elsewhere(trustAnchorArn), profileArn: elsewhere(profileArn) };
    assert.throws(() => signCreateSession(identity, parameters), { code: 'region-unknown' });
  });
});

describe('createSession against the sandbox', () => {
  let provision: SandboxProvision;
  let identity: Identity;
  let sandbox: Sandbox;

  before(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sandbox-'));
    provision = await provisionSandbox(directory);
    const { certificate } = provision.profile;
    assert.equal(statSync(certificate).mode & 0o777, 0o600);
    identity = await readIdentity([{ name: 'sandbox.pfx', bytes: readFileSync(certificate) }], provision.password);
    sandbox = await startSandbox(provision.options);
  });
  after(() => sandbox.close());

  const options = (more: Partial<CreateSessionOptions> = {}): CreateSessionOptions => ({
    send: (request, signal) => sendRequest(request, { signal, timeout: 60_000 }),
    now: Date.now,
    signal: never,
    connectTo: sandbox.url,
    ...more,
  });
  /** The network leads to the sandbox; nobody knows of an endpoint. */
  const direct = (more: Partial<CreateSessionOptions>): CreateSessionOptions => {
    const { connectTo, send, ...rest } = options();
    return { ...rest, send: (request, signal) => send({ ...request, connectTo: connectTo ?? '' }, signal), ...more };
  };

  test('gives a session for the role, as long as asked for', async () => {
    const clock = new Date();
    const still = await startSandbox({ ...provision.options, now: () => clock });
    const session = await createSession(
      identity,
      { ...provision.profile, durationSeconds: 900 },
      options({ now: () => clock.getTime(), connectTo: still.url }),
    ).finally(() => still.close());
    assert.match(session.credentials.accessKeyId, /^ASIA/);
    assert.equal(session.roleArn, provision.profile.roleArn);
    assert.match(session.assumedRoleArn, /:assumed-role\/SandboxDeveloper\//);
    assert.equal(session.sourceIdentity, 'CN=developer');
    // To the second, as it is written.
    assert.equal(session.expiration.getTime(), Math.floor(clock.getTime() / 1000) * 1000 + 900_000);
  });

  test('is had through either root of a cross-signed authority, with the certificates as they come', async () => {
    const validity = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + 90 * day) };
    const [one, other, middle] = await Promise.all(
      ['One', 'Other', 'Middle'].map((commonName) => createDevelopmentAuthority({ commonName, ...validity })),
    );
    assert.ok(one !== undefined && other !== undefined && middle !== undefined);
    const { leaf, key } = await issueEndEntity(middle, { commonName: 'crossed', ...validity });
    const pile = [crossSigned(middle, one), one.leaf, leaf, crossSigned(middle, other)];
    const text = [...pile, key.export({ type: 'pkcs8', format: 'pem' })].join('');
    const crossed = await readIdentity([{ name: 'crossed.pem', bytes: Buffer.from(text) }]);
    for (const { leaf: root } of [one, other]) {
      const trustAnchors = [{ arn: provision.profile.trustAnchorArn, certificates: [root.toString()] }];
      const apart = await startSandbox({ ...provision.options, trustAnchors });
      try {
        const { sourceIdentity } = await createSession(crossed, provision.profile, options({ connectTo: apart.url }));
        assert.equal(sourceIdentity, 'CN=crossed');
      } finally {
        await apart.close();
      }
    }
  });

  const refusals: [what: string, change: Partial<CreateSessionParameters>, code: string][] = [
    ['an unknown profile', { profileArn: 'arn:aws:rolesanywhere:eu-central-1:111122223333:profile/other' }, 'resource-not-found'],
    [
      'an unknown trust anchor',
      { trustAnchorArn: 'arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/other' },
      'resource-not-found',
    ],
    ['a role that the profile does not list', { roleArn: 'arn:aws:iam::111122223333:role/Admin' }, 'role-not-assumable'],
    ['a session name that is not accepted', { roleSessionName: 'me' }, 'session-name-refused'],
  ];
  for (const [what, change, code] of refusals) {
    test(`is refused for ${what}, with a remedy`, async () => {
      const refused = createSession(identity, { ...provision.profile, ...change }, options());
      await assert.rejects(refused, (error: { code: string; remedy: string; message: string }) => {
        assert.equal(error.code, code, error.message);
        assert.ok(error.remedy.length > 20);
        return true;
      });
    });
  }

  test('is refused for a certificate of a CA that is not the trust anchor', async () => {
    const stranger = await identityOf('rsa-2048');
    await assert.rejects(createSession(stranger, provision.profile, options()), { code: 'certificate-untrusted' });
  });

  test('a clock that is an hour off is named as the cause', async () => {
    const now = (): number => Date.now() - 3_600_000;
    await assert.rejects(
      createSession(identity, provision.profile, options({ now })),
      (error: { code: string; message: string }) => {
        assert.equal(error.code, 'clock-skewed', error.message);
        assert.match(error.message, /60 minutes behind/);
        return true;
      },
    );
  });

  test('a refused clock is put right and the session got', async () => {
    const clock = new ServerClock(() => Date.now() - 3_600_000);
    const told: number[] = [];
    clock.onDidLearn(({ offset }) => told.push(Math.round(offset / 60_000)));
    const now = (): number => Date.now() - 3_600_000;
    const session = await createSession(identity, provision.profile, direct({ now, clock }));
    assert.match(session.credentials.accessKeyId, /^ASIA/);
    assert.deepEqual(told, [60]);
    assert.equal(session.issuer, 'https://rolesanywhere.eu-central-1.amazonaws.com');
  });

  for (const [what, ahead] of [
    ['two hours ahead', 7_200_000],
    ['two minutes ahead, which nobody refuses', 120_000],
    ['two hours behind', -7_200_000],
  ] as const) {
    test(`many sends cost one session, with a clock that is ${what}`, async () => {
      const now = (): number => Date.now() + ahead;
      const clock = new ServerClock(now);
      let answered = 0;
      const { send, ...rest } = direct({ now, clock });
      const counting: CreateSessionOptions['send'] = async (request, signal) => {
        const response = await send(request, signal);
        if (response.status < 300) answered += 1;
        return response;
      };
      const manager = new SessionManager({
        store: new SecretVault(new InMemorySecretStorage()),
        now,
        clockOffset: ({ issuer = '' }) => clock.offsetOf(issuer),
        // A session of 15 minutes that is renewed 14 minutes before its end: two minutes of the clock decide.
        renewBefore: () => 14 * 60_000,
        fingerprint: () => 'settings',
        obtain: (_id, signal) =>
          createSession(identity, { ...provision.profile, durationSeconds: 900 }, { ...rest, send: counting, signal }),
      });
      for (let times = 0; times < 3; times++) await manager.use('p', never);
      assert.equal(answered, 1);
      assert.equal(manager.state('p').kind, 'active');
    });
  }

  test('an endpoint puts no clock right', async () => {
    const now = (): number => Date.now() - 3_600_000;
    const clock = new ServerClock(now);
    await assert.rejects(createSession(identity, provision.profile, options({ now, clock })), { code: 'clock-skewed' });
    assert.equal(clock.offsetOf('https://rolesanywhere.eu-central-1.amazonaws.com'), 0);
  });

  test('a clock that is refused nothing is learned from the answer without a word', async () => {
    const now = (): number => Date.now() + 120_000;
    const clock = new ServerClock(now);
    clock.onDidLearn(() => assert.fail('nobody complained'));
    const { issuer = '' } = await createSession(identity, provision.profile, direct({ now, clock }));
    assert.equal(Math.round(clock.offsetOf(issuer) / 60_000), -2);
  });
});

describe('createSession against a troubled server', () => {
  const answer = JSON.stringify({
    credentialSet: [
      {
        assumedRoleUser: { arn: 'arn:aws:sts::111122223333:assumed-role/build/1', assumedRoleId: 'x' },
        credentials: { accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't', expiration: '2030-01-01T00:00:00Z' },
        roleArn: 'arn:aws:iam::111122223333:role/build',
      },
    ],
    subjectArn: 'arn',
  });

  /** Serves each request with the next handler and collects the X-Amz-Date of each. */
  async function scripted(handlers: ((request: IncomingMessage, response: ServerResponse) => void)[], clock: { now: number }) {
    const dates: string[] = [];
    const server = createServer((request, response) => {
      dates.push(String(request.headers['x-amz-date']));
      clock.now += 2000;
      request.resume().on('end', () => handlers[dates.length - 1]?.(request, response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}`,
      dates,
      close: (): Promise<unknown> => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      },
    };
  }

  async function attempt(handlers: Parameters<typeof scripted>[0]) {
    const clock = { now: Date.parse('2026-03-01T00:00:00Z') };
    const server = await scripted(handlers, clock);
    try {
      const session = await createSession(await identityOf('ec-p256'), rolesAnywhereProfile, {
        send: (request, signal) => sendRequest(request, { signal, timeout: 60_000 }),
        now: () => clock.now,
        random: () => 0,
        signal: never,
        connectTo: server.url,
      });
      return { session, dates: server.dates };
    } catch (error) {
      return { error: error as { code: string }, dates: server.dates };
    } finally {
      await server.close();
    }
  }

  const status =
    (code: number, body = '{}') =>
    (_request: IncomingMessage, response: ServerResponse): void => {
      response.writeHead(code, { 'Content-Type': 'application/json' }).end(body);
    };

  test('throttling and server faults are tried again, signed anew each time', async () => {
    const { session, dates } = await attempt([status(429), status(503), status(201, answer)]);
    assert.equal(session?.credentials.accessKeyId, 'ASIA1');
    assert.deepEqual(dates, ['20260301T000000Z', '20260301T000002Z', '20260301T000004Z']);
  });

  test('a server whose time is another with every refusal is believed once', async () => {
    const start = Date.parse('2026-03-01T00:00:00Z');
    const clock = { now: start };
    const refusal = (minutes: number) => (_request: IncomingMessage, response: ServerResponse) => {
      const headers = { 'Content-Type': 'application/json', Date: new Date(start + minutes * 60_000).toUTCString() };
      response.writeHead(403, headers).end('{"message":"Signature expired"}');
    };
    const server = await scripted([refusal(60), refusal(120), refusal(30), refusal(300), status(201, answer)], clock);
    const refused = createSession(await identityOf('ec-p256'), rolesAnywhereProfile, {
      // The network leads there; nobody knows of an endpoint.
      send: (request, signal) => sendRequest({ ...request, connectTo: server.url }, { signal, timeout: 60_000 }),
      now: () => clock.now,
      clock: new ServerClock(() => clock.now),
      random: () => 0,
      signal: never,
    });
    await assert.rejects(refused, { code: 'clock-skewed' });
    assert.deepEqual(server.dates.slice(0, 2), ['20260301T000000Z', '20260301T010001Z']);
    assert.equal(server.dates.length, 2);
    await server.close();
  });

  test('after three attempts it gives up', async () => {
    const { error, dates } = await attempt([status(500), status(500), status(500), status(201, answer)]);
    assert.equal(error?.code, 'service-failed');
    assert.equal(dates.length, 3);
  });

  test('a refusal is not tried again', async () => {
    const { error, dates } = await attempt([status(403, '{"message":"Untrusted signing certificate"}'), status(201, answer)]);
    assert.equal(error?.code, 'certificate-untrusted');
    assert.equal(dates.length, 1);
  });

  test('a connection that breaks is tried again', async () => {
    const { session } = await attempt([(request) => void request.socket.destroy(), status(201, answer)]);
    assert.equal(session?.credentials.accessKeyId, 'ASIA1');
  });

  const unreadable = [
    '',
    '<html>captive portal</html>',
    '{}',
    '{"credentialSet":[],"subjectArn":""}',
    answer.replace('2030-01-01T00:00:00Z', 'soon'),
  ];
  for (const body of unreadable) {
    test(`an answer without a session is refused: ${body.slice(0, 30)}`, async () => {
      const { error } = await attempt([status(201, body)]);
      assert.equal(error?.code, 'response-unreadable');
    });
  }

  test('a refused connection is told as one', async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const refused = createSession(await identityOf('ec-p256'), rolesAnywhereProfile, {
      send: (request, signal) => sendRequest(request, { signal, timeout: 60_000 }),
      now: Date.now,
      random: () => 0,
      signal: never,
      connectTo: `http://127.0.0.1:${port}`,
    });
    await assert.rejects(refused, { code: 'connection-refused' });
  });

  test('cancelling stops the wait', async () => {
    const controller = new AbortController();
    const server = await scripted([() => controller.abort()], { now: Date.now() });
    const cancelled = createSession(await identityOf('ec-p256'), rolesAnywhereProfile, {
      send: (request, signal) => sendRequest(request, { signal, timeout: 60_000 }),
      now: Date.now,
      signal: controller.signal,
      connectTo: server.url,
    });
    await assert.rejects(cancelled, { code: 'cancelled' });
    await server.close();
  });
});
