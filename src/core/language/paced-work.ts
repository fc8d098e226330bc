import { setImmediate } from 'node:timers/promises';
import type { Pace } from '../variables/variable-resolver.ts';

/** Steps without letting others work in between: some milliseconds. */
const turn = 100_000;

/** Work that goes on in turns, so that whoever types meanwhile is not kept waiting, and ends once nobody wants it any more. */
export class PacedWork implements Pace {
  readonly #signal: AbortSignal | undefined;
  #steps = 0;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** @throws the signal's reason when aborted, at the latest when the turn is over */
  step(count: number): Promise<void> | undefined {
    this.#steps += count;
    if (this.#steps < turn) return undefined;
    this.#steps = 0;
    return this.#pause();
  }

  async #pause(): Promise<void> {
    this.#signal?.throwIfAborted();
    await setImmediate();
    this.#signal?.throwIfAborted();
  }
}
