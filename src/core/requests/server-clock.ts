import { EventSource } from '../event.ts';
import type { Event, Subscription } from '../event.ts';
import { headerValues } from '../http/message.ts';
import type { HttpResponse } from '../http/message.ts';

/** When a request was sent and its answer arrived, in milliseconds since the epoch by the clock of this machine. */
export interface Exchange {
  readonly sent: number;
  readonly received: number;
}

/** Differences below this many milliseconds are no reason for a refusal, and within what `Date` can tell. */
const tolerance = 30_000;

/** The time as the servers have it. It starts as the clock of this machine and is put right by refusals, for as long as the window lives. */
export class ServerClock implements Subscription {
  readonly #now: () => number;
  readonly #learned = new EventSource<number>();
  #offset = 0;
  /** Fires the offset whenever it was put right. */
  readonly onDidLearn: Event<number> = this.#learned.event;

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** How far the server's clock is ahead of this machine's, in milliseconds; 0 as long as no server complained. */
  get offset(): number {
    return this.#offset;
  }

  now(): Date {
    return new Date(this.#now() + this.#offset);
  }

  /**
   * Takes over the server's time from an answer that refused the time of a signature: the time that the refusal names, otherwise its
   * `Date`. The server looked at its clock between sending and receiving, so half-way is the best guess.
   * @returns whether that makes a difference; otherwise a second try would be refused too
   */
  learn({ headers }: Pick<HttpResponse, 'headers'>, named: Date | undefined, { sent, received }: Exchange): boolean {
    const server = named?.getTime() ?? dateOf(headers);
    if (server === undefined) return false;
    const offset = Math.round(server - (sent + received) / 2);
    if (Math.abs(offset - this.#offset) < tolerance) return false;
    this.#offset = offset;
    this.#learned.fire(offset);
    return true;
  }

  dispose(): void {
    this.#learned.dispose();
  }
}

/** A cache adds with `Age` how long ago the server wrote its `Date`, https://www.rfc-editor.org/rfc/rfc9111#section-5.1 */
function dateOf(headers: HttpResponse['headers']): number | undefined {
  const date = Date.parse(headerValues(headers, 'date')[0] ?? '');
  if (Number.isNaN(date)) return undefined;
  const age = /^\d{1,9}$/.exec(headerValues(headers, 'age')[0]?.trim() ?? '')?.[0] ?? '0';
  return date + Number(age) * 1000;
}
