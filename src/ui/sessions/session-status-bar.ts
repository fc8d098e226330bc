import * as vscode from 'vscode';
import { kindText } from '../../core/credentials/standing/profile-row.ts';
import { type SessionStatus, sessionStatus } from '../../core/credentials/standing/session-status.ts';
import { hasCertificate } from '../../core/profiles/kinds.ts';
import type { CommandId } from '../../platform/contributions.ts';
import type { CertificateSummaries } from '../../storage/certificate-summaries.ts';
import type { ProfileStandings } from '../kit/profile-standings.ts';

export interface StatusBarPorts {
  readonly standings: Pick<ProfileStandings, 'named'>;
  readonly summaries: Pick<CertificateSummaries, 'known'>;
  /** Milliseconds. */
  readonly warnBefore: () => number;
}

const backgrounds = { error: 'statusBarItem.errorBackground', warning: 'statusBarItem.warningBackground' } as const;
const actionLinks: Readonly<Record<SessionStatus['actions'][number], string>> = {
  start: '[$(play) Start Session](command:awsAuth.session.start)',
  renew: '[$(refresh) Renew](command:awsAuth.session.start)',
  end: '[$(debug-stop) End](command:awsAuth.session.end)',
};

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
    const { standings, summaries, warnBefore } = this.#ports;
    const standing = standings.named();
    if (standing === undefined) {
      this.#item.hide();
      return;
    }
    const { id, name, profile } = standing;
    const certificate = hasCertificate(profile) ? summaries.known(id, profile) : undefined;
    const status = sessionStatus(standing, { now: Date.now(), warnBefore: warnBefore(), certificate });
    const { text, spoken, severity } = status;
    this.#item.text = `$(key) ${text}`;
    this.#item.tooltip = tooltip(name, kindText(profile), status);
    this.#item.backgroundColor = severity && new vscode.ThemeColor(backgrounds[severity]);
    this.#item.accessibilityInformation = { label: spoken };
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}

function tooltip(name: string, kind: string, { details, actions }: SessionStatus): vscode.MarkdownString {
  const content = new vscode.MarkdownString(undefined, true);
  const commands = ['awsAuth.session.start', 'awsAuth.session.end', 'awsAuth.profile.activate'] satisfies CommandId[];
  content.isTrusted = { enabledCommands: commands };
  content.appendMarkdown('**').appendText(name).appendMarkdown(`** · ${kind}\n\n`);
  for (const { label, value, warns = false } of details) {
    content
      .appendMarkdown(`${warns ? '$(warning) ' : ''}${label}: `)
      .appendText(value)
      .appendMarkdown('  \n');
  }
  const links = [
    ...actions.map((action) => actionLinks[action]),
    '[$(arrow-swap) Switch Profile](command:awsAuth.profile.activate)',
  ];
  return content.appendMarkdown(`\n\n${links.join(' · ')}`);
}
