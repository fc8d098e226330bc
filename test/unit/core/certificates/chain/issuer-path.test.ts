import assert from 'node:assert/strict';
import type { X509Certificate } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { chainToSend } from '../../../../../src/core/certificates/chain/chain-to-send.ts';
import type { Identity } from '../../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../../src/core/certificates/issue.ts';
import { IssuerIndex } from '../../../../../src/core/certificates/chain/issuer-index.ts';
import { endOfFirstPath, issuersAmong, pathToAnchor, pathsFrom } from '../../../../../src/core/certificates/chain/issuer-path.ts';
import { readIdentity } from '../../../../../src/core/certificates/read-identity.ts';
import { writePem } from '../../../../../src/core/certificates/write-pem.ts';
import { writePkcs12 } from '../../../../../src/core/certificates/write-pkcs12.ts';
import { type Changes, altered, crossSigned, nameOf, withLeaf } from '../odd-certificate.ts';
import { Workshop, withoutOpenssl } from '../openssl.ts';

const day = 86_400_000;
const now = new Date();
const from = (days: number): Date => new Date(now.getTime() + days * day);
const bare: Changes = { authorityKeyIdentifier: null, subjectKeyIdentifier: null };

const authority = (commonName: string): Promise<Identity> =>
  createDevelopmentAuthority({ commonName, notBefore: from(-10), notAfter: from(900) });
const leafOf = (issuer: Identity): Promise<Identity> =>
  issueEndEntity(issuer, { commonName: 'leaf', notBefore: from(-1), notAfter: from(90) });

/** Two roots, a middle that both have certified (the older one for longer), and a leaf of the middle. */
interface World {
  readonly a: Identity;
  readonly b: Identity;
  readonly middle: Identity;
  readonly leaf: X509Certificate;
  readonly byA: X509Certificate;
  readonly byB: X509Certificate;
}
let world: World;
const workshop = new Workshop();
before(async () => {
  const [a, b, middle] = await Promise.all([authority('Root A'), authority('Root B'), authority('Middle')]);
  const { leaf } = await leafOf(middle);
  const byA = crossSigned(middle, a, { notAfter: from(700) });
  world = { a, b, middle, leaf, byA, byB: crossSigned(middle, b, { notAfter: from(600) }) };
});
after(() => workshop.remove());

/** Every order of a few certificates, some of them twice. */
function* orders(certificates: readonly X509Certificate[]): Generator<X509Certificate[]> {
  yield [...certificates];
  yield certificates.toReversed();
  yield [...certificates, ...certificates.toReversed()];
  for (let shift = 1; shift < certificates.length; shift += 1) {
    yield [...certificates.slice(shift), ...certificates.slice(0, shift)];
  }
}

const same = (certificates: readonly X509Certificate[]): string[] => certificates.map(({ fingerprint256 }) => fingerprint256);

/** What openssl makes of a path, which must end at the anchor with nothing else to lean on. */
async function opensslAccepts(path: readonly X509Certificate[], anchor: X509Certificate): Promise<void> {
  const [leaf, ...between] = path;
  workshop.write('leaf.pem', String(leaf));
  workshop.write('between.pem', between.join(''));
  workshop.write('anchor.pem', anchor.toString());
  const untrusted = between.length === 0 ? [] : ['-untrusted', 'between.pem'];
  await workshop.openssl('verify', '-partial_chain', '-trusted', 'anchor.pem', ...untrusted, 'leaf.pem');
}

/** A pile of certificates, a trust anchor, and the path that has to be found. */
interface Case {
  readonly title: string;
  readonly make: (made: World) => Made | Promise<Made>;
  /** What openssl says, which goes by key identifiers where RFC 5280, 6.1, asks for names and signatures alone. */
  readonly opensslErrs?: RegExp;
}
interface Made {
  readonly leaf?: X509Certificate;
  readonly pile: readonly X509Certificate[];
  readonly anchors: readonly X509Certificate[];
  /** Without the leaf. */
  readonly path: readonly X509Certificate[];
  /** By default the first of the anchors. */
  readonly ends?: X509Certificate;
}

