import { EventSource } from '../core/event.ts';
import type { Event, Subscription } from '../core/event.ts';
import { sandboxProfileId } from '../core/profiles/sandbox-profile.ts';
import type { ProfileStore } from './profile-store.ts';
import type { StoredProfile } from './stored-profile.ts';

/** The part of VS Code's workspace Memento that the choice needs. */
export interface ChoicePort {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'activeProfile';

/** Owns the choice of the profile that signs if a request names none. The choice belongs to the workspace; a single profile needs no choice. */
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

  /** Undefined if there are several profiles and none was chosen, or none at all. */
  get(): StoredProfile | undefined {
    const profiles = this.#store.list();
    const chosen = this.#choice.get(key);
    return (
      profiles.find(({ id }) => id === chosen) ??
      // A request meant for the sandbox must not be signed with somebody's own keys because it stopped.
      (profiles.length === 1 && !this.#isSandbox(chosen) ? profiles[0] : undefined)
    );
  }

  /** Whether the chosen profile is that of the local sandbox, which is not running. */
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

  /** Includes the profile of an earlier version that is still in the settings. */
  #isSandbox(id: unknown): boolean {
    return id === sandboxProfileId || this.#store.formerSandboxes().some((former) => former.id === id);
  }

  #announce(): void {
    const id = this.get()?.id;
    if (id === this.#known) return;
    if (id === undefined && this.#known !== undefined && this.#store.find(this.#known) !== undefined) {
      // A profile that was active as the only one stays active when others are added.
      void this.choose(this.#known);
      return;
    }
    // Requests meant for the sandbox wait for it, even if its profile was active as the only one.
    if (id === undefined && this.#known === sandboxProfileId) void this.#choice.update(key, this.#known);
    this.#known = id;
    this.#changed.fire(undefined);
  }
}
