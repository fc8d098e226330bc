import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';
import { sandboxProfileId, sandboxRoleArn } from '../../../../src/core/profiles/sandbox-profile.ts';
import { ActiveProfile } from '../../../../src/storage/active-profile.ts';
import { ProfileStore } from '../../../../src/storage/profile-store.ts';
import { RunningSandbox } from '../../../../src/storage/running-sandbox.ts';
import { SecretVault } from '../../../../src/storage/secret-vault.ts';
import { launchSandbox } from '../../../../src/ui/sandbox/launch-sandbox.ts';
import { InMemoryProfileEntries } from '../../fakes/in-memory-profile-entries.ts';
import { InMemorySecretStorage } from '../../fakes/in-memory-secret-storage.ts';
import { rolesAnywhereProfile, staticProfile } from '../../fakes/sample-profiles.ts';

const scratch = mkdtempSync(join(tmpdir(), 'launch-sandbox-'));
after(() => rmSync(scratch, { recursive: true }));

const former = {
  ...rolesAnywhereProfile,
  roleArn: sandboxRoleArn,
  certificate: '/elsewhere/sandbox/user/sandbox.pfx',
  endpoint: 'http://127.0.0.1:39999',
};

/** A window with profiles in its settings, and where its sandbox keeps its certificate. */
function windowWith(user: Record<string, unknown>, presses = false) {
  const storage = new InMemorySecretStorage();
  const entries = new InMemoryProfileEntries(user);
  const vault = new SecretVault(storage);
  const sandbox = new RunningSandbox();
  const profiles = new ProfileStore(entries, vault, undefined, sandbox);
  const memory = new Map<string, unknown>();
  const active = new ActiveProfile(profiles, {
    get: (key) => memory.get(key),
    update: (key, value) => Promise.resolve(void memory.set(key, value)),
  });
  const said: string[] = [];
  const log = { info: (line: string) => said.push(line), warn: (line: string) => said.push(line) };
  const offered: string[] = [];
  const offer = (sentence: string, button: string): Promise<boolean> => {
    offered.push(`${sentence} [${button}]`);
    return Promise.resolve(presses);
  };
  const directory = join(scratch, String(readdirSync(scratch).length));
  mkdirSync(directory);
  return { storage, entries, vault, profiles, active, sandbox, directory, log, said, offer, offered };
}

test('a started sandbox has a profile that opens its certificate, and leaves nothing in settings, secret storage or on the disk', async () => {
  const world = windowWith({});
  const launched = await launchSandbox(world);
  const running = world.sandbox.running;
  assert.ok(running);
  assert.match(running.origin, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(running.profile.endpoint, running.origin);
  assert.equal(world.active.get()?.id, sandboxProfileId);
  const secret = await world.vault.readSecret(sandboxProfileId);
  assert.ok(secret?.kind === 'rolesAnywhere');
  const { certificate } = running.profile;
  const identity = await readIdentity([{ name: 'sandbox.pfx', bytes: readFileSync(certificate) }], secret.password);
  assert.match(identity.leaf.subject, /CN=developer/);
  assert.equal((await fetch(running.origin)).status, 403, 'it answers, and knows no unsigned request');
  await launched.tell();
  assert.deepEqual(world.offered, [], 'it is the active one');

  await launched.close();
  assert.equal(world.sandbox.running, undefined);
  assert.equal(await world.vault.readSecret(sandboxProfileId), undefined);
  assert.equal(existsSync(certificate), false);
  assert.deepEqual([world.entries.scopes, world.storage.entries.size], [{ user: {}, workspace: {} }, 0]);
  await assert.rejects(fetch(running.origin));
});

test('each start has a certificate of its own, so that two windows do not take it from each other', async () => {
  const world = windowWith({});
  const first = await launchSandbox(world);
  const certificate = world.sandbox.running?.profile.certificate ?? '';
  const second = await launchSandbox({ ...world, sandbox: new RunningSandbox() });
  assert.ok(existsSync(certificate));
  await second.close();
  assert.ok(existsSync(certificate));
  await first.close();
  assert.deepEqual(readdirSync(world.directory), []);
});

test('certificates of windows that are gone and of earlier versions are removed, those of running processes stay', async () => {
  const world = windowWith({});
  for (const name of ['workspace-0123456789abcdef', 'user', `${2 ** 22 + 1}-ab12cd34`, `${process.pid}-ab12cd34`]) {
    mkdirSync(join(world.directory, name));
    writeFileSync(join(world.directory, name, 'sandbox.pfx'), '');
  }
  const launched = await launchSandbox(world);
  await launched.close();
  assert.deepEqual(readdirSync(world.directory), [`${process.pid}-ab12cd34`]);
});

test('where another profile is active, that is said, and one button makes the sandbox active', async () => {
  const world = windowWith({ ci: staticProfile }, true);
  const launched = await launchSandbox(world);
  assert.equal(world.active.get()?.name, 'ci');
  await launched.tell();
  assert.deepEqual(world.offered, [
    'The local sandbox is running. Its profile “sandbox” is not the active one; “ci” is. [Make Active]',
  ]);
  assert.equal(world.active.get()?.id, sandboxProfileId);
  await launched.close();
});

test('what an earlier version left in the settings is taken out, and was it active, the sandbox is', async () => {
  const world = windowWith({ ci: staticProfile, sandbox: former, build: { ...staticProfile } });
  const [left] = world.profiles.formerSandboxes();
  assert.ok(left);
  await world.vault.writeSecret(left.id, { kind: 'rolesAnywhere', password: 'x' });
  await world.active.choose(left.id);
  const launched = await launchSandbox(world);
  assert.equal(world.active.get()?.id, sandboxProfileId);
  while (world.profiles.formerSandboxes().length > 0 || world.storage.entries.size > 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(Object.keys(world.entries.scopes.user), ['ci', 'build']);
  await launched.close();
});

for (const [what, spoil] of [
  ['settings that cannot be written', (world: ReturnType<typeof windowWith>) => void (world.entries.failing = true)],
  ['a keyring that does not answer', (world: ReturnType<typeof windowWith>) => void (world.storage.hanging = true)],
  ['a locked keyring', (world: ReturnType<typeof windowWith>) => void (world.storage.locked = true)],
] as const) {
  test(`with ${what} the sandbox starts all the same, under its own name`, async () => {
    const world = windowWith({ sandbox: former });
    spoil(world);
    const launched = await launchSandbox(world);
    assert.equal(world.profiles.findByName('sandbox')?.id, sandboxProfileId);
    await launched.close();
  });
}
