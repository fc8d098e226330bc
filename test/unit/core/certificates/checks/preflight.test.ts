import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { before, suite, test } from 'node:test';
import type { PreflightFinding } from '../../../../../src/core/certificates/checks/preflight-finding.ts';
import type { Identity } from '../../../../../src/core/certificates/identity.ts';
import { preflight } from '../../../../../src/core/certificates/checks/preflight.ts';
import { isSelfSigned } from '../../../../../src/core/certificates/chain/relations.ts';
import type { RolesAnywhereProfile } from '../../../../../src/core/profiles/profile.ts';
import { startSandbox } from '../../../../../src/sandbox/start-sandbox.ts';
import type { Issued } from '../../../sandbox/certificate-authority.ts';
import { send } from '../../../sandbox/fixtures.ts';
import { signSession } from '../../../sandbox/services/session-fixtures.ts';
import { type Made, type World, cases, makeWorld, now, profile as usualProfile } from './preflight-cases.ts';

let world: World;
before(async () => {
  world = await makeWorld();
});

const tripped = (findings: readonly PreflightFinding[]): string[] =>
  findings.filter(({ outcome }) => outcome !== 'pass').map(({ rule, outcome }) => `${rule}: ${outcome}`);

function whole({ identity = world.good, profile = {}, anchor = [world.root.leaf] }: Made): {
  identity: Identity;
  profile: RolesAnywhereProfile;
  trustAnchor: NonNullable<Made['anchor']>;
} {
  return { identity, profile: { ...usualProfile, ...profile }, trustAnchor: anchor };
}

/** What a sandbox says that knows the usual ARNs: its answer to a request signed step by step, without the product's own checks. */
async function sandboxAnswer({
  identity,
  profile,
  trustAnchor,
}: ReturnType<typeof whole>): Promise<{ accepted: boolean; text: string }> {
  const sandbox = await startSandbox({
    trustAnchors: [{ arn: usualProfile.trustAnchorArn, certificates: trustAnchor.map(String) }],
    profiles: [{ arn: usualProfile.profileArn, roleArns: [usualProfile.roleArn], durationSeconds: 43_200 }],
    roles: [{ arn: usualProfile.roleArn, maxSessionDurationSeconds: 43_200 }],
    accessKeys: [],
    now: () => now,
  });
  try {
    const { trustAnchorArn, profileArn, roleArn, durationSeconds } = profile;
    // Keys that the signature has no name for are stood in for: it is the certificate that is asked about.
    const fits = ['rsa', 'ec'].includes(identity.key.asymmetricKeyType ?? '');
    const key = fits ? identity.key : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const issued = (certificate: Identity['leaf']): Issued => ({ pem: certificate.toString(), key });
    const { status, body, headers } = await send(
      sandbox,
      signSession({
        leaf: issued(identity.leaf),
        chain: identity.chain.filter((certificate) => !isSelfSigned(certificate)).map(issued),
        date: now,
        body: JSON.stringify({ trustAnchorArn, profileArn, roleArn, durationSeconds }),
      }),
    );
    return { accepted: status === 201, text: `${status} ${body} ${headers['x-sandbox-reason'] ?? ''}` };
  } finally {
    await sandbox.close();
  }
}

suite('each made case trips its rules, and the sandbox agrees', () => {
  for (const { title, make, trips, unknowable } of cases) {
    test(`${title}: ${trips.join(', ') || 'passes'}`, async () => {
      const input = whole(await make(world));
      const findings = preflight({ ...input, now });
      assert.deepEqual(tripped(findings), trips);
      if (unknowable === undefined) {
        const { accepted, text } = await sandboxAnswer(input);
        assert.equal(accepted, !trips.some((rule) => rule.endsWith(': fail')), text);
      }
    });
  }

  test('there are enough of them, and every rule that can fail does', () => {
    const failing = cases.filter(({ trips }) => trips.length > 0);
    assert.ok(failing.length >= 40, String(failing.length));
    const all = preflight({ ...whole({}), now }).map(({ rule }) => rule);
    assert.equal(new Set(all).size, all.length);
    const seen = new Set(cases.flatMap(({ trips }) => trips.map((trip) => trip.replace(/:.*/, ''))));
    assert.deepEqual(
      all.filter((rule) => !seen.has(rule)),
      ['root-left-out'],
    );
  });
});

test('a failure or warning says what to do, and most offer to do it', async () => {
  for (const { title, make } of cases) {
    for (const finding of preflight({ ...whole(await make(world)), now })) {
      assert.match(finding.message, /^[A-Z0-9“].*\.$/s, `${title}: ${finding.message}`);
      assert.equal(finding.remedy === undefined, finding.outcome === 'pass', `${title}: ${finding.rule}`);
      assert.ok(finding.remedy?.endsWith('.') ?? true);
      if (/-arn$|^regions?-|^same-|^duration$/.test(finding.rule) && finding.outcome === 'fail') {
        assert.equal(finding.fix?.title, 'Edit Profile…');
      }
    }
  }
});

test('without the trust anchor its rules are left out, and the others stay', () => {
  const { identity, profile, trustAnchor } = whole({});
  const rules = (findings: readonly PreflightFinding[]): string[] => findings.map(({ rule }) => rule);
  const known = rules(preflight({ identity, profile, trustAnchor, now }));
  assert.deepEqual(
    rules(preflight({ identity, profile, now })),
    known.filter((rule) => !rule.startsWith('anchor-')),
  );
  assert.deepEqual(rules(preflight({ identity, profile, trustAnchor: [], now })), rules(preflight({ identity, profile, now })));
});
