import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { CredentialProvider } from '../../../../src/core/credentials/credential-provider.ts';
import type { obtainSession } from '../../../../src/core/credentials/providers/obtain-session.ts';
import { SessionManager } from '../../../../src/core/credentials/session-manager.ts';
import type { ErrorCode } from '../../../../src/core/error-codes.ts';
import { UserError } from '../../../../src/core/errors.ts';
import { hasSessions } from '../../../../src/core/profiles/kinds.ts';
import { profileFingerprint } from '../../../../src/core/profiles/profile-fingerprint.ts';
import type { Profile } from '../../../../src/core/profiles/profile.ts';
import { SecretVault } from '../../../../src/storage/secret-vault.ts';
import { inMemoryDestinations } from '../../fakes/in-memory-destinations.ts';
import { InMemorySecretStorage } from '../../fakes/in-memory-secret-storage.ts';
import { rolesAnywhereProfile, sampleSession, staticProfile } from '../../fakes/sample-profiles.ts';

const never = new AbortController().signal;
const id = 'user/ci';
const signer = { id, name: 'ci', profile: staticProfile };
const roleSigner = { id, name: 'ci', profile: rolesAnywhereProfile };
const failure = (code: ErrorCode): UserError => new UserError({ code, message: `It is ${code}.`, remedy: 'Mend it.' });

let profile: Profile;
let storage: InMemorySecretStorage;
let vault: SecretVault;
let asked: string[];
/** What a person enters, one after another; undefined when they leave. */
let entered: (string | undefined)[];
/** The passwords that sessions were asked for with. */
let tried: (string | undefined)[];
let obtain: typeof obtainSession;
let provider: CredentialProvider;

beforeEach(() => {
  profile = rolesAnywhereProfile;
  storage = new InMemorySecretStorage();
  vault = new SecretVault(storage);
  asked = [];
  entered = [];
  tried = [];
  obtain = (_profile, { password }) => {
    tried.push(password);
    return Promise.resolve(sampleSession(Date.now() + 3_600_000, `${tried.length}`));
  };
  const sessions: SessionManager = new SessionManager({
    store: vault,
    now: Date.now,
    renewBefore: () => 300_000,
    fingerprint: () => (hasSessions(profile) ? profileFingerprint(profile) : undefined),
    obtain: (_id, signal) => provider.obtainSession(roleSigner, signal),
  });
  const { guard } = inMemoryDestinations({ storage, ports: { profileNow: () => profile } });
  provider = new CredentialProvider({
    ...{ sessions, secrets: vault, destinations: guard, now: Date.now },
    certificates: () => Promise.resolve({ obtainSession: (...options) => obtain(...options) }),
    paths: { workspaceFolder: undefined, home: '/home/me' },
    send: () => Promise.reject(new Error('nothing is sent here')),
    askPassword: (name, { code }) => {
      asked.push(`${name} ${code}`);
      return Promise.resolve(entered.shift());
    },
  });
});

describe('static keys', () => {
  beforeEach(() => (profile = staticProfile));

  it('sign with the stored secret and, where there is one, its token', async () => {
    await vault.writeSecret(id, { kind: 'static', secretAccessKey: 's' });
    const { accessKeyId } = staticProfile;
    assert.deepEqual(await provider.credentials(signer, never), { accessKeyId, secretAccessKey: 's' });
    await vault.writeSecret(id, { kind: 'static', secretAccessKey: 's', sessionToken: 't' });
    assert.deepEqual(await provider.credentials(signer, never), { accessKeyId, secretAccessKey: 's', sessionToken: 't' });
    assert.deepEqual(await provider.renewedCredentials(signer, never), await provider.credentials(signer, never));
  });

  it('do not sign without a secret of theirs, and the failure names the profile', async () => {
    await assert.rejects(provider.credentials(signer, never), { code: 'secret-missing', subject: { kind: 'profile', id } });
    await vault.writeSecret(id, { kind: 'rolesAnywhere', password: 'p' });
    await assert.rejects(provider.credentials(signer, never), { code: 'secret-missing' });
  });

  it('hold nobody up who gives up on a keyring that does not answer', async () => {
    const waiting = new AbortController();
    await vault.writeSecret(id, { kind: 'static', secretAccessKey: 's' });
    // The first use keeps what is agreed to, the second knows it.
    await provider.credentials(signer, never);
    await provider.credentials(signer, never);
    storage.hanging = true;
    const credentials = provider.credentials(signer, waiting.signal);
    setImmediate(() => waiting.abort());
    await assert.rejects(credentials, { code: 'cancelled' });
  });
});

