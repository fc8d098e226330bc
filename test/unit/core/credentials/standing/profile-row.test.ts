import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionState } from '../../../../../src/core/credentials/session-manager.ts';
import { certificateText, isSeenInTree } from '../../../../../src/core/profiles/certificate-summary.ts';
import { detailRows, profileRow } from '../../../../../src/core/credentials/standing/profile-row.ts';
import type { ProfileStanding } from '../../../../../src/core/credentials/standing/profile-row.ts';
import { environmentProfile, rolesAnywhereProfile, sampleSession, staticProfile } from '../../../fakes/sample-profiles.ts';

const minute = 60_000;
const now = Date.parse('2026-03-01T12:00:00Z');
const none: SessionState = { kind: 'none' };
const running: SessionState = { kind: 'active', session: sampleSession(now + 59 * minute), end: now + 59 * minute };
const over: SessionState = { kind: 'expired', session: sampleSession(now - minute), end: now - minute };
const invalid = { kind: 'invalid', reasons: ['region is missing', 'accessKeyId is empty'] } as const;

function standing(profile: ProfileStanding['profile'], session: SessionState, active = false): ProfileStanding {
  return { id: 'user/build', name: 'build', scope: 'user', profile, session, active };
}

const rows: [what: string, standing: ProfileStanding, description: string, icon: string, contextValue: string][] = [
  ['static keys', standing(staticProfile, none), '', 'key', 'profile+static+inactive+noSession+hasOwnKeys'],
  [
    'active static keys',
    standing(staticProfile, none, true),
    'active',
    'pass-filled',
    'profile+static+active+noSession+hasOwnKeys',
  ],
  ['environment variables', standing(environmentProfile, none), '', 'terminal', 'profile+environment+inactive+noSession'],
  [
    'no session',
    standing(rolesAnywhereProfile, none),
    'no session',
    'shield',
    'profile+rolesAnywhere+inactive+noSession+hasSessions+hasCertificate',
  ],
  [
    'starting',
    standing(rolesAnywhereProfile, { kind: 'starting' }),
    'starting…',
    'loading~spin',
    'profile+rolesAnywhere+inactive+noSession+hasSessions+hasCertificate',
  ],
  [
    'a session',
    standing(rolesAnywhereProfile, running, true),
    'active · 59m',
    'pass-filled',
    'profile+rolesAnywhere+active+session+hasSessions+hasCertificate',
  ],
  [
    'an endpoint',
    standing({ ...rolesAnywhereProfile, endpoint: 'http://127.0.0.1:9000' }, running, true),
    'active · 59m · → 127.0.0.1:9000',
    'pass-filled',
    'profile+rolesAnywhere+active+session+hasSessions+hasCertificate',
  ],
  [
    'an endpoint of keys',
    standing({ ...staticProfile, endpoint: 'https://vpce-1.example' }, none),
    '→ vpce-1.example',
    'key',
    'profile+static+inactive+noSession+hasOwnKeys',
  ],
  [
    'expired',
    standing(rolesAnywhereProfile, over, true),
    'active · expired',
    'warning',
    'profile+rolesAnywhere+active+session+hasSessions+hasCertificate',
  ],
  ['invalid', standing(invalid, none), 'invalid settings', 'error', 'profile+invalid+inactive+noSession'],
];
for (const [what, one, description, icon, contextValue] of rows) {
  test(`the row of a profile: ${what}`, () => {
    const row = profileRow(one, now);
    assert.deepEqual(
      { description: row.description, icon: row.icon, contextValue: row.contextValue },
      { description, icon, contextValue },
    );
    assert.match(row.spoken, /^build, (static keys|environment variables|IAM Roles Anywhere|invalid)/);
  });
}

const labels = (one: ProfileStanding): string[] => detailRows(one, now).map(({ label, value }) => `${label}: ${value}`);

test('the details of a Roles Anywhere profile', () => {
  const lines = labels(standing({ ...rolesAnywhereProfile, endpoint: 'http://127.0.0.1:1' }, running));
  assert.deepEqual(lines.slice(0, -1), [
    'Kind: IAM Roles Anywhere',
    'Region: eu-west-1',
    'Settings: user',
    'Endpoint: http://127.0.0.1:1',
    'Role: build',
  ]);
  assert.match(lines.at(-1) ?? '', /^Session: 59m left, until /);
});

test('the details of static keys show the id and no secret', () => {
  assert.deepEqual(labels(standing(staticProfile, none)), [
    'Kind: static keys',
    'Region: eu-central-1',
    'Settings: user',
    'Access key: AKIAIOSFODNN7EXAMPLE',
  ]);
});

test('the details of an invalid profile are its reasons', () => {
  assert.deepEqual(labels(standing(invalid, none)), ['Problem: region is missing', 'Problem: accessKeyId is empty']);
});

const certificates: [left: number, text: string, ending: boolean][] = [
  [364.9, '364 days left', false],
  [30, '30 days left', false],
  [29.9, '29 days left', true],
  [1.5, '1 day left', true],
  [0.5, 'less than a day left', true],
  [-1, 'expired', true],
];
for (const [left, text, ending] of certificates) {
  test(`a certificate with ${left} days to go reads “${text}”${ending ? ' and is marked' : ''}`, () => {
    const summary = { subject: 'CN=build-7', notAfter: now + left * 86_400_000 };
    assert.deepEqual(certificateText(summary, now), { text: `CN=build-7, ${text}`, ending });
  });
}

const certificate = (days: number | undefined) =>
  days === undefined ? undefined : { subject: 'CN=build-7', notAfter: now + days * 86_400_000 };
const changes: [what: string, before: number | undefined, after: number | undefined, seen: boolean][] = [
  ['read for the first time', undefined, 300, false],
  ['read for the first time, near its end', undefined, 5, true],
  ['renewed', 5, 300, true],
  ['renewed before it was marked', 100, 300, false],
  ['a day older', 5, 4, true],
  ['the same', 5, 5, false],
  ['to be read again', undefined, undefined, true],
];
for (const [what, before, after, seen] of changes) {
  test(`a certificate that is ${what} ${seen ? 'lays the tree out anew' : 'leaves the tree as it is'}`, () =>
    assert.equal(isSeenInTree({ before: certificate(before), after: certificate(after) }, now), seen));
}
