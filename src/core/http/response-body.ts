import type { IncomingMessage } from 'node:http';
import type { UserError } from '../errors.ts';

export interface ResponseEvents {
  /** How long the network may be silent while a reader waits for it, in milliseconds. */
  readonly timeout: number;
  readonly onTimeout: () => void;
  /** Called once, when the body has ended in any way. */
  readonly onEnd: () => void;
  readonly explain: (cause: unknown) => UserError;
  /** What ended the connection while the response was arriving; undefined if nothing did. */
  readonly interruption: () => UserError | undefined;
}

/**
 * Whether only the end of the connection ends the body, https://www.rfc-editor.org/rfc/rfc9112#section-6.3: then Node takes every
 * end for that of a complete response, even if the connection was reset or given up.
 */
export function endsWithConnection({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;
}

/** The bytes of a response as they arrive, no faster than they are consumed. The clock runs only while waiting for the network. */
export class ResponseBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #incoming: IncomingMessage;
  readonly #events: ResponseEvents;
  readonly #chunks: AsyncIterator<Uint8Array, undefined>;
  #ended = false;
  #failure: UserError | undefined;

  constructor(incoming: IncomingMessage, events: ResponseEvents) {
    this.#incoming = incoming;
    this.#events = events;
    this.#chunks = incoming[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#ended) return { done: true, value: undefined };
    const timer = setTimeout(this.#events.onTimeout, this.#events.timeout);
    try {
      const next = await this.#chunks.next();
      if (next.done !== true) return next;
      this.#end();
      const interruption = endsWithConnection(this.#incoming) ? this.#events.interruption() : undefined;
      if (interruption !== undefined) throw interruption;
      return next;
    } catch (cause) {
      this.#end();
      const failure = this.#events.explain(cause);
      // Data that had arrived by then comes first.
      const rest: unknown = this.#incoming.read();
      if (!(rest instanceof Uint8Array)) throw failure;
      this.#failure = failure;
      return { done: false, value: rest };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the transfer. */
  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#failure = undefined;
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
