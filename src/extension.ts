import * as vscode from 'vscode';
import { deferRequests } from './composition/deferred-requests.ts';
import { createServices } from './composition/services.ts';
import { rooms } from './composition/bundles.ts';
import { composeSessions } from './composition/sessions.ts';
import { SessionClock } from './core/credentials/session-clock.ts';
import { type CertificateSummary, isSeenInTree } from './core/profiles/certificate-summary.ts';
import type { ProfileStanding } from './core/credentials/profile-row.ts';
import { connectedAuthority, kindText, sessionText } from './core/credentials/profile-row.ts';
import type { RolesAnywhereProfile } from './core/profiles/profile.ts';
import { ConfigValue } from './platform/config-value.ts';
import { setContext } from './platform/contributions.ts';
import type { ActiveProfile } from './storage/active-profile.ts';
import { AuthorityStore } from './storage/authority-store.ts';
import { forgetOrphanedSecrets } from './storage/orphaned-secrets.ts';
import type { StoredProfile } from './storage/stored-profile.ts';
import { registerCertificateCommands } from './ui/certificates/certificate-commands.ts';
import { InspectionDocuments } from './ui/certificates/inspection/inspection-documents.ts';
import { isRequestDocument } from './ui/documents/request-documents.ts';
import { showNotification } from './ui/kit/messages.ts';
import { registerProfileCommands } from './ui/profiles/profile-commands.ts';
import { ProfilesView } from './ui/profiles/profiles-view.ts';
import { SandboxCommands } from './ui/sandbox/sandbox-commands.ts';
import { SessionCommands } from './ui/sessions/session-commands.ts';
import { SessionStatusBar } from './ui/sessions/status-bar.ts';
import type { ProfileWizardPorts } from './ui/profiles/profile-wizard.ts';

const minute = 60_000;

