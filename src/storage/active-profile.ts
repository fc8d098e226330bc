import { EventSource } from '../core/event.ts';
import type { Event, Subscription } from '../core/event.ts';
import { sandboxProfileId } from '../core/profiles/sandbox-profile.ts';
import type { ProfileStore } from './profile-store.ts';
import type { StoredProfile } from './stored-profile.ts';

/** The part of VS Code's Memento that the choice needs; it belongs to the workspace. */
export interface ChoicePort {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'activeProfile';

/** Owns which profile signs where a request names none. The choice is the workspace's; a single profile needs no choosing. */
export class ActiveProfile implements Subscription {
  readonly #store: ProfileStore;
  readonly #choice: ChoicePort;
  readonly #changed = new EventSource<undefined>();
  readonly #subscription: Subscription;
  #known: string | undefined;
  readonly onDidChange: Event<undefined> = this.#changed.event;

  constructor(store: ProfileStore, choice: ChoicePort) {
    this.#store = store;
    this.#choice = choice;
    this.#known = this.get()?.id;
    this.#subscription = store.onDidChange(() => this.#announce());
  }

  /** Undefined when there are several profiles and none was chosen, or none at all. */
  get(): StoredProfile | undefined {
    const profiles = this.#store.list();
    const chosen = this.#choice.get(key);
    return (
      profiles.find(({ id }) => id === chosen) ??
      // What was meant for the sandbox is not signed with somebody's own keys because it stopped.
      (profiles.length === 1 && !this.#isSandbox(chosen) ? profiles[0] : undefined)
    );
  }

  /** Whether the choice is the profile of the local sandbox, which is not running. */
  get isStoppedSandbox(): boolean {
    return this.get() === undefined && this.#isSandbox(this.#choice.get(key));
  }

  async choose(profileId: string): Promise<void> {
    await this.#choice.update(key, profileId);
    this.#announce();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** Also that of an earlier version, which the settings still hold. */
  #isSandbox(id: unknown): boolean {
    return id === sandboxProfileId || this.#store.formerSandboxes().some((former) => former.id === id);
  }

  #announce(): void {
    const id = this.get()?.id;
    if (id === this.#known) return;
    if (id === undefined && this.#known !== undefined && this.#store.find(this.#known) !== undefined) {
      // What was active as the only profile stays active when others join it.
      void this.choose(this.#known);
      return;
    }
    // What was meant for the sandbox waits for it, also where it was active as the only profile.
    if (id === undefined && this.#known === sandboxProfileId) void this.#choice.update(key, this.#known);
    this.#known = id;
    this.#changed.fire(undefined);
  }
}
