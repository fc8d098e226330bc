import * as vscode from 'vscode';
import { isUserError, UserError } from '../../core/errors.ts';
import type { Subscription } from '../../core/event.ts';
import { cutText } from '../../core/http/received-response.ts';
import type { HttpFile, HttpFileRequest } from '../../core/http-file/http-file.ts';
import type { HttpRequest } from '../../core/http/message.ts';
import type { RecordedMessage } from '../../core/variables/responses/recorded-responses.ts';
import type { PreparedRequest, Presigning, RequestProfile } from '../../core/requests/prepare-request.ts';
import { requestAt } from '../../core/requests/editing/request-at.ts';
import { askedLines } from '../../core/requests/editing/signature-edits.ts';
import { findByFingerprint, fingerprintOf } from '../../core/requests/request-fingerprint.ts';
import type { RequestTarget, SendTarget } from '../../platform/contributions.ts';
import type { StoredProfile } from '../../storage/stored-profile.ts';
import type { RequestPlace } from '../../storage/request-history.ts';
import { withCancellableProgress } from '../kit/progress.ts';
import type { RequestSender, SendJob } from './sending/request-sender.ts';
import { requireUsable } from '../../storage/stored-profile.ts';
import { editorRange } from '../kit/editor-ranges.ts';
import { isRequestDocument } from '../documents/request-documents.ts';
import type { RequestServices } from './request-services.ts';
import { directoryOf } from './request-variables.ts';
import { askInDialog } from '../kit/messages.ts';
import { askText } from '../kit/text-input.ts';

export interface RequestCommandsPorts extends RequestServices {
  readonly sender: RequestSender;
}

export interface Located {
  readonly document: vscode.TextDocument;
  readonly request: HttpFileRequest;
}

/** The actions on requests; `sendFrom` sends the one at a place. */
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

export interface PrepareOptions {
  /** Whether a person's answers are written above the request; true if absent. */
  readonly writesAnswers?: boolean;
  /** Given if it differs from the request's own. */
  readonly presigning?: Presigning | undefined;
}

/** Resolves, builds and signs a request; a person's answers are written above it. @throws {UserError} */
export async function prepare(
  ports: RequestServices,
  located: Located,
  signal: AbortSignal,
  { writesAnswers = true, presigning }: PrepareOptions = {},
): Promise<PreparedRequest> {
  const { document, request } = located;
  const { version } = document;
  const usable = (stored: StoredProfile | undefined): RequestProfile | undefined => stored && requireUsable(stored);
  const { prepareRequest } = await ports.preparation();
  const file = ports.documents.parse(document);
  const baseDirectory = directoryOf(document);
  const prepared = await prepareRequest(
    request,
    {
      file,
      fileName: vscode.workspace.asRelativePath(document.uri),
      ...(baseDirectory !== undefined && { baseDirectory }),
      ...(await ports.variables.sources(document, file, request, { mayAsk: true, signal })),
      signal,
    },
    {
      profileNames: () => ports.profiles.list().map(({ name }) => name),
      profileByName: (name) => usable(ports.profiles.findByName(name)),
      activeProfile: () => usable(ports.active.get()),
      isSandboxStopped: () => ports.active.isStoppedSandbox,
      sandboxStart: () => ports.sandbox.started(),
      confirmDestination: async (journey) => (await ports.destinations()).confirm(journey),
      credentials: ports.credentials,
      renewCredentials: ports.renewCredentials,
      askScope,
      now: (signed) => ports.clock.nowFor(signed),
      sigv4a: async () => (await ports.multiRegion()).sigv4a,
    },
    presigning,
  );
  ports.signatures.add(prepared);
  const lines = askedLines(prepared.asked);
  if (writesAnswers && lines !== '' && document.version === version) {
    // A person's answer is written above the request, where everyone can see it.
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(request.requestLineRange.start.line, 0), lines);
    await applyEdit(edit);
  }
  return prepared;
}

