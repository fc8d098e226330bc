import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ActiveProfile } from '../../../src/storage/active-profile.ts';
import { ProfileStore } from '../../../src/storage/profile-store.ts';
import type { StoredProfile, UsableProfile } from '../../../src/storage/profile-store.ts';
import { SecretVault } from '../../../src/storage/secret-vault.ts';
import { InMemoryProfileEntries } from '../fakes/in-memory-profile-entries.ts';
import { InMemorySecretStorage } from '../fakes/in-memory-secret-storage.ts';
import { rolesAnywhereProfile, sampleSession, staticProfile } from '../fakes/sample-profiles.ts';

const keptSession = { session: sampleSession(1000), madeFor: 'settings' };
const secret = { kind: 'static', secretAccessKey: 'wJalrXUtnFEMI' } as const;

function stored(user: Record<string, unknown> = {}, workspace: Record<string, unknown> = {}) {
  const storage = new InMemorySecretStorage();
  const entries = new InMemoryProfileEntries(user, workspace);
  const vault = new SecretVault(storage);
  return { storage, entries, vault, store: new ProfileStore(entries, vault, 'file:///work') };
}

function first(store: ProfileStore): StoredProfile {
  const [profile] = store.list();
  assert.ok(profile);
  return profile;
}

test('the secret part goes to the vault and never to the settings', async () => {
  const { store, entries, vault } = stored();
  const saved = await store.save({ name: 'ci', scope: 'user', profile: staticProfile, secret });
  assert.deepEqual(entries.scopes, { user: { ci: staticProfile }, workspace: {} });
  assert.deepEqual(await vault.readSecret(saved.id), secret);
  assert.ok(!JSON.stringify(entries.scopes).includes(secret.secretAccessKey));
});

test('a profile of the workspace wins over one of the user with its name, and does not share its secret', async () => {
  const { store, vault } = stored();
  await store.save({ name: 'dev', scope: 'user', profile: staticProfile, secret });
  const workspace = await store.save({ name: 'dev', scope: 'workspace', profile: rolesAnywhereProfile });
  assert.equal(store.findByName('dev')?.id, workspace.id);
  assert.equal(await vault.readSecret(workspace.id), undefined);
});

test('the same profile of two workspaces has two secrets', () => {
  const entries = new InMemoryProfileEntries({}, { dev: staticProfile });
  const vault = new SecretVault(new InMemorySecretStorage());
  const ids = ['file:///a', 'file:///b'].map((uri) => new ProfileStore(entries, vault, uri).findByName('dev')?.id);
  assert.notEqual(ids[0], ids[1]);
});

test('renaming keeps place, secret and session', async () => {
  const { store, entries, vault } = stored({ a: staticProfile, b: staticProfile, c: staticProfile });
  const b = store.findByName('b');
  assert.ok(b);
  await vault.writeSecret(b.id, secret);
  await vault.writeSession(b.id, keptSession);
  const id = await store.rename(b, 'bb');
  assert.deepEqual(Object.keys(entries.scopes.user), ['a', 'bb', 'c']);
  assert.deepEqual(await vault.readSecret(id), secret);
  assert.deepEqual(await vault.readSession(id), keptSession);
  assert.equal(await vault.readSecret(b.id), undefined);
});

test('editing without a new secret keeps the old one, also when the scope changes', async () => {
  const { store, entries, vault } = stored();
  const before = await store.save({ name: 'ci', scope: 'user', profile: staticProfile, secret });
  const after = await store.save({ name: 'ci', scope: 'workspace', profile: { ...staticProfile, region: 'us-east-1' } }, before);
  assert.deepEqual(entries.scopes, { user: {}, workspace: { ci: { ...staticProfile, region: 'us-east-1' } } });
  assert.deepEqual(await vault.readSecret(after.id), secret);
  assert.equal(await vault.readSecret(before.id), undefined);
});

test('duplicating copies the secret', async () => {
  const { store, vault } = stored();
  const saved = await store.save({ name: 'ci', scope: 'user', profile: staticProfile, secret });
  const copy = await store.duplicate({ ...saved, profile: staticProfile } satisfies UsableProfile, 'ci copy');
  assert.deepEqual(await vault.readSecret(copy.id), secret);
  assert.equal(store.list().length, 2);
});

test('deleting removes settings, secret and session', async () => {
  const { store, entries, vault, storage } = stored();
  const saved = await store.save({ name: 'ci', scope: 'user', profile: staticProfile, secret });
  await vault.writeSession(saved.id, keptSession);
  await store.remove(saved);
  assert.deepEqual(entries.scopes.user, {});
  assert.equal(storage.entries.size, 0);
});

test('what was agreed to for a secret goes where the secret goes', async () => {
  const { store, vault } = stored({ a: staticProfile });
  const { id } = first(store);
  await vault.writeSecret(id, secret);
  await vault.writeDestination(id, 'agreed');
  const renamed = await store.rename(first(store), 'b');
  assert.deepEqual([await vault.readDestination(id), await vault.readDestination(renamed)], [undefined, 'agreed']);
  const copy = await store.duplicate(first(store) as UsableProfile, 'c');
  assert.equal(await vault.readDestination(copy.id), 'agreed');
  await store.remove(first(store));
  assert.equal(await vault.readDestination(renamed), undefined);
  await vault.deleteSecret(copy.id);
  assert.equal(await vault.readDestination(copy.id), undefined);
});

