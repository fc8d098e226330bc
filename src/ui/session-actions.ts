import * as vscode from 'vscode';
import { remainingTime } from '../core/credentials/remaining-time.ts';
import type { SessionState } from '../core/credentials/session-manager.ts';
import { commandLink } from '../platform/contributions.ts';
import type { ProfileTarget } from '../platform/contributions.ts';
import type { StoredProfile } from '../storage/profile-store.ts';

/** What can be done with a profile and its session, as the status bar offers it. */
export async function showSessionActions(stored: StoredProfile, state: SessionState): Promise<void> {
  const target: ProfileTarget = { profileId: stored.id };
  const rows: { label: string; iconPath: vscode.ThemeIcon; command: vscode.Command }[] = [];
  const offer = (icon: string, command: vscode.Command): void => {
    rows.push({ label: command.title, iconPath: new vscode.ThemeIcon(icon), command });
  };
  if (stored.profile.kind === 'rolesAnywhere') {
    const title = state.kind === 'active' ? 'Renew Session' : 'Start Session';
    offer(state.kind === 'active' ? 'refresh' : 'play', commandLink('awsAuth.session.start', title, target));
    if (state.kind !== 'none') offer('debug-stop', commandLink('awsAuth.session.end', 'End Session', target));
  }
  offer('arrow-swap', commandLink('awsAuth.profile.activate', 'Switch Active Profile…'));
  offer('edit', commandLink('awsAuth.profile.edit', 'Edit Profile…', target));
  offer('add', commandLink('awsAuth.profile.add', 'Add Profile…'));
  const left = state.kind === 'active' ? ` · ${remainingTime(state.end - Date.now()).text} left` : '';
  const chosen = await vscode.window.showQuickPick(rows, { title: `${stored.name}${left}`, placeHolder: 'Choose what to do' });
  if (chosen !== undefined)
    await vscode.commands.executeCommand(chosen.command.command, ...((chosen.command.arguments ?? []) as unknown[]));
}
