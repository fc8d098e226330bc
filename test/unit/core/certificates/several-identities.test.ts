import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import type { X509Certificate } from 'node:crypto';
import { isUserError } from '../../../../src/core/errors.ts';
import {
  decode,
  encode,
  explicitZero,
  integer,
  objectIdentifier,
  octetString,
  sequence,
} from '../../../../src/core/certificates/containers/asn1.ts';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import type { CertificateFile } from '../../../../src/core/certificates/read-container.ts';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';
import { altered, nameOf } from './odd-certificate.ts';

const day = 86_400_000;
const from = (days: number): Date => new Date(Date.now() + days * day);
const usual = { notBefore: from(-1), notAfter: from(90) };

/** An authority, what it has issued, and the same again under other dates. */
interface World {
  readonly authority: Identity;
  readonly alpha: Identity;
  readonly beta: Identity;
  /** The name of alpha under another key. */
  readonly rekeyed: Identity;
}
let world: World;
before(async () => {
  const authority = await createDevelopmentAuthority({ commonName: 'CA', notBefore: from(-100), notAfter: from(900) });
  const issue = (commonName: string): Promise<Identity> =>
    issueEndEntity(authority, { commonName, organization: 'Example', ...usual });
  world = { authority, alpha: await issue('alpha'), beta: await issue('beta'), rekeyed: await issue('alpha') };
});

const pem = (...parts: (Identity | X509Certificate | Identity['key'])[]): string =>
  parts
    .map((part) =>
      'leaf' in part
        ? `${part.leaf.toString()}${part.key.export({ type: 'pkcs8', format: 'pem' }).toString()}`
        : 'fingerprint256' in part
          ? part.toString()
          : part.export({ type: 'pkcs8', format: 'pem' }).toString(),
    )
    .join('');
const file = (name: string, bytes: string | Uint8Array): CertificateFile => ({ name, bytes: Buffer.from(bytes) });

/** A PFX without protection (RFC 7292), which may hold as many key pairs as one likes. */
function pfx(...identities: Identity[]): Buffer {
  const data = (content: Buffer) => sequence(objectIdentifier('1.2.840.113549.1.7.1'), explicitZero(octetString(content)));
  const bags = identities.flatMap(({ leaf, key }) => [
    sequence(objectIdentifier('1.2.840.113549.1.12.10.1.1'), explicitZero(decode(key.export({ type: 'pkcs8', format: 'der' })))),
    sequence(
      objectIdentifier('1.2.840.113549.1.12.10.1.3'),
      explicitZero(sequence(objectIdentifier('1.2.840.113549.1.9.22.1'), explicitZero(octetString(leaf.raw)))),
    ),
  ]);
  return encode(sequence(integer(3), data(encode(sequence(data(encode(sequence(...bags))))))));
}

/** The certificate of an identity under other dates or names, for the same key. */
const again = ({ leaf }: Identity, changes: Parameters<typeof altered>[2]): X509Certificate =>
  altered(leaf, world.authority.key, { serial: Buffer.from([1, 2, 3]), ...changes });

/** Files, and which certificate is taken; undefined where nobody but a person can tell. */
interface Case {
  readonly title: string;
  readonly files: (made: World) => readonly CertificateFile[];
  readonly taken?: (made: World) => X509Certificate;
  /** What the message names. */
  readonly named?: readonly RegExp[];
}
const both = [/CN=alpha, O=Example/, /CN=beta, O=Example/];

