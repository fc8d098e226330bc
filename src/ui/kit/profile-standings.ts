import type { ProfileStanding } from '../../core/credentials/standing/profile-row.ts';
import { SessionClock } from '../../core/credentials/standing/session-clock.ts';
import type { SessionManager } from '../../core/credentials/session-manager.ts';
import { type Event, EventSource, type Subscription } from '../../core/event.ts';
import type { ActiveProfile } from '../../storage/active-profile.ts';
import type { ProfileStore } from '../../storage/profile-store.ts';
import type { StoredProfile } from '../../storage/stored-profile.ts';

/** The states of a window's profiles, with an event for visible changes, the remaining time of shown ones included. */
export class ProfileStandings implements Subscription {
  readonly #profiles: ProfileStore;
  readonly #active: ActiveProfile;
  readonly #sessions: SessionManager;
  readonly #clock: SessionClock;
  /** Each says whether it shows every profile; the active one is always visible. */
  readonly #audiences = new Set<() => boolean>();
  readonly #changed = new EventSource<undefined>();
  readonly #subscriptions: readonly Subscription[];
  readonly onDidChange: Event<undefined> = this.#changed.event;

  constructor(profiles: ProfileStore, active: ActiveProfile, sessions: SessionManager) {
    this.#profiles = profiles;
    this.#active = active;
    this.#sessions = sessions;
    this.#clock = new SessionClock({
      now: Date.now,
      setTimer: (milliseconds, callback) => {
        const timer = setTimeout(callback, milliseconds);
        return { dispose: () => clearTimeout(timer) };
      },
      visible: () => {
        const isEveryone = [...this.#audiences].some((showsEveryone) => showsEveryone());
        const shown = profiles.list().filter(({ id }) => isEveryone || id === active.get()?.id);
        return shown.map(({ id }) => sessions.state(id));
      },
    });
    const changed = (): void => {
      this.#changed.fire(undefined);
      this.#clock.update();
    };
    const owners = [profiles, active, sessions].map(({ onDidChange }) => onDidChange(changed));
    this.#subscriptions = [...owners, this.#clock.onDidTick(() => this.#changed.fire(undefined)), this.#clock, this.#changed];
  }

  of({ id, name, scope, profile }: StoredProfile): ProfileStanding {
    return { id, name, scope, profile, active: this.#active.get()?.id === id, session: this.#sessions.state(id) };
  }

  /** The states of all profiles. */
  list(): ProfileStanding[] {
    return this.#profiles.list().map((stored) => this.of(stored));
  }

  find(profileId: string): ProfileStanding | undefined {
    return this.#standing(this.#profiles.find(profileId));
  }

  /** The state of the profile with this name, or of the active one. */
  named(name?: string): ProfileStanding | undefined {
    return this.#standing(name === undefined ? this.#active.get() : this.#profiles.findByName(name));
  }

  /** Also counts the remaining time of every profile while `showsEveryone` is true; {@link visibilityChanged} evaluates it again. */
  addAudience(showsEveryone: () => boolean): void {
    this.#audiences.add(showsEveryone);
    this.#clock.update();
  }

  visibilityChanged(): void {
    this.#clock.update();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #standing(stored: StoredProfile | undefined): ProfileStanding | undefined {
    return stored === undefined ? undefined : this.of(stored);
  }
}