const cases: Case[] = [
  {
    title: 'cross-signed, to the one root',
    make: ({ a, b, byA, byB }) => ({ pile: [byA, byB, a.leaf, b.leaf], anchors: [a.leaf], path: [byA] }),
  },
  {
    title: 'cross-signed, to the root whose certificate ends sooner',
    make: ({ a, b, byA, byB }) => ({ pile: [byA, byB, a.leaf, b.leaf], anchors: [b.leaf], path: [byB] }),
  },
  {
    title: 'cross-signed, the roots not at hand',
    make: ({ b, byA, byB }) => ({ pile: [byA, byB], anchors: [b.leaf], path: [byB] }),
  },
  {
    title: 'the cross certificate of the anchor has been renewed',
    make: ({ a, b, middle, byA }) => {
      const [expired, current] = [crossSigned(middle, b, { notAfter: from(-1) }), crossSigned(middle, b, { notAfter: from(20) })];
      return { pile: [expired, byA, current, a.leaf], anchors: [b.leaf], path: [current] };
    },
  },
  {
    title: 'the shorter way has expired, a longer one has not',
    make: ({ a, b, middle }) => {
      const short = crossSigned(middle, a, { notAfter: from(-1) });
      const [long, bByA] = [crossSigned(middle, b), crossSigned(b, a)];
      return { pile: [short, long, bByA], anchors: [a.leaf], path: [long, bByA] };
    },
  },
  {
    title: 'the shorter way is signed with SHA-1',
    make: ({ a, b, middle }) => {
      const [short, long, bByA] = [crossSigned(middle, a, { digest: 'sha1' }), crossSigned(middle, b), crossSigned(b, a)];
      return { pile: [short, long, bByA], anchors: [a.leaf], path: [long, bByA] };
    },
  },
  {
    title: 'the longer way allows fewer authorities below it than it has',
    make: async ({ a, b, middle }) => {
      const upper = await authority('Upper');
      const narrow = crossSigned(b, a, { constraints: { cA: true, pathLenConstraint: 0 } });
      const [middleByB, middleByUpper] = [crossSigned(middle, b), crossSigned(middle, upper)];
      const upperByB = crossSigned(upper, b);
      const bByA = crossSigned(b, a, { notAfter: from(20) });
      return { pile: [narrow, middleByB, middleByUpper, upperByB, bByA], anchors: [a.leaf], path: [middleByB, bByA] };
    },
  },
  {
    title: 'a trust anchor below the roots',
    make: ({ a, b, middle, byA, byB }) => ({ pile: [byA, byB, a.leaf, b.leaf], anchors: [middle.leaf], path: [] }),
  },
  {
    title: 'a bundle of anchors, the last of which it is',
    make: async ({ a, byA }) => ({
      pile: [byA],
      anchors: [(await authority('Root A')).leaf, (await authority('Other')).leaf, a.leaf],
      path: [byA],
      ends: a.leaf,
    }),
  },
  {
    title: 'an anchor that is being renewed, the old certificate expired',
    make: ({ a, byA }) => ({
      pile: [byA],
      anchors: [altered(a.leaf, a.key, { notAfter: from(-1) }), a.leaf],
      path: [byA],
      ends: a.leaf,
    }),
  },
  {
    title: 'authorities of one name with several keys, one of which signed',
    make: async ({ a, byA }) => {
      const namesakes = await Promise.all([1, 2, 3].map(() => authority('Middle')));
      const strangers = namesakes.map((namesake) => crossSigned(namesake, a));
      return { pile: [...strangers, byA, ...namesakes.map(({ leaf }) => leaf)], anchors: [a.leaf], path: [byA] };
    },
  },
  {
    title: 'a new key of an authority, certified by the old one',
    make: async () => {
      const [old, renewed] = [await authority('Rollover'), await authority('Rollover')];
      const newWithOld = crossSigned(renewed, old, bare);
      const oldRoot = altered(old.leaf, old.key, bare);
      const { leaf } = withLeaf(await leafOf(renewed), renewed.key, bare);
      return {
        leaf,
        pile: [oldRoot, newWithOld, altered(renewed.leaf, renewed.key, bare)],
        anchors: [oldRoot],
        path: [newWithOld],
      };
    },
    opensslErrs: /certificate signature failure/,
  },
  {
    title: 'the old key of an authority, certified by the new one',
    make: async () => {
      const [old, renewed] = [await authority('Rollover'), await authority('Rollover')];
      const oldWithNew = crossSigned(old, renewed);
      return {
        leaf: (await leafOf(old)).leaf,
        pile: [crossSigned(renewed, old), oldWithNew, old.leaf],
        anchors: [renewed.leaf],
        path: [oldWithNew],
      };
    },
  },
  {
    title: 'three keys of one authority in turn, each certified by the one before, below an anchor that allows none below it',
    make: async () => {
      const keys = await Promise.all([1, 2, 3].map(() => authority('Rollover')));
      const [first, second, third] = keys;
      if (first === undefined || second === undefined || third === undefined) throw new Error('three are made');
      const path = [crossSigned(third, second), crossSigned(second, first)];
      const narrow = altered(first.leaf, first.key, { constraints: { cA: true, pathLenConstraint: 0 } });
      return { leaf: (await leafOf(third)).leaf, pile: path.toReversed(), anchors: [narrow], path };
    },
  },
  {
    title: 'key identifiers that name another authority',
    make: ({ a, middle }) => {
      const misled = crossSigned(middle, a, { authorityKeyIdentifier: Buffer.alloc(20, 7) });
      return { pile: [misled], anchors: [a.leaf], path: [misled] };
    },
    opensslErrs: /unable to get local issuer certificate/,
  },
  {
    title: 'names that differ in capitals and blanks',
    make: async ({ a }) => {
      const middle = await authority('Middle  Authority');
      const spelt = crossSigned(await renamed(middle, 'MIDDLE Authority'), a);
      return { leaf: (await leafOf(middle)).leaf, pile: [spelt], anchors: [a.leaf], path: [spelt] };
    },
  },
];