const cases: Case[] = [
  { title: 'two key pairs in a PEM file', files: ({ alpha, beta }) => [file('x.pem', pem(alpha, beta))], named: both },
  { title: 'two key pairs in the other order', files: ({ alpha, beta }) => [file('x.pem', pem(beta, alpha))], named: both },
  {
    title: 'two key pairs, keys and certificates mixed',
    files: ({ alpha, beta, authority }) => [file('x.pem', pem(beta.key, alpha.leaf, alpha.key, beta.leaf, authority.leaf))],
    named: both,
  },
  { title: 'two key pairs in a PFX', files: ({ alpha, beta }) => [file('two.p12', pfx(alpha, beta))], named: both },
  {
    title: 'a key pair, and another in the file of the chain',
    files: ({ alpha, beta }) => [file('a.pem', pem(alpha)), file('chain.pem', pem(beta))],
    named: both,
  },
  {
    title: 'two key pairs, one of which has expired: it may be the one that is meant',
    files: ({ alpha, beta }) => [file('x.pem', pem(again(alpha, { notAfter: from(-0.5) }), alpha.key, beta))],
    named: both,
  },
  {
    title: 'one name under two keys that are both valid',
    files: ({ alpha, rekeyed }) => [file('x.pem', pem(alpha, rekeyed))],
    named: [/CN=alpha, O=Example .*CN=alpha, O=Example /],
  },
  {
    title: 'one key under two names',
    files: ({ alpha }) => [file('x.pem', pem(alpha, again(alpha, { subject: nameOf(['2.5.4.3', 'gamma']) })))],
    named: [/CN=alpha/, /CN=gamma/],
  },
  {
    title: 'one name under a new key, the certificate of the old one expired',
    files: ({ alpha, rekeyed }) => [file('x.pem', pem(again(alpha, { notAfter: from(-0.5) }), alpha.key, rekeyed))],
    taken: ({ rekeyed }) => rekeyed.leaf,
  },
  {
    title: 'one name and key, renewed',
    files: ({ alpha }) => [
      file('x.pem', pem(again(alpha, { notAfter: from(20) }), alpha, again(alpha, { notAfter: from(-0.5) }))),
    ],
    taken: ({ alpha }) => alpha.leaf,
  },
  {
    title: 'the same key pair twice',
    files: ({ alpha }) => [file('x.pem', pem(alpha, alpha))],
    taken: ({ alpha }) => alpha.leaf,
  },
  {
    title: 'the same key pair in two files',
    files: ({ alpha }) => [file('x.p12', pfx(alpha)), file('x.pem', pem(alpha))],
    taken: ({ alpha }) => alpha.leaf,
  },
  {
    title: 'a key pair beside that of its authority',
    files: ({ alpha, authority }) => [file('x.pem', pem(authority, alpha))],
    taken: ({ alpha }) => alpha.leaf,
  },
  {
    title: 'a key pair beside the certificate of another without its key',
    files: ({ alpha, beta }) => [file('x.pem', pem(beta.leaf, alpha))],
    taken: ({ alpha }) => alpha.leaf,
  },
  {
    title: 'a key pair beside a key without its certificate',
    files: ({ alpha, beta }) => [file('x.pem', pem(beta.key, alpha))],
    taken: ({ alpha }) => alpha.leaf,
  },
];

