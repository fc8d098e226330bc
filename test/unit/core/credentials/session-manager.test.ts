import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../../src/core/signing/credentials.ts';
import { SessionManager } from '../../../../src/core/credentials/session-manager.ts';
import type { SessionTrouble } from '../../../../src/core/credentials/session-manager.ts';
import { UserError } from '../../../../src/core/errors.ts';
import { SecretVault } from '../../../../src/storage/secret-vault.ts';
import { InMemorySecretStorage } from '../../fakes/in-memory-secret-storage.ts';
import { sampleSession } from '../../fakes/sample-profiles.ts';

const minute = 60_000;
const never = new AbortController().signal;

/** A manager over a real vault, with an `obtain` that the test answers by hand. */
function managed(storage = new InMemorySecretStorage()) {
  const calls: { signal: AbortSignal; answer: (session: Session) => void; fail: (error: unknown) => void }[] = [];
  const world = { now: 0, fingerprint: 'settings' };
  const manager = new SessionManager({
    store: new SecretVault(storage),
    now: () => world.now,
    renewBefore: () => 5 * minute,
    fingerprint: () => world.fingerprint,
    obtain: (_profileId, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<Session>();
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      calls.push({ signal, answer: resolve, fail: reject });
      return promise;
    },
  });
  const troubles: SessionTrouble[] = [];
  const troubled = new Promise<void>((resolve) => {
    manager.onDidHaveTrouble(() => resolve());
  });
  const changes: string[] = [];
  manager.onDidHaveTrouble((trouble) => troubles.push(trouble));
  manager.onDidChange((id) => changes.push(`${id} ${manager.state(id).kind}`));
  const call = (index: number) => {
    const found = calls[index];
    assert.ok(found, `obtain was called ${calls.length} times`);
    return found;
  };
  return { manager, calls, call, world, storage, troubles, troubled, changes };
}