/** The same key under another name. */
async function renamed({ key, chain }: Identity, commonName: string): Promise<Identity> {
  const other = await authority(commonName);
  return { leaf: altered(other.leaf, key, { publicKey: key, ...bare }), chain, key };
}

suite('the path to the anchor is found, in whatever order and however often the certificates come', () => {
  for (const { title, make, opensslErrs } of cases) {
    test(title, async () => {
      const made = await make(world);
      const { leaf = world.leaf, pile, anchors, path } = made;
      for (const order of orders(pile)) {
        const found = pathToAnchor(leaf, order, anchors, now);
        assert.deepEqual(same(found.certificates), same([leaf, ...path]));
        const ends = made.ends ?? anchors[0];
        assert.ok(ends !== undefined && found.anchor.some(({ fingerprint256 }) => fingerprint256 === ends.fingerprint256));
        found.certificates.forEach((certificate, index) => {
          assert.ok(certificate.verify((found.certificates[index + 1] ?? ends).publicKey), `signature ${index}`);
        });
        // What is found with an anchor is also sent without one.
        const { chain } = issuersAmong(leaf, order, now);
        const sent = new Set(same(chainToSend({ leaf, chain })));
        assert.deepEqual(
          path.filter(({ fingerprint256 }) => !sent.has(fingerprint256)),
          [],
        );
      }
    });
    test(`${title}: openssl ${opensslErrs === undefined ? 'agrees' : 'is misled'}`, { skip: withoutOpenssl }, async () => {
      const made = await make(world);
      const ends = made.ends ?? made.anchors[0];
      assert.ok(ends !== undefined);
      const verifying = opensslAccepts([made.leaf ?? world.leaf, ...made.path], ends);
      if (opensslErrs === undefined) await verifying;
      else await assert.rejects(verifying, opensslErrs);
    });
  }
});

suite('where no path can be used, the one that is nearly right is shown', () => {
  test('an expired certificate of the only authority between', () => {
    const { a, middle, leaf } = world;
    const expired = crossSigned(middle, a, { notAfter: from(-1) });
    assert.deepEqual(same(pathToAnchor(leaf, [expired], [a.leaf], now).certificates), same([leaf, expired]));
    assert.deepEqual(same(issuersAmong(leaf, [expired, a.leaf], now).chain), same([expired, a.leaf]));
  });

  test('an anchor that nothing leads to', async () => {
    const { a, byA, leaf } = world;
    const found = pathToAnchor(leaf, [byA, a.leaf], [(await authority('Root A')).leaf], now);
    assert.deepEqual([same(found.certificates), found.anchor], [same([leaf, byA, a.leaf]), []]);
  });

  test('a leaf that is signed with its own key leads nowhere, whatever else has that key', async () => {
    const { middle } = world;
    const { leaf, key } = await leafOf(middle);
    const own = altered(leaf, key, { issuer: nameOfLeaf(leaf), authorityKeyIdentifier: null });
    assert.deepEqual(issuersAmong(own, [own, middle.leaf], now), { chain: [], others: [middle.leaf] });
  });
});

function nameOfLeaf(leaf: X509Certificate): NonNullable<Changes['issuer']> {
  return nameOf(['2.5.4.3', leaf.subject.replace('CN=', '')]);
}