async function applyEdit(edit: vscode.WorkspaceEdit): Promise<void> {
  if (await vscode.workspace.applyEdit(edit)) return;
  throw new UserError({
    code: 'edit-refused',
    message: 'The editor did not take the change of the request.',
    remedy: 'Check that the document can be edited, then try again.',
    retryable: true,
  });
}

async function askScope(missing: 'service' | 'region', host: string): Promise<string | undefined> {
  const answer = await askText({
    title: `Which ${missing} is ${host} signed for?`,
    prompt: `Neither the request nor its host says so. The answer is written above the request as “# @aws-${missing}”.`,
    placeHolder: missing === 'service' ? 'execute-api' : 'eu-central-1',
    problem: (text) => (/^[A-Za-z0-9-]*$/.test(text.trim()) ? undefined : 'Use letters, digits and hyphens.'),
  });
  return answer === undefined || answer.trim() === '' ? undefined : answer.trim();
}

/** The request of a target, or the one at the cursor. @throws {UserError} `request-not-found`, `request-gone` */
export async function locate(
  { documents }: Pick<RequestCommandsPorts, 'documents'>,
  target: RequestTarget | undefined,
): Promise<Located> {
  if (target?.fingerprint !== undefined) {
    return locatePlace({ documents }, { uri: target.uri, fingerprint: target.fingerprint });
  }
  const editor = vscode.window.activeTextEditor;
  const document =
    target === undefined ? editor?.document : await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri, true));
  const line = target?.line ?? editor?.selection.active.line;
  if (document === undefined || line === undefined || !isRequestDocument(document)) {
    throw new UserError({
      code: 'request-not-found',
      message: 'There is no request at the cursor.',
      remedy: 'Open an .http file and put the cursor into a request.',
    });
  }
  const file = documents.parse(document);
  return { document, request: requestAt(file, document, line, vscode.workspace.asRelativePath(document.uri)) };
}

function placeOf(document: vscode.TextDocument, file: HttpFile, request: HttpFileRequest): RequestPlace {
  return {
    uri: document.uri.toString(),
    line: request.requestLineRange.start.line,
    fingerprint: fingerprintOf(file, request),
  };
}

/** The request of an earlier send, wherever it is now. */
async function locatePlace(
  { documents }: Pick<RequestCommandsPorts, 'documents'>,
  { uri, fingerprint }: Pick<RequestPlace, 'uri' | 'fingerprint'>,
): Promise<Located> {
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  } catch {
    throw requestGone();
  }
  const request = findByFingerprint(documents.parse(document), fingerprint);
  if (request === undefined) throw requestGone();
  return { document, request };
}

/** The only request of that name. */
function locateNamed(
  { documents }: Pick<RequestCommandsPorts, 'documents'>,
  document: vscode.TextDocument,
  name: string,
): Located {
  const [request, another] = documents.parse(document).requests.filter((candidate) => candidate.name === name);
  if (request !== undefined && another === undefined) return { document, request };
  throw new UserError({
    code: 'request-not-found',
    message: `${request === undefined ? 'No' : 'More than one'} request is now called “${name}”.`,
    remedy: 'Send the right one from the file.',
  });
}

function requestGone(): UserError {
  return new UserError({
    code: 'request-gone',
    message:
      'The request is no longer in its file as it was: its name, method, URL or operation, or the number of those that read the same, changed.',
    remedy: 'Send it from its file.',
  });
}

function changedMeanwhile(): UserError {
  return new UserError({
    code: 'document-changed',
    message: 'The request was changed while it was being signed, so the signature was not written into it.',
    remedy: 'Sign it again.',
    retryable: true,
  });
}

/** The name of a request in progress and pickers. */
export function requestTitle({ name, method, url }: HttpFileRequest): string {
  return name ?? `${method} ${url.length > 60 ? `${url.slice(0, 60)}…` : url}`;
}
