import { setImmediate } from 'node:timers/promises';
import type { Pace } from '../variables/variable-resolver.ts';

/** Steps before yielding to other work: some milliseconds. */
const turn = 100_000;

/** Work that runs in slices, so that typing is not delayed, and ends once it is no longer wanted. */
export class PacedWork implements Pace {
  readonly #signal: AbortSignal | undefined;
  #steps = 0;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** @throws the signal's reason when aborted, at the latest at the end of the slice */
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
