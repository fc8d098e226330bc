import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { AUTHORITY, issueCertificate } from '../certificate-authority.ts';
import { send, signWithAws4, startTestSandbox, type Sent } from '../fixtures.ts';
import { servedBy } from './served-by.ts';
import {
  ANCHOR,
  DISABLED_PROFILE,
  DISTRUSTING_ROLE,
  FOREIGN_PROFILE,
  HOST,
  makeAuthorities,
  NAMING_PROFILE,
  parameters,
  PROFILE,
  ROLE,
  rolesAnywhere,
  SHORT_ROLE,
  signSession,
  UNLISTED_ROLE,
  type Authorities,
  type SessionRequest,
} from './session-fixtures.ts';
import { refusedSessions, skip, START } from './session-table.ts';

interface Answered {
  readonly credentialSet: readonly [
    {
      readonly assumedRoleUser: { readonly arn: string; readonly assumedRoleId: string };
      readonly credentials: { accessKeyId: string; expiration: string; secretAccessKey: string; sessionToken: string };
      readonly roleArn: string;
      readonly sourceIdentity: string;
      readonly packedPolicySize: number;
    },
  ];
  readonly subjectArn: string;
}

servedBy('create-session', [
  { host: HOST, service: 'rolesanywhere', method: 'POST', target: '/sessions' },
  { host: HOST, service: 'rolesanywhere', method: 'POST', target: '/sessions?durationSeconds=900' },
  { host: '127.0.0.1:8080', service: 'rolesanywhere', method: 'POST', target: '/sessions' },
]);

