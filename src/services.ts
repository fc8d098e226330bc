import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { bundles } from './bundles.ts';
import type { CredentialProvider, SessionSigner } from './core/credentials/credential-provider.ts';
import { SessionManager } from './core/credentials/session-manager.ts';
import type { DestinationGuard } from './core/destinations/destination-guard.ts';
import { UserError } from './core/errors.ts';
import { ServerClock } from './core/http/server-clock.ts';
import { once } from './core/once.ts';
import { hasSessions } from './core/profiles/kinds.ts';
import { profileFingerprint } from './core/profiles/profile-fingerprint.ts';
import { certificatePassword } from './core/profiles/profile-secret.ts';
import { ConfigValue, onDidChangeProfileEntries, profileEntries, writeProfileEntries } from './platform/config-value.ts';
import { DisposableStore } from './platform/disposable-store.ts';
import { ActiveProfile } from './storage/active-profile.ts';
import { CertificateSummaries } from './storage/certificate-summaries.ts';
import { ProfileStore } from './storage/profile-store.ts';
import { RunningSandbox } from './storage/running-sandbox.ts';
import { SecretVault } from './storage/secret-vault.ts';
import { requireUsable, type StoredProfile } from './storage/stored-profile.ts';
import { CommandRegistrar } from './ui/kit/command-registrar.ts';
import { ErrorPresenter } from './ui/kit/error-presenter.ts';
import { ProfileStandings } from './ui/kit/profile-standings.ts';
import type { Services } from './ui/kit/services.ts';
import { askText } from './ui/kit/text-input.ts';

const minute = 60_000;

/** The services shared by all features of a window. Nothing is waited for, and no bundle is loaded before it is needed. */
export function createServices(context: vscode.ExtensionContext): Services {
  const store = new DisposableStore();
  const log = store.add(vscode.window.createOutputChannel('AWS Auth', { log: true }));
  const presenter = new ErrorPresenter(log, bundles.responses);
  const vault = store.add(new SecretVault(context.secrets));
  const entries = { read: profileEntries, write: writeProfileEntries, onDidChange: onDidChangeProfileEntries };
  const workspaceUri = (vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri)?.toString();
  const sandbox = store.add(new RunningSandbox());
  const profiles = store.add(new ProfileStore(entries, vault, workspaceUri, sandbox));
  const active = store.add(new ActiveProfile(profiles, context.workspaceState));
  const paths = { workspaceFolder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath, home: homedir() };
  const clock = store.add(new ServerClock(Date.now));
  const timeout = store.add(new ConfigValue('request.timeout'));
  const renewBefore = store.add(new ConfigValue('session.renewBefore'));
  const { certificates, requests } = bundles;

  const password: Services['password'] = async (profileId) => certificatePassword(await vault.readSecret(profileId));
  const send: Services['send'] = async (request, signal) => {
    const { sendRequest } = await requests();
    return sendRequest(request, { signal, timeout: timeout.value * 1000 });
  };
  const destinations = once(async (): Promise<DestinationGuard> => {
    const { openDestinations } = await requests();
    return openDestinations({ context, store, vault, profiles, sandbox });
  });
  const sessions = store.add(
    new SessionManager({
      store: vault,
      now: Date.now,
      clockOffset: ({ issuer }) => (issuer === undefined ? 0 : clock.offsetOf(issuer)),
      renewBefore: () => renewBefore.value * minute,
      fingerprint: (profileId) => {
        const profile = profiles.find(profileId)?.profile;
        return profile !== undefined && hasSessions(profile) ? profileFingerprint(profile) : undefined;
      },
      obtain: async (profileId, signal) =>
        (await credentialProvider()).obtainSession(requireSessionSigner(profileId, profiles.find(profileId)), signal),
    }),
  );
  const credentialProvider = once(async (): Promise<CredentialProvider> => {
    const [loaded, consented] = await Promise.all([requests(), destinations()]);
    return new loaded.CredentialProvider({
      ...{ certificates, paths, send, clock, sessions, now: Date.now, secrets: vault, destinations: consented },
      askPassword: (name, { message }) =>
        askText({ title: `Password of ${name}'s certificate`, prompt: message, password: true }),
    });
  });
  const identity: Services['identity'] = async (profile, secret, choose) => {
    const { readProfileIdentity } = await certificates();
    const { signal } = new AbortController();
    return readProfileIdentity(profile, { paths, password: secret, signal, choose });
  };
  const summaries = new CertificateSummaries(context.workspaceState, paths, async (profileId, profile) => {
    const { leaf } = await identity(profile, await password(profileId));
    const { commonName, subject, notAfter } = (await certificates()).describeCertificate(leaf);
    return { subject: commonName === undefined ? subject : `CN=${commonName}`, notAfter: notAfter.getTime() };
  });
  return {
    ...{ context, store, log, presenter, paths, vault, profiles, active, sessions, summaries, sandbox, clock },
    commands: new CommandRegistrar(presenter),
    standings: store.add(new ProfileStandings(profiles, active, sessions)),
    ...{ password, identity, credentialProvider, destinations, send },
    forgetSigningKeys: async () => (await requests()).forgetSigningKeys(),
  };
}

/** @throws {UserError} `profile-unknown`, `profile-invalid` */
function requireSessionSigner(id: string, stored: StoredProfile | undefined): SessionSigner {
  const usable = stored === undefined ? undefined : requireUsable(stored);
  if (usable !== undefined && hasSessions(usable.profile)) return { id, name: usable.name, profile: usable.profile };
  throw new UserError({
    code: 'profile-unknown',
    message: 'The profile of this session is gone or has become one without sessions.',
    remedy: 'Choose another profile.',
  });
}
