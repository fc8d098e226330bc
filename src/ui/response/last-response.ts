import type { CodeLens, FoldingRange } from 'vscode';
import { UserError } from '../../core/errors.ts';
import type { RequestFailure } from '../../core/http/answers/failure-text.ts';
import type { Exchange } from '../../core/requests/exchange/exchange.ts';
import type * as Answers from '../../lazy/answers.ts';
import { type RequestTarget, setContext } from '../../platform/contributions.ts';
import type { NextStep } from '../next-steps.ts';
import type { ResponseFiles } from './response-files.ts';
import type { ResponseView } from './response-view.ts';
import type { ShownAnswer } from './shown-answer.ts';

export interface LastResponsePorts {
  readonly view: ResponseView;
  readonly files: ResponseFiles;
  /** Laying out answers and what can be done with them, loaded on first use. */
  readonly room: () => Promise<
    Pick<
      typeof Answers,
      'answerActions' | 'answerLenses' | 'failureLenses' | 'failureText' | 'layOutAnswer' | 'nextSteps' | 'previewBody'
    >
  >;
}

/** The last answer: shows it, and does with it what its reader wants. */
export class LastResponse {
  readonly #ports: LastResponsePorts;
  #shown: ShownAnswer | undefined;
  #nextSteps: readonly NextStep[] = [];

  constructor(ports: LastResponsePorts) {
    this.#ports = ports;
  }

  get folds(): readonly FoldingRange[] {
    return this.#shown?.folds ?? [];
  }

  /** What can be done with the answer, or about the failure, that is in sight. */
  async lenses(): Promise<CodeLens[]> {
    const { answerLenses, failureLenses } = await this.#ports.room();
    return this.#shown === undefined ? failureLenses(this.#nextSteps) : answerLenses(this.#shown);
  }

  /** @param start the first bytes of a body that is in a file @param request the URI of the request's document */
  async show(exchange: Exchange, start: Uint8Array | undefined, request: string): Promise<void> {
    const { view, files, room } = this.#ports;
    const { layOutAnswer, previewBody } = await room();
    const { shown, text } = await layOutAnswer(exchange, start, files);
    await this.#replace(shown);
    await view.show('AWS Response', text, '', request);
    await previewBody(shown);
  }

  /**
   * Says why a request was not answered, in the place of an earlier answer that would be taken for its own. Where none is open, nothing
   * is opened for it: a notification tells the same.
   */
  async showFailure(failure: RequestFailure, request?: RequestTarget): Promise<void> {
    const { view, room } = this.#ports;
    if (!view.isOpen) return;
    const { failureText, nextSteps } = await room();
    this.#nextSteps = nextSteps(failure.reason, request);
    await this.#replace(undefined);
    await view.show('AWS Response', failureText(failure), '', request?.uri);
  }

  async #replace(shown: ShownAnswer | undefined): Promise<void> {
    const old = this.#shown?.files;
    this.#shown = shown;
    setContext('awsAuth.hasResponse', shown !== undefined);
    await old?.remove();
    await this.#ports.view.closeDetails();
  }

  /** @throws {UserError} `response-missing`, and what the action throws */
  async run(action: keyof typeof Answers.answerActions): Promise<void> {
    if (this.#shown === undefined) {
      throw new UserError({
        code: 'response-missing',
        message: 'There is no answer.',
        remedy: 'Send a request first.',
      });
    }
    const { answerActions } = await this.#ports.room();
    await answerActions[action](this.#shown, this.#ports.view);
  }
}
