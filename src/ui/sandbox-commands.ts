import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { setContext } from '../platform/contributions.ts';
import type { ActiveProfile } from '../storage/active-profile.ts';
import type { ProfileScope, ProfileStore } from '../storage/profile-store.ts';
import type { SecretVault } from '../storage/secret-vault.ts';
import type { CommandRegistrar } from './command-registrar.ts';
import { withCancellableProgress } from './progress.ts';

export interface SandboxCommandsPorts {
  readonly commands: CommandRegistrar;
  readonly profiles: ProfileStore;
  readonly active: ActiveProfile;
  readonly vault: SecretVault;
  /** Where the sandbox keeps its certificate; outside of every workspace. */
  readonly directory: string;
  readonly log: vscode.LogOutputChannel;
}

const profileName = 'sandbox';

/** Starts and stops the local sandbox, with a profile that is ready to use. */
export class SandboxCommands implements vscode.Disposable {
  readonly #ports: SandboxCommandsPorts;
  readonly #registrations: vscode.Disposable;
  #running: Promise<Sandbox> | undefined;

  constructor(ports: SandboxCommandsPorts) {
    this.#ports = ports;
    this.#registrations = vscode.Disposable.from(
      ports.commands.registerTrusted('awsAuth.sandbox.start', () => this.start()),
      ports.commands.register('awsAuth.sandbox.stop', () => this.#stop()),
    );
  }

  /** Starts the sandbox unless it runs; at most one runs in a window. */
  async start(): Promise<void> {
    this.#running ??= withCancellableProgress('Starting the local sandbox…', () => this.#launch());
    try {
      await this.#running;
    } catch (error) {
      this.#running = undefined;
      throw error;
    }
  }

  dispose(): void {
    this.#registrations.dispose();
    void this.#stop();
  }

  async #launch(): Promise<Sandbox> {
    const { profiles, vault, active, directory, log } = this.#ports;
    const scope: ProfileScope = vscode.workspace.workspaceFolders === undefined ? 'user' : 'workspace';
    const existing = profiles.list().find((stored) => stored.name === profileName && stored.scope === scope);
    const secret = existing && (await vault.readSecret(existing.id));
    const { provisionSandbox, startSandbox } = await import('../lazy/sandbox.ts');
    const provision = await provisionSandbox(
      scope === 'user' ? directory : join(directory, 'workspace'),
      secret?.kind === 'rolesAnywhere' ? secret.password : undefined,
    );
    const sandbox = await startSandbox(provision.options);
    const stored = await profiles.save(
      {
        name: profileName,
        scope,
        profile: { ...provision.profile, endpoint: sandbox.url },
        secret: { kind: 'rolesAnywhere', password: provision.password },
      },
      existing,
    );
    if (active.get() === undefined) await active.choose(stored.id);
    setContext('awsAuth.sandboxRunning', true);
    log.info(`The local sandbox answers at ${sandbox.url}.`);
    return sandbox;
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    setContext('awsAuth.sandboxRunning', false);
    await (await running)?.close();
  }
}
