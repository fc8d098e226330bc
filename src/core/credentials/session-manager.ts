import { isUserError, UserError } from '../errors.ts';
import { EventSource } from '../event.ts';
import type { Event, Subscription } from '../event.ts';
import type { KeptSession, Session } from '../signing/credentials.ts';
import { untilAborted } from '../until-aborted.ts';

/** The store in which sessions outlive a window. Other windows' writes arrive through the event. */
export interface SessionStore {
  readSession(profileId: string): Promise<KeptSession | undefined>;
  writeSession(profileId: string, session: KeptSession): Promise<void>;
  deleteSession(profileId: string): Promise<void>;
  readonly onDidChangeSession: Event<string>;
}

export interface SessionManagerOptions {
  readonly store: SessionStore;
  /** Gets a fresh session for a profile. @throws {UserError} */
  readonly obtain: (profileId: string, signal: AbortSignal) => Promise<Session>;
  /** The fingerprint of a profile's current settings, which its sessions are made for; undefined if the profile is gone. */
  readonly fingerprint: (profileId: string) => string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How far the clock that a session expires by is ahead of this one, in milliseconds; 0 if absent. */
  readonly clockOffset?: (session: Session) => number;
  /** How long before its expiry a session is renewed on use, in milliseconds. */
  readonly renewBefore: () => number;
}

export type SessionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'starting' }
  /** `end` is when it expires by the clock of this machine, in milliseconds since the epoch, right or wrong as that may be. */
  | { readonly kind: 'active'; readonly session: Session; readonly end: number }
  | { readonly kind: 'expired'; readonly session: Session; readonly end: number };

/** Reports a failure that does not stop the caller: the last good session is still in use, or is kept in memory only. */
export interface SessionTrouble {
  readonly profileId: string;
  readonly doing: 'renew' | 'store' | 'restore';
  readonly error: unknown;
}

/** With this much of its life left, in milliseconds, a session signs what is sent now, whatever becomes of its renewal. */
const handover = 60_000;

interface Flight {
  readonly promise: Promise<Session>;
  readonly controller: AbortController;
  waiters: number;
}

/**
 * Owns the sessions of all profiles: views ask here and keep no copy. At most one CreateSession per profile is under way. The store
 * is never waited for if the session is in memory: a keyring may be locked, or not respond at all. Ending a session wins over
 * whatever is under way for it, here and in other windows.
 */
export class SessionManager implements Subscription {
  readonly #options: SessionManagerOptions;
  readonly #sessions = new Map<string, KeptSession>();
  readonly #flights = new Map<string, Flight>();
  /** How often this window itself obtained or ended a session of a profile: anything read before that is outdated. */
  readonly #decisions = new Map<string, number>();
  /** When this window ended a profile's session, unless it has started one since. */
  readonly #ends = new Map<string, number>();
  /** Profiles whose session this window is deleting from the store. */
  readonly #deletions = new Set<string>();
  readonly #renewals = new AbortController();
  readonly #changed = new EventSource<string>();
  readonly #troubled = new EventSource<SessionTrouble>();
  readonly #subscription: Subscription;

  /** Fires a profile's id when its state changes, but not when its session merely expires. */
  readonly onDidChange: Event<string> = this.#changed.event;
  readonly onDidHaveTrouble: Event<SessionTrouble> = this.#troubled.event;

  constructor(options: SessionManagerOptions) {
    this.#options = options;
    this.#subscription = options.store.onDidChangeSession((profileId) => void this.#follow(profileId));
  }

