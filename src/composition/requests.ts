import type { SessionManager } from '../core/credentials/session-manager.ts';
import type { RequestProfile } from '../core/requests/prepare-request.ts';
import { ConfigValue } from '../platform/config-value.ts';
import { sandboxProfileId } from '../core/profiles/sandbox-profile.ts';
import { RequestHistory } from '../storage/request-history.ts';
import { registerAuthoringCommands } from '../ui/requests/authoring-commands.ts';
import { RequestDiagnostics } from '../ui/language/diagnostics.ts';
import { EnvironmentStatus } from '../ui/language/environment-status.ts';
import { HttpDocuments } from '../ui/documents/http-documents.ts';
import type { LanguageFeatures } from '../ui/language/language-features.ts';
import { registerRequestCommands } from '../ui/requests/request-commands.ts';
import { RequestLenses } from '../ui/requests/request-lenses.ts';
import { RequestVariables } from '../ui/requests/request-variables.ts';
import { registerHistoryCommands } from '../ui/requests/sending/history-commands.ts';
import { LastResponse } from '../ui/responses/last-response.ts';
import { RequestSender } from '../ui/requests/sending/request-sender.ts';
import { registerResponseEditor } from '../ui/responses/response-editor.ts';
import { ResponseFiles } from '../ui/responses/response-files.ts';
import { ResponseView } from '../ui/responses/response-view.ts';
import { RunningRequests } from '../ui/requests/sending/running-requests.ts';
import type { SessionCommands } from '../ui/sessions/session-commands.ts';
import { showClockCorrected } from '../ui/signatures/clock-notice.ts';
import { registerExplainCommands } from '../ui/requests/explain-commands.ts';
import { ExplanationDocuments } from '../ui/signatures/explanation-documents.ts';
import { Refusals } from '../ui/signatures/refusals.ts';
import { SignatureHistory } from '../ui/signatures/signature-history.ts';
import { type TrustPolicyCommandPorts, registerTrustPolicyCommand } from '../ui/signatures/trust-policy-command.ts';
import type { Services } from './services.ts';
import { rooms } from './bundles.ts';

export interface RequestPorts {
  readonly sessions: SessionManager;
  readonly sessionCommands: SessionCommands;
  /** Waits for a start of the local sandbox that is under way, however it ends. */
  readonly sandboxStart: () => Promise<void>;
  /** What a lens says of the profile of this name, or of the active one: its name and its session. */
  readonly signer: (profileName: string | undefined) => string | undefined;
  /** Where that profile connects in place of the hosts that it signs for. */
  readonly endpoint: (profileName: string | undefined) => string | undefined;
  /** What a hover says of the profile of this name: its kind and its session; undefined when there is none. */
  readonly describeProfile: (profileName: string) => string | undefined;
  readonly tags: TrustPolicyCommandPorts['tags'];
}

export interface Requests {
  /** What stands above the requests; whoever defers this registers them. */
  readonly lenses: RequestLenses;
  readonly languageFeatures: () => Promise<LanguageFeatures>;
  /** Paints again what tells of sessions. */
  readonly repaint: () => void;
}

/** Everything about .http files: their language, their requests, and the answers. */
export function composeRequests(
  services: Services,
  { sessions, sessionCommands, sandboxStart, signer, endpoint, describeProfile, tags }: RequestPorts,
): Requests {
  const { context, store, commands, presenter, profiles, active, vault, clock, send, destinations } = services;
  const { responses: answers, explanations, language, requests } = rooms;
  const historyEnabled = store.add(new ConfigValue('history.enabled'));
  const documents = new HttpDocuments();
  const variables = store.add(
    new RequestVariables({
      choice: context.workspaceState,
      overridesFile: store.add(new ConfigValue('environment.overridesFile')),
      room: requests,
    }),
  );
  const lenses = store.add(
    new RequestLenses({ documents, variables, mode: store.add(new ConfigValue('codeLens.mode')), signer, endpoint }),
  );
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

  const files = store.add(new ResponseFiles((context.storageUri ?? context.globalStorageUri).fsPath));
  const running = store.add(new RunningRequests());
  const response = new LastResponse({ view: store.add(new ResponseView()), files, room: answers });
  const history = new RequestHistory(context.workspaceState, () => historyEnabled.value);
  const pages = store.add(new ExplanationDocuments());
  const signatures = new SignatureHistory();
  const refusals = store.add(new Refusals({ commands, documents, pages, history: signatures, explanations }));
  const sender = new RequestSender({ send, room: requests, running, files, response, history, refusals, explanations, clock });

  const ports = {
    commands,
    presenter,
    documents,
    variables,
    profiles,
    active,
    clock,
    history: signatures,
    room: requests,
    sandboxStart,
    destinations,
    credentials: (profile: RequestProfile, signal: AbortSignal) => sessionCommands.credentials(profile, signal),
    renewCredentials: (profile: RequestProfile, signal: AbortSignal) => sessionCommands.renewedCredentials(profile, signal),
  };
  const sessionEnd = (profileId: string): Date | undefined => {
    const state = sessions.state(profileId);
    return state.kind === 'active' ? state.session.expiration : undefined;
  };
  const isSandbox = (profileId: string): boolean => profileId === sandboxProfileId;
  const requestCommands = store.add(registerRequestCommands({ ...ports, sender }));
  store.add(registerAuthoringCommands({ ...ports, language }));
  store.add(registerExplainCommands({ ...ports, sender, pages, explanations }));
  store.add(
    commands.registerTrusted('awsAuth.request.presign', async (target) =>
      (await language()).copyPresignedUrl({ ...ports, sender, sessionEnd, isSandbox }, target),
    ),
  );
  store.add(registerTrustPolicyCommand({ commands, profiles, active, pages, explanations, tags }));
  store.add(new EnvironmentStatus({ commands, variables, room: language }));
  store.add(registerResponseEditor(response, commands));
  store.add(registerHistoryCommands({ commands, history, sendFrom: requestCommands.sendFrom }));
  store.add(commands.register('awsAuth.request.cancel', () => running.cancel()));
  store.add(historyEnabled.onDidChange((enabled) => (enabled ? undefined : void history.clear())));
  store.add(clock.onDidLearn(showClockCorrected));
  // Temporary keys are no session of ours: they count until others take their place.
  store.add(vault.onDidChangeSecret((changed) => signatures.forgetTokens((profileId) => profileId !== changed)));
  const signsWith = (profileId: string, token: string): boolean => {
    const state = sessions.state(profileId);
    if (state.kind === 'starting') return true;
    if (state.kind === 'active') return state.session.credentials.sessionToken === token;
    return profiles.find(profileId)?.profile.kind === 'static';
  };

  let features: Promise<LanguageFeatures> | undefined;
  return {
    lenses,
    languageFeatures: () =>
      (features ??= language().then(
        ({ LanguageFeatures }) => new LanguageFeatures({ documents, variables, profiles, describeProfile }),
      )),
    repaint: () => {
      lenses.refresh();
      diagnostics.sessionsMayHaveEnded();
      signatures.forgetTokens(signsWith);
    },
  };
}
