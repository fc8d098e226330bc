import * as vscode from 'vscode';
import { certificateText } from '../../core/profiles/certificate-summary.ts';
import type { CertificateSummaries } from '../../storage/certificate-summaries.ts';
import type { ProfileStandings } from '../kit/profile-standings.ts';
import { connectedAuthority, kindText, sessionText } from '../../core/credentials/profile-row.ts';
import type { ProfileStanding } from '../../core/credentials/profile-row.ts';
import { hasCertificate, hasSessions, kindRow } from '../../core/profiles/kinds.ts';
import { profileRegion } from '../../core/profiles/profile.ts';
import { plainText } from '../../core/text/plain-text.ts';
import type { CommandId } from '../../platform/contributions.ts';

export interface StatusBarPorts {
  readonly standings: Pick<ProfileStandings, 'named'>;
  readonly summaries: Pick<CertificateSummaries, 'known'>;
  /** Milliseconds. */
  readonly warnBefore: () => number;
}

/** Longer names of profiles are cut in the status bar; the tooltip has them whole. */
const longestName = 20;

/** The one status bar item: who signs, and how long the session lasts. */
export class SessionStatusBar implements vscode.Disposable {
  readonly #ports: StatusBarPorts;
  readonly #item: vscode.StatusBarItem;

  constructor(ports: StatusBarPorts) {
    this.#ports = ports;
    this.#item = vscode.window.createStatusBarItem('awsAuth.session', vscode.StatusBarAlignment.Left, 50);
    this.#item.name = 'AWS Session';
    this.#item.command = 'awsAuth.session.showActions' satisfies CommandId;
  }

  update(): void {
    const standing = this.#ports.standings.named();
    if (standing === undefined) {
      this.#item.hide();
      return;
    }
    const now = Date.now();
    const left = standing.profile.kind === 'invalid' ? 'invalid' : sessionText(standing, now);
    this.#item.text = `$(key) ${plainText(standing.name, longestName)}${left === '' ? '' : ` ${left}`}`;
    this.#item.tooltip = this.#tooltip(standing, now);
    this.#item.backgroundColor = this.#background(standing, now);
    this.#item.accessibilityInformation = {
      label: `AWS profile ${standing.name}, ${left === '' ? kindText(standing.profile) : left}`,
    };
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }

  #background({ session }: ProfileStanding, now: number): vscode.ThemeColor | undefined {
    if (session.kind === 'expired') return new vscode.ThemeColor('statusBarItem.errorBackground');
    if (session.kind !== 'active') return undefined;
    const ending = session.end - now <= this.#ports.warnBefore();
    return ending ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  }

  #tooltip(standing: ProfileStanding, now: number): vscode.MarkdownString {
    const { profile, session, name } = standing;
    const tooltip = new vscode.MarkdownString(undefined, true);
    const commands = ['awsAuth.session.start', 'awsAuth.session.end', 'awsAuth.profile.activate'] satisfies CommandId[];
    tooltip.isTrusted = { enabledCommands: commands };
    tooltip
      .appendMarkdown('**')
      .appendText(name)
      .appendMarkdown(`** · ${kindText(profile)}\n\n`);
    const line = (label: string, value: string): void => {
      tooltip.appendMarkdown(`${label}: `).appendText(value).appendMarkdown('  \n');
    };
    if (profile.kind !== 'invalid') line('Region', profileRegion(profile));
    const authority = connectedAuthority(profile);
    if (authority !== undefined) line('Connects to', `→ ${authority}`);
    if (profile.kind !== 'invalid') {
      for (const { label, value } of kindRow(profile.kind).details(profile)) line(label, value);
    }
    if (session.kind === 'active' || session.kind === 'expired') {
      line(session.kind === 'active' ? 'Until' : 'Expired', session.session.expiration.toLocaleString());
    }
    const certificate = hasCertificate(profile) ? this.#ports.summaries.known(standing.id, profile) : undefined;
    if (certificate !== undefined) {
      const { text, ending } = certificateText(certificate, now);
      line(ending ? '$(warning) Certificate' : 'Certificate', text);
    }
    const actions = !hasSessions(profile)
      ? []
      : session.kind === 'active'
        ? ['[$(refresh) Renew](command:awsAuth.session.start)', '[$(debug-stop) End](command:awsAuth.session.end)']
        : ['[$(play) Start Session](command:awsAuth.session.start)'];
    tooltip.appendMarkdown(`\n\n${[...actions, '[$(arrow-swap) Switch Profile](command:awsAuth.profile.activate)'].join(' · ')}`);
    return tooltip;
  }
}
