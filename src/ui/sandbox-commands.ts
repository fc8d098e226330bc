import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { setContext } from '../platform/contributions.ts';
import type { ActiveProfile } from '../storage/active-profile.ts';
import type { ProfileScope, ProfileStore } from '../storage/profile-store.ts';
import { isSandboxProfile } from '../storage/sandbox-profile.ts';
import type { SecretVault } from '../storage/secret-vault.ts';
import type { CommandRegistrar } from './command-registrar.ts';
import { withQuietProgress } from './progress.ts';

export interface SandboxCommandsPorts {
  readonly commands: CommandRegistrar;
  readonly profiles: ProfileStore;
  readonly active: ActiveProfile;
  readonly vault: SecretVault;
  /** Where the sandbox keeps its certificate; outside of every workspace. */
  readonly directory: string;
  /** Takes the origin of the sandbox for as long as it runs. */
  readonly ownSandboxes: Set<string>;
  readonly log: vscode.LogOutputChannel;
}

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
    const running = (this.#running ??= Promise.resolve(
      withQuietProgress({ title: 'Starting the local sandbox…' }, () => this.#launch()),
    ));
    try {
      await running;
      setContext('awsAuth.sandboxRunning', this.#running === running);
    } catch (error) {
      if (this.#running === running) this.#running = undefined;
      throw error;
    }
  }

  /** Waits for a start that is under way, however it ends: it adds a profile, and may make it the active one. */
  async startUnderWay(): Promise<void> {
    await this.#running?.catch(() => undefined);
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#stop().catch((error: unknown) => this.#ports.log.warn(`The local sandbox did not stop: ${String(error)}`));
  }

  async #launch(): Promise<Sandbox> {
    const { profiles, vault, active, directory, log, ownSandboxes } = this.#ports;
    const scope: ProfileScope = vscode.workspace.workspaceFolders === undefined ? 'user' : 'workspace';
    const certificates = join(directory, profiles.scopeKey(scope));
    const ours = profiles.list().find((stored) => stored.scope === scope && isSandboxProfile(stored, certificates));
    const secret = ours && (await vault.readSecret(ours.id));
    const { provisionSandbox, startSandbox } = await import('../lazy/sandbox.ts');
    const provision = await provisionSandbox(certificates, secret?.kind === 'rolesAnywhere' ? secret.password : undefined);
    const sandbox = await startSandbox(provision.options);
    ownSandboxes.add(sandbox.url);
    try {
      const stored = await profiles.save(
        {
          name: ours?.name ?? freeName(profiles, scope),
          scope,
          profile: { ...provision.profile, endpoint: sandbox.url },
          secret: { kind: 'rolesAnywhere', password: provision.password },
        },
        ours,
      );
      if (active.get() === undefined) await active.choose(stored.id);
    } catch (error) {
      await this.#close(sandbox);
      throw error;
    }
    log.info(`The local sandbox answers at ${sandbox.url}.`);
    return sandbox;
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    setContext('awsAuth.sandboxRunning', false);
    const sandbox = await running;
    if (sandbox !== undefined) await this.#close(sandbox);
  }

  /** Once it is closed, anybody may listen at its port. */
  async #close(sandbox: Sandbox): Promise<void> {
    this.#ports.ownSandboxes.delete(sandbox.url);
    await sandbox.close();
  }
}

function freeName(profiles: ProfileStore, scope: ProfileScope): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? 'sandbox' : `sandbox ${count}`;
    if (profiles.nameProblem(name, scope) === undefined) return name;
  }
}
