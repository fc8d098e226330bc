import * as vscode from 'vscode';
import { setContext } from '../../platform/contributions.ts';
import type { CommandRegistrar } from '../kit/command-registrar.ts';
import type { LaunchedSandbox, LaunchSandboxPorts } from './launch-sandbox.ts';
import { withQuietProgress } from '../kit/progress.ts';

export interface SandboxCommandsPorts extends LaunchSandboxPorts {
  readonly commands: CommandRegistrar;
}

/** Starts and stops the local sandbox. */
export class SandboxCommands implements vscode.Disposable {
  readonly #ports: SandboxCommandsPorts;
  readonly #registrations: vscode.Disposable;
  #running: Promise<LaunchedSandbox> | undefined;

  constructor(ports: SandboxCommandsPorts) {
    this.#ports = ports;
    this.#registrations = vscode.Disposable.from(
      ports.commands.registerTrusted('awsAuth.sandbox.start', async () => {
        const { tell } = await this.start();
        void tell();
      }),
      ports.commands.register('awsAuth.sandbox.stop', () => this.#stop()),
    );
  }

  /** Starts the sandbox unless it runs; at most one runs in a window. */
  async start(): Promise<LaunchedSandbox> {
    const running = (this.#running ??= Promise.resolve(
      withQuietProgress({ title: 'Starting the local sandbox…' }, async () =>
        (await import('../../bundles/sandbox.ts')).launchSandbox(this.#ports),
      ),
    ));
    try {
      const launched = await running;
      setContext('awsAuth.sandboxRunning', this.#running === running);
      return launched;
    } catch (error) {
      if (this.#running === running) this.#running = undefined;
      throw error;
    }
  }

  /** Waits for a start that is under way, however it ends: it brings a profile along, and may make it the active one. */
  async startUnderWay(): Promise<void> {
    await this.#running?.catch(() => undefined);
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#stop().catch((error: unknown) => this.#ports.log.warn(`The local sandbox did not stop: ${String(error)}`));
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    setContext('awsAuth.sandboxRunning', false);
    await (await running)?.close();
  }
}
