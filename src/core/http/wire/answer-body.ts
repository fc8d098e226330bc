import type { IncomingMessage } from 'node:http';
import type { UserError } from '../../errors.ts';

export interface AnswerEvents {
  /** Milliseconds that the network may be silent while a reader waits for it. */
  readonly timeout: number;
  readonly onTimeout: () => void;
  /** Called once, when the body has ended in any way. */
  readonly onEnd: () => void;
  readonly explain: (cause: unknown) => UserError;
}

/** The bytes of an answer as they arrive, no faster than they are read. The clock runs only while the network is waited for. */
export class AnswerBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #incoming: IncomingMessage;
  readonly #events: AnswerEvents;
  readonly #chunks: AsyncIterator<Uint8Array, undefined>;
  #ended = false;

  constructor(incoming: IncomingMessage, events: AnswerEvents) {
    this.#incoming = incoming;
    this.#events = events;
    this.#chunks = incoming[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#ended) return { done: true, value: undefined };
    const timer = setTimeout(this.#events.onTimeout, this.#events.timeout);
    try {
      const next = await this.#chunks.next();
      if (next.done === true) this.#end();
      return next;
    } catch (cause) {
      this.#end();
      throw this.#events.explain(cause);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the transfer. */
  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (!this.#ended) {
      this.#incoming.destroy();
      this.#end();
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#events.onEnd();
  }
}
