import * as vscode from 'vscode';
import type { SessionManager } from '../core/credentials/session-manager.ts';
import type * as Wizards from '../lazy/wizards.ts';
import type { ProfileTarget } from '../platform/contributions.ts';
import type { ActiveProfile } from '../storage/active-profile.ts';
import type { StoredProfile } from '../storage/profile-store.ts';
import type { CertificatePrefill } from './certificates/certificate-ports.ts';
import type { CommandRegistrar } from './command-registrar.ts';
import { pickProfile } from './pick-profile.ts';
import { requireUsable } from '../storage/usable-profile.ts';
import type { ProfileWizardPorts } from './wizards/profile-wizard.ts';

export interface ProfileCommandsPorts extends ProfileWizardPorts {
  readonly active: ActiveProfile;
  readonly sessions: SessionManager;
  readonly commands: CommandRegistrar;
}

/** The commands that add, change and remove profiles. */
export function registerProfileCommands(ports: ProfileCommandsPorts): vscode.Disposable {
  const { profiles, active, sessions, commands } = ports;

  const chosen = async (target: ProfileTarget | undefined, title: string): Promise<StoredProfile | undefined> =>
    target === undefined ? pickProfile(profiles.list(), title) : profiles.find(target.profileId);

  const edit = async (target: ProfileTarget | undefined): Promise<void> => {
    const stored = await chosen(target, 'Edit Profile');
    if (stored === undefined) return;
    const { runProfileWizard } = await wizards();
    const draft = await runProfileWizard(ports, { existing: requireUsable(stored) });
    if (draft === undefined) return;
    await profiles.save(draft, stored);
    // A session of the former settings would go on signing with the former role.
    await sessions.end(stored.id);
  };

  const rename = async (target: ProfileTarget | undefined): Promise<void> => {
    const stored = await chosen(target, 'Rename Profile');
    if (stored === undefined) return;
    const name = await askName(`Rename Profile ${stored.name}`, stored.name, (text) =>
      profiles.nameProblem(text, stored.scope, stored.id),
    );
    if (name === undefined) return;
    const wasActive = active.get()?.id === stored.id;
    sessions.abandon(stored.id);
    const id = await profiles.rename(stored, name);
    await sessions.restore([stored.id, id]);
    if (wasActive) await active.choose(id);
  };

  const duplicate = async (target: ProfileTarget | undefined): Promise<void> => {
    const stored = await chosen(target, 'Duplicate Profile');
    if (stored === undefined) return;
    const usable = requireUsable(stored);
    const name = await askName(`Duplicate Profile ${stored.name}`, `${stored.name} copy`, (text) =>
      profiles.nameProblem(text, stored.scope),
    );
    if (name !== undefined) await profiles.duplicate(usable, name);
  };

  const remove = async (target: ProfileTarget | undefined): Promise<void> => {
    const stored = await chosen(target, 'Delete Profile');
    if (stored === undefined) return;
    const answer = await vscode.window.showWarningMessage(
      `Delete the profile “${stored.name}”?`,
      { modal: true, detail: 'Its settings, its stored secret and its session are removed. The certificate file stays.' },
      'Delete',
    );
    if (answer !== 'Delete') return;
    sessions.abandon(stored.id);
    await profiles.remove(stored);
    await sessions.restore([stored.id]);
  };

  const activate = async (target: ProfileTarget | undefined): Promise<void> => {
    const stored = await chosen(target, 'Switch Active Profile');
    if (stored !== undefined) await active.choose(stored.id);
  };

  return vscode.Disposable.from(
    commands.register('awsAuth.profile.add', () => addProfile(ports)),
    commands.register('awsAuth.profile.edit', edit),
    commands.register('awsAuth.profile.rename', rename),
    commands.register('awsAuth.profile.duplicate', duplicate),
    commands.register('awsAuth.profile.delete', remove),
    commands.register('awsAuth.profile.activate', activate),
    commands.register('awsAuth.profiles.openSettings', () =>
      vscode.commands.executeCommand('workbench.action.openSettings', 'awsAuth.profiles'),
    ),
  );
}

/** Asks for a profile and saves it, with a certificate filled in where there is one. */
export async function addProfile(
  ports: Omit<ProfileCommandsPorts, 'commands' | 'sessions'>,
  prefill?: CertificatePrefill,
): Promise<void> {
  const { profiles, active } = ports;
  const { runProfileWizard } = await wizards();
  const draft = await runProfileWizard(ports, prefill && { prefill });
  if (draft === undefined) return;
  const stored = await profiles.save(draft);
  if (active.get() === undefined) await active.choose(stored.id);
}

const wizards = (): Promise<typeof Wizards> => import('../lazy/wizards.ts');

async function askName(title: string, value: string, problem: (text: string) => string | undefined): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    value,
    prompt: 'Name of the profile',
    ignoreFocusOut: true,
    validateInput: (text) => problem(text.trim()),
  });
  return name?.trim();
}
