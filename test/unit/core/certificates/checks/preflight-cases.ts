import { type KeyObject, type X509Certificate, generateKeyPairSync } from 'node:crypto';
import { KeyUsageFlags } from '@peculiar/asn1-x509';
import type { Identity } from '../../../../../src/core/certificates/identity.ts';
import { type EndEntityOptions, createDevelopmentAuthority, issueEndEntity } from '../../../../../src/core/certificates/issue.ts';
import type { RolesAnywhereProfile } from '../../../../../src/core/profiles/profile.ts';
import { type Changes, altered, crossSigned, nameOf, withLeaf } from '../odd-certificate.ts';

/** One made case and the rules that it must trip, as `rule: outcome`, in their order. */
export interface PreflightCase {
  readonly title: string;
  readonly make: (world: World) => Made | Promise<Made>;
  readonly trips: readonly string[];
  /** Why a sandbox, which knows no more than a request, cannot agree. */
  readonly unknowable?: string;
}

export interface Made {
  readonly identity?: Identity;
  readonly profile?: Partial<RolesAnywhereProfile>;
  /** The root by default. */
  readonly anchor?: readonly X509Certificate[];
}

export interface World {
  readonly root: Identity;
  /** Issued by the root. */
  readonly middle: Identity;
  /** Issued by the intermediate. */
  readonly good: Identity;
}

const CN = '2.5.4.3';
const day = 86_400_000;
/** Hours after everything that the cases make has become valid. */
export const now = new Date(Math.floor(Date.now() / 1000) * 1000);
const from = (days: number): Date => new Date(now.getTime() + days * day);
const usual = { notBefore: from(-1), notAfter: from(300) };

export const profile: RolesAnywhereProfile = {
  kind: 'rolesAnywhere',
  trustAnchorArn: 'arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/a0000000-0000-0000-0000-000000000001',
  profileArn: 'arn:aws:rolesanywhere:eu-central-1:111122223333:profile/b0000000-0000-0000-0000-000000000001',
  roleArn: 'arn:aws:iam::111122223333:role/team/builder',
  certificate: 'build.pfx',
};

export async function makeWorld(): Promise<World> {
  const root = await authority();
  const middle = await intermediate(root);
  return { root, middle, good: await leaf(middle) };
}

function authority(commonName = 'Root'): Promise<Identity> {
  return createDevelopmentAuthority({ commonName, notBefore: from(-10), notAfter: from(900) });
}

async function leaf(issuer: Identity, changes: Changes = {}, options: Partial<EndEntityOptions> = {}): Promise<Identity> {
  const issued = await issueEndEntity(issuer, { commonName: 'build-7', ...usual, ...options });
  return withLeaf(issued, issuer.key, changes);
}

async function intermediate(issuer: Identity, changes: Changes = {}, commonName = 'Intermediate'): Promise<Identity> {
  const issued = await issueEndEntity(issuer, { commonName, notBefore: from(-5), notAfter: from(600) });
  const keyUsage = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign;
  return withLeaf(issued, issuer.key, { constraints: { cA: true }, keyUsage, ...changes });
}

/** A leaf that is signed with its own key. */
async function alone({ middle }: World): Promise<Identity> {
  const { leaf: issued, key } = await leaf(middle);
  return { leaf: altered(issued, key, { issuer: nameOf([CN, 'build-7']), authorityKeyIdentifier: null }), chain: [], key };
}

/** A leaf of the intermediate, which the root and another one have certified; the trust anchor is one of them. */
async function crossed(world: World, anchor: 'root' | 'other', ofRoot: Changes = {}, ofOther: Changes = {}): Promise<Made> {
  const other = await authority('Other Root');
  const chain = [altered(world.middle.leaf, world.root.key, ofRoot), crossSigned(world.middle, other, ofOther)];
  return { identity: { ...world.good, chain }, anchor: [anchor === 'root' ? world.root.leaf : other.leaf] };
}

