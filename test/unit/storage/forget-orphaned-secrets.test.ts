import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forgetOrphanedSecrets } from '../../../src/storage/forget-orphaned-secrets.ts';
import { ProfileStore } from '../../../src/storage/profile-store.ts';
import { SecretVault } from '../../../src/storage/secret-vault.ts';
import { InMemoryProfileEntries } from '../fakes/in-memory-profile-entries.ts';
import { InMemorySecretStorage } from '../fakes/in-memory-secret-storage.ts';
import { sampleSession, staticProfile } from '../fakes/sample-profiles.ts';

const day = 86_400_000;
const secret = { kind: 'static', secretAccessKey: 'wJalrXUtnFEMI' } as const;

/** Windows of two workspaces over one secret storage and one memory. */
async function twoWorkspaces() {
  const storage = new InMemorySecretStorage();
  const vault = new SecretVault(storage);
  const user = { mine: staticProfile };
  const world = { now: 1000 * day };
  const kept = new Map<string, unknown>();
  const memory = {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  const windows = await Promise.all(
    ['file:///a', 'file:///b'].map(async (uri) => {
      const entries = new InMemoryProfileEntries(user, { team: staticProfile });
      const profiles = new ProfileStore(entries, vault, uri);
      const [id] = profiles.list().map((stored) => stored.id);
      assert.ok(id);
      await vault.writeSecret(id, secret);
      await vault.writeSession(id, { session: sampleSession(0), madeFor: 'x' });
      const clean = () => forgetOrphanedSecrets({ vault, profiles, memory, now: () => world.now });
      return { entries, profiles, id, clean };
    }),
  );
  await vault.writeSecret('user/mine', secret);
  await vault.writeSecret('user/gone', secret);
  const [a, b] = windows;
  assert.ok(a && b);
  return { storage, vault, world, memory, a, b };
}

test('what is kept for a profile that was missing for 90 days goes, with its session and what was agreed to for it', async () => {
  const { storage, vault, world, a, b } = await twoWorkspaces();
  await vault.writeDestination(a.id, '{}');
  await a.entries.write('workspace', {});
  await a.clean();
  world.now += 90 * day - 1;
  await a.clean();
  assert.ok(storage.entries.has(`profile/${a.id}`));
  world.now += 1;
  await a.clean();
  assert.deepEqual([...storage.entries.keys()].sort(), [`profile/${b.id}`, 'profile/user/mine', `session/${b.id}`].sort());
});

test('nothing of another workspace is touched, however long its window was not opened', async () => {
  const { storage, world, a, b } = await twoWorkspaces();
  await b.entries.write('workspace', {});
  for (let month = 0; month < 24; month += 1) {
    await a.clean();
    world.now += 30 * day;
  }
  assert.ok(storage.entries.has(`profile/${b.id}`));
  assert.ok(storage.entries.has(`session/${b.id}`));
});

test('a profile that comes back in the meantime, as with another branch, starts its days anew', async () => {
  const { storage, world, a } = await twoWorkspaces();
  await a.entries.write('workspace', {});
  await a.clean();
  world.now += 80 * day;
  await a.entries.write('workspace', { team: staticProfile });
  await a.clean();
  await a.entries.write('workspace', {});
  world.now += 80 * day;
  await a.clean();
  world.now += 80 * day;
  await a.clean();
  assert.ok(storage.entries.has(`profile/${a.id}`));
});

test('one of the user that another window still lists stays', async () => {
  const { storage, vault, world, memory, a } = await twoWorkspaces();
  const others = new ProfileStore(new InMemoryProfileEntries({ gone: staticProfile }), vault, 'file:///c');
  const there = { vault, profiles: others, memory, now: () => world.now };
  for (let month = 0; month < 12; month += 1) {
    await a.clean();
    world.now += 45 * day;
    await forgetOrphanedSecrets(there);
    world.now += 44 * day;
  }
  assert.ok(storage.entries.has('profile/user/gone'));
});

test('an editor that does not list its secrets keeps them', async () => {
  const { storage, world, a } = await twoWorkspaces();
  const vault = new SecretVault({
    get: (key) => storage.get(key),
    store: (key, value) => storage.store(key, value),
    delete: (key) => storage.delete(key),
    onDidChange: storage.onDidChange,
  });
  assert.equal(await vault.profileIds(), undefined);
  world.now += 1000 * day;
  const memory = { get: () => ({ 'user/gone': 0 }), update: () => Promise.reject(new Error('nothing is to be kept')) };
  await forgetOrphanedSecrets({ vault, profiles: a.profiles, memory, now: () => world.now });
  assert.ok(storage.entries.has('profile/user/gone'));
});