  state(profileId: string): SessionState {
    if (this.#flights.has(profileId)) return { kind: 'starting' };
    const session = this.#current(profileId);
    if (session === undefined) return { kind: 'none' };
    return { kind: this.#remaining(session) > 0 ? 'active' : 'expired', session, end: this.#end(session) };
  }

  /** Reads the sessions in the store: after a restart, and when another window started or ended one. */
  async restore(profileIds: readonly string[]): Promise<void> {
    await Promise.all(profileIds.map((profileId) => this.#restore(profileId)));
  }

  /** A fresh session, or the one that is being obtained. @throws {UserError} what `obtain` throws, or `cancelled` */
  async start(profileId: string, signal: AbortSignal): Promise<Session> {
    return this.#join(profileId, this.#flights.get(profileId) ?? this.#launch(profileId), signal);
  }

  /**
   * A session to sign with: the current one, which is renewed in the background when it is about to expire. In its last minute, the
   * renewed one; if renewing fails and time remains, the current one.
   * @throws {UserError} what `obtain` throws when no time remains, or `cancelled`
   */
  async use(profileId: string, signal: AbortSignal): Promise<Session> {
    const session = this.#current(profileId);
    if (session === undefined || this.#remaining(session) <= 0) return this.start(profileId, signal);
    if (this.#remaining(session) > this.#options.renewBefore()) return session;
    const renewal = this.start(profileId, this.#remaining(session) > handover ? this.#renewals.signal : signal).catch(
      (error: unknown) => {
        if (signal.aborted || this.#remaining(session) <= 0) throw error;
        if (!isUserError(error) || error.code !== 'cancelled') this.#troubled.fire({ profileId, doing: 'renew', error });
        return session;
      },
    );
    if (this.#remaining(session) <= handover) return renewal;
    renewal.catch(() => undefined);
    return session;
  }

  /** Forgets a session everywhere. @throws {UserError} when the store cannot delete it; this window has forgotten it all the same */
  async end(profileId: string): Promise<void> {
    this.abandon(profileId);
    this.#ends.set(profileId, this.#options.now());
    this.#decide(profileId, undefined);
    await this.#delete(profileId);
  }

  /** Gives up a session that is being obtained; whoever waits for it gets `cancelled`. */
  abandon(profileId: string): void {
    const flight = this.#flights.get(profileId);
    if (flight !== undefined) this.#abort(profileId, flight);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#renewals.abort();
    for (const { controller } of this.#flights.values()) controller.abort();
    this.#changed.dispose();
    this.#troubled.dispose();
  }

  /** Another window wrote or deleted a session. What it ended must not come back by work under way here. */
  async #follow(profileId: string): Promise<void> {
    const isOwn = this.#deletions.has(profileId);
    await this.#restore(profileId, isOwn ? undefined : () => this.abandon(profileId));
  }

  /** @param onNone called if the store holds none */
  async #restore(profileId: string, onNone?: () => void): Promise<void> {
    const decisions = this.#decisions.get(profileId);
    try {
      const kept = await this.#options.store.readSession(profileId);
      if (decisions !== this.#decisions.get(profileId)) return;
      if (kept !== undefined && (kept.startedAt ?? 0) < (this.#ends.get(profileId) ?? -1)) {
        // The other window did not know that it was ended. Deleting the entry tells it.
        await this.#delete(profileId);
        return;
      }
      if (kept === undefined) onNone?.();
      this.#keep(profileId, kept);
    } catch (error) {
      this.#troubled.fire({ profileId, doing: 'restore', error });
    }
  }

  async #delete(profileId: string): Promise<void> {
    this.#deletions.add(profileId);
    try {
      await this.#options.store.deleteSession(profileId);
    } finally {
      this.#deletions.delete(profileId);
    }
  }

  #decide(profileId: string, kept: KeptSession | undefined): void {
    this.#decisions.set(profileId, (this.#decisions.get(profileId) ?? 0) + 1);
    this.#keep(profileId, kept);
  }

  #remaining(session: Session): number {
    return this.#end(session) - this.#options.now();
  }

  #end(session: Session): number {
    return session.expiration.getTime() - (this.#options.clockOffset?.(session) ?? 0);
  }

  /** The current session, unless it was made for other settings than the profile's present ones. */
  #current(profileId: string): Session | undefined {
    const kept = this.#sessions.get(profileId);
    return kept !== undefined && kept.madeFor === this.#options.fingerprint(profileId) ? kept.session : undefined;
  }

  #keep(profileId: string, kept: KeptSession | undefined): void {
    const known = this.#sessions.get(profileId);
    if (known?.session.credentials.sessionToken === kept?.session.credentials.sessionToken) return;
    if (kept === undefined) this.#sessions.delete(profileId);
    else this.#sessions.set(profileId, kept);
    this.#changed.fire(profileId);
  }

  /** An aborted flight is removed at once: the next start gets a new one. */
  #abort(profileId: string, flight: Flight): void {
    flight.controller.abort();
    this.#land(profileId, flight);
  }

  #launch(profileId: string): Flight {
    const controller = new AbortController();
    this.#ends.delete(profileId);
    const flight: Flight = { promise: this.#obtain(profileId, controller.signal), controller, waiters: 0 };
    this.#flights.set(profileId, flight);
    this.#changed.fire(profileId);
    const land = (): void => this.#land(profileId, flight);
    flight.promise.then(land, land);
    return flight;
  }

  #land(profileId: string, flight: Flight): void {
    if (this.#flights.get(profileId) !== flight) return;
    this.#flights.delete(profileId);
    this.#changed.fire(profileId);
  }

  async #obtain(profileId: string, signal: AbortSignal): Promise<Session> {
    const madeFor = this.#options.fingerprint(profileId) ?? '';
    const startedAt = this.#options.now();
    const session = await this.#options.obtain(profileId, signal);
    signal.throwIfAborted();
    const kept = { session, madeFor, startedAt };
    this.#decide(profileId, kept);
    // Nobody waits for the store: the session is valid without it.
    this.#options.store.writeSession(profileId, kept).catch((error: unknown) => {
      this.#troubled.fire({ profileId, doing: 'store', error });
    });
    return session;
  }

  /** Waits for a flight that others may wait for too: it is given up only when nobody waits any more. */
  async #join(profileId: string, flight: Flight, signal: AbortSignal): Promise<Session> {
    flight.waiters += 1;
    try {
      return await untilAborted(flight.promise, signal);
    } catch (error) {
      throw signal.aborted || flight.controller.signal.aborted ? cancellation() : error;
    } finally {
      flight.waiters -= 1;
      if (flight.waiters === 0) this.#abort(profileId, flight);
    }
  }
}

function cancellation(): UserError {
  return new UserError({
    code: 'cancelled',
    message: 'Starting the session was cancelled.',
    remedy: 'Start it again when you need it.',
    retryable: true,
  });
}
