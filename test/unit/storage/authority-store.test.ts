import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthorityStore } from '../../../src/storage/authority-store.ts';
import { SecretVault } from '../../../src/storage/secret-vault.ts';
import { InMemorySecretStorage } from '../fakes/in-memory-secret-storage.ts';

function shelf(): { shelf: AuthorityStore; storage: InMemorySecretStorage } {
  const memory = new Map<string, unknown>();
  const storage = new InMemorySecretStorage();
  const port = {
    get: (key: string) => memory.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void memory.set(key, value)),
  };
  return { shelf: new AuthorityStore(port, new SecretVault(storage)), storage };
}

test('an authority is remembered with its password, the last one first, each path once', async () => {
  const { shelf: one } = shelf();
  await one.add({ path: '/a.pfx', subject: 'CN=A' }, 'first');
  await one.add({ path: '/b.pfx', subject: 'CN=B' }, 'second');
  await one.add({ path: '/a.pfx', subject: 'CN=A2' }, 'third');
  assert.deepEqual(
    one.list().map(({ subject }) => subject),
    ['CN=A2', 'CN=B'],
  );
  assert.equal(await one.password('/a.pfx'), 'third');
  assert.equal(await one.password('/other.pfx'), undefined);
});

test('what is forgotten takes its password along', async () => {
  const { shelf: one, storage } = shelf();
  for (let count = 0; count < 12; count += 1) await one.add({ path: `/${count}.pfx`, subject: 'CN=A' }, 'password');
  assert.equal(one.list().length, 10);
  assert.equal(storage.entries.size, 10);
  assert.equal(await one.password('/0.pfx'), undefined);
});

test('with the secret storage locked nothing is remembered', async () => {
  const { shelf: one, storage } = shelf();
  storage.locked = true;
  await assert.rejects(one.add({ path: '/a.pfx', subject: 'CN=A' }, 'password'), { code: 'secret-storage-locked' });
  assert.deepEqual(one.list(), []);
});
