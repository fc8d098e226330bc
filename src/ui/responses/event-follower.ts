import { type ResponseHead, type ResponseTextOptions, arrivingText } from '../../core/responses/response-text.ts';
import { memoryLimit } from '../../core/http/received-response.ts';
import { EventsText } from '../../core/responses/events/events-text.ts';

/** Milliseconds between two updates of a growing document. */
const repaintEvery = 250;

/** Shows an event stream while it arrives: never more than a quarter of a second behind, and updated only when events arrive. */
export class EventFollower {
  readonly #response: ResponseHead;
  readonly #options: ResponseTextOptions;
  readonly #show: (text: string) => Promise<unknown>;
  readonly #events: EventsText;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #painting: Promise<void> | undefined;
  #isStopped = false;

  private constructor(
    events: EventsText,
    response: ResponseHead,
    options: ResponseTextOptions,
    show: (text: string) => Promise<unknown>,
  ) {
    this.#events = events;
    this.#response = response;
    this.#options = options;
    this.#show = show;
  }

  /** Undefined for a response that is not an event stream. */
  static of(
    response: ResponseHead,
    options: ResponseTextOptions,
    show: (text: string) => Promise<unknown>,
  ): EventFollower | undefined {
    const events = EventsText.of(response.headers);
    return events && new EventFollower(events, response, options, show);
  }

  /** Receives the next bytes of the body, decoded. */
  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    // A longer one is written to a file and not shown.
    if (this.#isStopped || this.#bytes > memoryLimit || !this.#events.push(chunk)) return;
    this.#timer ??= setTimeout(
      () => {
        this.#painting = this.#paint();
      },
      this.#painting === undefined ? 0 : repaintEvery,
    );
  }

  /** Stops showing, after the update in progress. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#painting;
  }

  async #paint(): Promise<void> {
    try {
      await this.#show(arrivingText(this.#response, this.#options, this.#events, this.#bytes));
    } catch {
      // The response itself is shown in any case, and reports its own failures.
    }
    this.#timer = undefined;
  }
}