/** Builds the extension leaf to root. It starts with the window, because a session of an earlier one still counts down in the status bar. */
export function activate(context: vscode.ExtensionContext): void {
  const services = createServices(context);
  const { store, log, presenter, commands, paths, vault, profiles, active, password } = services;
  const { sessions, summaries, identity } = composeSessions(services);
  const { certificates, requests, wizards } = rooms;
  const warnBefore = store.add(new ConfigValue('session.warnBefore'));
  const sandboxAutoStart = store.add(new ConfigValue('sandbox.autoStart'));

  const standing = (stored: StoredProfile): ProfileStanding => ({
    id: stored.id,
    name: stored.name,
    scope: stored.scope,
    profile: stored.profile,
    active: active.get()?.id === stored.id,
    session: sessions.state(stored.id),
  });
  const knownCertificate = (one: ProfileStanding): CertificateSummary | undefined =>
    one.profile.kind === 'rolesAnywhere' ? summaries.known(one.id, one.profile) : undefined;

  const view = store.add(
    new ProfilesView({
      profileIds: () => profiles.list().map(({ id }) => id),
      standing: (profileId) => mapDefined(profiles.find(profileId), standing),
      readCertificate: (one) => summaries.get(one.id, one.profile as RolesAnywhereProfile),
      knownCertificate: (one) => (one.profile.kind === 'rolesAnywhere' ? summaries.last(one.id, one.profile) : undefined),
    }),
  );
  const statusBar = store.add(
    new SessionStatusBar({
      standing: () => mapDefined(active.get(), standing),
      certificate: knownCertificate,
      warnBefore: () => warnBefore.value * minute,
    }),
  );
  const forgetSigningKeys = async (): Promise<void> => (await requests()).forgetSigningKeys();
  const sessionCommands = store.add(
    new SessionCommands({
      sessions,
      profiles,
      active,
      vault,
      commands,
      destinations: services.destinations,
      forgetSigningKeys,
      withViewProgress: (work) => view.withProgress(work),
    }),
  );
  const sandbox = store.add(
    new SandboxCommands({
      ...{ commands, profiles, active, vault, log },
      sandbox: services.sandbox,
      directory: vscode.Uri.joinPath(context.globalStorageUri, 'sandbox').fsPath,
      offer: async (sentence, button) => (await showNotification('information', [sentence], [button])) === button,
    }),
  );
  const wasTrusted = vscode.workspace.isTrusted;
  const startWhenAsked = (): void => {
    if (!sandboxAutoStart.value || !vscode.workspace.isTrusted) return;
    sandbox.start().catch((error: unknown) => presenter.show(error));
  };
  const profileFor = (name: string | undefined): StoredProfile | undefined =>
    name === undefined ? active.get() : profiles.findByName(name);
  const { repaint: repaintRequests } = deferRequests(services, {
    sessions,
    sessionCommands,
    sandboxStart: () => sandbox.startUnderWay(),
    signer: (name) => {
      const stored = profileFor(name);
      if (stored === undefined) return name;
      return [stored.name, sessionText(standing(stored), Date.now())].filter((part) => part !== '').join(' · ');
    },
    endpoint: (name) => mapDefined(profileFor(name), ({ profile }) => connectedAuthority(profile)),
    describeProfile: (name) =>
      mapDefined(profiles.findByName(name), (stored) =>
        [kindText(stored.profile), sessionText(standing(stored), Date.now())].filter((part) => part !== '').join(' · '),
      ),
    tags: async (profileId, profile) => {
      const { leaf } = await identity(profile, await password(profileId));
      return (await certificates()).sessionTags(leaf);
    },
  });
  const clock = store.add(
    new SessionClock({
      now: Date.now,
      setTimer: (milliseconds, callback) => {
        const timer = setTimeout(callback, milliseconds);
        return { dispose: () => clearTimeout(timer) };
      },
      visible: () => {
        const everyone = view.visible || vscode.window.visibleTextEditors.some(({ document }) => isRequestDocument(document));
        const shown = profiles.list().filter(({ id }) => everyone || id === active.get()?.id);
        return shown.map(({ id }) => sessions.state(id));
      },
    }),
  );
  const repaint = (): void => {
    view.refresh();
    statusBar.update();
    repaintRequests();
  };
  const changed = (): void => {
    const states = profiles.list().map(({ id }) => sessions.state(id).kind);
    setContext('awsAuth.hasProfiles', states.length > 0);
    setContext('awsAuth.hasSession', states.includes('active') || states.includes('expired'));
    repaint();
    clock.update();
  };

  const profileWizard: ProfileWizardPorts & { active: ActiveProfile } = {
    profiles,
    active,
    destinations: services.destinations,
    hasWorkspace: () => vscode.workspace.workspaceFolders !== undefined,
    certificateFileParts: async (field, path, signal) =>
      (await wizards()).certificateFileParts(field, path, { certificates, paths, signal }),
    verifyCertificate: async (profile, secret, existing, choose) => {
      if (profile.kind !== 'rolesAnywhere') return;
      await identity(profile, secret ?? (existing && (await password(existing.id))), choose);
    },
  };

  context.subscriptions.push(
    store,
    commands.register('awsAuth.log.show', () => log.show()),
    registerProfileCommands({ ...profileWizard, sessions, commands, forgetSigningKeys }, wizards),
    registerCertificateCommands(commands, {
      room: certificates,
      profiles,
      active,
      paths,
      authorities: new AuthorityStore(context.globalState, vault),
      documents: store.add(new InspectionDocuments()),
      password,
      addProfile: async (prefill) => (await wizards()).addProfile(profileWizard, prefill),
    }),
    profiles.onDidChange(changed),
    active.onDidChange(changed),
    sessions.onDidChange(changed),
    summaries.onDidChange((change) => (isSeenInTree(change, Date.now()) ? repaint() : statusBar.update())),
    warnBefore.onDidChange(changed),
    clock.onDidTick(repaint),
    view.onDidChangeVisibility(() => clock.update()),
    vscode.window.onDidChangeVisibleTextEditors(() => clock.update()),
    vault.onDidChangeSecret((profileId) => summaries.forgetFailure(profileId)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      changed();
      startWhenAsked();
    }),
    // With the trust of a workspace its settings begin to count, sooner or later than the event.
    sandboxAutoStart.onDidChange(() => (wasTrusted ? undefined : startWhenAsked())),
    sessions.onDidHaveTrouble(({ doing, error }) => presenter.note(`Could not ${doing} a session`, error)),
  );

  changed();
  void sessions.restore(profiles.list().map(({ id }) => id));
  if (wasTrusted) {
    forgetOrphanedSecrets({ vault, profiles, memory: context.globalState, now: Date.now }).catch((error: unknown) =>
      presenter.note('Could not look for secrets of profiles that are gone', error),
    );
  }
  startWhenAsked();
}

function mapDefined<T, R>(value: T | undefined, map: (value: T) => R): R | undefined {
  return value === undefined ? undefined : map(value);
}
