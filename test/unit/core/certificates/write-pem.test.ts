import assert from 'node:assert/strict';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { readContainer } from '../../../../src/core/certificates/read-container.ts';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';
import { writeDer } from '../../../../src/core/certificates/write-der.ts';
import { writePem } from '../../../../src/core/certificates/write-pem.ts';
import type { WrittenFile } from '../../../../src/core/certificates/writing/written-file.ts';
import { Workshop, withoutKeytool, withoutOpenssl } from './openssl.ts';

const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
const pkcs8 = ({ key }: Pick<Identity, 'key'>): Buffer => key.export({ type: 'pkcs8', format: 'der' });
const names = (files: readonly WrittenFile[]): string[] => files.map(({ name }) => name);

const workshop = new Workshop();
after(() => workshop.remove());

let authority: Identity;
let identities: Identity[];
before(async () => {
  authority = await createDevelopmentAuthority({ commonName: 'Example CA', ...validity });
  identities = await Promise.all(
    (['ec-p256', 'ec-p384', 'rsa-2048'] as const).map((key) =>
      issueEndEntity(authority, { commonName: 'build-7', key, ...validity }),
    ),
  );
});

const identity = (): Identity => {
  const [first] = identities;
  assert.ok(first);
  return first;
};

suite('what is written is read back the same', () => {
  const writers: Record<string, (line: Identity, keyPassword?: string) => Promise<WrittenFile[]>> = {
    'split PEM': (line, keyPassword) => writePem(line, { layout: 'split', keyPassword }),
    'full-chain PEM': (line, keyPassword) => writePem(line, { layout: 'full-chain', keyPassword }),
    DER: (line, keyPassword) => writeDer(line, { keyPassword }),
  };
  for (const [title, write] of Object.entries(writers)) {
    for (const password of [undefined, 'secret', 'pässwörd 🔑']) {
      test(`${title}, ${password === undefined ? 'no password' : `password "${password}"`}`, async (t) => {
        for (const line of identities) {
          const files = await write(line, password);
          const again = await readIdentity(files, password);
          assert.deepEqual(again.leaf.raw, line.leaf.raw);
          assert.deepEqual(
            again.chain.map(({ raw }) => raw),
            line.chain.map(({ raw }) => raw),
          );
          assert.deepEqual(pkcs8(again), pkcs8(line));
          assert.deepEqual(
            files.map((file) => file.private),
            files.map(({ name }) => name.includes('.key')),
          );
          await t.test('openssl reads the key', { skip: withoutOpenssl }, async () => {
            const key = files.at(-1);
            assert.ok(key);
            workshop.write(key.name, key.bytes);
            const form = title === 'DER' ? ['-inform', 'DER'] : [];
            const text = await workshop.openssl('pkey', ...form, '-in', key.name, '-passin', `pass:${password ?? ''}`);
            assert.deepEqual(pkcs8({ key: createPrivateKey(text) }), pkcs8(line));
          });
        }
      });
    }
  }
});

test('the files are named after the common name, the key last', async () => {
  const line = identity();
  assert.deepEqual(names(await writePem(line, { layout: 'split' })), ['build-7.pem', 'build-7.chain.pem', 'build-7.key']);
  assert.deepEqual(names(await writePem(line, { layout: 'full-chain' })), ['build-7.fullchain.pem', 'build-7.key']);
  assert.deepEqual(names(await writePem(line, { layout: 'trust-anchor' })), ['Example-CA.trust-anchor.pem']);
  assert.deepEqual(names(await writeDer(line)), ['build-7.cer', 'build-7.issuer-1.cer', 'build-7.key.der']);
  assert.deepEqual(names(await writePem({ ...line, chain: [] }, { layout: 'split', baseName: 'x' })), ['x.pem', 'x.key']);
  assert.deepEqual(names(await writePem({ leaf: line.leaf, chain: line.chain }, { layout: 'full-chain' })), [
    'build-7.fullchain.pem',
  ]);
  assert.deepEqual(names(await writeDer({ leaf: line.leaf, chain: [] })), ['build-7.cer']);
});

