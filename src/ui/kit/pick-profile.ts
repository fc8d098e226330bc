import * as vscode from 'vscode';
import { kindIcon, kindText } from '../../core/credentials/standing/profile-row.ts';
import type { ProfileTarget } from '../../core/commands.ts';
import { profileRegion } from '../../core/profiles/profile.ts';
import type { StoredProfile } from '../../storage/stored-profile.ts';
import type { Services } from './services.ts';

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

/** The profile of a tree row, the active one, or the one that a person picks. */
export async function chooseProfile(
  { profiles, active }: Pick<Services, 'profiles' | 'active'>,
  target: ProfileTarget | undefined,
  title: string,
): Promise<StoredProfile | undefined> {
  if (target !== undefined) return profiles.find(target.profileId);
  return active.get() ?? pickProfile(profiles.list(), title);
}

function describeProfile({ profile, scope }: StoredProfile): string {
  if (profile.kind === 'invalid') return 'invalid settings';
  const where = scope === 'built-in' ? 'local sandbox' : `${scope} settings`;
  return `${kindText(profile)} · ${profileRegion(profile)} · ${where}`;
}