/** Resolves when everything that waits for nothing but promises is done. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

test('a session is obtained once for everyone who asks at the same time', async () => {
  const { manager, calls, call, changes } = managed();
  const asked = [manager.use('p', never), manager.use('p', never), manager.start('p', never)];
  call(0).answer(sampleSession(60 * minute));
  const sessions = await Promise.all(asked);
  assert.equal(calls.length, 1);
  assert.equal(new Set(sessions).size, 1);
  assert.deepEqual(changes.at(0), 'p starting');
  assert.equal(manager.state('p').kind, 'active');
});

test('two profiles are obtained independently', async () => {
  const { manager, call } = managed();
  const first = manager.use('p', never);
  const second = manager.use('q', never);
  call(1).answer(sampleSession(60 * minute, 'q'));
  assert.equal((await second).credentials.accessKeyId, 'ASIAq');
  call(0).answer(sampleSession(60 * minute, 'p'));
  assert.equal((await first).credentials.accessKeyId, 'ASIAp');
});

test('a session is used until it is about to expire; then it goes on signing while it is renewed', async () => {
  const { manager, calls, call, world } = managed();
  const first = manager.use('p', never);
  call(0).answer(sampleSession(60 * minute, 'a'));
  await first;
  world.now = 55 * minute - 1;
  assert.equal((await manager.use('p', never)).credentials.accessKeyId, 'ASIAa');
  assert.equal(calls.length, 1);
  world.now = 55 * minute;
  assert.equal((await manager.use('p', never)).credentials.accessKeyId, 'ASIAa');
  assert.equal(calls.length, 2);
  const renewed = manager.start('p', never);
  call(1).answer(sampleSession(120 * minute, 'b'));
  await renewed;
  assert.equal((await manager.use('p', never)).credentials.accessKeyId, 'ASIAb');
  assert.equal(calls.length, 2);
});

test('in its last minute a session is renewed before it signs', async () => {
  const { manager, call, world } = managed();
  const first = manager.use('p', never);
  call(0).answer(sampleSession(60 * minute, 'a'));
  await first;
  world.now = 59 * minute;
  const renewed = manager.use('p', never);
  call(1).answer(sampleSession(120 * minute, 'b'));
  assert.equal((await renewed).credentials.accessKeyId, 'ASIAb');
});

for (const left of [2 * minute, minute / 2]) {
  test(`the last good session is kept when its renewal fails and ${left / minute} minutes remain`, async () => {
    const { manager, call, world, troubles, troubled } = managed();
    const first = manager.use('p', never);
    call(0).answer(sampleSession(60 * minute));
    await first;
    world.now = 60 * minute - left;
    const used = manager.use('p', never);
    call(1).fail(new UserError({ code: 'service-failed', message: 'm', remedy: 'r' }));
    assert.equal((await used).credentials.accessKeyId, 'ASIAa');
    await troubled;
    assert.deepEqual(
      troubles.map(({ doing }) => doing),
      ['renew'],
    );
    assert.equal(manager.state('p').kind, 'active');
  });
}

test('an expired session is not used when its renewal fails', async () => {
  const { manager, call, world } = managed();
  const first = manager.use('p', never);
  call(0).answer(sampleSession(60 * minute));
  await first;
  world.now = 60 * minute;
  assert.equal(manager.state('p').kind, 'expired');
  const used = manager.use('p', never);
  call(1).fail(new UserError({ code: 'service-failed', message: 'm', remedy: 'r' }));
  await assert.rejects(used, { code: 'service-failed' });
});

test('a failed start can be tried again', async () => {
  const { manager, call } = managed();
  const failed = manager.start('p', never);
  call(0).fail(new UserError({ code: 'network-failed', message: 'm', remedy: 'r' }));
  await assert.rejects(failed, { code: 'network-failed' });
  assert.equal(manager.state('p').kind, 'none');
  const again = manager.start('p', never);
  call(1).answer(sampleSession(60 * minute));
  await again;
  assert.equal(manager.state('p').kind, 'active');
});

test('cancelling one of two waiters leaves the other its session', async () => {
  const { manager, call } = managed();
  const controller = new AbortController();
  const left = manager.use('p', controller.signal);
  const stays = manager.use('p', never);
  controller.abort();
  await assert.rejects(left, { code: 'cancelled' });
  assert.equal(call(0).signal.aborted, false);
  call(0).answer(sampleSession(60 * minute));
  await stays;
});

test('cancelling the only waiter gives the request up', async () => {
  const { manager, call } = managed();
  const controller = new AbortController();
  const left = manager.start('p', controller.signal);
  controller.abort();
  await assert.rejects(left, { code: 'cancelled' });
  assert.equal(call(0).signal.aborted, true);
});

test('ending a session forgets it in this window and in the store', async () => {
  const { manager, call, storage } = managed();
  const first = manager.use('p', never);
  call(0).answer(sampleSession(60 * minute));
  await first;
  assert.equal(storage.entries.size, 1);
  await manager.end('p');
  assert.equal(manager.state('p').kind, 'none');
  assert.equal(storage.entries.size, 0);
});

test('ending while a session is being obtained leaves none behind', async () => {
  const { manager, call, storage } = managed();
  const starting = manager.start('p', never);
  const ended = manager.end('p');
  call(0).answer(sampleSession(60 * minute));
  await assert.rejects(starting, { code: 'cancelled' });
  await ended;
  assert.equal(manager.state('p').kind, 'none');
  assert.equal(storage.entries.size, 0);
});

test('a second window sees the session of the first, and its end', async () => {
  const storage = new InMemorySecretStorage();
  const first = managed(storage);
  const second = managed(storage);
  const arrived = new Promise<void>((resolve) => {
    second.manager.onDidChange(() => resolve());
  });
  const started = first.manager.start('p', never);
  first.call(0).answer(sampleSession(60 * minute));
  await started;
  await arrived;
  assert.equal(second.manager.state('p').kind, 'active');
  const gone = new Promise<void>((resolve) => {
    second.manager.onDidChange(() => resolve());
  });
  await first.manager.end('p');
  await gone;
  assert.equal(second.manager.state('p').kind, 'none');
});

test('a session survives the window', async () => {
  const storage = new InMemorySecretStorage();
  const before = managed(storage);
  const started = before.manager.start('p', never);
  const session = { ...sampleSession(60 * minute), issuer: 'https://rolesanywhere.eu-west-1.amazonaws.com' };
  before.call(0).answer(session);
  await started;
  const after = managed(storage);
  await after.manager.restore(['p', 'q']);
  assert.deepEqual(after.manager.state('p'), { kind: 'active', session, end: 60 * minute });
  assert.equal(after.manager.state('q').kind, 'none');
});

test('a locked keyring costs the session its survival, not its use', async () => {
  const { manager, call, storage, troubles, troubled } = managed();
  storage.locked = true;
  const started = manager.start('p', never);
  call(0).answer(sampleSession(60 * minute));
  await started;
  await troubled;
  assert.equal(manager.state('p').kind, 'active');
  assert.deepEqual(
    troubles.map(({ doing }) => doing),
    ['store'],
  );
});

test('a session counts no more when the settings of its profile have changed, and again when they are back', async () => {
  const { manager, calls, call, world } = managed();
  const first = manager.use('p', never);
  call(0).answer(sampleSession(60 * minute, 'a'));
  await first;
  world.fingerprint = 'another role';
  assert.equal(manager.state('p').kind, 'none');
  const second = manager.use('p', never);
  assert.equal(calls.length, 2);
  call(1).answer(sampleSession(60 * minute, 'b'));
  assert.equal((await second).credentials.accessKeyId, 'ASIAb');
  world.fingerprint = 'settings';
  assert.equal(manager.state('p').kind, 'none');
});

test('a session that is started right after another was ended is a new one', async () => {
  const { manager, calls, call } = managed();
  const first = manager.start('p', never);
  const ended = manager.end('p');
  const second = manager.start('p', never);
  await assert.rejects(first, { code: 'cancelled' });
  await ended;
  assert.equal(calls.length, 2);
  call(1).answer(sampleSession(60 * minute, 'b'));
  assert.equal((await second).credentials.accessKeyId, 'ASIAb');
  assert.equal(manager.state('p').kind, 'active');
});

test('an abandoned session never arrives', async () => {
  const { manager, call, storage } = managed();
  const started = manager.start('p', never);
  manager.abandon('p');
  call(0).answer(sampleSession(60 * minute));
  await assert.rejects(started, { code: 'cancelled' });
  assert.equal(manager.state('p').kind, 'none');
  assert.equal(storage.entries.size, 0);
});

test('a keyring that never answers delays no session at hand, and no new one once it is obtained', async () => {
  const { manager, call, world, storage, calls } = managed();
  storage.hanging = true;
  void manager.restore(['p']);
  const started = manager.use('p', never);
  call(0).answer(sampleSession(60 * minute, 'a'));
  assert.equal((await started).credentials.accessKeyId, 'ASIAa');
  world.now = 57 * minute;
  assert.equal((await manager.use('p', never)).credentials.accessKeyId, 'ASIAa');
  assert.equal(calls.length, 2, 'its renewal is under way');
  void manager.end('p');
  assert.equal(manager.state('p').kind, 'none');
});

test('what was read before a session was ended or started here counts no more', async () => {
  const storage = new InMemorySecretStorage();
  const before = managed(storage);
  const started = before.manager.start('p', never);
  before.call(0).answer(sampleSession(60 * minute, 'a'));
  await started;
  await settled();
  const { manager, call } = managed(storage);
  const late = manager.restore(['p']);
  const ended = manager.end('p');
  await Promise.all([late, ended]);
  assert.equal(manager.state('p').kind, 'none');
  const lateAgain = manager.restore(['p']);
  const second = manager.start('p', never);
  call(0).answer(sampleSession(60 * minute, 'b'));
  await Promise.all([second, lateAgain]);
  assert.deepEqual(manager.state('p'), { kind: 'active', session: sampleSession(60 * minute, 'b'), end: 60 * minute });
});

/** Two windows over one keyring, both with the session `a`, and the second renewing it. */
async function renewingElsewhere() {
  const storage = new InMemorySecretStorage();
  const here = managed(storage);
  const there = managed(storage);
  const started = here.manager.start('p', never);
  here.call(0).answer(sampleSession(60 * minute, 'a'));
  await started;
  await settled();
  assert.equal(there.manager.state('p').kind, 'active');
  here.world.now = there.world.now = 10 * minute;
  const renewed = there.manager.start('p', never);
  here.world.now = there.world.now = 11 * minute;
  return { storage, here, there, renewed };
}

