import type { Subscription } from '../core/event.ts';

/** Owns disposables that must be released together. One added after disposal is released at once. */
export class DisposableStore implements Subscription {
  readonly #entries = new Set<Subscription>();
  #disposed = false;

  add<T extends Subscription>(entry: T): T {
    if (this.#disposed) entry.dispose();
    else this.#entries.add(entry);
    return entry;
  }

  dispose(): void {
    this.#disposed = true;
    for (const entry of this.#entries) entry.dispose();
    this.#entries.clear();
  }
}