suite('who is meant is never guessed', () => {
  for (const { title, files, taken, named = [] } of cases) {
    test(`${title}: ${taken === undefined ? 'ambiguous' : 'clear'}`, async () => {
      const given = files(world);
      if (taken !== undefined) {
        assert.equal((await readIdentity(given)).leaf.fingerprint256, taken(world).fingerprint256);
        return;
      }
      await assert.rejects(readIdentity(given), (error) => {
        assert.ok(isUserError(error), String(error));
        assert.equal(error.code, 'identity-ambiguous');
        for (const name of [...given.map(({ name }) => new RegExp(name)), ...named]) assert.match(error.message, name);
        assert.match(error.remedy, /certificateFingerprint/);
        return true;
      });
    });
  }

  test('a key that is locked may be that of another, so its password is asked for, unless it is said who is meant', async () => {
    const { alpha, beta, authority } = world;
    const locked = beta.key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'other' }).toString();
    const files = [file('x.pem', `${pem(alpha, beta.leaf)}${locked}`)];
    await assert.rejects(readIdentity(files), { code: 'password-required' });
    await assert.rejects(readIdentity(files, 'wrong'), { code: 'password-wrong' });
    await assert.rejects(readIdentity(files, 'other'), { code: 'identity-ambiguous' });
    const { leaf } = await readIdentity(files, undefined, { fingerprint: alpha.leaf.fingerprint256 });
    assert.equal(leaf.fingerprint256, alpha.leaf.fingerprint256);
    // The key of the authority is nobody's identity here.
    const ofAuthority = authority.key
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'other' })
      .toString();
    const beside = [file('x.pem', `${pem(alpha, authority.leaf)}${ofAuthority}`)];
    assert.equal((await readIdentity(beside)).leaf.fingerprint256, alpha.leaf.fingerprint256);
  });

  test('a person is asked where somebody is there to ask, and what is said holds', async () => {
    const { alpha, beta } = world;
    const files = [file('x.pem', pem(alpha, beta))];
    const offered: string[] = [];
    const { leaf } = await readIdentity(files, undefined, {
      choose: async (identities) => {
        offered.push(...identities.map(({ subject }) => subject));
        return Promise.resolve(identities.find(({ subject }) => subject.includes('beta'))?.fingerprint);
      },
    });
    assert.equal(leaf.fingerprint256, beta.leaf.fingerprint256);
    assert.deepEqual(offered.toSorted(), ['CN=alpha, O=Example', 'CN=beta, O=Example']);
    for (const answer of [undefined, '0123456789abcdef']) {
      await assert.rejects(readIdentity(files, undefined, { choose: () => Promise.resolve(answer) }), {
        code: 'identity-ambiguous',
      });
    }
    await readIdentity([file('x.pem', pem(alpha))], undefined, { choose: () => assert.fail('there is nothing to ask') });
  });

  test('of many only the first are named, and none at length', async () => {
    const { authority } = world;
    const many = await Promise.all(
      Array.from({ length: 9 }, (_, number) =>
        issueEndEntity(authority, { commonName: `${number}${'x'.repeat(60)}`, organization: 'y'.repeat(60), ...usual }),
      ),
    );
    await assert.rejects(readIdentity([file('many.pem', pem(...many))]), (error) => {
      assert.ok(isUserError(error));
      assert.match(error.message, /holds 9 certificates .* and 5 more\.$/);
      assert.ok(error.message.length < 700, error.message);
      return true;
    });
  });
});

suite('a fingerprint says who is meant', () => {
  const forms: [title: string, write: (fingerprint: string) => string][] = [
    ['as node:crypto writes it', (fingerprint) => fingerprint],
    ['without colons, in small letters', (fingerprint) => fingerprint.replaceAll(':', '').toLowerCase()],
    ['its first sixteen digits', (fingerprint) => fingerprint.replaceAll(':', '').slice(0, 16)],
  ];
  for (const [title, write] of forms) {
    test(title, async () => {
      for (const meant of [world.alpha, world.beta]) {
        const fingerprint = write(meant.leaf.fingerprint256);
        const files = [file('x.pem', pem(world.alpha, world.beta, world.authority.leaf))];
        const { leaf, key, chain } = await readIdentity(files, undefined, { fingerprint });
        assert.equal(leaf.fingerprint256, meant.leaf.fingerprint256);
        assert.ok(key.equals(meant.key));
        assert.equal(chain.length, 1);
      }
    });
  }

  test('the one that the message names is taken', async () => {
    const files = [file('x.pem', pem(world.alpha, world.beta))];
    const error: unknown = await readIdentity(files).catch((reason: unknown) => reason);
    assert.ok(isUserError(error));
    const [, fingerprint] = /CN=beta, O=Example \(until [\d-]+, ([0-9a-f]+)\)/.exec(error.message) ?? [];
    const { leaf } = await readIdentity(files, undefined, { fingerprint });
    assert.equal(leaf.fingerprint256, world.beta.leaf.fingerprint256);
  });

  test('also by an earlier certificate of the same name and key, which stays in the file', async () => {
    const old = again(world.alpha, { notAfter: from(3) });
    const files = [file('x.pem', pem(old, world.beta, world.alpha))];
    const { leaf } = await readIdentity(files, undefined, { fingerprint: old.fingerprint256 });
    assert.equal(leaf.fingerprint256, world.alpha.leaf.fingerprint256);
  });

  test('and one that is not there is not replaced by what is', async () => {
    const { alpha, beta } = world;
    await assert.rejects(readIdentity([file('x.pem', pem(alpha))], undefined, { fingerprint: beta.leaf.fingerprint256 }), {
      name: 'UserError',
      code: 'identity-not-found',
      message: /^x\.pem holds no certificate .* only .*CN=alpha, O=Example/,
    });
  });
});