test('a session that is ended here is not brought back by a renewal that another window has under way', async () => {
  const { storage, here, there, renewed } = await renewingElsewhere();
  const cancelled = assert.rejects(renewed, { code: 'cancelled' });
  await here.manager.end('p');
  await cancelled;
  assert.equal(there.call(0).signal.aborted, true);
  await settled();
  assert.deepEqual([here.manager.state('p').kind, there.manager.state('p').kind, storage.entries.size], ['none', 'none', 0]);
});

test('nor by one that does not hear of the end before it is through', async () => {
  const { storage, here, there, renewed } = await renewingElsewhere();
  storage.deaf = true;
  await here.manager.end('p');
  storage.deaf = false;
  there.call(0).answer(sampleSession(70 * minute, 'b'));
  await renewed;
  await settled();
  assert.deepEqual([here.manager.state('p').kind, there.manager.state('p').kind, storage.entries.size], ['none', 'none', 0]);
});

test('a session that another window starts after the end is taken over', async () => {
  const { here, there, renewed } = await renewingElsewhere();
  renewed.catch(() => undefined);
  await here.manager.end('p');
  await settled();
  there.world.now = 12 * minute;
  const anew = there.manager.start('p', never);
  there.call(1).answer(sampleSession(72 * minute, 'c'));
  await anew;
  await settled();
  assert.deepEqual(here.manager.state('p'), { kind: 'active', session: sampleSession(72 * minute, 'c'), end: 72 * minute });
});

