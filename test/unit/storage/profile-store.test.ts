import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sandboxProfileId, sandboxRoleArn } from '../../../src/core/profiles/sandbox-profile.ts';
import { ActiveProfile } from '../../../src/storage/active-profile.ts';
import { ProfileStore } from '../../../src/storage/profile-store.ts';
import type { StoredProfile, UsableProfile } from '../../../src/storage/stored-profile.ts';
import { RunningSandbox } from '../../../src/storage/running-sandbox.ts';
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
  const sandbox = new RunningSandbox();
  return { storage, entries, vault, sandbox, store: new ProfileStore(entries, vault, 'file:///work', sandbox) };
}

const origin = 'http://127.0.0.1:41873';
const builtIn = { origin, profile: { ...rolesAnywhereProfile, roleArn: sandboxRoleArn, endpoint: origin } };
/** As earlier versions wrote it; the port and the folder are those of another day. */
const former = {
  ...rolesAnywhereProfile,
  roleArn: sandboxRoleArn,
  certificate: '/home/me/.vscode/globalStorage/aws-auth-signing/sandbox/workspace-0123456789abcdef/sandbox.pfx',
  endpoint: 'http://127.0.0.1:39999',
};

function choices(chosen?: string) {
  const memory = new Map<string, unknown>(chosen === undefined ? [] : [['activeProfile', chosen]]);
  return {
    get: (key: string) => memory.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void memory.set(key, value)),
  };
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

test('the profile of the sandbox is there while it runs, with nothing of it in settings or secret storage', async () => {
  const { store, entries, vault, storage, sandbox } = stored({ ci: staticProfile });
  const names: string[][] = [];
  store.onDidChange(() => names.push(store.list().map(({ name }) => name)));
  sandbox.set(builtIn);
  await vault.writeSecret(sandboxProfileId, { kind: 'rolesAnywhere', password: 'pw' });
  await vault.writeSession(sandboxProfileId, keptSession);
  assert.deepEqual(store.findByName('sandbox'), {
    id: sandboxProfileId,
    name: 'sandbox',
    scope: 'built-in',
    profile: builtIn.profile,
  });
  assert.deepEqual(await vault.readSecret(sandboxProfileId), { kind: 'rolesAnywhere', password: 'pw' });
  assert.deepEqual(await vault.readSession(sandboxProfileId), keptSession);
  await vault.deleteSession(sandboxProfileId);
  assert.equal(await vault.readSession(sandboxProfileId), undefined);
  sandbox.set(undefined);
  assert.deepEqual(names, [['ci', 'sandbox'], ['ci']]);
  assert.deepEqual(entries.scopes, { user: { ci: staticProfile }, workspace: {} });
  assert.equal(storage.entries.size, 0);
});

const sandboxNames: [what: string, user: Record<string, unknown>, workspace: Record<string, unknown>, name: string][] = [
  ['none of that name', {}, {}, 'sandbox'],
  ["one of the user's that is called sandbox", { sandbox: staticProfile }, {}, 'local sandbox'],
  ["one of the workspace's that is called sandbox", {}, { sandbox: { kind: 'odd' } }, 'local sandbox'],
  ['both names taken', { sandbox: staticProfile }, { 'local sandbox': staticProfile }, 'local sandbox 2'],
  ['one that an earlier version left', {}, { sandbox: former, 'sandbox 2': former }, 'sandbox'],
];
for (const [what, user, workspace, name] of sandboxNames) {
  test(`with ${what} the profile of the sandbox is called “${name}”`, () => {
    const { store, sandbox } = stored(user, workspace);
    sandbox.set(builtIn);
    assert.equal(store.find(sandboxProfileId)?.name, name);
    assert.notEqual(store.findByName('sandbox'), undefined);
    if (name !== 'sandbox') assert.notEqual(store.findByName('sandbox')?.id, sandboxProfileId, "somebody's own wins");
  });
}

