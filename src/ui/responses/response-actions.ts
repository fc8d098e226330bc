import * as vscode from 'vscode';
import { UserError } from '../../core/errors.ts';
import { cutText } from '../../core/http/received-response.ts';
import { bodyText, decodeText } from '../../core/responses/response-text.ts';
import { sentText } from '../../core/responses/sent-text.ts';
import { showBoxes, showInput } from './show-input.ts';
import { openAs } from './bodies/open-as.ts';
import { bodyTitle, type ResponseView } from './response-view.ts';
import { openBody, type ShownResponse } from './shown-response.ts';

/** The actions on a response. @throws {UserError} */
export type ResponseAction = (shown: ShownResponse, view: ResponseView) => Promise<void>;

/** Whether people read the body as text, as it arrived or event by event. */
const isRead = ({ content: { kind } }: ShownResponse): boolean => kind === 'text' || kind === 'events';

/** Opens the body in an editor of its own, with the language or the preview of its type. */
const open: ResponseAction = async (shown, view) => {
  const { response, secrets } = shown.exchange;
  if (response.body instanceof Uint8Array && isRead(shown)) {
    // The events of a stream are no longer in its own format.
    const extension = shown.content.kind === 'events' ? '.txt' : shown.content.extension;
    await view.show(bodyTitle(response), bodyText(response, shown.content, secrets), extension);
  } else await openBody(shown);
};

/** Saves the body's decoded bytes to a file of the user's choice. @throws {UserError} `body-not-saved` */
const save: ResponseAction = async ({ exchange, content, name }) => {
  const { body, cut } = exchange.response;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: cut === undefined ? 'Save the body of the response' : `Save the body of the response, ${cutText(cut)}`,
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
};

/** Copies the body's text, as it arrived, to the clipboard. @throws {UserError} `body-not-text` */
const copy: ResponseAction = async (shown) => {
  const { response, secrets } = shown.exchange;
  const { headers, body, cut } = response;
  const text =
    body instanceof Uint8Array && isRead(shown)
      ? shown.content.kind === 'events'
        ? bodyText(response, shown.content, secrets)
        : decodeText(headers, body)
      : undefined;
  if (text !== undefined) {
    await vscode.env.clipboard.writeText(text);
    const copied = cut === undefined ? '$(check) Body copied' : `$(warning) Body copied, ${cutText(cut)}`;
    vscode.window.setStatusBarMessage(copied, 4000);
    return;
  }
  throw new UserError({
    code: 'body-not-text',
    message: `The body of the response is ${body instanceof Uint8Array ? 'not text' : 'too long for the clipboard'}.`,
    remedy: 'Save it to a file instead.',
  });
};

const showSent: ResponseAction = async ({ exchange: { sent, secrets, prepared } }, view) => {
  await view.show('AWS Request as Sent', sentText(sent, secrets, prepared.secretVariables));
};

/** Lenses do not offer these above a response without a body, but the command palette does. @throws {UserError} `body-empty` */
const withBody =
  (action: ResponseAction): ResponseAction =>
  async (shown, view) => {
    if (shown.body !== 'none') return action(shown, view);
    throw new UserError({
      code: 'body-empty',
      message: 'The response has no body.',
      remedy: 'Its status and its headers are all there is.',
    });
  };

export const responseActions = {
  open: withBody(open),
  openAs: withBody(openAs),
  save: withBody(save),
  copy: withBody(copy),
  showSent,
  showInput,
  showBoxes,
} satisfies Record<string, ResponseAction>;
