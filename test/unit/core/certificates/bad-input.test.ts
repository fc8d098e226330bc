import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { isUserError } from '../../../../src/core/errors.ts';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';
import { writePkcs12 } from '../../../../src/core/certificates/write-pkcs12.ts';
import { Workshop, makePki, withoutOpenssl, withoutSshKeygen } from './openssl.ts';

const password = 'Pa55w0rd-that-must-not-show';

/** Where a file can be cut within the first line of a block. */
const cutBeginnings = [
  '-',
  '---',
  '-----',
  '-----B',
  '-----BEGI',
  '-----BEGIN',
  '-----BEGIN PRIV',
  '-----BEGIN PRIVATE KEY--',
  '-----BEGI\n',
];

suite('bad input is one clear sentence', { skip: withoutOpenssl }, () => {
  const workshop = new Workshop();
  after(() => workshop.remove());
  before(async () => {
    await makePki(workshop, ['rsa', 'p256']);
    const store = ['pkcs12', '-export', '-legacy', '-inkey', 'p256.key', '-in', 'p256.pem', '-passout', `pass:${password}`];
    const pbes2 = (cipher: string): string[] => ['-keypbe', cipher, '-certpbe', cipher];
    await workshop.openssl(...store, '-out', 'compatible.p12');
    await workshop.openssl(...store, ...pbes2('AES-256-CBC'), '-macalg', 'SHA256', '-out', 'modern.p12');
    await workshop.openssl(...store, ...pbes2('AES-256-CBC'), '-nomac', '-out', 'nomac.p12');
    await workshop.openssl(...store, ...pbes2('CAMELLIA-256-CBC'), '-out', 'camellia.p12');
    await workshop.openssl('pkcs8', '-topk8', '-in', 'p256.key', '-passout', `pass:${password}`, '-out', 'encrypted.key');
    await workshop.openssl(
      'rsa',
      '-in',
      'rsa.key',
      '-traditional',
      '-aes128',
      '-passout',
      `pass:${password}`,
      '-out',
      'proc-type.key',
    );
    await workshop.openssl('pkey', '-in', 'rsa.key', '-pubout', '-out', 'public.pem');
    await workshop.openssl('genpkey', '-algorithm', 'X25519', '-out', 'x25519.key');
    workshop.write('index.txt', '');
    workshop.write('crl.cnf', '[ca]\ndefault_ca = d\n[d]\ndatabase = index.txt\n');
    const crl = [
      'ca',
      '-gencrl',
      '-config',
      'crl.cnf',
      '-cert',
      'ca.pem',
      '-keyfile',
      'ca.key',
      '-md',
      'sha256',
      '-crldays',
      '3',
    ];
    await workshop.openssl(...crl, '-out', 'list.crl');
    workshop.write('empty.pem', '');
    workshop.write('notes.txt', 'shopping: milk, bread');
    workshop.write('picture.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    workshop.write('store.jks', Buffer.from('feedfeed0000000200000001', 'hex'));
    workshop.write('ssh.key', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n');
    workshop.write('ssh-beside.pem', Buffer.concat([workshop.read('p256.pem'), workshop.read('ssh.key')]));
    workshop.write('putty.ppk', 'PuTTY-User-Key-File-3: ecdsa-sha2-nistp256\nEncryption: none\n');
    workshop.write('web.jwk', JSON.stringify(createPrivateKey(workshop.read('p256.key')).export({ format: 'jwk' })));
    workshop.write('putty-beside.pem', Buffer.concat([workshop.read('p256.pem'), workshop.read('putty.ppk')]));
    workshop.write(
      'ssh2.key',
      '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAA\n---- END SSH2 ENCRYPTED PRIVATE KEY ----\n',
    );
    workshop.write('mail.asc', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQVYBGQ=\n-----END PGP PRIVATE KEY BLOCK-----\n');
    workshop.write('tpm.pem', '-----BEGIN TSS2 PRIVATE KEY-----\nMAA=\n-----END TSS2 PRIVATE KEY-----\n');
    workshop.write(
      'cut-utf16.pem',
      Buffer.from(`\uFEFF${workshop.read('p256.pem').toString()}-----BEGIN`, 'utf16le').subarray(0, -1),
    );
    for (const [index, rest] of cutBeginnings.entries()) {
      workshop.write(`cut-${index}.pem`, `${workshop.read('p256.pem').toString()}${rest}`);
      workshop.write(`only-${index}.pem`, rest);
    }
    workshop.write('half.p12', workshop.read('modern.p12').subarray(0, 600));
    workshop.write('cut.pem', workshop.read('p256.pem').subarray(0, 300));
    workshop.write('noise.pem', workshop.read('p256.pem').toString().replace('MII', '(*)'));
  });

  const cases: [files: string[], password: string | undefined, code: string][] = [
    ...['modern.p12', 'compatible.p12', 'nomac.p12'].flatMap((name): typeof cases => [
      [[name], undefined, 'password-required'],
      [[name], '', 'password-required'],
      [[name], 'wrong', 'password-wrong'],
    ]),
    ...['encrypted.key', 'proc-type.key'].flatMap((name): typeof cases => [
      [['p256.pem', name], undefined, 'password-required'],
      [['p256.pem', name], 'wrong', 'password-wrong'],
    ]),
    [['camellia.p12'], password, 'unsupported-algorithm'],
    [['p256.pem', 'proc-type.key'], password, 'key-mismatch'],
    [['p256.pem', 'x25519.key'], undefined, 'key-mismatch'],
    [['p256.csr'], undefined, 'not-a-certificate'],
    [['list.crl'], undefined, 'not-a-certificate'],
    [['public.pem'], undefined, 'not-a-certificate'],
    [['empty.pem'], undefined, 'not-a-certificate'],
    [['notes.txt'], undefined, 'not-a-certificate'],
    [['picture.png'], undefined, 'not-a-certificate'],
    [['store.jks'], undefined, 'not-a-certificate'],
    ...['ssh.key', 'ssh-beside.pem', 'putty.ppk', 'putty-beside.pem', 'ssh2.key', 'web.jwk', 'mail.asc', 'tpm.pem'].flatMap(
      (name): typeof cases => [
        [[name], undefined, 'key-form-unsupported'],
        [['p256.pem', name], undefined, 'key-form-unsupported'],
      ],
    ),
    ...cutBeginnings.flatMap((_rest, index): typeof cases => [
      [[`cut-${index}.pem`], undefined, 'certificate-damaged'],
      [[`cut-${index}.pem`, 'p256.key'], undefined, 'certificate-damaged'],
    ]),
    [['cut-utf16.pem'], undefined, 'certificate-damaged'],
    [['only-3.pem'], undefined, 'certificate-damaged'],
    [['only-5.pem'], undefined, 'certificate-damaged'],
    [['half.p12'], password, 'certificate-damaged'],
    [['cut.pem', 'p256.key'], undefined, 'certificate-damaged'],
    [['noise.pem', 'p256.key'], undefined, 'certificate-damaged'],
  ];
  for (const [names, given, code] of cases) {
    test(`${names.join(' and ')}, ${given === undefined ? 'no password' : given === password ? 'right password' : `password "${given}"`}: ${code}`, async () => {
      const files = names.map((name) => ({ name, bytes: workshop.read(name) }));
      await assert.rejects(readIdentity(files, given), (error) => {
        assert.ok(isUserError(error), String(error));
        assert.equal(error.code, code);
        assert.ok(error.message.includes(names.at(-1) ?? '') || error.message.includes(names[0] ?? ''), error.message);
        assert.match(error.message, /^[^.].*\.$/s);
        assert.match(error.remedy, /\.$|PKCS12$|<(?:key|new) file>$/);
        assert.ok(!`${error.message}${error.remedy}`.includes(password));
        return true;
      });
    });
  }
});

suite('what looks like a cut and is none opens', { skip: withoutOpenssl }, () => {
  const workshop = new Workshop();
  after(() => workshop.remove());
  before(() => makePki(workshop, ['p256']));

  for (const [title, before, after] of [
    ['lines of dashes between and behind', '-----\nmine\n-----\n', '\n-----\n'],
    ['the dashes of openssl s_client', '---\nCertificate chain\n', '---\n'],
    ['a list behind', '', '\n- one\n- two\n'],
  ] as const) {
    test(title, async () => {
      const text = `${before}${workshop.read('p256.pem').toString()}${workshop.read('p256.key').toString()}${after}`;
      const { leaf } = await readIdentity([{ name: 'all.pem', bytes: Buffer.from(text) }]);
      assert.match(leaf.subject, /build p256/);
    });
  }
});

suite('the command that converts an OpenSSH key', { skip: withoutSshKeygen }, () => {
  const workshop = new Workshop();
  after(() => workshop.remove());
  before(() => makePki(workshop, ['rsa', 'p384']));

  for (const name of ['rsa', 'p384'] as const) {
    test(`gives one that opens: ${name}`, async () => {
      await workshop.openssl('pkey', '-in', `${name}.key`, '-traditional', '-out', 'key');
      chmodSync(workshop.path('key'), 0o600);
      await workshop.run('ssh-keygen', '-q', '-p', '-N', '', '-f', 'key');
      const certificate = { name: `${name}.pem`, bytes: workshop.read(`${name}.pem`) };
      const refused: unknown = await readIdentity([certificate, { name: 'key', bytes: workshop.read('key') }]).catch(
        (error: unknown) => error,
      );
      assert.ok(isUserError(refused) && refused.code === 'key-form-unsupported', String(refused));
      assert.match(refused.message, /OpenSSH/);
      const [, options = ''] = /ssh-keygen (.*) <key file>$/.exec(refused.remedy) ?? [];
      await workshop.run('ssh-keygen', '-q', '-N', '', ...options.split(' '), 'key');
      const { leaf } = await readIdentity([certificate, { name: 'key', bytes: workshop.read('key') }]);
      assert.match(leaf.subject, new RegExp(`build ${name}`));
    });
  }
});

suite('damage never gets further than a UserError', () => {
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
  let identity: Identity;
  before(async () => {
    const authority = await createDevelopmentAuthority({ commonName: 'CA', ...validity });
    identity = await issueEndEntity(authority, { commonName: 'build-7', ...validity });
  });

  // A fixed sequence, so that a failure comes again.
  function* numbers(): Generator<number, never> {
    for (let state = 12345; ; state = (Math.imul(state, 1103515245) + 12345) >>> 0) {
      yield state >>> 8;
    }
  }

  async function survives(bytes: Uint8Array, title: string, mustFail: boolean): Promise<void> {
    try {
      const read = await readIdentity([{ name: 'x', bytes }], 'secret');
      assert.ok(!mustFail, `${title} opened`);
      assert.ok(read.key.equals(identity.key), title);
    } catch (error) {
      assert.ok(isUserError(error), `${title}: ${String(error)}`);
    }
  }

  const forms: Record<string, () => Promise<Uint8Array>> = {
    'compatible PKCS#12': () => writePkcs12(identity, { password: 'secret', encryption: 'compatible' }),
    'key and certificates as PEM': () =>
      Promise.resolve(
        Buffer.from(
          [identity.key.export({ type: 'pkcs8', format: 'pem' }), identity.leaf, ...identity.chain].map(String).join(''),
        ),
      ),
  };
  for (const [title, make] of Object.entries(forms)) {
    test(`${title}, cut at 20 places`, async () => {
      const bytes = await make();
      for (let part = 0; part < 20; part++) {
        await survives(bytes.subarray(0, Math.floor((bytes.length * part) / 20)), `cut at ${part}/20`, true);
      }
    });
    test(`${title}, with 200 flipped bits`, async () => {
      const bytes = await make();
      const random = numbers();
      for (let attempt = 0; attempt < 200; attempt++) {
        const bit = random.next().value % (bytes.length * 8);
        const flipped = Uint8Array.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await survives(flipped, `bit ${bit}`, false);
      }
    });
  }
});