/** A leaf of an authority's new key, which its old key, the trust anchor, has certified; none has key identifiers. */
async function rolledOver(ofOld: Changes = {}): Promise<Made> {
  const bare = { authorityKeyIdentifier: null, subjectKeyIdentifier: null };
  const [old, renewed] = [await authority('Rollover'), await authority('Rollover')];
  const newWithOld = crossSigned(renewed, old, bare);
  const identity = await leaf(renewed, bare);
  return { identity: { ...identity, chain: [newWithOld] }, anchor: [altered(old.leaf, old.key, { ...bare, ...ofOld })] };
}

/** A leaf of the root, whose own certificate has the changes. */
async function underRoot({ root }: World, changes: Changes): Promise<Made> {
  const changed = altered(root.leaf, root.key, changes);
  return { identity: { ...(await leaf(root)), chain: [changed] }, anchor: [changed] };
}

/** A leaf of the intermediate, whose own certificate has the changes. */
function underMiddle({ root, middle, good }: World, changes: Changes): Made {
  return { identity: { ...good, chain: [altered(middle.leaf, root.key, changes), root.leaf] } };
}

async function line(top: Identity, length: number): Promise<Identity> {
  let issuer = top;
  for (let number = 1; number <= length; number++) {
    issuer = await intermediate(issuer, {}, `Intermediate ${number}`);
  }
  return leaf(issuer);
}

