import { EventSource } from '../event.ts';
import type { Event, Subscription } from '../event.ts';
import { originOf, otherOrigin } from './origin.ts';
import { headerValues } from './message.ts';
import type { HttpRequest, HttpResponse } from './message.ts';

/** When a request was sent and its response arrived, in milliseconds since the epoch by the clock of this machine. */
export interface ExchangeTimes {
  readonly sent: number;
  readonly received: number;
}

/** The server of a request, as far as its clock is concerned. */
export type ClockedRequest = Pick<HttpRequest, 'protocol' | 'host' | 'connectTo'>;

/** A corrected clock. */
export interface LearnedClock {
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  readonly offset: number;
}

/** Smaller differences, in milliseconds, cause no refusal, and are within the precision of `Date`. */
const tolerance = 30_000;
/** Milliseconds. A clock that is wrong by more is for its owner to set: no server may move signatures any further. */
const furthest = 86_400_000;

/**
 * The time as each server has it. It starts as the clock of this machine and is corrected by what that server itself said, for as
 * long as the window lives. An endpoint that stands in for a server changes nothing, and gets signatures of this machine's time.
 */
export class ServerClock implements Subscription {
  readonly #now: () => number;
  readonly #learned = new EventSource<LearnedClock>();
  /** Milliseconds by origin: over plain http, anyone on the way may have stated the time. */
  readonly #offsets = new Map<string, number>();
  /** Fires whenever a refusal has corrected a clock. */
  readonly onDidLearn: Event<LearnedClock> = this.#learned.event;

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** How far the clock of a request's server is ahead of this machine's, in milliseconds; 0 if nothing is known. */
  offsetFor(request: ClockedRequest): number {
    return otherOrigin(request) === undefined ? this.offsetOf(originOf(request)) : 0;
  }

  /** The same for an origin, such as `https://rolesanywhere.eu-central-1.amazonaws.com`. */
  offsetOf(origin: string): number {
    return this.#offsets.get(origin) ?? 0;
  }

  /** The time to sign a request with. */
  nowFor(request: ClockedRequest): Date {
    return new Date(this.#now() + this.offsetFor(request));
  }

  /**
   * Adopts the server's time from a response that refused the time of a signature: the time that the refusal names, otherwise its
   * `Date`. The server read its clock between sending and receiving, so half-way is the best guess.
   * @returns whether that makes a difference; otherwise a second try would be refused too
   */
  learn(
    request: ClockedRequest,
    { headers }: Pick<HttpResponse, 'headers'>,
    named: Date | undefined,
    exchange: ExchangeTimes,
  ): boolean {
    const isNews = this.#takeOver(request, named?.getTime() ?? dateOf(headers), exchange);
    if (isNews) this.#learned.fire({ offset: this.offsetFor(request) });
    return isNews;
  }

  /**
   * Adopts the `Date` of a response that accepted the signature: the remaining time of a session depends on smaller differences
   * than a refusal does.
   */
  observe(request: ClockedRequest, { headers }: Pick<HttpResponse, 'headers'>, exchange: ExchangeTimes): void {
    this.#takeOver(request, dateOf(headers), exchange);
  }

  dispose(): void {
    this.#learned.dispose();
  }

  #takeOver(request: ClockedRequest, server: number | undefined, { sent, received }: ExchangeTimes): boolean {
    if (server === undefined || otherOrigin(request) !== undefined) return false;
    const offset = Math.round(server - (sent + received) / 2);
    // Also false for NaN.
    if (!(Math.abs(offset) <= furthest) || Math.abs(offset - this.offsetFor(request)) < tolerance) return false;
    this.#offsets.set(originOf(request), offset);
    return true;
  }
}

/** A cache adds with `Age` how long ago the server wrote its `Date`, https://www.rfc-editor.org/rfc/rfc9111#section-5.1 */
function dateOf(headers: HttpResponse['headers']): number | undefined {
  const date = Date.parse(headerValues(headers, 'date')[0] ?? '');
  if (Number.isNaN(date)) return undefined;
  const age = /^\d{1,9}$/.exec(headerValues(headers, 'age')[0]?.trim() ?? '')?.[0] ?? '0';
  return date + Number(age) * 1000;
}
