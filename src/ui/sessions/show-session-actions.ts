import * as vscode from 'vscode';
import { profileRemedies, profileTitle } from '../../core/credentials/standing/profile-remedies.ts';
import { runRemedy } from '../kit/run-remedy.ts';
import type { Services } from '../kit/services.ts';

/** Offers the actions on the active profile, or lets a person choose one. */
export async function showSessionActions({ standings }: Pick<Services, 'standings'>): Promise<void> {
  const standing = standings.named();
  if (standing === undefined) {
    await vscode.commands.executeCommand('awsAuth.profile.activate');
    return;
  }
  const rows = profileRemedies(standing).map((remedy) => ({
    label: remedy.title,
    iconPath: new vscode.ThemeIcon(remedy.icon ?? 'circle'),
    remedy,
  }));
  const title = profileTitle(standing, Date.now());
  const chosen = await vscode.window.showQuickPick(rows, { title, placeHolder: 'Choose what to do' });
  if (chosen !== undefined) await runRemedy(chosen.remedy);
}