describe('sessions', () => {
  it('sign for as long as they last, and are had anew when that is asked for', async () => {
    const first = await provider.credentials(roleSigner, never);
    assert.deepEqual(await provider.credentials(roleSigner, never), first);
    assert.equal(tried.length, 1);
    assert.notDeepEqual(await provider.renewedCredentials(roleSigner, never), first);
    assert.equal(tried.length, 2);
  });

  it('are had with the stored password, and not with what another kind left', async () => {
    await vault.writeSecret(id, { kind: 'rolesAnywhere', password: 'p' });
    await provider.startSession(roleSigner, never);
    await vault.writeSecret(id, { kind: 'static', secretAccessKey: 's' });
    await provider.startSession(roleSigner, never);
    assert.deepEqual(tried, ['p', undefined]);
  });

  const locked: readonly [
    what: string,
    right: string,
    entered: readonly (string | undefined)[],
    asked: readonly string[],
    code: string | undefined,
    kept: string | undefined,
  ][] = [
    ['are had with a password that a person enters, which is kept', 'p', ['p'], ['ci password-required'], undefined, 'p'],
    ['ask once: a password that is wrong as well fails', 'p', ['q', 'p'], ['ci password-required'], 'password-wrong', 'q'],
    [
      'fail for want of a password where the person leaves',
      'p',
      [undefined],
      ['ci password-required'],
      'password-required',
      undefined,
    ],
  ];
  for (const [what, right, passwords, questions, code, kept] of locked) {
    it(what, async () => {
      entered = [...passwords];
      const open = obtain;
      obtain = (...options) => {
        const [, { password }] = options;
        if (password === right) return open(...options);
        return Promise.reject(failure(password === undefined ? 'password-required' : 'password-wrong'));
      };
      const started = provider.credentials(roleSigner, never);
      if (code === undefined) assert.equal((await started).accessKeyId, 'ASIA1');
      else await assert.rejects(started, { code });
      assert.deepEqual(asked, questions);
      assert.deepEqual(await vault.readSecret(id), kept === undefined ? undefined : { kind: 'rolesAnywhere', password: kept });
    });
  }

  it('name the profile whose role cannot be assumed, also after a password was entered', async () => {
    entered = ['p'];
    obtain = (_profile, { password }) =>
      Promise.reject(failure(password === undefined ? 'password-required' : 'role-not-assumable'));
    await assert.rejects(provider.credentials(roleSigner, never), {
      code: 'role-not-assumable',
      subject: { kind: 'profile', id },
    });
    assert.deepEqual(asked, ['ci password-required']);
  });

  it('that fail name their profile, wherever the failure stands', async () => {
    const place = { file: 'build.pem', field: 'certificate' };
    const expired = {
      code: 'certificate-not-expired',
      message: 'It ended.',
      remedy: 'Renew it.',
      place,
      retryable: true,
    } as const;
    obtain = () => Promise.reject(new UserError(expired));
    await assert.rejects(provider.credentials(roleSigner, never), { ...expired, subject: { kind: 'profile', id } });
  });

  it('are not had for settings that change meanwhile', async () => {
    const open = obtain;
    obtain = async (...options) => {
      profile = { ...rolesAnywhereProfile, roleArn: 'arn:aws:iam::111122223333:role/other' };
      return open(...options);
    };
    await assert.rejects(provider.credentials(roleSigner, never), { code: 'profile-changed' });
    profile = staticProfile;
    await assert.rejects(provider.credentials(roleSigner, never), { code: 'profile-changed' });
  });

  it('are not renewed behind the back of a person who has not agreed to the endpoint', async () => {
    const unknown = { ...roleSigner, profile: { ...rolesAnywhereProfile, endpoint: 'https://vpce-1.example' } };
    await assert.rejects(provider.obtainSession(unknown, never), { code: 'destination-unconfirmed' });
    assert.deepEqual(tried, []);
  });
});