suite('all that leads on is kept, the first path whole before the others', () => {
  test('both certificates of a cross-signed authority, with their roots; an expired one is none', () => {
    const { a, b, byA, byB, leaf, middle } = world;
    const expired = crossSigned(middle, a, { notAfter: from(-1) });
    for (const order of orders([b.leaf, expired, byB, a.leaf, byA])) {
      const { chain, others } = issuersAmong(leaf, order, now);
      assert.deepEqual(same(chain), same([byA, a.leaf, byB, b.leaf]));
      assert.deepEqual(same(others), same([expired]));
      assert.deepEqual(same(chainToSend({ leaf, chain })), same([byA, byB]));
      assert.deepEqual(same([endOfFirstPath({ leaf, chain })]), same([a.leaf]));
      assert.deepEqual(pathsFrom(leaf, order, now).map(same), [same([leaf, byA, a.leaf]), same([leaf, byB, b.leaf])]);
    }
  });

  test('also through files of every form', async () => {
    const { a, b, byA, byB, middle } = world;
    const { leaf, key } = await leafOf(middle);
    const identity = { leaf, key, ...issuersAmong(leaf, [b.leaf, byB, byA, a.leaf], now) };
    const pfx = await writePkcs12(identity, { password: 'secret', encryption: 'compatible' });
    const again = await readIdentity([{ name: 'x.pfx', bytes: pfx }], 'secret');
    assert.deepEqual(same(again.chain), same([byA, a.leaf, byB, b.leaf]));
    for (const layout of ['split', 'full-chain'] as const) {
      const { chain } = await readIdentity(await writePem(identity, { layout }));
      assert.deepEqual(same(chain), same([byA, a.leaf, byB, b.leaf]), layout);
    }
    const [anchor] = await writePem(identity, { layout: 'trust-anchor' });
    assert.equal(Buffer.from(anchor?.bytes ?? []).toString(), a.leaf.toString());
  });

  test('of more than five the first path, and of the others what has a place', async () => {
    const { middle, leaf, a, byA } = world;
    const others = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => authority(`Root ${number}`)));
    const crosses = others.map((other, index) => crossSigned(middle, other, { notAfter: from(500 - index) }));
    const { chain } = issuersAmong(leaf, [...crosses.toReversed(), byA, a.leaf], now);
    assert.equal(chain.length, 8);
    assert.deepEqual(same(chainToSend({ leaf, chain })), same([byA, ...crosses.slice(0, 4)]));
  });

  test('a path of six is not cut: it cannot be sent', async () => {
    const line = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((number) => authority(`Authority ${number}`)));
    const pile = line.slice(0, -1).map((each, index) => crossSigned(each, line[index + 1] ?? each));
    const [lowest] = line;
    assert.ok(lowest !== undefined);
    const { leaf } = await leafOf(lowest);
    const { chain } = issuersAmong(leaf, pile, now);
    assert.equal(chainToSend({ leaf, chain }).length, 6);
  });
});

suite('the search is bounded', () => {
  test('among authorities that have all certified one another', async () => {
    const all = await Promise.all(Array.from({ length: 9 }, (_, number) => authority(`Authority ${number}`)));
    const pile = all.flatMap((each) => all.filter((other) => other !== each).map((other) => crossSigned(each, other)));
    const [lowest] = all;
    const anchor = await authority('Anchor');
    const last = all.at(-1);
    assert.ok(lowest !== undefined && last !== undefined);
    const { leaf } = await leafOf(lowest);
    const way = crossSigned(last, anchor);
    const found = pathToAnchor(leaf, [...pile, way], [anchor.leaf], now);
    assert.equal(found.certificates.length, 3, 'leaf, the lowest certified by the last, the last certified by the anchor');
    // Simple paths through nine authorities are more than a hundred thousand; signatures are tried once for each certificate and key.
    const index = new IssuerIndex([...pile, way]);
    for (const certificate of index.certificates) index.issuersOf(certificate);
    assert.ok(index.tries <= index.certificates.length, `${index.tries} tries for ${index.certificates.length} certificates`);
    assert.ok(pathsFrom(leaf, pile, now).length > 0, 'without any root there are ends too');
  });

  test('among authorities that all have one name and one key', async () => {
    const one = await authority('Same');
    const pile = Array.from({ length: 40 }, () => crossSigned(one, one));
    const { leaf } = await leafOf(one);
    assert.equal(issuersAmong(leaf, pile, now).chain.length, 40);
    const index = new IssuerIndex(pile);
    for (const certificate of [leaf, ...pile]) index.issuersOf(certificate);
    assert.equal(index.tries, 41);
  });

  test('among too many keys of one name it ends with a reason', async () => {
    const keys = await Promise.all(Array.from({ length: 50 }, () => authority('Same')));
    const pile = keys.map((each, index) => crossSigned(each, keys[(index + 1) % keys.length] ?? each));
    const [lowest] = keys;
    assert.ok(lowest !== undefined);
    const { leaf } = await leafOf(lowest);
    assert.throws(() => issuersAmong(leaf, pile, now), { name: 'UserError', code: 'chain-too-tangled' });
  });
});
