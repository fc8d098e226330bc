import type { FoldingRange } from 'vscode';
import { UserError } from '../../core/errors.ts';
import type { RequestFailure } from '../../core/http/answers/failure-text.ts';
import type { Exchange } from '../../core/requests/exchange/exchange.ts';
import type * as Answers from '../../lazy/answers.ts';
import { setContext } from '../../platform/contributions.ts';
import type { NextStep } from '../next-steps.ts';
import type { ResponseFiles } from './response-files.ts';
import type { ResponseView } from './response-view.ts';
import type { ShownAnswer } from './shown-answer.ts';

export interface LastResponsePorts {
  readonly view: ResponseView;
  readonly files: ResponseFiles;
  /** Laying out answers and what can be done with them, loaded on first use. */
  readonly room: () => Promise<
    Pick<typeof Answers, 'answerActions' | 'failureText' | 'layOutAnswer' | 'nextSteps' | 'previewBody'>
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

  /** What leads on from the failure that is in sight; undefined where an answer is. */
  get nextSteps(): readonly NextStep[] | undefined {
    return this.#shown === undefined ? this.#nextSteps : undefined;
  }

  get folds(): readonly FoldingRange[] {
    return this.#shown?.folds ?? [];
  }

  /** Whether the request carried pictures, and whether the answer says where in them it found what. */
  get pictures(): { readonly sent: boolean; readonly boxes: boolean } {
    return { sent: this.#shown?.input?.sent[0] !== undefined, boxes: this.#shown?.hasBoxes === true };
  }

  /** @param start the first bytes of a body that is in a file */
  async show(exchange: Exchange, start: Uint8Array | undefined): Promise<void> {
    const { view, files, room } = this.#ports;
    const { layOutAnswer, previewBody } = await room();
    const { shown, text } = await layOutAnswer(exchange, start, files);
    await this.#replace(shown);
    await view.show('AWS Response', text);
    await previewBody(shown);
  }

  /**
   * Says why a request was not answered, in the place of an earlier answer that would be taken for its own. Where none is open, nothing
   * is opened for it: a notification tells the same.
   */
  async showFailure(failure: RequestFailure): Promise<void> {
    const { view, room } = this.#ports;
    if (!view.isOpen('AWS Response')) return;
    const { failureText, nextSteps } = await room();
    this.#nextSteps = nextSteps(failure.reason);
    await this.#replace(undefined);
    await view.show('AWS Response', failureText(failure));
  }

  async #replace(shown: ShownAnswer | undefined): Promise<void> {
    const old = this.#shown?.files;
    this.#shown = shown;
    setContext('awsAuth.hasResponse', shown !== undefined);
    await old?.remove();
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
