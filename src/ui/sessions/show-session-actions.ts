import * as vscode from 'vscode';
import { remainingTime } from '../../core/text/remaining-time.ts';
import type { SessionManager } from '../../core/credentials/session-manager.ts';
import { hasOwnKeys, hasSessions } from '../../core/profiles/kinds.ts';
import type { ProfileTarget } from '../../platform/contributions.ts';
import { commandLink } from '../../platform/contributions.ts';
import type { ActiveProfile } from '../../storage/active-profile.ts';

export interface SessionActionsPorts {
  readonly sessions: SessionManager;
  readonly active: ActiveProfile;
}

/** Offers the actions on the active profile, or lets a person choose one. */
export async function showSessionActions({ sessions, active }: SessionActionsPorts): Promise<void> {
  const stored = active.get();
  if (stored === undefined) {
    await vscode.commands.executeCommand('awsAuth.profile.activate');
    return;
  }
  const target: ProfileTarget = { profileId: stored.id };
  const state = sessions.state(stored.id);
  const rows: { label: string; iconPath: vscode.ThemeIcon; command: vscode.Command }[] = [];
  const offer = (icon: string, command: vscode.Command): void => {
    rows.push({ label: command.title, iconPath: new vscode.ThemeIcon(icon), command });
  };
  if (hasSessions(stored.profile)) {
    const title = state.kind === 'active' ? 'Renew Session' : 'Start Session';
    offer(state.kind === 'active' ? 'refresh' : 'play', commandLink('awsAuth.session.start', title, target));
    if (state.kind !== 'none') offer('debug-stop', commandLink('awsAuth.session.end', 'End Session', target));
  }
  if (hasOwnKeys(stored.profile)) offer('key', commandLink('awsAuth.profile.enterKeys', 'Enter New Keys…', target));
  offer('arrow-swap', commandLink('awsAuth.profile.activate', 'Switch Active Profile…'));
  if (stored.scope !== 'built-in') offer('edit', commandLink('awsAuth.profile.edit', 'Edit Profile…', target));
  offer('add', commandLink('awsAuth.profile.add', 'Add Profile…'));
  const left = state.kind === 'active' ? ` · ${remainingTime(state.end - Date.now()).text} left` : '';
  const chosen = await vscode.window.showQuickPick(rows, { title: `${stored.name}${left}`, placeHolder: 'Choose what to do' });
  if (chosen !== undefined)
    await vscode.commands.executeCommand(chosen.command.command, ...((chosen.command.arguments ?? []) as unknown[]));
}
