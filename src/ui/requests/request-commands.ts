import * as vscode from 'vscode';
import { isUserError, UserError } from '../../core/errors.ts';
import type { Subscription } from '../../core/event.ts';
import { cutText } from '../../core/http/received-response.ts';
import type { HttpFileRequest } from '../../core/http-file/http-file.ts';
import type { HttpRequest } from '../../core/http/message.ts';
import type { RecordedMessage } from '../../core/variables/responses/recorded-responses.ts';
import type { RequestTarget, SendTarget } from '../../platform/contributions.ts';
import type { RequestPlace } from '../../storage/request-history.ts';
import { withCancellableProgress } from '../kit/progress.ts';
import type { RequestSender, SendJob } from './sending/request-sender.ts';
import { editorRange } from '../kit/editor-ranges.ts';
import type { RequestServices } from './request-services.ts';
import { askInDialog } from '../kit/messages.ts';
import { type Located, placeOf, locate, locateNamed, locatePlace, requestGone } from './preparing/locate.ts';
import { prepare, applyEdit } from './preparing/prepare.ts';
import { requestTitle } from './preparing/request-title.ts';

export interface RequestCommandsPorts extends RequestServices {
  readonly sender: RequestSender;
}

/** What requests can be told to do; `sendFrom` sends the one that stands at a place. */
export interface RequestCommands extends Subscription {
  /** Failures of sending are shown. @throws {UserError} if the request is gone */
  readonly sendFrom: (place: RequestPlace) => Promise<void>;
}

/** `Sign & Send` and `Sign` for the request of a lens, or the one at the cursor. */
export function registerRequestCommands(ports: RequestCommandsPorts): RequestCommands {
  /** Sends it and shows the result; true for a response below 400 that was not cancelled. */
  const sendLocated = async (located: Located): Promise<boolean> => {
    const { document, request } = located;
    const file = ports.documents.parse(document);
    const place = placeOf(document, file, request);
    const { sendDirectives } = await ports.preparation();
    const fileName = vscode.workspace.asRelativePath(document.uri);
    const directives = sendDirectives(request, file, fileName);
    const { refusal, question } = directives;
    if (refusal === undefined && question !== undefined && !(await isConfirmed(question, request))) return false;
    const came: { status?: number; signal?: AbortSignal; isCut?: boolean } = {};
    const job: SendJob = {
      title: requestTitle(request),
      place,
      written: request,
      directives,
      prepare: async (signal) => {
        came.signal = signal;
        if (refusal !== undefined) throw refusal;
        return prepare(ports, located, signal);
      },
      onResponse: ({ request: sent, carried }, { status, headers, body, cut }) => {
        came.status = status;
        came.isCut = cut !== undefined;
        const response = { ...recorded({ headers, body }), cut: cut && cutText(cut) };
        ports.variables.recordResponse(document, request.name, recorded(sent), response, carried);
      },
    };
    try {
      await ports.sender.send(job);
    } catch (error) {
      // “Again” means this very request, wherever the cursor is by then.
      const action = { again: () => sendFrom(place), goToRequest: () => showRequest(document, request), request: place };
      ports.presenter.show(error, action);
      return false;
    }
    return (came.status ?? 400) < 400 && came.signal?.aborted !== true && came.isCut !== true;
  };
  const send = async (target: SendTarget | undefined): Promise<void> => {
    let located: Located;
    let first: Located | undefined;
    try {
      located = await locate(ports, target);
      if (target?.first !== undefined) first = locateNamed(ports, located.document, target.first);
    } catch (error) {
      // Without a request, there is no failure for which an earlier response could be mistaken.
      if (!isUserError(error) || error.code !== 'request-not-found') await ports.sender.showFailure(error, { wasSent: false });
      throw error;
    }
    if (first === undefined) {
      await sendLocated(located);
      return;
    }
    // Answers are written into the document, so that the lines below move.
    const place = placeOf(located.document, ports.documents.parse(located.document), located.request);
    if (await sendLocated(first)) await sendFrom(place);
  };
  const sendFrom = async (place: RequestPlace): Promise<void> => {
    await sendLocated(await locatePlace(ports, place));
  };

  const sign = async (target: RequestTarget | undefined): Promise<void> => {
    const located = await locate(ports, target);
    const { version } = located.document;
    const prepared = await withCancellableProgress(`Signing ${requestTitle(located.request)}…`, (signal) =>
      prepare(ports, located, signal, { writesAnswers: false, presigning: false }),
    );
    if (located.document.version !== version) throw changedMeanwhile();
    const edit = new vscode.WorkspaceEdit();
    const { signatureEdits } = await ports.preparation();
    for (const { range, text } of signatureEdits(located.request, prepared)) {
      edit.replace(located.document.uri, editorRange(range), text);
    }
    await applyEdit(edit);
  };

  const registrations = vscode.Disposable.from(
    ports.commands.registerTrusted('awsAuth.request.send', send),
    ports.commands.registerTrusted('awsAuth.request.sign', sign),
    ports.commands.registerTrusted('awsAuth.request.sendAgain', async () => {
      if (ports.sender.last === undefined) throw requestGone();
      await sendFrom(ports.sender.last);
    }),
  );
  return { sendFrom, dispose: () => void registrations.dispose() };
}

async function isConfirmed(question: string, request: HttpFileRequest): Promise<boolean> {
  return (await askInDialog(question, requestTitle(request), 'Send')) === 'Send';
}

async function showRequest(document: vscode.TextDocument, { requestLineRange }: HttpFileRequest): Promise<void> {
  const position = new vscode.Position(requestLineRange.start.line, 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
}

/** Bodies in files are not kept for later requests. */
function recorded({ headers, body }: Pick<HttpRequest, 'headers' | 'body'>): RecordedMessage {
  return { headers, body: body instanceof Uint8Array ? body : undefined };
}

function changedMeanwhile(): UserError {
  return new UserError({
    code: 'document-changed',
    message: 'The request was changed while it was being signed, so the signature was not written into it.',
    remedy: 'Sign it again.',
    retryable: true,
  });
}
