import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { isUserError } from '../../../src/core/errors.ts';
import { DestinationConsents } from '../../../src/storage/destination-consents.ts';
import { folderIdentity } from '../../../src/storage/folder-identity.ts';
import { SecretVault } from '../../../src/storage/secret-vault.ts';
import { InMemoryMemento } from '../fakes/in-memory-destinations.ts';
import { InMemorySecretStorage } from '../fakes/in-memory-secret-storage.ts';

const record = { endpoint: 'http://127.0.0.1:9000', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', folder: 'f' };

function consents(storage = new InMemorySecretStorage(), workspace = new InMemoryMemento(), folder = 'f') {
  const vault = new SecretVault(storage);
  return new DestinationConsents({ vault, workspace, folder: () => Promise.resolve(folder) });
}

describe('what was agreed to for a profile', () => {
  test('stands beside its secret, and nowhere in the workspace', async () => {
    const storage = new InMemorySecretStorage();
    const workspace = new InMemoryMemento();
    const one = consents(storage, workspace);
    assert.equal(await one.agreed('user/ci'), undefined);
    await one.agree('user/ci', record);
    assert.deepEqual(await one.agreed('user/ci'), record);
    assert.equal(await one.agreed('user/other'), undefined);
    assert.deepEqual([...storage.entries.keys()], ['destination/user/ci']);
    assert.equal(workspace.values.size, 0);
  });

  test('is known without the storage once it was read, and read again when it changes in another window', async () => {
    const storage = new InMemorySecretStorage();
    const one = consents(storage);
    const another = consents(storage);
    await one.agree('user/ci', record);
    assert.deepEqual(await one.agreed('user/ci'), record);
    storage.locked = true;
    assert.deepEqual(await one.agreed('user/ci'), record);
    storage.locked = false;
    await another.agree('user/ci', { ...record, endpoint: 'https://other.example' });
    assert.equal((await one.agreed('user/ci'))?.endpoint, 'https://other.example');
    await storage.delete('destination/user/ci');
    assert.equal(await one.agreed('user/ci'), undefined);
  });

  test('that changes while it is read is not kept as it was', async () => {
    const storage = new InMemorySecretStorage();
    const one = consents(storage);
    await one.agree('user/ci', record);
    const reading = one.agreed('user/ci');
    await consents(storage).agree('user/ci', { ...record, endpoint: 'https://other.example' });
    await reading;
    assert.equal((await one.agreed('user/ci'))?.endpoint, 'https://other.example');
  });

  test('that cannot be read is no consent', async () => {
    const storage = new InMemorySecretStorage();
    storage.locked = true;
    await assert.rejects(
      consents(storage).agreed('user/ci'),
      (error) => isUserError(error) && error.code === 'secret-storage-locked',
    );
  });
});

describe('answers about addresses', () => {
  test('are remembered by the workspace, for the folder that it is', async () => {
    const workspace = new InMemoryMemento();
    const one = consents(undefined, workspace);
    assert.equal(await one.isRemembered('a'), false);
    await one.remember('a');
    await one.remember('a');
    await one.remember('b');
    assert.deepEqual(
      [await one.isRemembered('a'), await one.isRemembered('b'), await one.isRemembered('c')],
      [true, true, false],
    );
    assert.equal(await consents(undefined, workspace).isRemembered('a'), true);
    assert.equal(await consents(undefined, workspace, 'g').isRemembered('a'), false);
    assert.equal(await consents().isRemembered('a'), false);
  });

  test('the oldest are forgotten', async () => {
    const workspace = new InMemoryMemento();
    const one = consents(undefined, workspace);
    for (let count = 0; count <= 500; count += 1) await one.remember(String(count));
    assert.deepEqual(
      [await one.isRemembered('0'), await one.isRemembered('1'), await one.isRemembered('500')],
      [false, true, true],
    );
  });

  for (const damaged of [7, 'f a', { 0: 'f a' }, [{ entry: 'f a' }], null]) {
    test(`are none where the memory holds ${JSON.stringify(damaged)}`, async () => {
      const workspace = new InMemoryMemento();
      await workspace.update('destinations', damaged);
      assert.equal(await consents(undefined, workspace).isRemembered('a'), false);
    });
  }
});

describe('a folder', () => {
  const base = mkdtempSync(join(tmpdir(), 'folder-identity-'));
  after(() => rmSync(base, { recursive: true }));
  const path = join(base, 'repository');
  mkdirSync(path);

  test('is the same whatever comes into it or where it is moved, and another when another takes its path', async () => {
    const identity = await folderIdentity(path);
    assert.match(identity, /^[0-9a-f]{64}$/);
    writeFileSync(join(path, 'settings.json'), '{}');
    mkdirSync(join(path, '.git'));
    assert.equal(await folderIdentity(path), identity);
    symlinkSync(path, join(base, 'link'));
    assert.equal(await folderIdentity(join(base, 'link')), identity);
    renameSync(path, join(base, 'moved'));
    assert.equal(await folderIdentity(join(base, 'moved')), identity);
    mkdirSync(path);
    assert.notEqual(await folderIdentity(path), identity);
  });

  test('removed and made again is another', async () => {
    const identity = await folderIdentity(path);
    rmSync(path, { recursive: true });
    mkdirSync(path);
    assert.notEqual(await folderIdentity(path), identity);
  });

  test('that is none has no identity, and one that cannot be looked at keeps one for the window alone', async () => {
    assert.equal(await folderIdentity(undefined), '');
    const nowhere = await folderIdentity(join(base, 'nowhere'));
    assert.equal(await folderIdentity(join(base, 'nowhere')), nowhere);
    assert.notEqual(nowhere, await folderIdentity(path));
  });
});
