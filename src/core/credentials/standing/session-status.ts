import { type CertificateSummary, certificateText } from '../../profiles/certificate-summary.ts';
import { hasSessions, kindRow } from '../../profiles/kinds.ts';
import { profileRegion } from '../../profiles/profile.ts';
import { plainText } from '../../text/plain-text.ts';
import { connectedAuthority, kindText, type ProfileStanding, sessionText } from './profile-row.ts';

/** One line of the details: `Region: eu-central-1`. */
export interface StatusLine {
  readonly label: string;
  readonly value: string;
  /** Whether it is marked, as a certificate is that expires soon. */
  readonly warns?: boolean;
}

/** The active profile as the status bar shows it: plain text, without markup. */
export interface SessionStatus {
  /** `build 59m` */
  readonly text: string;
  /** For screen readers. */
  readonly spoken: string;
  readonly severity: 'error' | 'warning' | undefined;
  readonly details: readonly StatusLine[];
  /** What can be done with its session at once. */
  readonly actions: readonly ('start' | 'renew' | 'end')[];
}

export interface SessionStatusOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** From how many milliseconds before its expiry a session is marked. */
  readonly warnBefore: number;
  /** What is known of the profile's certificate. */
  readonly certificate: CertificateSummary | undefined;
}

/** Longer names of profiles are cut in the status bar; the tooltip has them whole. */
const longestName = 20;

export function sessionStatus(standing: ProfileStanding, { now, warnBefore, certificate }: SessionStatusOptions): SessionStatus {
  const { name, profile, session } = standing;
  const left = profile.kind === 'invalid' ? 'invalid' : sessionText(standing, now);
  return {
    text: `${plainText(name, longestName)}${left === '' ? '' : ` ${left}`}`,
    spoken: `AWS profile ${name}, ${left === '' ? kindText(profile) : left}`,
    severity:
      session.kind === 'expired' ? 'error' : session.kind === 'active' && session.end - now <= warnBefore ? 'warning' : undefined,
    details: details(standing, now, certificate),
    actions: !hasSessions(profile) ? [] : session.kind === 'active' ? ['renew', 'end'] : ['start'],
  };
}

function details({ profile, session }: ProfileStanding, now: number, certificate: CertificateSummary | undefined): StatusLine[] {
  const lines: StatusLine[] = [];
  const authority = connectedAuthority(profile);
  if (profile.kind !== 'invalid') lines.push({ label: 'Region', value: profileRegion(profile) });
  if (authority !== undefined) lines.push({ label: 'Connects to', value: `→ ${authority}` });
  if (profile.kind !== 'invalid') lines.push(...kindRow(profile.kind).details(profile));
  if (session.kind === 'active' || session.kind === 'expired') {
    const label = session.kind === 'active' ? 'Until' : 'Expired';
    lines.push({ label, value: session.session.expiration.toLocaleString() });
  }
  if (certificate !== undefined) {
    const { text, ending } = certificateText(certificate, now);
    lines.push({ label: 'Certificate', value: text, warns: ending });
  }
  return lines;
}
