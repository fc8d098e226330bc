import * as vscode from 'vscode';
import type * as Wizards from '../../bundles/wizards.ts';
import type { CommandRegistrar } from '../kit/command-registrar.ts';
import type { EnterKeysPorts } from './enter-keys.ts';
import type { ProfileActionsPorts } from './profile-actions.ts';

/** The commands that add, change and remove profiles. */
export function registerProfileCommands(
  ports: ProfileActionsPorts & EnterKeysPorts & { readonly commands: CommandRegistrar },
  wizards: () => Promise<typeof Wizards>,
): vscode.Disposable {
  const { commands } = ports;
  return vscode.Disposable.from(
    commands.register('awsAuth.profile.add', async () => (await wizards()).addProfile(ports)),
    commands.register('awsAuth.profile.edit', async (target) => (await wizards()).editProfile(ports, target)),
    commands.register('awsAuth.profile.enterKeys', async (target) => (await wizards()).enterKeys(ports, target)),
    commands.register('awsAuth.profile.rename', async (target) => (await wizards()).renameProfile(ports, target)),
    commands.register('awsAuth.profile.duplicate', async (target) => (await wizards()).duplicateProfile(ports, target)),
    commands.register('awsAuth.profile.delete', async (target) => (await wizards()).deleteProfile(ports, target)),
    commands.register('awsAuth.profile.activate', async (target) => (await wizards()).activateProfile(ports, target)),
    commands.register('awsAuth.session.showActions', async () => (await wizards()).showSessionActions(ports)),
    commands.register('awsAuth.profiles.openSettings', () =>
      vscode.commands.executeCommand('workbench.action.openSettings', 'awsAuth.profiles'),
    ),
  );
}
