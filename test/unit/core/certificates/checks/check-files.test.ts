import assert from 'node:assert/strict';
import type { X509Certificate } from 'node:crypto';
import { before, suite, test } from 'node:test';
import { preflight } from '../../../../../src/core/certificates/checks/preflight.ts';
import type { Identity } from '../../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../../src/core/certificates/issue.ts';
import { readIdentity } from '../../../../../src/core/certificates/read-identity.ts';
import { altered, crossSigned, nameOf } from '../odd-certificate.ts';
import { type World, makeWorld, now, profile } from './preflight-cases.ts';

let world: World;
/** Another authority of the name of the intermediate. */
let namesake: Identity;
before(async () => {
  world = await makeWorld();
  const validity = { notBefore: new Date(now.getTime() - 86_400_000), notAfter: new Date(now.getTime() + 9e10) };
  namesake = await createDevelopmentAuthority({ commonName: 'Intermediate', ...validity });
});

/** What a file holds besides the key of the good identity, and what is said of it. */
interface Case {
  readonly title: string;
  readonly certificates: (made: World) => readonly X509Certificate[];
  /** Without a trust anchor at hand, and with the root as that. */
  readonly alone: readonly string[];
  readonly withRoot: readonly string[];
  /** What the finding about the chain says. */
  readonly says?: RegExp;
}

const flipped = ({ leaf }: Identity, { key }: Identity): X509Certificate => altered(leaf, key, { forged: true });

const cases: Case[] = [
  {
    title: 'all that is needed',
    certificates: ({ good, middle, root }) => [root.leaf, good.leaf, middle.leaf],
    alone: [],
    withRoot: [],
    says: /signed by the next one/,
  },
  {
    title: 'no issuer',
    certificates: ({ good }) => [good.leaf],
    alone: [],
    withRoot: ['anchor-reached: fail'],
    says: /^No issuer comes with the certificate/,
  },
  {
    title: 'a leaf with a changed bit, beside its issuer',
    certificates: ({ good, middle, root }) => [flipped(good, middle), middle.leaf, root.leaf],
    alone: ['chain-order: warning'],
    withRoot: ['chain-order: fail', 'anchor-reached: fail'],
    says: /CN=build-7 is damaged, or issued by another authority of that name: .* CN=Intermediate/,
  },
  {
    title: 'an intermediate with a changed bit, beside its issuer',
    certificates: ({ good, middle, root }) => [good.leaf, flipped(middle, root), root.leaf],
    alone: ['chain-order: warning'],
    withRoot: ['chain-order: fail', 'anchor-reached: fail'],
    says: /CN=Intermediate is damaged, or issued by another authority of that name: .* CN=Root/,
  },
  {
    title: 'another authority of the name of the issuer',
    certificates: ({ good }) => [good.leaf, namesake.leaf],
    alone: ['chain-order: warning'],
    withRoot: ['chain-order: fail', 'anchor-reached: fail'],
    says: /CN=build-7 is damaged, or issued by another authority of that name/,
  },
  {
    title: 'another authority of the name of the issuer, beside the right one',
    certificates: ({ good, middle }) => [good.leaf, namesake.leaf, middle.leaf],
    alone: [],
    withRoot: [],
  },
  {
    title: 'an earlier intermediate of the same name and key, long expired',
    certificates: ({ good, middle, root }) => [
      crossSigned(middle, root, { notAfter: new Date(now.getTime() - 86_400_000) }),
      good.leaf,
      middle.leaf,
    ],
    alone: [],
    withRoot: [],
  },
  {
    title: 'a certificate that is signed with its own key and names another as its issuer',
    certificates: ({ good }) => [altered(good.leaf, good.key, { authorityKeyIdentifier: null })],
    alone: ['issued-by-another: fail'],
    withRoot: ['issued-by-another: fail', 'anchor-reached: fail'],
  },
  {
    title: 'a certificate that is signed with its own key',
    certificates: ({ good }) => [
      altered(good.leaf, good.key, { issuer: nameOf(['2.5.4.3', 'build-7']), authorityKeyIdentifier: null }),
    ],
    alone: ['issued-by-another: fail'],
    withRoot: ['issued-by-another: fail', 'anchor-reached: fail'],
  },
];

suite('a file is read, and what is wrong with it is said', () => {
  for (const { title, certificates, alone, withRoot, says } of cases) {
    test(title, async () => {
      const key = world.good.key.export({ type: 'pkcs8', format: 'pem' }).toString();
      const bytes = Buffer.from([key, ...certificates(world)].join(''));
      const identity = await readIdentity([{ name: 'build.pem', bytes }]);
      for (const [trustAnchor, expected] of [
        [undefined, alone],
        [[world.root.leaf], withRoot],
      ] as const) {
        const findings = preflight({ identity, profile, trustAnchor, now });
        assert.deepEqual(
          findings.flatMap(({ rule, outcome }) => (outcome === 'pass' ? [] : [`${rule}: ${outcome}`])),
          expected,
        );
        if (says !== undefined) assert.match(findings.find(({ rule }) => rule === 'chain-order')?.message ?? '', says);
      }
    });
  }

  test('an anchor of the right name and another key is said to be that', async () => {
    const { good, middle } = world;
    const root = await createDevelopmentAuthority({
      commonName: 'Root',
      notBefore: new Date(now.getTime() - 1000),
      notAfter: new Date(now.getTime() + 9e10),
    });
    const findings = preflight({ identity: { ...good, chain: [middle.leaf] }, profile, trustAnchor: [root.leaf], now });
    assert.match(
      findings.find(({ rule }) => rule === 'anchor-reached')?.message ?? '',
      /issued by CN=Root, another authority of that name/,
    );
  });
});

test('what issued the leaf of a development authority is found with no help from the file', async () => {
  const issued = await issueEndEntity(world.root, {
    commonName: 'direct',
    notBefore: new Date(now.getTime() - 1000),
    notAfter: new Date(now.getTime() + 9e9),
  });
  const findings = preflight({ identity: { ...issued, chain: [] }, profile, trustAnchor: [world.root.leaf], now });
  assert.deepEqual(
    findings.filter(({ outcome }) => outcome !== 'pass'),
    [],
  );
});
