import * as vscode from 'vscode';
import { kindIcon, kindText } from '../../core/credentials/standing/profile-row.ts';
import { profileRegion } from '../../core/profiles/profile.ts';
import type { StoredProfile } from '../../storage/stored-profile.ts';

/** Lets a person pick one of the stored profiles. */
export async function pickProfile(profiles: readonly StoredProfile[], title: string): Promise<StoredProfile | undefined> {
  const rows = profiles.map((stored) => ({
    label: stored.name,
    description: describeProfile(stored),
    iconPath: new vscode.ThemeIcon(kindIcon(stored.profile)),
    stored,
  }));
  return (await vscode.window.showQuickPick(rows, { title, placeHolder: 'Choose a profile' }))?.stored;
}

function describeProfile({ profile, scope }: StoredProfile): string {
  if (profile.kind === 'invalid') return 'invalid settings';
  const where = scope === 'built-in' ? 'local sandbox' : `${scope} settings`;
  return `${kindText(profile)} · ${profileRegion(profile)} · ${where}`;
}
