import type { HttpResponse } from '../http/message.ts';
import type { RefusalExplanation } from '../refusals/explain-refusal.ts';
import type { PreparedRequest } from '../requests/prepare-request.ts';
import type { ServerClock } from '../http/server-clock.ts';

/** A request that was sent, with its complete response. */
export interface CompletedRequest {
  readonly prepared: PreparedRequest;
  readonly response: Pick<HttpResponse, 'status' | 'headers'>;
  /** Empty if it was too long to be kept in memory. */
  readonly body: Uint8Array;
}

/** A response, and why it refuses the signature, if it does. */
export interface ExplainedRequest extends CompletedRequest {
  readonly refusal: RefusalExplanation | undefined;
}

/**
 * Sends a request; if its time is refused, adopts the server's time, signs again and sends it once more. A date that the request
 * itself names is never changed. A refused request was not carried out, so sending it again is safe.
 */
export async function sendWithServerTime<A extends CompletedRequest>(
  prepared: PreparedRequest,
  {
    clock,
    now,
    explain,
    exchange,
  }: {
    readonly clock: ServerClock;
    /** Milliseconds since the epoch by the clock of this machine. */
    readonly now: () => number;
    /** Why a response refuses the signature; undefined if it does not. Called only for responses other than success. */
    readonly explain: (exchanged: A) => Promise<RefusalExplanation | undefined>;
    readonly exchange: (prepared: PreparedRequest) => Promise<A>;
  },
): Promise<A & ExplainedRequest> {
  const refusalOf = async (exchanged: A): Promise<RefusalExplanation | undefined> =>
    exchanged.response.status < 300 ? undefined : explain(exchanged);
  const sent = now();
  const first = await exchange(prepared);
  const received = now();
  const refusal = await refusalOf(first);
  const timely =
    refusal?.clock === undefined ||
    prepared.datePinned ||
    !clock.learn(first.prepared.request, first.response, refusal.clock.serverTime, { sent, received });
  if (timely) return { ...first, refusal };
  const second = await exchange(await prepared.signAgain());
  return { ...second, refusal: await refusalOf(second) };
}
