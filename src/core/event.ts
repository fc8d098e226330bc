/** Ends a subscription or releases what it stands for; calling it again does nothing. */
export interface Subscription {
  dispose(): void;
}

/** The subscribing side of an event; the same shape as the editor's own events. */
export type Event<T> = (listener: (value: T) => void) => Subscription;

/** The firing side of an event. A class keeps it private and exposes only `event`. */
export class EventSource<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    const entry = (value: T): void => listener(value);
    this.#listeners.add(entry);
    return { dispose: () => void this.#listeners.delete(entry) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