const keyOf = {
  ed25519: (): KeyObject => generateKeyPairSync('ed25519').privateKey,
  pss: (): KeyObject => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey,
  p224: (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-224' }).privateKey,
  k256: (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey,
  brainpool: (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'brainpoolP384r1' }).privateKey,
  p384: (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  p521: (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
};

async function withKey({ middle }: World, key: KeyObject): Promise<Made> {
  return { identity: { ...(await leaf(middle, { publicKey: key })), key } };
}

const arn = {
  anchor: (region: string, account = '111122223333', partition = 'aws'): string =>
    `arn:${partition}:rolesanywhere:${region}:${account}:trust-anchor/a0000000-0000-0000-0000-000000000001`,
  profile: (region: string, account = '111122223333', partition = 'aws'): string =>
    `arn:${partition}:rolesanywhere:${region}:${account}:profile/b0000000-0000-0000-0000-000000000001`,
  role: (account = '111122223333', partition = 'aws'): string => `arn:${partition}:iam::${account}:role/team/builder`,
};
const ofProfile = (changes: Partial<RolesAnywhereProfile>) => (): Made => ({ profile: changes });

export const cases: readonly PreflightCase[] = [
  // What passes.
  { title: 'a good identity', make: () => ({}), trips: [] },
  { title: 'issued by the root itself', make: async ({ root }) => ({ identity: await leaf(root) }), trips: [] },
  { title: 'RSA 2048', make: async ({ middle }) => ({ identity: await leaf(middle, {}, { key: 'rsa-2048' }) }), trips: [] },
  { title: 'EC P-384', make: (world) => withKey(world, keyOf.p384()), trips: [] },
  { title: 'EC P-521', make: (world) => withKey(world, keyOf.p521()), trips: [] },
  {
    title: 'no basic constraints',
    make: async ({ middle }) => ({ identity: await leaf(middle, { constraints: null }) }),
    trips: [],
  },
  {
    title: 'signed with SHA-512',
    make: async ({ middle }) => ({ identity: await leaf(middle, { digest: 'sha512' }) }),
    trips: [],
  },
  {
    title: 'more usages than needed',
    make: async ({ middle }) => ({
      identity: await leaf(middle, { keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment }),
    }),
    trips: [],
  },
  {
    title: 'the chain without its root',
    make: ({ good, middle }) => ({ identity: { ...good, chain: [middle.leaf] } }),
    trips: [],
  },
  {
    title: 'the intermediate as the trust anchor',
    make: ({ middle }) => ({ anchor: [middle.leaf] }),
    trips: [],
  },
  {
    title: 'the intermediate as the trust anchor, and no chain',
    make: ({ good, middle }) => ({ identity: { ...good, chain: [] }, anchor: [middle.leaf] }),
    trips: [],
  },
  { title: 'five intermediates', make: async ({ root }) => ({ identity: await line(root, 5) }), trips: [] },
  {
    title: 'a trust anchor that is being renewed',
    make: async ({ root }) => ({ anchor: [(await authority('Other')).leaf, root.leaf] }),
    trips: [],
  },
  {
    title: 'a trust anchor whose earlier certificate has expired',
    make: ({ root }) => ({ anchor: [altered(root.leaf, root.key, { notAfter: from(-2) }), root.leaf] }),
    trips: [],
  },
  {
    title: 'path length that suffices',
    make: (world) => underMiddle(world, { constraints: { cA: true, pathLenConstraint: 0 } }),
    trips: [],
  },
  {
    title: 'an empty organisation aside, a name of one part',
    make: async ({ middle }) => ({ identity: await leaf(middle, { subject: nameOf(['2.5.4.10', 'Example']) }) }),
    trips: [],
  },
  {
    title: 'a leaf that ends soon',
    make: async ({ middle }) => ({ identity: await leaf(middle, {}, { notAfter: from(20) }) }),
    trips: ['not-expired: warning'],
  },
  {
    title: 'an intermediate that ends soon',
    make: (world) => underMiddle(world, { notAfter: from(20) }),
    trips: ['chain-dates: warning'],
  },
  {
    title: 'a trust anchor that ends soon',
    make: (world) => underRoot(world, { notAfter: from(20) }),
    trips: ['anchor-dates: warning'],
  },
  { title: 'the shortest session', make: ofProfile({ durationSeconds: 900 }), trips: [] },
  { title: 'the longest session', make: ofProfile({ durationSeconds: 43_200 }), trips: [] },

  // The leaf.
  {
    title: 'the key of another',
    make: async ({ good, middle }) => ({ identity: { ...good, key: (await leaf(middle)).key } }),
    trips: ['key-matches: fail'],
  },
  {
    title: 'not valid yet',
    make: async ({ middle }) => ({ identity: await leaf(middle, {}, { notBefore: from(0.01) }) }),
    trips: ['already-valid: fail'],
  },
  {
    title: 'expired',
    make: async ({ middle }) => ({ identity: await leaf(middle, {}, { notAfter: from(-0.01) }) }),
    trips: ['not-expired: fail'],
  },
  {
    title: 'version 1',
    make: async ({ middle }) => ({ identity: await leaf(middle, { version: 1 }) }),
    trips: ['version-three: fail', 'digital-signature: fail'],
  },
  {
    title: 'no key usage',
    make: async ({ middle }) => ({ identity: await leaf(middle, { keyUsage: null }) }),
    trips: ['digital-signature: fail'],
  },
  {
    title: 'another key usage',
    make: async ({ middle }) => ({ identity: await leaf(middle, { keyUsage: KeyUsageFlags.keyEncipherment }) }),
    trips: ['digital-signature: fail'],
  },
  {
    title: 'an authority that may sign',
    make: async ({ middle }) => ({
      identity: await leaf(middle, {
        constraints: { cA: true },
        keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign,
      }),
    }),
    trips: ['end-entity: fail'],
  },
  {
    title: 'the root as leaf',
    make: ({ root }) => ({ identity: root }),
    trips: ['digital-signature: fail', 'end-entity: fail', 'issued-by-another: fail'],
  },
  {
    title: 'signed with its own key',
    make: async (world) => ({ identity: await alone(world) }),
    trips: ['issued-by-another: fail', 'anchor-reached: fail'],
  },
  {
    title: 'signed with its own key, and registered as the trust anchor',
    make: async (world) => {
      const identity = await alone(world);
      return { identity, anchor: [identity.leaf] };
    },
    trips: ['issued-by-another: fail', 'anchor-authority: fail', 'anchor-key-usage: fail'],
  },
  {
    title: 'EC secp256k1',
    make: (world) => withKey(world, keyOf.k256()),
    trips: ['key-kind: warning'],
  },
  {
    title: 'EC brainpoolP384r1',
    make: (world) => withKey(world, keyOf.brainpool()),
    trips: ['key-kind: warning'],
  },
  { title: 'EC P-224', make: (world) => withKey(world, keyOf.p224()), trips: [] },
  {
    title: 'two common names in the subject',
    make: async ({ middle }) => ({ identity: await leaf(middle, { subject: nameOf([CN, 'Users'], [CN, 'Jane Doe']) }) }),
    trips: [],
  },
  {
    title: 'a common name that no session tag may hold',
    make: async ({ middle }) => ({ identity: await leaf(middle, { subject: nameOf(['2.5.4.10', 'Corp'], [CN, 'Doe, Jane']) }) }),
    trips: ['name-in-tags: warning'],
  },
  {
    title: 'one of two common names that no session tag may hold',
    make: async ({ middle }) => ({ identity: await leaf(middle, { subject: nameOf([CN, 'Users'], [CN, 'Jane (7)']) }) }),
    trips: ['name-in-tags: warning'],
  },
  {
    title: 'signed with SHA-1',
    make: async ({ middle }) => ({ identity: await leaf(middle, { digest: 'sha1' }) }),
    trips: ['signature-strength: fail'],
  },
  {
    title: 'signed with SHA-224',
    make: async ({ middle }) => ({ identity: await leaf(middle, { digest: 'sha224' }) }),
    trips: ['signature-strength: fail'],
  },
  {
    title: 'no subject',
    make: async ({ middle }) => ({ identity: await leaf(middle, { subject: nameOf() }) }),
    trips: ['subject-present: fail'],
  },
  { title: 'Ed25519', make: (world) => withKey(world, keyOf.ed25519()), trips: ['key-kind: fail'] },
  { title: 'RSA-PSS', make: (world) => withKey(world, keyOf.pss()), trips: ['key-kind: fail'] },

  // The chain.
  {
    title: 'the chain in the wrong order',
    make: async ({ root }) => {
      const identity = await line(root, 2);
      const [first, second, top] = identity.chain;
      return { identity: { ...identity, chain: [second, first, top].filter((one) => one !== undefined) } };
    },
    trips: ['chain-order: fail'],
  },
  {
    title: 'a chain with a gap',
    make: async ({ root }) => {
      const identity = await line(root, 3);
      return { identity: { ...identity, chain: identity.chain.toSpliced(1, 1) } };
    },
    trips: ['chain-order: fail', 'anchor-reached: fail'],
  },
  {
    title: 'an intermediate with a forged signature',
    make: (world) => underMiddle(world, { forged: true }),
    trips: ['chain-order: fail', 'anchor-reached: fail'],
  },
  {
    title: 'a leaf with a forged signature',
    make: async ({ middle }) => ({ identity: await leaf(middle, { forged: true }) }),
    trips: ['chain-order: fail', 'anchor-reached: fail'],
  },
  {
    title: 'an intermediate that is no authority',
    make: (world) => underMiddle(world, { constraints: { cA: false }, keyUsage: KeyUsageFlags.digitalSignature }),
    trips: ['chain-authorities: fail', 'chain-key-usage: fail'],
  },
  {
    title: 'an intermediate that may not certify',
    make: (world) => underMiddle(world, { keyUsage: KeyUsageFlags.digitalSignature }),
    trips: ['chain-key-usage: fail'],
  },
  {
    title: 'an intermediate without key usage',
    make: (world) => underMiddle(world, { keyUsage: null }),
    trips: ['chain-key-usage: warning'],
    unknowable: 'AWS demands keyCertSign of trust anchors; the sandbox demands it of every authority',
  },
  {
    title: 'more intermediates than one of them allows',
    make: async ({ root }) => {
      const narrow = await intermediate(root, { constraints: { cA: true, pathLenConstraint: 0 } });
      return { identity: await leaf(await intermediate(narrow, {}, 'Below')) };
    },
    trips: ['chain-path-length: fail'],
  },
  {
    title: 'an expired intermediate',
    make: (world) => underMiddle(world, { notAfter: from(-0.1) }),
    trips: ['chain-dates: fail'],
  },
  {
    title: 'an intermediate that is not valid yet',
    make: (world) => underMiddle(world, { notBefore: from(0.1) }),
    trips: ['chain-dates: fail'],
  },
  {
    title: 'an intermediate signed with SHA-1',
    make: (world) => underMiddle(world, { digest: 'sha1' }),
    trips: ['signature-strength: fail'],
  },
  { title: 'six intermediates', make: async ({ root }) => ({ identity: await line(root, 6) }), trips: ['chain-length: fail'] },
  {
    title: 'an expired authority above the trust anchor',
    make: async ({ root }) => {
      const outdated = await intermediate(root, { notAfter: from(-1) }, 'Outdated');
      const anchor = await intermediate(outdated, {}, 'Anchor');
      return { identity: await leaf(anchor), anchor: [anchor.leaf] };
    },
    trips: [],
  },

  // Several paths.
  {
    title: 'a cross-signed intermediate, and the one root',
    make: (world) => crossed(world, 'root'),
    trips: [],
  },
  {
    title: 'a cross-signed intermediate, and the other root',
    make: (world) => crossed(world, 'other'),
    trips: [],
  },
  {
    title: 'a cross-signed intermediate, and the only root that is left',
    make: (world) => crossed(world, 'other', { notAfter: from(-0.1) }),
    trips: [],
  },
  {
    title: 'a cross-signed intermediate whose certificate of the other root has expired',
    make: (world) => crossed(world, 'other', {}, { notAfter: from(-0.1) }),
    trips: ['chain-dates: fail'],
  },
  {
    title: 'a new key of an authority, certified by its old one',
    make: async () => ({ ...(await rolledOver()) }),
    trips: [],
  },
  {
    title: 'a new key of an authority whose old one allows no authorities below it',
    make: async () => ({ ...(await rolledOver({ constraints: { cA: true, pathLenConstraint: 0 } })) }),
    trips: [],
  },
  {
    title: 'more paths than certificates that are sent',
    make: async (world) => {
      const others = await Promise.all([1, 2, 3, 4, 5].map((number) => authority(`Root ${number}`)));
      const chain = [world.middle.leaf, ...others.map((other) => crossSigned(world.middle, other))];
      const last = others.at(-1);
      return { identity: { ...world.good, chain }, anchor: last === undefined ? [] : [last.leaf] };
    },
    trips: ['chain-length: fail'],
    unknowable: 'the case sends the whole chain, which the product does not',
  },

  // The trust anchor.
  {
    title: 'the trust anchor of another',
    make: async () => ({ anchor: [(await authority('Other')).leaf] }),
    trips: ['anchor-reached: fail'],
  },
  {
    title: 'a trust anchor of the same name',
    make: async () => ({ anchor: [(await authority()).leaf] }),
    trips: ['anchor-reached: fail'],
  },
  {
    title: 'no chain up to the trust anchor',
    make: ({ good }) => ({ identity: { ...good, chain: [] } }),
    trips: ['anchor-reached: fail'],
  },
  {
    title: 'three trust anchor certificates',
    make: async ({ root }) => ({ anchor: [root.leaf, (await authority('A')).leaf, (await authority('B')).leaf] }),
    trips: ['anchor-count: fail'],
    unknowable: 'it is CreateTrustAnchor that refuses',
  },
  {
    title: 'a trust anchor that may not certify',
    make: (world) => underRoot(world, { keyUsage: KeyUsageFlags.digitalSignature }),
    trips: ['anchor-key-usage: fail'],
  },
  {
    title: 'a trust anchor without key usage',
    make: (world) => underRoot(world, { keyUsage: null }),
    trips: ['anchor-key-usage: fail'],
  },
  {
    title: 'an expired trust anchor',
    make: (world) => underRoot(world, { notAfter: from(-0.1) }),
    trips: ['anchor-dates: fail'],
  },
  {
    title: 'a trust anchor that is not valid yet',
    make: (world) => underRoot(world, { notBefore: from(0.1) }),
    trips: ['anchor-dates: fail'],
  },
  {
    title: 'a trust anchor signed with SHA-1',
    make: (world) => underRoot(world, { digest: 'sha1' }),
    trips: ['anchor-signature-strength: fail'],
  },
  {
    title: 'a trust anchor that is no authority',
    make: ({ root, good, middle }) => {
      const changed = altered(root.leaf, root.key, { constraints: { cA: false } });
      return { identity: { ...good, chain: [middle.leaf, changed] }, anchor: [changed] };
    },
    trips: ['anchor-authority: fail'],
  },
  {
    title: 'a trust anchor that allows no intermediates',
    make: async ({ root }) => {
      const narrow = { ...root, leaf: altered(root.leaf, root.key, { constraints: { cA: true, pathLenConstraint: 0 } }) };
      return { identity: await leaf(await intermediate(narrow)), anchor: [narrow.leaf] };
    },
    trips: ['anchor-path-length: fail'],
  },

  // The profile.
  { title: 'no ARN at all', make: ofProfile({ trustAnchorArn: 'trust-anchor' }), trips: ['trust-anchor-arn: fail'] },
  { title: 'an ARN with a blank', make: ofProfile({ profileArn: `${profile.profileArn} ` }), trips: ['profile-arn: fail'] },
  {
    title: 'the ARNs of trust anchor and profile swapped',
    make: ofProfile({ trustAnchorArn: profile.profileArn, profileArn: profile.trustAnchorArn }),
    trips: ['trust-anchor-arn: fail', 'profile-arn: fail'],
  },
  {
    title: 'the ARN of a user instead of a role',
    make: ofProfile({ roleArn: 'arn:aws:iam::111122223333:user/builder' }),
    trips: ['role-arn: fail'],
  },
  {
    title: 'the ARN of an assumed role',
    make: ofProfile({ roleArn: 'arn:aws:sts::111122223333:assumed-role/builder/x' }),
    trips: ['role-arn: fail'],
  },
  {
    title: 'a role with a region',
    make: ofProfile({ roleArn: 'arn:aws:iam:eu-central-1:111122223333:role/builder' }),
    trips: ['role-arn: fail'],
  },
  {
    title: 'a trust anchor without a region',
    make: ofProfile({ trustAnchorArn: arn.anchor('') }),
    trips: ['trust-anchor-arn: fail'],
  },
  { title: 'an account of eleven digits', make: ofProfile({ roleArn: arn.role('11112222333') }), trips: ['role-arn: fail'] },
  { title: 'regions that differ', make: ofProfile({ profileArn: arn.profile('us-east-1') }), trips: ['regions-equal: fail'] },
  {
    title: 'a region that there is not',
    make: ofProfile({ trustAnchorArn: arn.anchor('atlantis-1'), profileArn: arn.profile('atlantis-1') }),
    trips: ['region-known: fail'],
  },
  {
    title: 'a region of another partition',
    make: ofProfile({ trustAnchorArn: arn.anchor('cn-north-1'), profileArn: arn.profile('cn-north-1') }),
    trips: ['region-known: fail'],
  },
  { title: 'a role of another account', make: ofProfile({ roleArn: arn.role('444455556666') }), trips: ['same-account: fail'] },
  {
    title: 'a profile of another account',
    make: ofProfile({ profileArn: arn.profile('eu-central-1', '444455556666') }),
    trips: ['same-account: fail'],
  },
  {
    title: 'a role of another partition',
    make: ofProfile({ roleArn: arn.role('111122223333', 'aws-cn') }),
    trips: ['same-partition: fail'],
  },
  { title: 'a session of 899 seconds', make: ofProfile({ durationSeconds: 899 }), trips: ['duration: fail'] },
  { title: 'a session of 43201 seconds', make: ofProfile({ durationSeconds: 43_201 }), trips: ['duration: fail'] },
  { title: 'a session of half a second more', make: ofProfile({ durationSeconds: 3600.5 }), trips: ['duration: fail'] },
];