test('odd common names give plain file names', async () => {
  const cases: [commonName: string, name: string][] = [
    ['../../etc/passwd', 'etc-passwd.pem'],
    ['C:\\temp\\x', 'C-temp-x.pem'],
    ['a b/c', 'a-b-c.pem'],
    ['Bücher 密码', 'Bücher-密码.pem'],
    ['...', 'certificate.pem'],
    ['🔑', 'certificate.pem'],
    ['NUL', 'certificate.pem'],
    ['com1.example', 'certificate.pem'],
  ];
  for (const [commonName, name] of cases) {
    const line = await issueEndEntity(authority, { commonName, ...validity });
    assert.equal(names(await writePem({ ...line, chain: [] }, { layout: 'split' }))[0], name, commonName);
  }
});

test('the trust anchor is the last certificate alone, between its BEGIN and END lines', async () => {
  const [file] = await writePem(identity(), { layout: 'trust-anchor' });
  assert.ok(file);
  const text = Buffer.from(file.bytes).toString();
  assert.match(text, /^-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]{1,64}\n)+-----END CERTIFICATE-----\n$/);
  assert.deepEqual(new X509Certificate(text).raw, authority.leaf.raw);
  assert.equal(file.private, false);
  const alone = await writePem(authority, { layout: 'trust-anchor' });
  assert.deepEqual(alone[0]?.bytes, file.bytes);
});

test('of a longer chain the trust anchor is the upper end', async () => {
  const upper = await createDevelopmentAuthority({ commonName: 'Upper CA', ...validity });
  const [file] = await writePem({ leaf: identity().leaf, chain: [authority.leaf, upper.leaf] }, { layout: 'trust-anchor' });
  assert.equal(file?.name, 'Upper-CA.trust-anchor.pem');
});

test('where no authority comes with the certificate there is no trust anchor', async () => {
  await assert.rejects(writePem({ ...identity(), chain: [] }, { layout: 'trust-anchor' }), { code: 'trust-anchor-missing' });
});

test('an empty password is refused, not taken for none', async () => {
  await assert.rejects(writePem(identity(), { layout: 'split', keyPassword: '' }), { code: 'password-empty' });
  await assert.rejects(writeDer(identity(), { keyPassword: '' }), { code: 'password-empty' });
});

test('the key is encrypted as the product says', async () => {
  const key = (await writePem(identity(), { layout: 'split', keyPassword: 'secret' })).at(-1);
  assert.ok(key);
  assert.match(Buffer.from(key.bytes).toString(), /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
  assert.deepEqual((await readContainer(key, 'secret')).protection, ['PBES2 AES-256-CBC, PBKDF2 SHA-256, 100000 iterations']);
  await assert.rejects(readContainer(key, 'other'), { code: 'password-wrong' });
});

test('openssl verifies the written chain', { skip: withoutOpenssl }, async () => {
  for (const { name, bytes } of [
    ...(await writePem(identity(), { layout: 'split' })),
    ...(await writePem(identity(), { layout: 'trust-anchor' })),
  ]) {
    workshop.write(name, bytes);
  }
  const verified = await workshop.openssl('verify', '-x509_strict', '-CAfile', 'Example-CA.trust-anchor.pem', 'build-7.pem');
  assert.match(verified, /build-7\.pem: OK/);
});

test('keytool prints the certificates of every layout', { skip: withoutKeytool }, async () => {
  const line = identity();
  const [full] = await writePem(line, { layout: 'full-chain' });
  const [der] = await writeDer(line);
  assert.ok(full && der);
  for (const [{ name, bytes }, count] of [[full, 2] as const, [der, 1] as const]) {
    const printed = await workshop.keytool('-printcert', '-file', workshop.write(name, bytes));
    assert.equal(printed.match(/^Owner:/gm)?.length, count);
    assert.ok(printed.includes(line.leaf.fingerprint256));
  }
});
