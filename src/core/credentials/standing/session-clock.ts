import { EventSource } from '../../event.ts';
import type { Event, Subscription } from '../../event.ts';
import { remainingTime } from '../../text/remaining-time.ts';
import type { SessionState } from '../session-manager.ts';

export interface SessionClockOptions {
  /** The sessions whose remaining time is visible. */
  readonly visible: () => Iterable<SessionState>;
  /** Milliseconds since the epoch, by the wall clock: it keeps counting while the machine sleeps. */
  readonly now: () => number;
  readonly setTimer: (milliseconds: number, callback: () => void) => Subscription;
}

/** Ticks when a visible remaining time reads differently, and at no other time; without a visible session there is no timer at all. */
export class SessionClock implements Subscription {
  readonly #options: SessionClockOptions;
  readonly #ticked = new EventSource<undefined>();
  #timer: Subscription | undefined;
  readonly onDidTick: Event<undefined> = this.#ticked.event;

  constructor(options: SessionClockOptions) {
    this.#options = options;
  }

  /** Checks again what is visible; call it when sessions or views change. */
  update(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    const spans = [...this.#options.visible()]
      .filter((state) => state.kind === 'active')
      .map(({ end }) => remainingTime(end - this.#options.now()).changesIn)
      .filter((span) => span !== undefined);
    if (spans.length > 0) this.#timer = this.#options.setTimer(Math.min(...spans), () => this.#tick());
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#ticked.dispose();
  }

  #tick(): void {
    this.#timer = undefined;
    this.#ticked.fire(undefined);
    this.update();
  }
}
