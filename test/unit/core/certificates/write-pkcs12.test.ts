import assert from 'node:assert/strict';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { after, suite, test } from 'node:test';
import { createSecureContext } from 'node:tls';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { type KeyKind, createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { readContainer } from '../../../../src/core/certificates/read-container.ts';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';
import { writePkcs12 } from '../../../../src/core/certificates/write-pkcs12.ts';
import { Workshop, withoutKeytool, withoutOpenssl } from './openssl.ts';

const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };

async function makeIdentity(key: KeyKind): Promise<Identity> {
  const authority = await createDevelopmentAuthority({ commonName: 'Example CA', ...validity });
  return issueEndEntity(authority, { commonName: 'build-7', key, ...validity });
}

const pkcs8 = ({ key }: Pick<Identity, 'key'>): Buffer => key.export({ type: 'pkcs8', format: 'der' });

suite('writePkcs12', () => {
  const workshop = new Workshop();
  after(() => workshop.remove());

  for (const key of ['ec-p256', 'ec-p384', 'rsa-2048'] as const) {
    for (const encryption of ['modern', 'compatible'] as const) {
      for (const password of ['secret', '', 'pässwörd 🔑']) {
        test(`${key}, ${encryption}, password "${password}"`, async (t) => {
          const identity = await makeIdentity(key);
          const bytes = await writePkcs12(identity, { password, encryption, friendlyName: 'bücher' });
          const name = `${key}-${encryption}-${password.length}.p12`;

          const again = await readIdentity([{ name, bytes }], password);
          assert.deepEqual(again.leaf.raw, identity.leaf.raw);
          assert.deepEqual(
            again.chain.map(({ raw }) => raw),
            identity.chain.map(({ raw }) => raw),
          );
          assert.deepEqual(pkcs8(again), pkcs8(identity));
          createSecureContext({ pfx: Buffer.from(bytes), passphrase: password });

          await t.test('openssl reads key, leaf and chain', { skip: withoutOpenssl }, async () => {
            workshop.write(name, bytes);
            const options = ['pkcs12', '-in', name, '-passin', `pass:${password}`, '-nodes', '-legacy'];
            const text = await workshop.openssl(...options);
            const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
            assert.deepEqual(
              certificates.map((pem) => new X509Certificate(pem).raw),
              [identity.leaf, ...identity.chain].map(({ raw }) => raw),
            );
            assert.deepEqual(pkcs8({ key: createPrivateKey(text) }), pkcs8(identity));
            assert.equal(text.match(/localKeyID/g)?.length, 2);
          });
        });
      }
    }
  }

  test('says how it is protected and carries the friendly name', async () => {
    const identity = await makeIdentity('ec-p256');
    const read = async (encryption: 'modern' | 'compatible') =>
      readContainer(
        { name: 'x', bytes: await writePkcs12(identity, { password: 'x', encryption, friendlyName: 'bücher' }) },
        'x',
      );
    const [modern, compatible] = [await read('modern'), await read('compatible')];
    assert.deepEqual(modern.protection, [
      'PBES2 AES-256-CBC, PBKDF2 SHA-256, 100000 iterations',
      'MAC SHA-256, 100000 iterations',
    ]);
    assert.deepEqual(compatible.protection, ['PKCS#12 3DES, SHA-1, 2048 iterations', 'MAC SHA-1, 2048 iterations']);
    assert.deepEqual(
      modern.certificates.map(({ friendlyName }) => friendlyName),
      ['bücher', undefined],
    );
    assert.deepEqual(
      modern.keys.map(({ friendlyName }) => friendlyName),
      ['bücher'],
    );
  });

  test('keytool lists key and chain', { skip: withoutKeytool }, async () => {
    for (const encryption of ['modern', 'compatible'] as const) {
      const identity = await makeIdentity('ec-p256');
      const name = workshop.write(
        `${encryption}.p12`,
        await writePkcs12(identity, { password: 'secret', encryption, friendlyName: 'build' }),
      );
      const list = await workshop.keytool('-list', '-v', '-keystore', name, '-storepass', 'secret');
      assert.match(list, /Alias name: build\b/);
      assert.match(list, /Entry type: PrivateKeyEntry/);
      assert.match(list, /Certificate chain length: 2/);
    }
  });
});
