import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { profileRemedies, profileTitle } from '../../../../../src/core/credentials/standing/profile-remedies.ts';
import type { ProfileStanding } from '../../../../../src/core/credentials/standing/profile-row.ts';
import type { SessionState } from '../../../../../src/core/credentials/session-manager.ts';
import { sessionStatus } from '../../../../../src/core/credentials/standing/session-status.ts';
import { environmentProfile, rolesAnywhereProfile, sampleSession, staticProfile } from '../../../fakes/sample-profiles.ts';

const minute = 60_000;
const now = Date.parse('2026-03-01T12:00:00Z');
const ending = (minutes: number): SessionState => {
  const end = now + minutes * minute;
  return { kind: minutes > 0 ? 'active' : 'expired', session: sampleSession(end), end };
};
const none: SessionState = { kind: 'none' };
const invalid = { kind: 'invalid', reasons: ['region is missing'] } as const;
const standing = (profile: ProfileStanding['profile'], session: SessionState, name = 'build'): ProfileStanding => ({
  ...{ id: 'user/build', name, scope: 'user', profile, session, active: true },
});

describe('the status bar', () => {
  const statusOf = (one: ProfileStanding, days?: number) =>
    sessionStatus(one, {
      ...{ now, warnBefore: 10 * minute },
      certificate: days === undefined ? undefined : { subject: 'CN=build', notAfter: now + days * 1440 * minute },
    });

  const rows: [what: string, one: ProfileStanding, text: string, severity: string | undefined, actions: string[]][] = [
    ['no session', standing(rolesAnywhereProfile, none), 'build no session', undefined, ['start']],
    ['a session that starts', standing(rolesAnywhereProfile, { kind: 'starting' }), 'build starting…', undefined, ['start']],
    ['a session', standing(rolesAnywhereProfile, ending(59)), 'build 59m', undefined, ['renew', 'end']],
    ['a minute before the warning', standing(rolesAnywhereProfile, ending(11)), 'build 11m', undefined, ['renew', 'end']],
    ['a session that ends soon', standing(rolesAnywhereProfile, ending(10)), 'build 10m', 'warning', ['renew', 'end']],
    ['a session that has ended', standing(rolesAnywhereProfile, ending(0)), 'build expired', 'error', ['start']],
    ['static keys', standing(staticProfile, none), 'build', undefined, []],
    ['environment variables', standing(environmentProfile, none), 'build', undefined, []],
    ['settings that are not valid', standing(invalid, none), 'build invalid', undefined, []],
    ['a long name', standing(staticProfile, none, 'x'.repeat(30)), `${'x'.repeat(19)}…`, undefined, []],
  ];
  for (const [what, one, text, severity, actions] of rows) {
    it(`shows ${what}`, () => {
      const status = statusOf(one);
      assert.deepEqual([status.text, status.severity, status.actions], [text, severity, actions]);
    });
  }

  it('speaks the kind if nothing is left to say', () => {
    assert.equal(statusOf(standing(rolesAnywhereProfile, ending(59))).spoken, 'AWS profile build, 59m');
    assert.match(statusOf(standing(staticProfile, none)).spoken, /^AWS profile build, \w/);
  });

  it('says where a profile connects, until when, and when its certificate ends', () => {
    const lines = (one: ProfileStanding, days?: number) => statusOf(one, days).details;
    const there = { ...rolesAnywhereProfile, endpoint: 'http://127.0.0.1:9000' };
    const labels = lines(standing(there, ending(5)), 12).map(({ label }) => label);
    assert.deepEqual(labels.slice(0, 2), ['Region', 'Connects to']);
    assert.deepEqual(labels.slice(-2), ['Until', 'Certificate']);
    assert.deepEqual(lines(standing(there, none), 12).at(-1), {
      label: 'Certificate',
      value: 'CN=build, 12 days left',
      warns: true,
    });
    assert.equal(lines(standing(there, none), 90).at(-1)?.warns, false);
    assert.equal(lines(standing(there, ending(0))).at(-1)?.label, 'Expired');
    assert.deepEqual(lines(standing(invalid, none)), []);
  });
});

describe('the actions on a profile', () => {
  const titles = (one: ProfileStanding): string[] => profileRemedies(one).map(({ title }) => title);
  const common = ['Switch Active Profile…', 'Edit Profile…', 'Add Profile…'];
  const rows: [what: string, one: ProfileStanding, expected: string[]][] = [
    ['no session', standing(rolesAnywhereProfile, none), ['Start Session', ...common]],
    ['a session', standing(rolesAnywhereProfile, ending(59)), ['Renew Session', 'End Session', ...common]],
    ['a session that has ended', standing(rolesAnywhereProfile, ending(0)), ['Start Session', 'End Session', ...common]],
    ['static keys', standing(staticProfile, none), ['Enter New Keys…', ...common]],
    ['environment variables', standing(environmentProfile, none), common],
    [
      'the sandbox',
      { ...standing(rolesAnywhereProfile, none), scope: 'built-in' },
      ['Start Session', common[0] ?? '', common[2] ?? ''],
    ],
  ];
  for (const [what, one, expected] of rows) {
    it(`with ${what}`, () => assert.deepEqual(titles(one), expected));
  }

  it('are about that profile, and have icons', () => {
    for (const { title, target, icon } of profileRemedies(standing(staticProfile, none))) {
      assert.notEqual(icon, undefined, title);
      if (/^(?:Enter|Edit)/.test(title)) assert.deepEqual(target, { profileId: 'user/build' });
    }
  });

  it('stand below the name and what is left of the session', () => {
    assert.equal(profileTitle(standing(rolesAnywhereProfile, ending(59)), now), 'build · 59m left');
    assert.equal(profileTitle(standing(staticProfile, none), now), 'build');
  });
});
