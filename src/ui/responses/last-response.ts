import type { CodeLens, FoldingRange } from 'vscode';
import { UserError } from '../../core/errors.ts';
import type { failureText, RequestFailure } from '../../core/responses/failure-text.ts';
import type { LongBodyWish } from '../../core/http/receive-body.ts';
import type { ErrorRemedy } from '../../core/remedies/error-remedies.ts';
import type { Exchange } from '../../core/exchange/exchange.ts';
import { type RequestTarget, setContext } from '../../platform/contributions.ts';
import type { HttpRequest, HttpResponse } from '../../core/http/message.ts';
import type { PreparedRequest } from '../../core/requests/prepare-request.ts';
import type { EventFollower } from './event-follower.ts';
import type { ResponseFiles } from './response-files.ts';
import type { ResponseView } from './response-view.ts';
import type { FailureRemedies } from '../kit/error-presenter.ts';
import type { askAboutLongBody } from './bodies/ask-about-long-body.ts';
import type { responseActions } from './response-actions.ts';
import type * as Lenses from './response-lenses.ts';
import type * as ShownResponses from './shown-response.ts';
import type { ShownResponse } from './shown-response.ts';

/** Lays out responses and failures, and provides the actions on them. */
export interface ResponseLayout
  extends
    Pick<typeof ShownResponses, 'followEvents' | 'layOutResponse' | 'previewBody'>,
    Pick<typeof Lenses, 'arrivingLenses' | 'failureLenses' | 'responseLenses'>,
    FailureRemedies {
  readonly askAboutLongBody: typeof askAboutLongBody;
  readonly failureText: typeof failureText;
  readonly responseActions: typeof responseActions;
}

export interface LastResponsePorts {
  readonly view: ResponseView;
  readonly files: ResponseFiles;
  /** Loaded with the first response. */
  readonly layout: () => Promise<ResponseLayout>;
}

/** The last response: shows it, and runs the actions on it. */
export class LastResponse {
  readonly #ports: LastResponsePorts;
  #shown: ShownResponse | undefined;
  #remedies: readonly ErrorRemedy[] = [];
  /** The stream that is shown while it arrives. */
  #arriving: EventFollower | undefined;

  constructor(ports: LastResponsePorts) {
    this.#ports = ports;
  }

  get folds(): readonly FoldingRange[] {
    return this.#shown?.folds ?? [];
  }

  /** The actions on the shown response or failure. */
  async lenses(): Promise<CodeLens[]> {
    const { responseLenses, arrivingLenses, failureLenses } = await this.#ports.layout();
    if (this.#arriving !== undefined) return arrivingLenses();
    return this.#shown === undefined ? failureLenses(this.#remedies) : responseLenses(this.#shown);
  }

  /** @param start the first bytes of a body in a file @param request the URI of the request's document */
  async show(exchange: Exchange, start: Uint8Array | undefined, request: string): Promise<void> {
    const { view, files, layout } = this.#ports;
    const { layOutResponse, previewBody } = await layout();
    const { shown, text } = await layOutResponse(exchange, start, files);
    await this.#replace(shown);
    await view.show('AWS Response', text, '', request);
    await previewBody(shown);
  }

  /** Asks what to do with a response that is still arriving. */
  async askAboutLongBody(title: string, bytes: number, name: string): Promise<LongBodyWish> {
    return (await this.#ports.layout()).askAboutLongBody(title, bytes, name);
  }

  /** Shows the events of a stream while they arrive; undefined for any other response. @param uri of the request's document */
  async follow(
    response: HttpResponse,
    request: HttpRequest,
    prepared: PreparedRequest,
    uri: string,
  ): Promise<EventFollower | undefined> {
    const { view, layout } = this.#ports;
    const { followEvents } = await layout();
    let isShown = false;
    const follower = followEvents(response, request, prepared, async (text) => {
      if (isShown) {
        if (this.#arriving === follower) view.update('AWS Response', text);
        return;
      }
      isShown = true;
      await this.#replace(undefined, follower);
      await view.show('AWS Response', text, '', uri);
    });
    return follower;
  }

  /**
   * Shows why a request got no response, in place of an earlier response that would be taken for its own. If none is open,
   * nothing is opened: a notification says the same.
   */
  async showFailure(failure: RequestFailure, request?: RequestTarget): Promise<void> {
    const { view, layout } = this.#ports;
    if (!view.isOpen) return;
    const { failureText: textOf, remediesOf } = await layout();
    this.#remedies = remediesOf(failure.reason, request);
    await this.#replace(undefined);
    await view.show('AWS Response', textOf(failure), '', request?.uri);
  }

  async #replace(shown: ShownResponse | undefined, arriving?: EventFollower): Promise<void> {
    const old = this.#shown?.files;
    void this.#arriving?.stop();
    this.#arriving = arriving;
    this.#shown = shown;
    setContext('awsAuth.hasResponse', shown !== undefined);
    await old?.remove();
    await this.#ports.view.closeDetails();
  }

  /** @throws {UserError} `response-missing`, and what the action throws */
  async run(action: keyof typeof responseActions): Promise<void> {
    if (this.#shown === undefined) {
      throw new UserError({
        code: 'response-missing',
        message: 'There is no response.',
        remedy: 'Send a request first.',
      });
    }
    const { responseActions: actions } = await this.#ports.layout();
    await actions[action](this.#shown, this.#ports.view);
  }
}
