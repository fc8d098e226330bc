import * as vscode from 'vscode';
import { UserError } from '../../core/errors.ts';
import type { AnswerContent } from '../../core/http/answers/answer-content.ts';
import { requestUrl } from '../../core/http/message.ts';
import type { Exchange } from '../../core/requests/exchange/exchange.ts';
import type * as Answers from '../../lazy/answers.ts';
import { setContext } from '../../platform/contributions.ts';
import type { ResponseFiles } from './response-files.ts';
import type { ResponseView } from './response-view.ts';

export interface LastResponsePorts {
  readonly view: ResponseView;
  readonly files: ResponseFiles;
  /** Laying out answers, loaded on first use. */
  readonly room: () => Promise<AnswersRoom>;
}

type AnswersRoom = Pick<typeof Answers, 'answerFolds' | 'answerText' | 'bodyText' | 'decodeText' | 'sentText'>;

interface Shown {
  readonly exchange: Exchange;
  readonly content: AnswerContent;
  /** What a file of the body is called, without extension. */
  readonly name: string;
  readonly folds: readonly vscode.FoldingRange[];
  /** The file that the body is in, because it is long or has a preview of its own. */
  path: string | undefined;
}

/** The last answer: shows it, and does with its body what its reader wants. */
export class LastResponse {
  readonly #ports: LastResponsePorts;
  #shown: Shown | undefined;

  constructor(ports: LastResponsePorts) {
    this.#ports = ports;
  }

  get folds(): readonly vscode.FoldingRange[] {
    return this.#shown?.folds ?? [];
  }

  /** @param start the first bytes of a body that is in a file */
  async show(exchange: Exchange, start: Uint8Array | undefined): Promise<void> {
    const { view, files, room } = this.#ports;
    const { answer, sent, prepared, signed, notes, secrets } = exchange;
    const request = sent.at(-1)?.request ?? prepared.request;
    const { answerText, answerFolds } = await room();
    const { text, bodyLine, content } = answerText(answer, {
      method: request.method,
      url: requestUrl(request),
      signer: signed
        ? `${prepared.profile?.name ?? 'the keys in the file'} for ${prepared.request.signing.credentialScope}`
        : undefined,
      notes,
      secrets,
      ...(start !== undefined && { start }),
    });
    const old = this.#shown?.path;
    const folds = answerFolds(text, bodyLine).map((fold) => new vscode.FoldingRange(fold.start, fold.end));
    const path = answer.body instanceof Uint8Array ? undefined : answer.body.path;
    const shown: Shown = { exchange, content, name: bodyName(request.target), folds, path };
    this.#shown = shown;
    setContext('awsAuth.hasResponse', true);
    if (old !== undefined) await files.remove(old);
    const column = await view.show('AWS Response', text);
    if (hasPreview(content)) await this.#preview(shown, column);
  }

  /** The body in an editor of its own, with the language or the preview of its type. */
  async open(): Promise<void> {
    const shown = this.#require();
    const { exchange, content } = shown;
    const { answer, secrets } = exchange;
    if (answer.body instanceof Uint8Array && content.kind === 'text') {
      const { bodyText } = await this.#ports.room();
      await this.#ports.view.show('AWS Response Body', bodyText(answer, content, secrets), content.extension);
    } else await this.#preview(shown, vscode.ViewColumn.Beside);
  }

  /** The body's bytes as they came, with any content encoding undone, into a file of the user's choice. @throws {UserError} `body-not-saved` */
  async save(): Promise<void> {
    const { exchange, content, name } = this.#require();
    const { body } = exchange.answer;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
      title: 'Save the body of the answer',
      ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, name + content.extension) }),
    });
    if (target === undefined) return;
    try {
      if (body instanceof Uint8Array) await vscode.workspace.fs.writeFile(target, body);
      else await vscode.workspace.fs.copy(vscode.Uri.file(body.path), target, { overwrite: true });
    } catch (cause) {
      throw new UserError({
        code: 'body-not-saved',
        message: `The body could not be saved as ${target.fsPath}.`,
        remedy: 'Check that the folder can be written and has room, then save it again.',
        retryable: true,
        cause,
      });
    }
  }

  /** The body's text as it came into the clipboard. @throws {UserError} `body-not-text` */
  async copy(): Promise<void> {
    const { exchange, content } = this.#require();
    const { headers, body } = exchange.answer;
    const { decodeText } = await this.#ports.room();
    const text = body instanceof Uint8Array && content.kind === 'text' ? decodeText(headers, body) : undefined;
    if (text !== undefined) {
      await vscode.env.clipboard.writeText(text);
      return;
    }
    throw new UserError({
      code: 'body-not-text',
      message: `The body of the answer is ${body instanceof Uint8Array ? 'no text' : 'too long for the clipboard'}.`,
      remedy: 'Save it to a file instead.',
    });
  }

  async showSent(): Promise<void> {
    const { sent, secrets } = this.#require().exchange;
    const { sentText } = await this.#ports.room();
    await this.#ports.view.show('AWS Request as Sent', sentText(sent, secrets));
  }

  async #preview(shown: Shown, column: vscode.ViewColumn | undefined): Promise<void> {
    const { body } = shown.exchange.answer;
    if (body instanceof Uint8Array) shown.path ??= await this.#ports.files.write(shown.name, shown.content.extension, body);
    if (shown.path === undefined) return;
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(shown.path), {
      viewColumn: column ?? vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: false,
    });
  }

  #require(): Shown {
    if (this.#shown !== undefined) return this.#shown;
    throw new UserError({
      code: 'response-missing',
      message: 'There is no answer yet.',
      remedy: 'Send a request first.',
    });
  }
}

function hasPreview({ kind }: AnswerContent): boolean {
  return kind === 'picture' || kind === 'audio' || kind === 'video';
}

/** The last part of the path, without its extension. */
export function bodyName(target: string): string {
  const last =
    target
      .replace(/[?#].*$/s, '')
      .split('/')
      .findLast((part) => part !== '') ?? 'answer';
  try {
    return decodeURIComponent(last).replace(/\.[^.]{1,5}$/, '');
  } catch {
    return 'answer';
  }
}
