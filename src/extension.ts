import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { CertificateDescription } from './core/certificates/describe.ts';
import { readProfileIdentity } from './core/credentials/read-profile-identity.ts';
import { SessionClock } from './core/credentials/session-clock.ts';
import { SessionManager } from './core/credentials/session-manager.ts';
import { UserError } from './core/errors.ts';
import type { HttpRequest, HttpResponse } from './core/http/message.ts';
import type { RequestProfile } from './core/requests/prepare-request.ts';
import { ServerClock } from './core/requests/server-clock.ts';
import type * as CertificatesRoom from './lazy/certificates.ts';
import type * as LanguageRoom from './lazy/language.ts';
import type * as ExplanationsRoom from './lazy/explanations.ts';
import type * as RequestsRoom from './lazy/requests.ts';
import type { CertificateSummary } from './core/profiles/certificate-summary.ts';
import { profileFingerprint } from './core/profiles/profile-fingerprint.ts';
import type { ProfileStanding } from './core/profiles/profile-row.ts';
import { kindText, sessionText } from './core/profiles/profile-row.ts';
import type { RolesAnywhereProfile } from './core/profiles/profile.ts';
import { ConfigValue, onDidChangeProfileEntries, profileEntries, writeProfileEntries } from './platform/config-value.ts';
import { setContext } from './platform/contributions.ts';
import { DisposableStore } from './platform/disposables.ts';
import { ActiveProfile } from './storage/active-profile.ts';
import { AuthorityShelf } from './storage/authority-shelf.ts';
import { CertificateSummaries } from './storage/certificate-summaries.ts';
import { ProfileStore } from './storage/profile-store.ts';
import { RequestHistory } from './storage/request-history.ts';
import type { StoredProfile } from './storage/profile-store.ts';
import { SecretVault } from './storage/secret-vault.ts';
import { registerCertificateCommands } from './ui/certificates/certificate-commands.ts';
import { InspectionDocuments } from './ui/certificates/inspection-documents.ts';
import { CommandRegistrar } from './ui/command-registrar.ts';
import { ErrorPresenter } from './ui/error-presenter.ts';
import { HttpDocuments, isRequestDocument } from './ui/http-editor/http-documents.ts';
import { registerRequestCommands } from './ui/http-editor/request-commands.ts';
import { RequestLenses } from './ui/http-editor/request-lenses.ts';
import { addProfile, registerProfileCommands } from './ui/profile-commands.ts';
import { registerAuthoringCommands } from './ui/http-editor/authoring-commands.ts';
import { RequestDiagnostics } from './ui/http-editor/diagnostics.ts';
import { EnvironmentPicker } from './ui/http-editor/environment-picker.ts';
import { registerLanguageFeatures } from './ui/http-editor/language-features.ts';
import { RequestVariables } from './ui/http-editor/request-variables.ts';
import { ProfilesView } from './ui/profiles-view.ts';
import { registerHistoryCommands } from './ui/response/history-commands.ts';
import { LastResponse } from './ui/response/last-response.ts';
import { RequestSender } from './ui/response/request-sender.ts';
import { registerResponseEditor } from './ui/response/response-editor.ts';
import { ResponseFiles } from './ui/response/response-files.ts';
import { ResponseView } from './ui/response/response-view.ts';
import { RunningRequests } from './ui/response/running-requests.ts';
import { SandboxCommands } from './ui/sandbox-commands.ts';
import { SessionCommands, requireUsable } from './ui/session-commands.ts';
import { tellClock } from './ui/signing/clock-notice.ts';
import { registerExplainCommands } from './ui/signing/explain-commands.ts';
import { ExplanationDocuments } from './ui/signing/explanation-documents.ts';
import { registerPresignCommand } from './ui/signing/presign-command.ts';
import { Refusals } from './ui/signing/refusals.ts';
import { SignatureHistory } from './ui/signing/signature-history.ts';
import { registerTrustPolicyCommand } from './ui/signing/trust-policy-command.ts';
import { SessionStatusBar } from './ui/status-bar.ts';
import type { ProfileWizardPorts } from './ui/wizards/profile-wizard.ts';

const minute = 60_000;

