import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';
import { writePkcs12 } from '../../../../src/core/certificates/write-pkcs12.ts';
import { obtainSession } from '../../../../src/core/credentials/obtain-session.ts';
import type { HttpRequest, HttpResponse } from '../../../../src/core/http/message.ts';
import { sendRequest } from '../../../../src/core/http/transport.ts';
import type { RolesAnywhereProfile } from '../../../../src/core/profiles/profile.ts';
import { provisionSandbox } from '../../../../src/sandbox/provision-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { startSandbox } from '../../../../src/sandbox/start-sandbox.ts';

const day = 86_400_000;
const directory = mkdtempSync(join(tmpdir(), 'obtain-session-'));
let sandbox: Sandbox;
let profile: RolesAnywhereProfile;
let password: string;

before(async () => {
  const provision = await provisionSandbox(directory);
  sandbox = await startSandbox(provision.options);
  profile = { ...provision.profile, endpoint: sandbox.url };
  password = provision.password;
});
after(async () => {
  await sandbox.close();
  rmSync(directory, { recursive: true });
});

const hosts: string[] = [];
const send = (request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> => {
  hosts.push(request.host);
  return sendRequest(request, { signal, timeout: 60_000 });
};
const obtain = (changes: Partial<RolesAnywhereProfile> = {}) =>
  obtainSession(
    { ...profile, ...changes },
    {
      paths: { workspaceFolder: undefined, home: directory },
      password,
      signal: new AbortController().signal,
      now: Date.now,
      send,
    },
  );

test('a session comes from the region of the trust anchor, wherever the requests go', async () => {
  hosts.length = 0;
  const { credentials } = await obtain({ region: 'us-east-1' });
  assert.match(credentials.accessKeyId, /^ASIA/);
  assert.deepEqual(hosts, ['rolesanywhere.eu-central-1.amazonaws.com']);
});

test('what a check refuses is said before anything is sent', async () => {
  const authority = await createDevelopmentAuthority({
    commonName: 'CA',
    notBefore: new Date(Date.now() - 9 * day),
    notAfter: new Date(Date.now() + day),
  });
  const expired = await issueEndEntity(authority, {
    commonName: 'x',
    notBefore: new Date(Date.now() - 3 * day),
    notAfter: new Date(Date.now() - day),
  });
  const certificate = join(directory, 'expired.p12');
  writeFileSync(certificate, await writePkcs12(expired, { password, encryption: 'compatible' }));
  const before = sandbox.received.bytes;
  const cases: [changes: Partial<RolesAnywhereProfile>, code: string][] = [
    [{ certificate }, 'certificate-not-expired'],
    [{ profileArn: profile.profileArn.replace('eu-central-1', 'us-east-1') }, 'profile-regions-equal'],
    [{ roleArn: profile.roleArn.replace('111122223333', '444455556666') }, 'profile-same-account'],
    [{ durationSeconds: 60 }, 'profile-duration'],
  ];
  for (const [changes, code] of cases) {
    await assert.rejects(obtain(changes), { name: 'UserError', code });
  }
  assert.equal(sandbox.received.bytes, before);
});

test('of several identities in one file the profile says which one is meant', async () => {
  const bytes = await readFile(profile.certificate);
  const developer = await readIdentity([{ name: 'sandbox.pfx', bytes }], password);
  const authority = await createDevelopmentAuthority({
    commonName: 'CA',
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 90 * day),
  });
  const stranger = await issueEndEntity(authority, {
    commonName: 'stranger',
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 60 * day),
  });
  const pairs = [developer, stranger].map(
    ({ leaf, key }) => `${leaf.toString()}${key.export({ type: 'pkcs8', format: 'pem' }).toString()}`,
  );
  const certificate = join(directory, 'two.pem');
  writeFileSync(certificate, pairs.join(''));
  const before = sandbox.received.bytes;
  await assert.rejects(obtain({ certificate }), {
    code: 'identity-ambiguous',
    message: /CN=developer.*CN=stranger|CN=stranger.*CN=developer/,
  });
  await assert.rejects(obtain({ certificate, certificateFingerprint: '0123456789abcdef' }), { code: 'identity-not-found' });
  assert.equal(sandbox.received.bytes, before);
  const { sourceIdentity } = await obtain({ certificate, certificateFingerprint: developer.leaf.fingerprint256 });
  assert.equal(sourceIdentity, 'CN=developer');
  await assert.rejects(obtain({ certificate, certificateFingerprint: stranger.leaf.fingerprint256 }), {
    code: 'certificate-untrusted',
  });
});
