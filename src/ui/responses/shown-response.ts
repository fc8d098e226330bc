import * as vscode from 'vscode';
import type { ResponseContent } from '../../core/responses/response-content.ts';
import { cutName } from '../../core/http/received-response.ts';
import { responseFolds } from '../../core/responses/response-folds.ts';
import { type ResponseHead, responseText, type ResponseTextOptions } from '../../core/responses/response-text.ts';
import { inputPictures, type RequestPictures } from '../../core/responses/pictures/input-pictures.ts';
import { pictureBoxes } from '../../core/responses/pictures/picture-boxes.ts';
import { nestsDeeper } from '../../core/nests-deeper.ts';
import { bodyLength } from '../../core/http/send-body.ts';
import type { Exchange } from '../../core/exchange/exchange.ts';
import type { HttpRequest } from '../../core/http/message.ts';
import type { PreparedRequest } from '../../core/requests/prepare-request.ts';
import { EventFollower } from './event-follower.ts';
import { BodyFiles } from './bodies/body-files.ts';
import { bodyName } from './bodies/body-name.ts';
import type { ResponseFiles } from './response-files.ts';
import { responseColumn } from './response-column.ts';
import { editorGroups } from './response-view.ts';

/** The response that is shown. */
export interface ShownResponse {
  readonly exchange: Exchange;
  readonly content: ResponseContent;
  /** The kind of body: text to copy, other bytes, or none. */
  readonly body: 'text' | 'bytes' | 'none';
  /** The name of a body file, without extension. */
  readonly name: string;
  readonly folds: readonly vscode.FoldingRange[];
  /** The pictures of the request. */
  readonly input: RequestPictures | undefined;
  /** Whether the response has boxes of things found in a picture. */
  readonly hasBoxes: boolean;
  readonly files: BodyFiles;
}

/** @param start the first bytes of a body in a file */
export async function layOutResponse(
  exchange: Exchange,
  start: Uint8Array | undefined,
  files: ResponseFiles,
): Promise<{ readonly shown: ShownResponse; readonly text: string }> {
  const { response, sent, prepared, signed, notes, secrets } = exchange;
  const request = sent.at(-1)?.request ?? prepared.request;
  const { text, bodyLine, content } = responseText(response, {
    ...textOptions(request, prepared, signed),
    notes,
    secrets,
    ...(start !== undefined && { start }),
  });
  const folds = responseFolds(text, bodyLine).map((fold) => new vscode.FoldingRange(fold.start, fold.end));
  const input = await inputPictures(request);
  const shown: ShownResponse = {
    exchange,
    content,
    body:
      bodyLength(response.body) === 0
        ? 'none'
        : ['text', 'events'].includes(content.kind) && response.body instanceof Uint8Array
          ? 'text'
          : 'bytes',
    name: cutName(bodyName(request.target), response.cut),
    folds,
    input,
    hasBoxes: input?.sent.some(({ member }) => pictureBoxes(jsonOf(exchange), member).length > 0) === true,
    files: new BodyFiles(files, response),
  };
  return { shown, text };
}

function textOptions(request: HttpRequest, prepared: PreparedRequest, isSigned: boolean): ResponseTextOptions {
  const by = `${prepared.profile?.name ?? 'the keys in the file'} for ${prepared.request.signing.credentialScope}`;
  const { secrets, secretVariables } = prepared;
  return { request, signer: isSigned ? by : undefined, notes: [], secrets, secretVariables };
}

/** Shows the events of a stream in the place of a response while they arrive; undefined for any other response. */
export function followEvents(
  response: ResponseHead,
  request: HttpRequest,
  prepared: PreparedRequest,
  show: (text: string) => Promise<unknown>,
): EventFollower | undefined {
  // A redirect to another origin is sent without a signature.
  const isSigned = request.host === prepared.request.host;
  return EventFollower.of(response, textOptions(request, prepared, isSigned), show);
}

/** The response as parsed JSON; undefined if it is not JSON, or nests too deep. */
export function jsonOf({ response: { body } }: Exchange): unknown {
  try {
    const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
    return nestsDeeper(text) ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** Shows a body in the editor's preview, and keeps the focus in the request. */
export async function previewBody(shown: ShownResponse): Promise<void> {
  if (!['picture', 'audio', 'video'].includes(shown.content.kind)) return;
  const before = vscode.window.activeTextEditor;
  await openBody(shown);
  // A preview becomes the active editor even with preserveFocus; a person who went elsewhere in the meantime stays there.
  const { activeTabGroup } = vscode.window.tabGroups;
  if (before === undefined || !vscode.window.visibleTextEditors.includes(before)) return;
  if (activeTabGroup.viewColumn !== responseColumn(editorGroups()) || before.viewColumn === activeTabGroup.viewColumn) return;
  await vscode.window.showTextDocument(before.document, before.viewColumn);
}

/** Opens the body as a file, with the editor for its extension. */
export async function openBody({ files, name, content }: ShownResponse): Promise<void> {
  await openFile(await files.body(name, content.extension));
}

/** Opens a file in the column of the responses. @param editor the kind of editor, if the extension does not decide */
export async function openFile(path: string, editor?: string): Promise<void> {
  const options = { viewColumn: responseColumn(editorGroups()) ?? vscode.ViewColumn.Beside, preserveFocus: true, preview: false };
  const uri = vscode.Uri.file(path);
  if (editor === undefined) await vscode.commands.executeCommand('vscode.open', uri, options);
  else await vscode.commands.executeCommand('vscode.openWith', uri, editor, options);
}