/** Builds the extension leaf to root. It starts with the window, because a session of an earlier one still counts down in the status bar. */
export function activate(context: vscode.ExtensionContext): void {
  const store = new DisposableStore();
  const log = store.add(vscode.window.createOutputChannel('AWS Auth', { log: true }));
  const presenter = new ErrorPresenter(log);
  const commands = new CommandRegistrar(presenter);
  const paths = { workspaceFolder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath, home: homedir() };
  const certificates = (): Promise<typeof CertificatesRoom> => import('./lazy/certificates.ts');
  const requests = (): Promise<typeof RequestsRoom> => import('./lazy/requests.ts');
  const language = (): Promise<typeof LanguageRoom> => import('./lazy/language.ts');
  const explanations = (): Promise<typeof ExplanationsRoom> => import('./lazy/explanations.ts');

  const timeout = store.add(new ConfigValue('request.timeout'));
  const renewBefore = store.add(new ConfigValue('session.renewBefore'));
  const warnBefore = store.add(new ConfigValue('session.warnBefore'));
  const lensMode = store.add(new ConfigValue('codeLens.mode'));
  const historyEnabled = store.add(new ConfigValue('history.enabled'));
  const sandboxAutoStart = store.add(new ConfigValue('sandbox.autoStart'));

  const vault = store.add(new SecretVault(context.secrets));
  const entries = { read: profileEntries, write: writeProfileEntries, onDidChange: onDidChangeProfileEntries };
  const workspaceUri = (vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri)?.toString();
  const profiles = store.add(new ProfileStore(entries, vault, workspaceUri));
  const active = store.add(new ActiveProfile(profiles, context.workspaceState));

  const send = async (request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> =>
    (await requests()).sendRequest(request, { signal, timeout: timeout.value * 1000 });

  const password = async (profileId: string): Promise<string | undefined> => {
    const secret = await vault.readSecret(profileId);
    return secret?.kind === 'rolesAnywhere' ? secret.password : undefined;
  };

  const serverClock = store.add(new ServerClock(Date.now));
  const sessions = store.add(
    new SessionManager({
      store: vault,
      now: Date.now,
      renewBefore: () => renewBefore.value * minute,
      fingerprint: (profileId) => {
        const profile = profiles.find(profileId)?.profile;
        return profile?.kind === 'rolesAnywhere' ? profileFingerprint(profile) : undefined;
      },
      obtain: async (profileId, signal) => {
        const profile = requireRolesAnywhere(profiles.find(profileId));
        const { obtainSession } = await requests();
        return obtainSession(profile, {
          certificates,
          paths,
          send,
          signal,
          now: Date.now,
          clock: serverClock,
          password: await password(profileId),
        });
      },
    }),
  );

  const describe = async (profile: RolesAnywhereProfile, secret: string | undefined): Promise<CertificateDescription> => {
    const identity = await readProfileIdentity(profile, {
      certificates,
      paths,
      password: secret,
      signal: new AbortController().signal,
    });
    const { describeCertificate } = await certificates();
    return describeCertificate(identity.leaf);
  };
  const summarize = async (profile: RolesAnywhereProfile, secret: string | undefined): Promise<CertificateSummary> => {
    const { commonName, subject, notAfter } = await describe(profile, secret);
    return { subject: commonName === undefined ? subject : `CN=${commonName}`, notAfter: notAfter.getTime() };
  };
  const summaries = new CertificateSummaries(context.workspaceState, paths, async (profileId, profile) =>
    summarize(profile, await password(profileId)),
  );

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
      knownCertificate,
    }),
  );
  const statusBar = store.add(
    new SessionStatusBar({
      standing: () => mapDefined(active.get(), standing),
      certificate: knownCertificate,
      warnBefore: () => warnBefore.value * minute,
    }),
  );
  const sessionCommands = store.add(
    new SessionCommands({
      sessions,
      profiles,
      active,
      vault,
      commands,
      forgetSigningKeys: async () => (await requests()).forgetSigningKeys(),
      withViewProgress: (work) => view.withProgress(work),
    }),
  );
  const documents = new HttpDocuments();
  const variables = store.add(
    new RequestVariables({
      choice: context.workspaceState,
      overridesFile: store.add(new ConfigValue('environment.overridesFile')),
      room: requests,
    }),
  );
  const lenses = store.add(
    new RequestLenses({
      documents,
      variables,
      mode: lensMode,
      signer: (name) => {
        const stored = name === undefined ? active.get() : profiles.findByName(name);
        if (stored === undefined) return name;
        return [stored.name, sessionText(standing(stored), Date.now())].filter((part) => part !== '').join(' · ');
      },
    }),
  );
  const files = store.add(new ResponseFiles((context.storageUri ?? context.globalStorageUri).fsPath));
  const running = store.add(new RunningRequests());
  const response = new LastResponse({ view: store.add(new ResponseView()), files, room: () => import('./lazy/answers.ts') });
  const history = new RequestHistory(context.workspaceState, () => historyEnabled.value);
  const pages = store.add(new ExplanationDocuments());
  const signatures = new SignatureHistory();
  const refusals = store.add(new Refusals({ commands, documents, pages, history: signatures, explanations }));
  const sender = new RequestSender({
    send,
    room: requests,
    running,
    files,
    response,
    history,
    refusals,
    explanations,
    clock: serverClock,
  });
  const requestPorts = {
    commands,
    documents,
    variables,
    profiles,
    active,
    clock: serverClock,
    history: signatures,
    room: requests,
    credentials: (profile: RequestProfile, signal: AbortSignal) => sessionCommands.credentials(profile, signal),
    renewCredentials: (profile: RequestProfile, signal: AbortSignal) => sessionCommands.renewedCredentials(profile, signal),
  };
  const requestCommands = registerRequestCommands({ ...requestPorts, sender });
  const diagnostics = store.add(
    new RequestDiagnostics({
      documents,
      variables,
      profiles,
      active,
      hasExpiredSession: (profileId) => sessions.state(profileId).kind === 'expired',
      room: language,
    }),
  );
  store.add(new EnvironmentPicker({ commands, variables }));
  const sandbox = store.add(
    new SandboxCommands({
      commands,
      profiles,
      active,
      vault,
      log,
      directory: vscode.Uri.joinPath(context.globalStorageUri, 'sandbox').fsPath,
    }),
  );

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
    lenses.refresh();
    diagnostics.sessionsMayHaveEnded();
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
    hasWorkspace: () => vscode.workspace.workspaceFolders !== undefined,
    verifyCertificate: async (profile, secret, existing) => {
      if (profile.kind !== 'rolesAnywhere') return;
      await summarize(profile, secret ?? (existing && (await password(existing.id))));
    },
  };

  context.subscriptions.push(
    store,
    commands.register('awsAuth.log.show', () => log.show()),
    registerProfileCommands({ ...profileWizard, sessions, commands }),
    registerCertificateCommands(commands, {
      room: certificates,
      profiles,
      active,
      paths,
      authorities: new AuthorityShelf(context.globalState, vault),
      documents: store.add(new InspectionDocuments()),
      password,
      addProfile: (prefill) => addProfile(profileWizard, prefill),
    }),
    registerExplainCommands({ ...requestPorts, sender, pages, explanations }),
    registerPresignCommand({
      ...requestPorts,
      sender,
      sessionEnd: (profileId) => {
        const state = sessions.state(profileId);
        return state.kind === 'active' ? state.session.expiration : undefined;
      },
    }),
    registerTrustPolicyCommand({
      commands,
      profiles,
      active,
      pages,
      explanations,
      commonName: async (profileId, profile) => (await describe(profile, await password(profileId))).commonName,
    }),
    requestCommands,
    registerResponseEditor(response, commands),
    registerHistoryCommands({ commands, history, sendFrom: requestCommands.sendFrom }),
    commands.register('awsAuth.request.cancel', () => running.cancel()),
    historyEnabled.onDidChange((enabled) => (enabled ? undefined : void history.clear())),
    registerAuthoringCommands({ ...requestPorts, language }),
    registerLanguageFeatures({
      documents,
      variables,
      profiles,
      describeProfile: (name) =>
        mapDefined(profiles.findByName(name), (stored) =>
          [kindText(stored.profile), sessionText(standing(stored), Date.now())].filter((part) => part !== '').join(' · '),
        ),
      room: language,
    }),
    profiles.onDidChange(changed),
    active.onDidChange(changed),
    sessions.onDidChange(changed),
    summaries.onDidChange(repaint),
    warnBefore.onDidChange(changed),
    serverClock.onDidLearn(tellClock),
    clock.onDidTick(repaint),
    view.onDidChangeVisibility(() => clock.update()),
    vscode.window.onDidChangeVisibleTextEditors(() => clock.update()),
    vault.onDidChangeSecret((profileId) => summaries.forgetFailure(profileId)),
    vscode.workspace.onDidGrantWorkspaceTrust(changed),
    sessions.onDidHaveTrouble(({ doing, error }) => presenter.note(`Could not ${doing} a session`, error)),
  );

  changed();
  void sessions.restore(profiles.list().map(({ id }) => id));
  startWhenAsked(sandbox, sandboxAutoStart.value, presenter);
}

function startWhenAsked(sandbox: SandboxCommands, asked: boolean, presenter: ErrorPresenter): void {
  if (asked && vscode.workspace.isTrusted) sandbox.start().catch((error: unknown) => presenter.show(error));
}

/** @throws {UserError} `profile-unknown`, `profile-invalid` */
function requireRolesAnywhere(stored: StoredProfile | undefined): RolesAnywhereProfile {
  const profile = stored === undefined ? undefined : requireUsable(stored).profile;
  if (profile?.kind === 'rolesAnywhere') return profile;
  throw new UserError({
    code: 'profile-unknown',
    message: 'The profile of this session is gone or has become one without sessions.',
    remedy: 'Choose another profile.',
  });
}

function mapDefined<T, R>(value: T | undefined, map: (value: T) => R): R | undefined {
  return value === undefined ? undefined : map(value);
}
