import assert from 'node:assert/strict';
import type { X509Certificate } from 'node:crypto';
import { before, test } from 'node:test';
import { arrangeCertificates } from '../../../../../src/core/certificates/chain/arrange-certificates.ts';
import type { Identity } from '../../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority } from '../../../../../src/core/certificates/issue.ts';
import { type World, makeWorld } from '../checks/preflight-cases.ts';

let world: World;
let stranger: Identity;
before(async () => {
  world = await makeWorld();
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 9e11) };
  stranger = await createDevelopmentAuthority({ commonName: 'Stranger', ...validity });
});

const arrange = (certificates: readonly X509Certificate[], keys: readonly Identity['key'][] = []) =>
  arrangeCertificates([
    {
      certificates: certificates.map((certificate) => ({ certificate, friendlyName: undefined })),
      keys: keys.map((key) => ({ key, friendlyName: undefined })),
    },
  ]);
const names = (bundle: ReturnType<typeof arrange>): string[] =>
  bundle === undefined ? [] : [bundle.leaf, ...bundle.chain].map(({ subject }) => subject.replace(/^CN=/, ''));

test('the leaf comes first, then its issuers, whatever the order', () => {
  const { root, middle, good } = world;
  assert.deepEqual(names(arrange([root.leaf, good.leaf, middle.leaf])), ['build-7', 'Intermediate', 'Root']);
});

test('of authorities alone the lowest comes first', () => {
  const { root, middle } = world;
  assert.deepEqual(names(arrange([root.leaf, middle.leaf])), ['Intermediate', 'Root']);
});

test('an authority that stands apart does not go before a leaf, however long it lives', () => {
  assert.deepEqual(names(arrange([stranger.leaf, world.good.leaf])), ['build-7']);
});

test('what has a key goes before everything', () => {
  const bundle = arrange([world.good.leaf, stranger.leaf], [stranger.key]);
  assert.deepEqual(names(bundle), ['Stranger']);
  assert.equal(bundle?.key, stranger.key);
  assert.equal(arrange([world.good.leaf], [stranger.key])?.key, undefined);
});

test('the same certificate twice counts once, and nothing gives nothing', () => {
  const { root } = world;
  assert.deepEqual(names(arrange([root.leaf, root.leaf])), ['Root']);
  assert.equal(arrange([]), undefined);
});
