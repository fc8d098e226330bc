import { connectedAuthority, inOneLine, sessionText } from '../../core/credentials/standing/profile-row.ts';
import { ConfigValue } from '../../platform/config-value.ts';
import { RequestHistory } from '../../storage/request-history.ts';
import type { ResponsesFeature } from '../responses/register.ts';
import type { SignaturesFeature } from '../signatures/register.ts';
import { type Authoring, registerAuthoringCommands } from './register-authoring-commands.ts';
import type { copyPresignedUrl } from './copy-presigned-url.ts';
import { registerExplainCommands, type SignatureExplanations } from './register-explain-commands.ts';
import type { ProfileForm } from './move-keys.ts';
import { registerRequestCommands } from './request-commands.ts';
import { RequestLenses } from './request-lenses.ts';
import type { RequestServices } from './request-services.ts';
import { registerHistoryCommands } from './sending/register-history-commands.ts';
import { RequestSender, type Sending } from './sending/request-sender.ts';
import { RunningRequests } from './sending/running-requests.ts';

/** Copies presigned URLs. */
export interface PresignedUrls {
  readonly copyPresignedUrl: typeof copyPresignedUrl;
}

/** The bundles, each loaded when first needed. */
export interface RequestBundles {
  readonly sending: () => Promise<Sending>;
  readonly authoring: () => Promise<Authoring & PresignedUrls>;
  readonly explanations: () => Promise<SignatureExplanations>;
  readonly form: () => Promise<ProfileForm>;
}

/** Registers the commands on requests of .http files, and the lenses above them. */
export function registerRequests(
  services: RequestServices,
  { response, files }: ResponsesFeature,
  { pages, refusals }: SignaturesFeature,
  { sending, authoring, explanations, form }: RequestBundles,
): RequestLenses {
  const { context, store, commands, standings, documents, variables } = services;
  const historyEnabled = store.add(new ConfigValue('history.enabled'));
  const history = new RequestHistory(context.workspaceState, () => historyEnabled.value);
  const running = store.add(new RunningRequests());
  const sender = new RequestSender(services, { sending, running, files, response, history, refusals });
  const requestCommands = store.add(registerRequestCommands({ ...services, sender }));
  store.add(registerAuthoringCommands(services, authoring, form));
  store.add(registerExplainCommands(services, pages, explanations));
  store.add(
    commands.registerTrusted('awsAuth.request.presign', async (target) => (await authoring()).copyPresignedUrl(services, target)),
  );
  store.add(registerHistoryCommands({ commands, history, sendFrom: requestCommands.sendFrom }));
  store.add(commands.register('awsAuth.request.cancel', () => running.cancel()));
  store.add(historyEnabled.onDidChange((enabled) => (enabled ? undefined : void history.clear())));
  const lenses = store.add(
    new RequestLenses({
      ...{ documents, variables, mode: store.add(new ConfigValue('codeLens.mode')) },
      signer: (name) => {
        const standing = standings.named(name);
        return standing === undefined ? name : inOneLine(standing.name, sessionText(standing, Date.now()));
      },
      endpoint: (name) => {
        const profile = standings.named(name)?.profile;
        return profile && connectedAuthority(profile);
      },
    }),
  );
  store.add(standings.onDidChange(() => lenses.refresh()));
  return lenses;
}