test('where nothing was agreed to, a copy takes nothing over from an earlier profile of its name', async () => {
  const { store, vault } = stored({ a: staticProfile });
  await vault.writeDestination('user/b', 'agreed to for somebody else');
  const copy = await store.duplicate(first(store) as UsableProfile, 'b');
  assert.equal(copy.id, 'user/b');
  assert.equal(await vault.readDestination(copy.id), '');
});

test('a taken name is refused before anything changes', async () => {
  const { store, entries } = stored({ ci: staticProfile, dev: staticProfile });
  const dev = store.findByName('dev');
  assert.ok(dev);
  await assert.rejects(store.rename(dev, 'ci'), { code: 'profile-name' });
  await assert.rejects(store.save({ name: 'ci', scope: 'user', profile: staticProfile }), { code: 'profile-name' });
  assert.deepEqual(Object.keys(entries.scopes.user), ['ci', 'dev']);
});

test('with a locked keyring nothing is saved, renamed or deleted, and the settings stay', async () => {
  const { store, entries, storage } = stored({ ci: staticProfile });
  storage.locked = true;
  const ci = first(store);
  await assert.rejects(store.save({ name: 'x', scope: 'user', profile: staticProfile, secret }), {
    code: 'secret-storage-locked',
  });
  await assert.rejects(store.rename(ci, 'y'), { code: 'secret-storage-locked' });
  await assert.rejects(store.remove(ci), { code: 'secret-storage-locked' });
  assert.deepEqual(entries.scopes.user, { ci: staticProfile });
});

test('when the settings cannot be written, deleting loses no secret', async () => {
  const { store, entries, vault } = stored();
  const saved = await store.save({ name: 'ci', scope: 'user', profile: staticProfile, secret });
  entries.failing = true;
  await assert.rejects(store.remove(saved));
  await assert.rejects(store.rename(saved, 'other'));
  assert.deepEqual(await vault.readSecret(saved.id), secret);
});

test('when the settings cannot be written, saving leaves the former secret in place', async () => {
  const { store, entries, vault, storage } = stored();
  const saved = await store.save({ name: 'ci', scope: 'user', profile: staticProfile, secret });
  entries.failing = true;
  const other = { kind: 'static', secretAccessKey: 'another secret' } as const;
  await assert.rejects(store.save({ name: 'ci', scope: 'user', profile: staticProfile, secret: other }, saved));
  await assert.rejects(store.save({ name: 'fresh', scope: 'user', profile: staticProfile, secret: other }));
  await assert.rejects(store.rename(saved, 'renamed'));
  assert.deepEqual(await vault.readSecret(saved.id), secret);
  assert.equal(storage.entries.size, 1);
});

test('no secret, an unreadable one and a locked keyring are told apart', async () => {
  const { vault, storage } = stored();
  assert.equal(await vault.readSecret('user/none'), undefined);
  for (const nonsense of [
    '',
    'no json',
    '{}',
    '{"version":2,"secret":{}}',
    '{"version":1,"secret":{"kind":"static","secretAccessKey":""}}',
  ]) {
    storage.entries.set('profile/user/odd', nonsense);
    await assert.rejects(vault.readSecret('user/odd'), { code: 'secret-unreadable' }, nonsense);
  }
  storage.locked = true;
  await assert.rejects(vault.readSecret('user/odd'), { code: 'secret-storage-locked' });
});

test('entries edited into nonsense are listed with their reasons and can be renamed and deleted', async () => {
  const { store, entries } = stored({ odd: 17, list: [], kind: { kind: 'sso' }, __proto__: staticProfile });
  assert.ok(store.list().every(({ profile }) => profile.kind === 'invalid' && profile.reasons.length > 0));
  const odd = store.findByName('odd');
  assert.ok(odd);
  await store.rename(odd, 'odder');
  const odder = store.findByName('odder');
  assert.ok(odder);
  await store.remove(odder);
  assert.deepEqual(Object.keys(entries.scopes.user), ['list', 'kind']);
});

test('the only profile is active without being chosen, and a choice lasts until its profile goes', async () => {
  const { store } = stored({ a: staticProfile });
  const memory = new Map<string, unknown>();
  const active = new ActiveProfile(store, {
    get: (key) => memory.get(key),
    update: (key, value) => Promise.resolve(void memory.set(key, value)),
  });
  let changes = 0;
  active.onDidChange(() => (changes += 1));
  assert.equal(active.get()?.name, 'a');
  const b = await store.save({ name: 'b', scope: 'user', profile: staticProfile });
  assert.equal(active.get()?.name, 'a', 'what was active as the only one stays active');
  await active.choose(b.id);
  assert.equal(active.get()?.name, 'b');
  await active.choose(b.id);
  await store.remove(b);
  assert.equal(active.get()?.name, 'a');
  assert.equal(changes, 2, 'only transitions are announced');
});

test('what is changed in the settings by hand is seen at once', async () => {
  const { store, entries } = stored({ ci: staticProfile });
  const seen: string[][] = [];
  store.onDidChange(() => seen.push(store.list().map(({ name }) => name)));
  assert.equal(store.findByName('ci')?.name, 'ci');
  await entries.write('user', { nightly: staticProfile });
  assert.deepEqual(seen, [['nightly']]);
  assert.equal(store.findByName('ci'), undefined);
});
