import assert from 'node:assert/strict';
import { KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { conversionChoices, convertCertificates } from '../../../../../src/core/certificates/conversion/convert-certificates.ts';
import type { ConversionTarget } from '../../../../../src/core/certificates/conversion/convert-certificates.ts';
import { bundleOf } from '../../../../../src/core/certificates/conversion/bundle-of.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../../src/core/certificates/issue.ts';
import { readContainer } from '../../../../../src/core/certificates/read-container.ts';
import { writePem } from '../../../../../src/core/certificates/write-pem.ts';

const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
const authority = await createDevelopmentAuthority({ commonName: 'Test CA', ...validity });
const identity = await issueEndEntity(authority, { commonName: 'build-7', ...validity });

const formats: readonly { target: ConversionTarget; names: string[]; private: boolean[]; kinds: string[] }[] = [
  { target: 'pfx-modern', names: ['b.pfx'], private: [true], kinds: ['pkcs12'] },
  { target: 'pfx-compatible', names: ['b.pfx'], private: [true], kinds: ['pkcs12'] },
  { target: 'pem-split', names: ['b.pem', 'b.chain.pem', 'b.key'], private: [false, false, true], kinds: ['pem', 'pem', 'pem'] },
  { target: 'pem-full-chain', names: ['b.fullchain.pem', 'b.key'], private: [false, true], kinds: ['pem', 'pem'] },
  { target: 'trust-anchor', names: ['b.trust-anchor.pem'], private: [false], kinds: ['pem'] },
];
for (const format of formats) {
  for (const password of ['', 'correct horse']) {
    test(`${format.target} ${password === '' ? 'without' : 'with'} a password writes what it says, and it reads back`, async () => {
      const files = await convertCertificates(identity, { target: format.target, password, baseName: 'b' });
      assert.deepEqual(
        files.map(({ name }) => name),
        format.names,
      );
      assert.deepEqual(
        files.map((file) => file.private),
        format.private,
      );
      const containers = await Promise.all(files.map((file) => readContainer(file, password)));
      assert.deepEqual(
        containers.map(({ kind }) => kind),
        format.kinds,
      );
      if (format.target === 'trust-anchor') return;
      const back = await bundleOf(containers);
      assert.equal(back.leaf.fingerprint256, identity.leaf.fingerprint256);
      assert.deepEqual(
        back.chain.map(({ fingerprint256 }) => fingerprint256),
        [authority.leaf.fingerprint256],
      );
      assert.equal(back.key?.equals(identity.key), true);
    });
  }
}

test('DER gives a file for each part', async () => {
  const files = await convertCertificates(identity, { target: 'der', password: '', baseName: 'b' });
  assert.equal(files.filter((file) => file.private).length, 1);
  const back = await bundleOf(await Promise.all(files.map((file) => readContainer(file))));
  assert.equal(back.key?.equals(identity.key), true);
});

test('files with passwords of their own make one bundle', async () => {
  const [certificate, , key] = await writePem(identity, { layout: 'split', keyPassword: 'of the key' });
  const pfx = await convertCertificates(authority, { target: 'pfx-modern', password: 'of the authority', baseName: 'ca' });
  assert.ok(certificate !== undefined && key !== undefined && pfx[0] !== undefined);
  const bundle = await bundleOf([
    await readContainer(certificate),
    await readContainer(key, 'of the key'),
    await readContainer(pfx[0], 'of the authority'),
  ]);
  assert.equal(bundle.leaf.fingerprint256, identity.leaf.fingerprint256);
  assert.equal(bundle.chain.length, 1);
});

test('keys that are open already are never written out on the way to their bundle', async (context) => {
  const [pfx] = await convertCertificates(identity, { target: 'pfx-modern', password: 'correct horse', baseName: 'b' });
  assert.ok(pfx);
  const container = await readContainer(pfx, 'correct horse');
  const [found] = container.keys;
  assert.ok(found?.key instanceof KeyObject);
  const prototype = Object.getPrototypeOf(found.key) as KeyObject;
  const written = context.mock.method(prototype, 'export');
  const bundle = await bundleOf([container]);
  assert.equal(written.mock.callCount(), 0);
  assert.equal(bundle.key, found.key);
  found.key.export({ type: 'pkcs8', format: 'der' });
  assert.equal(written.mock.callCount(), 1, 'exports of private keys are counted');
});

test('a key alone has no bundle', async () => {
  const key = { name: 'a.key', bytes: Buffer.from(identity.key.export({ type: 'pkcs8', format: 'pem' })) };
  await assert.rejects(bundleOf([await readContainer(key)]), { code: 'certificate-missing' });
});

test('a PFX without a key is refused with what is missing', async () => {
  const bundle = { leaf: identity.leaf, chain: [] };
  await assert.rejects(convertCertificates(bundle, { target: 'pfx-modern', password: '', baseName: 'b' }), {
    code: 'key-missing',
  });
});

test('a trust anchor is offered where there is an authority, a password where there is a key to protect', () => {
  const offered = (bundle: Parameters<typeof conversionChoices>[0]): Record<string, boolean> =>
    Object.fromEntries(conversionChoices(bundle).map(({ target, takesPassword }) => [target, takesPassword]));
  const all = { 'pfx-modern': true, 'pfx-compatible': true, 'pem-split': true, 'pem-full-chain': true, der: true };
  assert.deepEqual(offered(identity), { ...all, 'trust-anchor': false });
  const withoutKey = { ...all, 'pem-split': false, 'pem-full-chain': false, der: false };
  assert.deepEqual(offered({ leaf: identity.leaf, chain: [] }), withoutKey);
  assert.deepEqual(offered({ leaf: authority.leaf, chain: [] }), { ...withoutKey, 'trust-anchor': false });
});

test('every choice is one short sentence that fits a menu', () => {
  for (const { label, detail } of conversionChoices(identity)) assert.ok(label.length <= 30 && detail.length <= 80, detail);
});