for (const [what, offset] of [
  ['two hours ahead', -120 * minute],
  ['six hours behind', 360 * minute],
] as const) {
  test(`with a clock that is ${what} a session is obtained once and lives as long as AWS says`, async () => {
    const learned = { offset: 0 };
    const aws = (): number => world.now + offset;
    const world = { now: 1_000 * minute };
    let calls = 0;
    const manager = new SessionManager({
      store: new SecretVault(new InMemorySecretStorage()),
      now: () => world.now,
      clockOffset: ({ issuer }) => (issuer === 'https://aws' ? learned.offset : 0),
      renewBefore: () => 5 * minute,
      fingerprint: () => 'settings',
      obtain: () => {
        calls += 1;
        learned.offset = offset;
        return Promise.resolve({ ...sampleSession(aws() + 60 * minute, String(calls)), issuer: 'https://aws' });
      },
    });
    for (let send = 0; send < 5; send++) await manager.use('p', never);
    assert.equal(calls, 1);
    const state = manager.state('p');
    assert.ok(state.kind === 'active');
    assert.equal(state.end, world.now + 60 * minute, 'by the clock of this machine');
    assert.equal(state.session.expiration.getTime(), aws() + 60 * minute, 'by that of AWS');
    world.now += 54 * minute;
    await manager.use('p', never);
    assert.equal(calls, 1);
    world.now += 2 * minute;
    await manager.use('p', never);
    await settled();
    assert.equal(calls, 2);
    world.now += 61 * minute;
    assert.equal(manager.state('p').kind, 'expired');
  });
}
