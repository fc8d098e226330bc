import * as vscode from 'vscode';
import type { certificateFileParts } from '../../core/credentials/certificate-file-parts.ts';
import { isSeenInTree } from '../../core/profiles/certificate-summary.ts';
import { hasCertificate } from '../../core/profiles/kinds.ts';
import { setContext } from '../../platform/contributions.ts';
import { forgetOrphanedSecrets } from '../../storage/forget-orphaned-secrets.ts';
import type { CertificatePrefill } from '../certificates/certificate-ports.ts';
import type { Services } from '../kit/services.ts';
import type { enterKeys } from './enter-keys.ts';
import type * as ProfileActions from './profile-actions.ts';
import type { ProfileWizardPorts } from './run-profile-wizard.ts';
import { ProfilesView } from './profiles-view.ts';

/** The wizards of profiles. */
export interface ProfileWizards extends Pick<
  typeof ProfileActions,
  'activateProfile' | 'addProfile' | 'deleteProfile' | 'duplicateProfile' | 'editProfile' | 'renameProfile'
> {
  readonly enterKeys: typeof enterKeys;
}

/** The part of the wizard that reads certificate files. */
export interface CertificateFiles {
  readonly certificateFileParts: typeof certificateFileParts;
}

export interface ProfilesFeature {
  readonly view: ProfilesView;
  /** Opens the wizard with a certificate filled in. */
  readonly addProfile: (prefill: CertificatePrefill) => Promise<void>;
}

/** Registers the tree of profiles, and the commands that add, change and remove them. Both bundles are loaded on first use. */
export function registerProfiles(
  services: Services,
  wizards: () => Promise<ProfileWizards>,
  certificates: () => Promise<CertificateFiles>,
): ProfilesFeature {
  const { context, store, commands, presenter, vault, profiles, sessions, standings, summaries, password, identity } = services;
  const view = store.add(new ProfilesView(standings, summaries));
  const ports: ProfileWizardPorts & Services = {
    ...services,
    hasWorkspace: () => vscode.workspace.workspaceFolders !== undefined,
    certificateFileParts: async (field, path, signal) =>
      (await certificates()).certificateFileParts(field, path, { paths: services.paths, signal }),
    verifyCertificate: async (profile, secret, existing, choose) => {
      if (!hasCertificate(profile)) return;
      await identity(profile, secret ?? (existing && (await password(existing.id))), choose);
    },
  };
  store.add(commands.register('awsAuth.profile.add', async () => (await wizards()).addProfile(ports)));
  store.add(commands.register('awsAuth.profile.edit', async (target) => (await wizards()).editProfile(ports, target)));
  store.add(commands.register('awsAuth.profile.enterKeys', async (target) => (await wizards()).enterKeys(ports, target)));
  store.add(commands.register('awsAuth.profile.rename', async (target) => (await wizards()).renameProfile(ports, target)));
  store.add(commands.register('awsAuth.profile.duplicate', async (target) => (await wizards()).duplicateProfile(ports, target)));
  store.add(commands.register('awsAuth.profile.delete', async (target) => (await wizards()).deleteProfile(ports, target)));
  store.add(commands.register('awsAuth.profile.activate', async (target) => (await wizards()).activateProfile(ports, target)));
  const openSettings = (): unknown => vscode.commands.executeCommand('workbench.action.openSettings', 'awsAuth.profiles');
  store.add(commands.register('awsAuth.profiles.openSettings', openSettings));

  const setContexts = (): void => {
    const states = standings.list().map(({ session }) => session.kind);
    setContext('awsAuth.hasProfiles', states.length > 0);
    setContext('awsAuth.hasSession', states.includes('active') || states.includes('expired'));
  };
  const update = (): void => {
    setContexts();
    view.refresh();
  };
  // The time that a session has left changes rows alone.
  for (const { onDidChange } of [profiles, sessions]) store.add(onDidChange(setContexts));
  store.add(standings.onDidChange(() => view.refresh()));
  store.add(summaries.onDidChange((change) => (isSeenInTree(change, Date.now()) ? view.refresh() : undefined)));
  store.add(vault.onDidChangeSecret((profileId) => summaries.forgetFailure(profileId)));
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(update));
  standings.addAudience(() => view.visible);
  store.add(view.onDidChangeVisibility(() => standings.visibilityChanged()));
  update();
  if (vscode.workspace.isTrusted) {
    forgetOrphanedSecrets({ vault, profiles, memory: context.globalState, now: Date.now }).catch((error: unknown) =>
      presenter.note('Could not look for secrets of profiles that are gone', error),
    );
  }
  void sessions.restore(profiles.list().map(({ id }) => id));
  return { view, addProfile: async (prefill) => (await wizards()).addProfile(ports, prefill) };
}
