import * as vscode from 'vscode';
import { isUserError } from '../../../core/errors.ts';
import { cutText } from '../../../core/http/received-response.ts';
import type { ReceivedResponse } from '../../../core/http/received-response.ts';
import type { RequestFailure } from '../../../core/responses/failure-text.ts';
import type { maskedUrl } from '../../../core/redaction/masked-url.ts';
import type { Services } from '../../kit/services.ts';
import { plainText } from '../../../core/text/plain-text.ts';
import type { PreparedRequest } from '../../../core/requests/prepare-request.ts';
import type { SendDirectives } from '../../../core/requests/send-directives.ts';
import type { Refusals } from '../../signatures/refusals.ts';
import { setContext } from '../../../platform/contributions.ts';
import type { RequestHistory, RequestPlace } from '../../../storage/request-history.ts';
import type { LastResponse } from '../../responses/last-response.ts';
import type { ResponseFiles } from '../../responses/response-files.ts';
import type { performExchange } from './perform-exchange.ts';
import type { RunningRequests } from './running-requests.ts';

/** Sends requests and receives responses. */
export interface Sending {
  readonly maskedUrl: typeof maskedUrl;
  readonly performExchange: typeof performExchange;
}

export interface RequestSenderPorts {
  /** Sending and receiving, loaded on first use. */
  readonly sending: () => Promise<Sending>;
  readonly refusals: Pick<Refusals, 'received' | 'explain' | 'forget'>;
  readonly running: RunningRequests;
  readonly files: ResponseFiles;
  readonly response: LastResponse;
  readonly history: RequestHistory;
}

/** A request that a person wants sent. */
export interface SendJob {
  /** Its title while it is under way. */
  readonly title: string;
  readonly place: RequestPlace;
  /** Method and URL as written in the file. */
  readonly written: NonNullable<RequestFailure['written']>;
  /** How it is sent, as its directives say. */
  readonly directives: SendDirectives;
  /** @throws {UserError} if the request cannot be signed as it is */
  readonly prepare: (signal: AbortSignal) => Promise<PreparedRequest>;
  /** Called with the request and its response. */
  readonly onResponse?: (sent: PreparedRequest, response: ReceivedResponse) => void;
}

const unforeseen: RequestFailure['reason'] = {
  code: 'unforeseen',
  message: 'Something unexpected went wrong.',
  remedy: 'The log has the details.',
  place: undefined,
};

/** Sends requests, one after the other or several at once: the last response to arrive is shown. */
export class RequestSender {
  readonly #services: Pick<Services, 'send' | 'clock'>;
  readonly #ports: RequestSenderPorts;
  #last: RequestPlace | undefined;

  constructor(services: Pick<Services, 'send' | 'clock'>, ports: RequestSenderPorts) {
    this.#services = services;
    this.#ports = ports;
  }

  /** The place of the request that was sent last. */
  get last(): RequestPlace | undefined {
    return this.#last;
  }

  /** @throws {UserError} what preparing, sending and receiving throw; `cancelled` */
  async send(job: SendJob): Promise<void> {
    let wasSent = false as boolean;
    try {
      await this.#exchange(job, () => {
        wasSent = true;
        this.#remember(job.place);
      });
    } catch (error) {
      // If a person cancels before anything is sent, the earlier response stays, and “again” means its request.
      if (!wasSent && isUserError(error) && error.code === 'cancelled') throw error;
      this.#remember(job.place);
      await this.showFailure(error, { wasSent, written: job.written, place: job.place });
      throw error;
    }
  }

  #remember(place: RequestPlace): void {
    if (this.#last === undefined) setContext('awsAuth.hasSent', true);
    this.#last = place;
  }

  /** Hides an earlier response, so that nobody takes it for that of the failed request. */
  async showFailure(
    error: unknown,
    { wasSent, written, place }: Pick<RequestFailure, 'wasSent'> & Partial<Pick<SendJob, 'written' | 'place'>>,
  ): Promise<void> {
    const { refusals, response } = this.#ports;
    refusals.forget();
    const reason = isUserError(error) ? error : unforeseen;
    await response.showFailure({ written, wasSent, reason, time: new Date().toLocaleTimeString() }, place);
  }

  async #exchange({ title, place, directives, prepare, onResponse }: SendJob, onPrepared: () => void): Promise<void> {
    const { running, sending, response, history, files, refusals } = this.#ports;
    await running.run(title, async (signal, onSending, onProgress) => {
      const prepared = await prepare(signal);
      onPrepared();
      onSending();
      const { performExchange, maskedUrl } = await sending();
      const { exchanged, start } = await performExchange(
        prepared,
        { ...directives, signal },
        {
          ...this.#services,
          files,
          explain: ({ status, headers, body }, by) => refusals.explain({ status, headers, body: body as Uint8Array }, by),
          follow: (incoming, request, by) => response.follow(incoming, request, by, place.uri),
          askAboutLongBody: (bytes, name) => response.askAboutLongBody(title, bytes, name),
          onProgress,
        },
      );
      const { result } = exchanged;
      refusals.received(place, exchanged);
      onResponse?.(prepared, result.response);
      const { method } = prepared.request;
      const { status, duration, cut } = result.response;
      const url = maskedUrl(prepared.request, [...result.secrets, ...prepared.secretVariables]);
      await response.show(result, start, place.uri);
      if (cut !== undefined) vscode.window.setStatusBarMessage(`$(warning) ${plainText(title)}: ${cutText(cut)}`, 10_000);
      if (directives.isKept) await history.add({ method, url, time: Date.now(), duration: Math.round(duration), status, place });
    });
  }
}