test('the profile of the sandbox cannot be changed, and its name is free for one of the settings', async () => {
  const { store, sandbox } = stored();
  sandbox.set(builtIn);
  const [profile] = store.list();
  assert.ok(profile?.profile.kind === 'rolesAnywhere');
  const usable = { ...profile, profile: profile.profile } satisfies UsableProfile;
  for (const change of [
    () => store.save({ name: 'x', scope: 'user', profile: staticProfile }, profile),
    () => store.rename(profile, 'x'),
    () => store.duplicate(usable, 'x'),
    () => store.remove(profile),
  ]) {
    await assert.rejects(change(), { code: 'profile-built-in' });
  }
  assert.equal(store.nameProblem('sandbox', 'user'), undefined);
});

test('what an earlier version kept of its sandbox is not listed, can be removed with its secret, and its name is free', async () => {
  const { store, entries, vault, storage } = stored({ ci: staticProfile }, { sandbox: former });
  assert.deepEqual(
    store.list().map(({ name }) => name),
    ['ci'],
  );
  const [left] = store.formerSandboxes();
  assert.ok(left);
  await vault.writeSecret(left.id, { kind: 'rolesAnywhere', password: 'nobody knows' });
  await store.remove(left);
  assert.deepEqual(entries.scopes.workspace, {});
  assert.equal(storage.entries.size, 0);
  entries.scopes.workspace = { sandbox: former };
  await store.save({ name: 'sandbox', scope: 'workspace', profile: staticProfile, secret });
  assert.deepEqual(entries.scopes.workspace, { sandbox: staticProfile });
});

const keptAsTheirs: [what: string, profile: Record<string, unknown>][] = [
  ['another role', { ...former, roleArn: rolesAnywhereProfile.roleArn }],
  ['another certificate', { ...former, certificate: 'build.pfx' }],
  ['no endpoint', { ...rolesAnywhereProfile, roleArn: sandboxRoleArn, certificate: former.certificate }],
  ['an endpoint elsewhere', { ...former, endpoint: 'https://gateway.example.com' }],
];
for (const [what, profile] of keptAsTheirs) {
  test(`a profile with ${what} is somebody's own`, () => {
    const { store } = stored({}, { sandbox: profile });
    assert.deepEqual(store.formerSandboxes(), []);
    assert.equal(store.findByName('sandbox')?.scope, 'workspace');
  });
}

test('a new profile has nothing of one that had its name before', async () => {
  const { store, vault } = stored();
  await vault.writeSecret('user/build', { kind: 'rolesAnywhere', password: 'of another' });
  const saved = await store.save({ name: 'build', scope: 'user', profile: rolesAnywhereProfile });
  assert.equal(saved.id, 'user/build');
  assert.equal(await vault.readSecret('user/build'), undefined);
});

for (const [what, id] of [
  ['the sandbox', sandboxProfileId],
  ['the sandbox of an earlier version', undefined],
] as const) {
  test(`while ${what} is chosen and stopped, no other profile takes its place`, async () => {
    const { store, sandbox } = stored({ ci: staticProfile }, { sandbox: former });
    const chosen = id ?? store.formerSandboxes()[0]?.id;
    const active = new ActiveProfile(store, choices(chosen));
    assert.equal(active.get(), undefined);
    assert.equal(active.isStoppedSandbox, true);
    sandbox.set(builtIn);
    await active.choose(sandboxProfileId);
    assert.equal(active.get()?.id, sandboxProfileId);
    assert.equal(active.isStoppedSandbox, false);
    sandbox.set(undefined);
    assert.equal(active.get(), undefined);
    sandbox.set({ ...builtIn, origin: 'http://127.0.0.1:41874' });
    assert.equal(active.get()?.id, sandboxProfileId, 'it is active again with the next start');
  });
}

test('the sandbox that was active as the only profile is waited for when it stops, and nobody takes its place', async () => {
  const { store, sandbox, entries } = stored();
  const active = new ActiveProfile(store, choices(undefined));
  sandbox.set(builtIn);
  assert.equal(active.get()?.id, sandboxProfileId);
  sandbox.set(undefined);
  assert.equal(active.isStoppedSandbox, true);
  await entries.write('user', { ci: staticProfile });
  assert.equal(active.get(), undefined);
  sandbox.set(builtIn);
  assert.equal(active.get()?.id, sandboxProfileId);
});
