import { responseContent } from '../../../core/responses/response-content.ts';
import { memoryLimit } from '../../../core/http/received-response.ts';
import type { ReceivedResponse } from '../../../core/http/received-response.ts';
import { eventStreamKind } from '../../../core/responses/events/streamed-event.ts';
import { type LongBodyWish, receiveBody } from '../../../core/http/receive-body.ts';
import { byteSize } from '../../../core/text/units.ts';
import type { HttpRequest, HttpResponse } from '../../../core/http/message.ts';
import { exchange } from '../../../core/exchange/exchange.ts';
import type { Exchange, ExchangeOptions } from '../../../core/exchange/exchange.ts';
import type { PreparedRequest } from '../../../core/requests/prepare-request.ts';
import {
  type CompletedRequest,
  type ExplainedRequest,
  sendWithServerTime,
} from '../../../core/exchange/send-with-server-time.ts';
import type { Services } from '../../kit/services.ts';
import type { RefusalExplanation } from '../../../core/refusals/explain-refusal.ts';
import { bodyName } from '../../responses/bodies/body-name.ts';
import type { EventFollower } from '../../responses/event-follower.ts';
import type { ResponseFiles } from '../../responses/response-files.ts';

export interface PerformExchangePorts extends Pick<Services, 'send' | 'clock'> {
  readonly files: Pick<ResponseFiles, 'newPath'>;
  readonly explain: (response: ReceivedResponse, prepared: PreparedRequest) => Promise<RefusalExplanation | undefined>;
  /** Asks what to do with a response that is still arriving. @param name for its file */
  readonly askAboutLongBody: (bytes: number, name: string) => Promise<LongBodyWish>;
  /** Shows an event stream while it arrives. */
  readonly follow: (
    response: HttpResponse,
    request: HttpRequest,
    prepared: PreparedRequest,
  ) => Promise<EventFollower | undefined>;
  /** The progress of the response, for example `34.0 MB`. */
  readonly onProgress: (progress: string) => void;
}

/** The result of one try, with all that happened on its way. */
interface Exchanged extends CompletedRequest {
  readonly result: Exchange;
}

export interface Performed {
  readonly exchanged: Exchanged & ExplainedRequest;
  /** The first bytes of a body in a file. */
  readonly start: Uint8Array | undefined;
}

/** The size of a body, in bytes, at which a person is asked whether they want the rest. */
const longBody = 1_000_000_000;
/** How many bytes determine the kind of a body. */
const startLength = 4096;

/**
 * Sends a signed request and receives its response as far as it arrives: a person is asked about one that does not end, and sees
 * events as they arrive.
 * @throws {UserError}
 */
export async function performExchange(
  prepared: PreparedRequest,
  options: ExchangeOptions,
  { send, clock, files, explain, askAboutLongBody, follow, onProgress }: PerformExchangePorts,
): Promise<Performed> {
  let start: Uint8Array | undefined;
  const receive = async (response: HttpResponse, request: HttpRequest, signed: PreparedRequest) => {
    const extension = () => responseContent(response.headers, start ?? new Uint8Array()).extension;
    const name = bodyName(request.target);
    const follower = eventStreamKind(response.headers) === undefined ? undefined : await follow(response, request, signed);
    try {
      return await receiveBody(response, {
        memoryLimit,
        file: (bytes) => {
          start = bytes.slice(0, startLength);
          return files.newPath(name, extension());
        },
        ask: { at: longBody, wish: (bytes) => askAboutLongBody(bytes, name + extension()) },
        onProgress: (bytes) => onProgress(byteSize(bytes)),
        ...(follower !== undefined && { onChunk: (chunk) => follower.add(chunk) }),
      });
    } finally {
      await follower?.stop();
    }
  };
  const exchanged = await sendWithServerTime<Exchanged>(prepared, {
    clock,
    now: Date.now,
    explain: async ({ result: { response, signed, prepared: last } }) => {
      // A response that broke off is not analysed: nothing is sent again because of it.
      if (!signed || response.cut !== undefined || !(response.body instanceof Uint8Array)) return undefined;
      // The request was carried out: its response must not get lost if explaining it fails.
      return explain(response, last).catch(() => undefined);
    },
    exchange: async (signed) => {
      const result = await exchange(signed, options, {
        send,
        clock: () => performance.now(),
        receiveBody: (response, request) => receive(response, request, signed),
      });
      const { body } = result.response;
      return {
        prepared: result.prepared,
        response: result.response,
        body: body instanceof Uint8Array ? body : new Uint8Array(),
        result,
      };
    },
  });
  return { exchanged, start };
}
