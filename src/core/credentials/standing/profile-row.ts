import { remainingTime } from '../../text/remaining-time.ts';
import type { SessionState } from '../session-manager.ts';
import { authorityOf } from '../../profiles/endpoint-rules.ts';
import { hasCertificate, hasOwnKeys, hasSessions, kindRow } from '../../profiles/kinds.ts';
import type { InvalidProfile, Profile } from '../../profiles/profile.ts';
import { profileRegion } from '../../profiles/profile.ts';

/** The state of a profile, as the tree, the status bar and the lenses show it. */
export interface ProfileStanding {
  readonly id: string;
  readonly name: string;
  readonly scope: 'user' | 'workspace' | 'built-in';
  readonly profile: Profile | InvalidProfile;
  readonly active: boolean;
  readonly session: SessionState;
}

/** A row of the profiles tree: plain text, a codicon and the tags that menus test. */
export interface ProfileRow {
  readonly description: string;
  readonly icon: string;
  /** Id of a theme colour; shape and text say the same without it. */
  readonly color?: string;
  /** `profile+kind+…`; menus match the parts, and test what a profile has, not of which kind it is. */
  readonly contextValue: string;
  /** For screen readers. */
  readonly spoken: string;
}

/** Lays out the row of a profile at `now` (milliseconds since the epoch). */
export function profileRow(standing: ProfileStanding, now: number): ProfileRow {
  const { profile, active, name } = standing;
  const left = sessionText(standing, now);
  const state = profile.kind === 'invalid' ? 'invalid settings' : left;
  const authority = connectedAuthority(profile);
  const description = inOneLine(active ? 'active' : '', state, authority === undefined ? '' : `→ ${authority}`);
  return {
    description,
    ...rowIcon(standing),
    contextValue: [
      'profile',
      profile.kind,
      active ? 'active' : 'inactive',
      sessionTag(standing.session),
      ...(hasSessions(profile) ? ['hasSessions'] : []),
      ...(hasCertificate(profile) ? ['hasCertificate'] : []),
      ...(hasOwnKeys(profile) ? ['hasOwnKeys'] : []),
      ...(standing.scope === 'built-in' ? ['builtIn'] : []),
    ].join('+'),
    spoken: `${name}, ${kindText(profile)}${description === '' ? '' : `, ${description}`}`,
  };
}

/** Parts of one line about a profile, such as its name and its session, without those that are empty. */
export function inOneLine(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

/** `Roles Anywhere · 59m`: the kind of a profile, and how long its session lasts. */
export function kindAndSession(standing: ProfileStanding, now: number): string {
  return inOneLine(kindText(standing.profile), sessionText(standing, now));
}

/** `59m`, `expired`, `starting…`, or `` if a profile needs no session or has none. */
export function sessionText({ profile, session }: Pick<ProfileStanding, 'profile' | 'session'>, now: number): string {
  if (!hasSessions(profile)) return '';
  switch (session.kind) {
    case 'none':
      return 'no session';
    case 'starting':
      return 'starting…';
    case 'expired':
      return 'expired';
    case 'active':
      return remainingTime(session.end - now).text;
  }
}

/** Where a profile connects in place of the hosts that it signs for: `127.0.0.1:9000`; undefined for AWS itself. */
export function connectedAuthority(profile: Profile | InvalidProfile): string | undefined {
  return profile.kind === 'invalid' || profile.endpoint === undefined ? undefined : authorityOf(profile.endpoint);
}

/** The name of a profile's kind, as shown after the profile's name. */
export function kindText(profile: Profile | InvalidProfile): string {
  return profile.kind === 'invalid' ? 'invalid' : kindRow(profile.kind).label;
}

/** The codicon of a profile's kind. */
export function kindIcon({ kind }: Profile | InvalidProfile): string {
  return kind === 'invalid' ? 'error' : kindRow(kind).icon;
}

/** One line of the details below a profile. */
export interface DetailRow {
  readonly label: string;
  readonly value: string;
  readonly icon: string;
  readonly tooltip?: string;
}

/** The details below a profile. @param certificate what is known of its certificate, once it has been read */
export function detailRows(standing: ProfileStanding, now: number, certificate?: DetailRow): DetailRow[] {
  const { profile, session, scope } = standing;
  if (profile.kind === 'invalid') return profile.reasons.map((reason) => ({ label: 'Problem', value: reason, icon: 'error' }));
  const rows: DetailRow[] = [
    { label: 'Kind', value: kindText(profile), icon: kindIcon(profile) },
    { label: 'Region', value: profileRegion(profile), icon: 'globe' },
    {
      label: 'Settings',
      value: scope === 'built-in' ? 'none' : scope,
      icon: 'gear',
      ...(scope === 'built-in' && { tooltip: 'The profile comes with the local sandbox and goes with it.' }),
    },
  ];
  if (profile.endpoint !== undefined) rows.push({ label: 'Endpoint', value: profile.endpoint, icon: 'plug' });
  for (const { icon, ...detail } of kindRow(profile.kind).details(profile))
    if (icon !== undefined) rows.push({ ...detail, icon });
  if (certificate !== undefined) rows.push(certificate);
  return hasSessions(profile) ? [...rows, sessionRow(session, now)] : rows;
}

function sessionRow(session: SessionState, now: number): DetailRow {
  const row = { label: 'Session', icon: 'clock' };
  switch (session.kind) {
    case 'none':
      return { ...row, value: 'not started' };
    case 'starting':
      return { ...row, value: 'starting…', icon: 'loading~spin' };
    case 'expired':
      return { ...row, value: `expired ${localTime(session.session.expiration)}`, icon: 'warning' };
    case 'active': {
      const { expiration, assumedRoleArn } = session.session;
      const left = remainingTime(session.end - now).text;
      return { ...row, value: `${left} left, until ${localTime(expiration)}`, icon: 'pass', tooltip: assumedRoleArn };
    }
  }
}

/** Hours, minutes and seconds of a moment in the machine's own time zone and language. */
export function localTime(date: Date): string {
  return date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

function rowIcon({ profile, session, active }: ProfileStanding): Pick<ProfileRow, 'icon' | 'color'> {
  if (profile.kind === 'invalid') return { icon: 'error', color: 'list.errorForeground' };
  if (session.kind === 'starting') return { icon: 'loading~spin' };
  if (session.kind === 'expired') return { icon: 'warning', color: 'list.warningForeground' };
  if (active) return { icon: 'pass-filled', color: 'charts.green' };
  return { icon: kindIcon(profile) };
}

function sessionTag(session: SessionState): string {
  return session.kind === 'active' || session.kind === 'expired' ? 'session' : 'noSession';
}
