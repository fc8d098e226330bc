import * as vscode from 'vscode';
import { UserError } from '../../core/errors.ts';
import { hasSessions, kindRow } from '../../core/profiles/kinds.ts';
import type { ProfileTarget } from '../../platform/contributions.ts';
import { requireUsable } from '../../storage/stored-profile.ts';
import type { Services } from '../kit/services.ts';
import { chooseProfile } from '../kit/pick-profile.ts';
import { withCancellableProgress } from '../kit/progress.ts';

export interface SessionCommandsPorts extends Services {
  readonly withViewProgress: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Starts and ends sessions for a person, with progress. */
export class SessionCommands implements vscode.Disposable {
  readonly #ports: SessionCommandsPorts;
  readonly #registrations: vscode.Disposable;

  constructor(ports: SessionCommandsPorts) {
    this.#ports = ports;
    const { commands } = ports;
    this.#registrations = vscode.Disposable.from(
      commands.registerTrusted('awsAuth.session.start', (target) => this.#start(target)),
      commands.register('awsAuth.session.end', (target) => this.#end(target)),
    );
  }

  dispose(): void {
    this.#registrations.dispose();
  }

  async #start(target: ProfileTarget | undefined): Promise<void> {
    const stored = await chooseProfile(this.#ports, target, 'Start a session');
    if (stored === undefined) return;
    const { id, name, profile } = requireUsable(stored);
    if (!hasSessions(profile)) {
      throw new UserError({
        code: 'session-not-needed',
        message: `The profile “${name}” signs with ${kindRow(profile.kind).signsWith} and needs no session.`,
        remedy: 'Send a request with it.',
      });
    }
    const { withViewProgress, credentialProvider } = this.#ports;
    await withViewProgress(() =>
      withCancellableProgress(`Starting a session of ${name}…`, async (signal) =>
        (await credentialProvider()).startSession({ id, name, profile }, signal),
      ),
    );
  }

  async #end(target: ProfileTarget | undefined): Promise<void> {
    const stored = await chooseProfile(this.#ports, target, 'End a session');
    if (stored === undefined) return;
    // If the keyring does not respond, the session stays in storage, but not in memory.
    await Promise.all([this.#ports.forgetSigningKeys(), this.#ports.sessions.end(stored.id)]);
  }
}
