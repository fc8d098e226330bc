import * as vscode from 'vscode';
import { setContext } from '../../platform/contributions.ts';
import { showNotification } from '../kit/messages.ts';
import { withQuietProgress } from '../kit/progress.ts';
import type { Services } from '../kit/services.ts';
import type { LaunchedSandbox, launchSandbox } from './launch-sandbox.ts';

/** Starts a sandbox. */
export interface SandboxLauncher {
  readonly launchSandbox: typeof launchSandbox;
}

/** Starts and stops the local sandbox. */
export class SandboxCommands implements vscode.Disposable {
  readonly #services: Services;
  readonly #launcher: () => Promise<SandboxLauncher>;
  readonly #registrations: vscode.Disposable;
  #running: Promise<LaunchedSandbox> | undefined;

  /** @param launcher loaded when a sandbox is first started */
  constructor(services: Services, launcher: () => Promise<SandboxLauncher>) {
    this.#services = services;
    this.#launcher = launcher;
    this.#registrations = vscode.Disposable.from(
      services.commands.registerTrusted('awsAuth.sandbox.start', async () => {
        const { tell } = await this.start();
        void tell();
      }),
      services.commands.register('awsAuth.sandbox.stop', () => this.#stop()),
    );
  }

  /** Starts the sandbox unless it is running; at most one runs in a window. */
  async start(): Promise<LaunchedSandbox> {
    const running = (this.#running ??= this.#launch());
    try {
      const launched = await running;
      setContext('awsAuth.sandboxRunning', this.#running === running);
      return launched;
    } catch (error) {
      if (this.#running === running) this.#running = undefined;
      throw error;
    }
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#stop().catch((error: unknown) => this.#services.log.warn(`The local sandbox did not stop: ${String(error)}`));
  }

  #launch(): Promise<LaunchedSandbox> {
    const { context, sandbox } = this.#services;
    const start = Promise.resolve(
      withQuietProgress({ title: 'Starting the local sandbox…' }, async () =>
        (await this.#launcher()).launchSandbox({
          ...this.#services,
          directory: vscode.Uri.joinPath(context.globalStorageUri, 'sandbox').fsPath,
          offer: async (sentence, button) => (await showNotification('information', [sentence], [button])) === button,
        }),
      ),
    );
    sandbox.startsWith(start);
    return start;
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    setContext('awsAuth.sandboxRunning', false);
    await (await running)?.close();
  }
}
