import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { HttpRequest, HttpResponse } from '../core/http/message.ts';
import type { PathBase } from '../core/profiles/resolve-path.ts';
import type { DestinationGuard } from '../core/destinations/destination-guard.ts';
import { ServerClock } from '../core/http/server-clock.ts';
import { ConfigValue, onDidChangeProfileEntries, profileEntries, writeProfileEntries } from '../platform/config-value.ts';
import { DisposableStore } from '../platform/disposables.ts';
import { ActiveProfile } from '../storage/active-profile.ts';
import { ProfileStore } from '../storage/profile-store.ts';
import { RunningSandbox } from '../storage/running-sandbox.ts';
import { SecretVault } from '../storage/secret-vault.ts';
import { CommandRegistrar } from '../ui/kit/command-registrar.ts';
import { ErrorPresenter } from '../ui/kit/error-presenter.ts';
import { rooms } from './bundles.ts';

/** What everything else stands on: errors and commands, secrets, profiles, and the way to the network. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  /** Whatever is put into it ends with the extension. */
  readonly store: DisposableStore;
  readonly log: vscode.LogOutputChannel;
  readonly presenter: ErrorPresenter;
  readonly commands: CommandRegistrar;
  readonly paths: PathBase;
  readonly vault: SecretVault;
  readonly profiles: ProfileStore;
  readonly active: ActiveProfile;
  /** The stored password of a profile's certificate. @throws {UserError} `secret-storage-locked`, `secret-unreadable` */
  readonly password: (profileId: string) => Promise<string | undefined>;
  /** The local sandbox that this window started: `sandbox.running?.origin` is where it answers. */
  readonly sandbox: RunningSandbox;
  /** Where nothing goes without consent; loaded with the first request or session. */
  readonly destinations: () => Promise<DestinationGuard>;
  /** The time that signatures carry. */
  readonly clock: ServerClock;
  /** The one way to the network. @throws {UserError} what `sendRequest` throws */
  readonly send: (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;
}

export function createServices(context: vscode.ExtensionContext): Services {
  const store = new DisposableStore();
  const log = store.add(vscode.window.createOutputChannel('AWS Auth', { log: true }));
  const presenter = new ErrorPresenter(log, rooms.responses);
  const vault = store.add(new SecretVault(context.secrets));
  const entries = { read: profileEntries, write: writeProfileEntries, onDidChange: onDidChangeProfileEntries };
  const workspaceUri = (vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri)?.toString();
  const sandbox = store.add(new RunningSandbox());
  const profiles = store.add(new ProfileStore(entries, vault, workspaceUri, sandbox));
  const timeout = store.add(new ConfigValue('request.timeout'));
  let guard: Promise<DestinationGuard> | undefined;
  return {
    context,
    store,
    log,
    presenter,
    commands: new CommandRegistrar(presenter),
    paths: { workspaceFolder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath, home: homedir() },
    vault,
    profiles,
    active: store.add(new ActiveProfile(profiles, context.workspaceState)),
    password: async (profileId) => {
      const secret = await vault.readSecret(profileId);
      return secret?.kind === 'rolesAnywhere' ? secret.password : undefined;
    },
    sandbox,
    destinations: () =>
      (guard ??= rooms.requests().then(({ openDestinations }) => openDestinations({ context, store, vault, profiles, sandbox }))),
    clock: store.add(new ServerClock(Date.now)),
    send: async (request, signal) => {
      const { sendRequest } = await rooms.requests();
      return sendRequest(request, { signal, timeout: timeout.value * 1000 });
    },
  };
}