describe('CreateSession', { skip }, () => {
  let now = START;
  let sandbox: Sandbox;
  let made: Authorities;
  before(async () => {
    made = makeAuthorities();
    sandbox = await startTestSandbox({ ...rolesAnywhere(made.root), now: () => now });
  });
  after(() => sandbox.close());

  /** The good request, changed; `chain` holds the intermediate unless the change says otherwise. */
  const request = (changes: Partial<SessionRequest> = {}): Sent =>
    signSession({ leaf: made.leaf, chain: [made.intermediate], date: now, ...changes });
  const answered = async (sent: Sent): Promise<Answered> => {
    const received = await send(sandbox, sent);
    assert.equal(received.status, 201, `${received.body} ${received.headers['x-sandbox-reason'] ?? ''}`);
    return JSON.parse(received.body) as Answered;
  };

  test('answers with keys, times and names in the exact shape', async () => {
    now = START;
    const { credentialSet, subjectArn } = await answered(request());
    const [session] = credentialSet;
    assert.match(session.credentials.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
    assert.equal(session.credentials.secretAccessKey.length, 40);
    assert.equal(session.credentials.expiration, new Date(START.getTime() + 3_600_000).toISOString().replace('.000', ''));
    assert.equal(session.assumedRoleUser.arn, 'arn:aws:sts::111122223333:assumed-role/builder/123456789abcdef0');
    assert.match(session.assumedRoleUser.assumedRoleId, /^AROA[A-Z2-7]{17}:123456789abcdef0$/);
    assert.equal(session.roleArn, ROLE);
    assert.equal(session.sourceIdentity, 'CN=build-7');
    assert.equal(session.packedPolicySize, 10);
    assert.match(
      subjectArn,
      /^arn:aws:rolesanywhere:eu-central-1:111122223333:subject\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
  });

  test('takes the parameters from the query as well', async () => {
    now = START;
    const pairs = [
      ['profileArn', PROFILE],
      ['roleArn', ROLE],
      ['trustAnchorArn', ANCHOR],
    ].map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`);
    await answered(request({ query: pairs.join('&'), body: '{"durationSeconds":900}' }));
    const byProfile = await answered(request({ query: pairs.join('&'), body: '' }));
    assert.equal(Date.parse(byProfile.credentialSet[0].credentials.expiration), START.getTime() + 7_200_000);
  });

  for (const key of ['rsa', 'P-256', 'P-384'] as const) {
    test(`takes a key of the kind ${key}, directly below the trust anchor`, async () => {
      now = START;
      const leaf = issueCertificate({ key, issuer: made.root, digest: key === 'P-384' ? 'sha384' : 'sha256' });
      await answered(request({ leaf, chain: [] }));
    });
  }

  test('takes an RSA chain, and a chain that ends in the trust anchor itself', async () => {
    now = START;
    const between = issueCertificate({ key: 'rsa', subject: '/CN=RSA', issuer: made.root, extensions: AUTHORITY });
    const leaf = issueCertificate({ issuer: between });
    await answered(request({ leaf, chain: [between] }));
    await answered(request({ leaf, chain: [between, made.root] }));
  });

  test('takes a leaf of a trust anchor that was renewed with the same key', async () => {
    const root = issueCertificate({ subject: '/CN=Renewed', extensions: AUTHORITY, days: 1 });
    const renewed = issueCertificate({ subject: '/CN=Renewed', extensions: AUTHORITY, days: 30, key: root.key });
    const later = new Date(START.getTime() + 2 * 86_400_000);
    const world = rolesAnywhere(root);
    const trustAnchors = [{ arn: ANCHOR, certificates: [root.pem + renewed.pem] }];
    const other = await startTestSandbox({ ...world, trustAnchors, now: () => later });
    try {
      const sent = signSession({ leaf: issueCertificate({ issuer: root }), date: later });
      assert.equal((await send(other, sent)).status, 201);
    } finally {
      await other.close();
    }
  });

  test('takes an authority that two others have certified, whichever of them is the trust anchor', async () => {
    now = START;
    const other = issueCertificate({ subject: '/CN=Other', extensions: AUTHORITY });
    const between = issueCertificate({ subject: '/CN=Between', extensions: AUTHORITY, issuer: made.root });
    const crossed = issueCertificate({ subject: '/CN=Between', extensions: AUTHORITY, issuer: other, key: between.key });
    const leaf = issueCertificate({ issuer: between });
    await answered(request({ leaf, chain: [between, crossed] }));
    await answered(request({ leaf, chain: [crossed, between] }));
  });

  test('takes the path that holds where another has expired', async () => {
    const later = new Date(START.getTime() + 12 * 86_400_000);
    const old = issueCertificate({ subject: '/CN=Between', extensions: AUTHORITY, issuer: made.root, days: 5 });
    const current = issueCertificate({
      subject: '/CN=Between',
      extensions: AUTHORITY,
      issuer: made.root,
      days: 20,
      key: old.key,
    });
    const leaf = issueCertificate({ issuer: old, days: 20 });
    now = later;
    await answered(request({ leaf, chain: [old, current], date: later }));
  });

  test('takes a new key of the trust anchor that its old key has certified, and does not count it as an authority below', async () => {
    const root = issueCertificate({
      subject: '/CN=Rollover',
      extensions: ['basicConstraints=CA:TRUE,pathlen:0', 'keyUsage=keyCertSign'],
      days: 30,
    });
    const renewed = issueCertificate({ subject: '/CN=Rollover', extensions: AUTHORITY, issuer: root, days: 30 });
    const leaf = issueCertificate({ issuer: renewed, days: 30 });
    const other = await startTestSandbox({ ...rolesAnywhere(root), now: () => START });
    try {
      const received = await send(other, signSession({ leaf, chain: [renewed], date: START }));
      assert.equal(received.status, 201, `${received.body} ${received.headers['x-sandbox-reason'] ?? ''}`);
    } finally {
      await other.close();
    }
  });

  test('takes a certificate whose key is on a curve without a NIST name', async () => {
    now = START;
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const leaf = issueCertificate({ subject: '/O=Example/CN=Müller', key: privateKey, issuer: made.root });
    const { credentialSet } = await answered(request({ leaf, chain: [] }));
    assert.equal(credentialSet[0].sourceIdentity, 'CN=Müller');
  });

  const identities: [subject: string, expected: string][] = [
    ['/CN=build-7', 'CN=build-7'],
    [`/CN=${'a'.repeat(61)}`, `CN=${'a'.repeat(61)}`],
    [`/CN=${'a'.repeat(62)}`, 'a'.repeat(62)],
    [`/CN=${'a'.repeat(64)}`, 'a'.repeat(64)],
    ['/O=nameless', 'ID=03e8'],
  ];
  for (const [subject, expected] of identities) {
    test(`source identity of ${subject.slice(0, 12)} (${subject.length})`, async () => {
      now = START;
      const leaf = issueCertificate({ subject, issuer: made.root, serial: '1000' });
      const { credentialSet } = await answered(request({ leaf, chain: [] }));
      assert.equal(credentialSet[0].sourceIdentity, expected);
    });
  }

  const durations: [profile: string, asked: number | undefined, seconds: number][] = [
    [PROFILE, 900, 900],
    [PROFILE, 7200, 7200],
    [PROFILE, 43_200, 7200],
    [PROFILE, undefined, 7200],
    [NAMING_PROFILE, 7200, 3600],
  ];
  for (const [profileArn, durationSeconds, seconds] of durations) {
    test(`${durationSeconds ?? 'nothing'} asked of profile …${profileArn.slice(-1)} gives ${seconds} seconds`, async () => {
      now = START;
      const { credentialSet } = await answered(request({ body: parameters({ profileArn, durationSeconds }) }));
      assert.equal(Date.parse(credentialSet[0].credentials.expiration), START.getTime() + seconds * 1000);
    });
  }

  test('names the session where the profile accepts it', async () => {
    now = START;
    const body = parameters({ profileArn: NAMING_PROFILE, roleSessionName: 'me@work' });
    const { credentialSet } = await answered(request({ body }));
    assert.equal(credentialSet[0].assumedRoleUser.arn, 'arn:aws:sts::111122223333:assumed-role/builder/me@work');
  });

  test('its keys sign requests until they expire, and are told expired afterwards', async () => {
    now = START;
    const { credentialSet } = await answered(request());
    const { credentials, assumedRoleUser } = credentialSet[0];
    const call = (date: Date): Sent =>
      signWithAws4({
        host: 'sts.eu-central-1.amazonaws.com',
        service: 'sts',
        method: 'POST',
        body: 'Action=GetCallerIdentity&Version=2011-06-15',
        credentials,
        timestamp: date.toISOString().replace(/[-:]|\.\d{3}/g, ''),
      });
    const during = await send(sandbox, call(now));
    assert.match(during.body, new RegExp(`<Arn>${assumedRoleUser.arn}</Arn>`));
    now = new Date(START.getTime() + 3_600_000);
    const afterwards = await send(sandbox, call(now));
    assert.equal(afterwards.status, 403);
    assert.match(afterwards.body, /<Code>ExpiredToken<\/Code><Message>The security token included in the request is expired</);
  });

  test('another request to Roles Anywhere is verified like any other', async () => {
    now = START;
    const timestamp = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
    const received = await send(sandbox, signWithAws4({ host: HOST, service: 'rolesanywhere', target: '/profiles', timestamp }));
    assert.equal(received.status, 200);
    assert.equal((JSON.parse(received.body) as { service: string }).service, 'rolesanywhere');
  });
});

const ask =
  (changes: Record<string, unknown>): (() => Partial<SessionRequest>) =>
  () => ({ body: parameters(changes) });

refusedSessions('parameters of CreateSession', [
  {
    name: 'unknown trust anchor',
    signing: ask({ trustAnchorArn: ANCHOR.replace(/1$/, '9') }),
    status: 404,
    code: 'ResourceNotFoundException',
    message: /^Trust anchor not found/,
  },
  {
    name: 'unknown profile',
    signing: ask({ profileArn: PROFILE.replace(/1$/, '9') }),
    status: 404,
    code: 'ResourceNotFoundException',
    message: /^Profile not found/,
  },
  {
    name: 'profile of another region',
    signing: ask({ profileArn: FOREIGN_PROFILE }),
    status: 404,
    code: 'ResourceNotFoundException',
    message: /not found/,
    reason: /not in region eu-central-1/,
  },
  { name: 'disabled profile', signing: ask({ profileArn: DISABLED_PROFILE }), message: /disabled/ },
  {
    name: 'role that the profile does not list',
    signing: ask({ roleArn: UNLISTED_ROLE }),
    message: `Unable to assume role for ${UNLISTED_ROLE}`,
    reason: /does not list/,
  },
  {
    name: 'role that does not trust Roles Anywhere',
    signing: ask({ roleArn: DISTRUSTING_ROLE }),
    message: `Unable to assume role for ${DISTRUSTING_ROLE}`,
    reason: /trust policy/,
  },
  {
    name: 'unknown role',
    signing: ask({ roleArn: `${ROLE}x` }),
    message: `Unable to assume role for ${ROLE}x`,
    reason: /no such role/,
  },
  {
    name: 'session name that is not accepted',
    signing: ask({ roleSessionName: 'me' }),
    message: 'Not authorized to set roleSessionName.',
  },
  {
    name: 'session name with a blank',
    signing: ask({ roleSessionName: 'a b' }),
    status: 400,
    code: 'ValidationException',
    message: /'a b' at 'roleSessionName'/,
  },
  {
    name: '899 seconds',
    signing: ask({ durationSeconds: 899 }),
    status: 400,
    code: 'ValidationException',
    message:
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
  },
  {
    name: '43201 seconds',
    signing: ask({ durationSeconds: 43_201 }),
    status: 400,
    code: 'ValidationException',
    message: /less than or equal to 43200/,
  },
  {
    name: 'seconds as text',
    signing: ask({ durationSeconds: '3600' }),
    status: 400,
    code: 'SerializationException',
    message: /not an integer/,
  },
  {
    name: 'longer than the role allows',
    signing: ask({ roleArn: SHORT_ROLE, durationSeconds: 3601 }),
    status: 400,
    code: 'ValidationException',
    message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  },
  {
    name: 'no role',
    signing: ask({ roleArn: undefined }),
    status: 400,
    code: 'ValidationException',
    message: /Value null at 'roleArn'/,
  },
  {
    name: 'malformed ARN',
    signing: ask({ trustAnchorArn: 'my-anchor' }),
    status: 400,
    code: 'ValidationException',
    message: /'my-anchor' at 'trustAnchorArn'/,
  },
  {
    name: 'body that is no JSON object',
    signing: () => ({ body: '[1]' }),
    status: 400,
    code: 'SerializationException',
    message: /not a JSON object/,
  },
]);
