import { EventSource } from '../core/event.ts';
import type { Event, Subscription } from '../core/event.ts';
import type { RolesAnywhereProfile } from '../core/profiles/profile.ts';

/** The local sandbox of this window and the profile that comes with it. */
export interface SandboxAccess {
  /** For example `http://127.0.0.1:49152`. */
  readonly origin: string;
  /** Its endpoint is `origin`. */
  readonly profile: RolesAnywhereProfile;
}

/** Holds the local sandbox that this window started, while it runs. Nothing of it is in the settings or the secret storage. */
export class RunningSandbox implements Subscription {
  readonly #changed = new EventSource<undefined>();
  #running: SandboxAccess | undefined;
  #start: Promise<unknown> | undefined;
  readonly onDidChange: Event<undefined> = this.#changed.event;

  /** Undefined while no sandbox is running in this window. */
  get running(): SandboxAccess | undefined {
    return this.#running;
  }

  /** Sets the sandbox that is running from now on. */
  set(running: SandboxAccess | undefined): void {
    if (this.#running === running) return;
    this.#running = running;
    this.#changed.fire(undefined);
  }

  /** Announces a start that is under way. */
  startsWith(start: Promise<unknown>): void {
    this.#start = start;
  }

  /** Waits for a start that is under way, however it ends: it adds a profile, and may make it the active one. */
  async started(): Promise<void> {
    await this.#start?.catch(() => undefined);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
