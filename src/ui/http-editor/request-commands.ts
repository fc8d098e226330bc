import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Credentials } from '../../core/credentials/credentials.ts';
import { UserError } from '../../core/errors.ts';
import type { HttpFileRequest, Range } from '../../core/http/http-file.ts';
import type { HttpRequest, HttpResponse } from '../../core/http/message.ts';
import type { PreparedRequest, Presigning, RequestProfile } from '../../core/requests/prepare-request.ts';
import type { Answered } from '../../core/requests/send-with-server-time.ts';
import type { ServerClock } from '../../core/requests/server-clock.ts';
import type * as Explanations from '../../lazy/explanations.ts';
import type * as Requests from '../../lazy/requests.ts';
import type { RequestTarget } from '../../platform/contributions.ts';
import type { ActiveProfile } from '../../storage/active-profile.ts';
import type { ProfileStore, StoredProfile } from '../../storage/profile-store.ts';
import type { CommandRegistrar } from '../command-registrar.ts';
import { withCancellableProgress } from '../progress.ts';
import type { ResponseView } from '../response-view.ts';
import { requireUsable } from '../session-commands.ts';
import type { Refusals } from '../signing/refusals.ts';
import type { SignatureHistory } from '../signing/signature-history.ts';
import type { HttpDocuments } from './http-documents.ts';
import { isRequestDocument } from './http-documents.ts';

export interface RequestCommandsPorts {
  readonly commands: CommandRegistrar;
  readonly documents: HttpDocuments;
  readonly profiles: ProfileStore;
  readonly active: ActiveProfile;
  readonly response: ResponseView;
  readonly credentials: (profile: RequestProfile, signal: AbortSignal) => Promise<Credentials>;
  readonly clock: ServerClock;
  readonly history: SignatureHistory;
  readonly refusals: Pick<Refusals, 'answered'>;
  /** Reading refusals, loaded for the first one. */
  readonly explanations: () => Promise<Pick<typeof Explanations, 'explainRefusal'>>;
  readonly send: (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;
  /** Signing and sending, loaded on first use. */
  readonly room: () => Promise<RequestsRoom>;
}

type RequestsRoom = Pick<
  typeof Requests,
  'formatResponse' | 'prepareRequest' | 'readBody' | 'sendWithServerTime' | 'signatureEdits'
>;

/** Answers are read into memory up to this many bytes. */
const answerLimit = 64 * 1024 * 1024;

/** A request and the document that it stands in. */
export interface Located {
  readonly document: vscode.TextDocument;
  readonly request: HttpFileRequest;
}

/** `Sign & Send` and `Sign` for the request of a lens, or the one that holds the cursor. */
export function registerRequestCommands(ports: RequestCommandsPorts): vscode.Disposable {
  const send = async (target: RequestTarget | undefined): Promise<void> => {
    const located = await locate(ports, target);
    await withCancellableProgress(`Sending ${requestTitle(located.request)}…`, async (signal) => {
      const first = await prepare(ports, located, signal);
      const { formatResponse, readBody, sendWithServerTime } = await ports.room();
      let started = performance.now();
      const answer = await sendWithServerTime(first, {
        clock: ports.clock,
        now: Date.now,
        explain: async ({ prepared, response, body }: Answered) => {
          const { explainRefusal } = await ports.explanations();
          return explainRefusal({ ...response, body, signed: prepared.request.signing });
        },
        exchange: async (prepared) => {
          started = performance.now();
          const response = await ports.send(prepared.request, signal);
          return { prepared, response, body: await readBody(response, { limit: answerLimit, decode: true }) };
        },
      });
      const { prepared, response, body } = answer;
      const { text } = formatResponse(response, body, {
        request: `${prepared.request.method} ${prepared.request.protocol}//${prepared.request.host}${prepared.request.target}`,
        profile: prepared.profile?.name ?? 'the keys in the file',
        credentialScope: prepared.request.signing.credentialScope,
        duration: performance.now() - started,
      });
      ports.refusals.answered({ uri: located.document.uri.toString(), line: located.request.range.start.line }, answer);
      await ports.response.show(text);
    });
  };

  const sign = async (target: RequestTarget | undefined): Promise<void> => {
    const located = await locate(ports, target);
    const { version } = located.document;
    const prepared = await withCancellableProgress(`Signing ${requestTitle(located.request)}…`, (signal) =>
      prepare(ports, located, signal, false, false),
    );
    if (located.document.version !== version) throw changedMeanwhile();
    const edit = new vscode.WorkspaceEdit();
    const { signatureEdits } = await ports.room();
    for (const { range, text } of signatureEdits(located.request, prepared.request)) {
      edit.replace(located.document.uri, editorRange(range), text);
    }
    insertAnswers(edit, located, prepared.asked);
    await vscode.workspace.applyEdit(edit);
  };

  return vscode.Disposable.from(
    ports.commands.registerTrusted('awsAuth.request.send', send),
    ports.commands.registerTrusted('awsAuth.request.sign', sign),
  );
}

/** Signs a request of a document, and remembers the signature. What a person was asked for is written into the document. */
export async function prepare(
  ports: RequestCommandsPorts,
  located: Located,
  signal: AbortSignal,
  writeAnswers = true,
  presigning?: Presigning,
): Promise<PreparedRequest> {
  const { document, request } = located;
  const { version } = document;
  const usable = (stored: StoredProfile | undefined): RequestProfile | undefined => stored && requireUsable(stored);
  const { prepareRequest } = await ports.room();
  const prepared = await prepareRequest(
    request,
    {
      file: ports.documents.parse(document),
      fileName: vscode.workspace.asRelativePath(document.uri),
      ...baseDirectory(document),
      signal,
    },
    {
      profileByName: (name) => usable(ports.profiles.findByName(name)),
      activeProfile: () => usable(ports.active.get()),
      credentials: ports.credentials,
      askScope,
      now: () => ports.clock.now(),
      sigv4a: async () => (await import('../../lazy/multi-region.ts')).sigv4a,
    },
    presigning,
  );
  ports.history.add(prepared);
  if (writeAnswers && Object.keys(prepared.asked).length > 0 && document.version === version) {
    const edit = new vscode.WorkspaceEdit();
    insertAnswers(edit, located, prepared.asked);
    await vscode.workspace.applyEdit(edit);
  }
  return prepared;
}

/** What a person answered stands above the request from then on, where everyone can see it. */
function insertAnswers(edit: vscode.WorkspaceEdit, { document, request }: Located, asked: PreparedRequest['asked']): void {
  const lines = Object.entries(asked).map(([what, value]) => `# @aws-${what} ${value}\n`);
  if (lines.length > 0) edit.insert(document.uri, new vscode.Position(request.requestLineRange.start.line, 0), lines.join(''));
}

async function askScope(missing: 'service' | 'region', host: string): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title: `Which ${missing} is ${host} signed for?`,
    prompt: `Neither the request nor its host tells. The answer is written above the request as “# @aws-${missing}”.`,
    placeHolder: missing === 'service' ? 'execute-api' : 'eu-central-1',
    ignoreFocusOut: true,
    validateInput: (text) => (/^[A-Za-z0-9-]*$/.test(text.trim()) ? undefined : 'Use letters, digits and hyphens.'),
  });
  return answer === undefined || answer.trim() === '' ? undefined : answer.trim();
}

/** The request of a lens, or the one that holds the cursor. @throws {UserError} `request-not-found` */
export async function locate({ documents }: RequestCommandsPorts, target: RequestTarget | undefined): Promise<Located> {
  const editor = vscode.window.activeTextEditor;
  const document =
    target === undefined ? editor?.document : await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri, true));
  const line = target?.line ?? editor?.selection.active.line;
  const request = document && line !== undefined && isRequestDocument(document) ? documents.requestAt(document, line) : undefined;
  if (document !== undefined && request !== undefined) return { document, request };
  throw new UserError({
    code: 'request-not-found',
    message: 'There is no request at the cursor.',
    remedy: 'Put the cursor into a request of an .http file.',
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

function baseDirectory(document: vscode.TextDocument): { baseDirectory: string } | Record<string, never> {
  if (document.uri.scheme === 'file') return { baseDirectory: dirname(document.uri.fsPath) };
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return folder === undefined ? {} : { baseDirectory: folder };
}

/** What progress calls a request. */
export function requestTitle({ name, method, url }: HttpFileRequest): string {
  return name ?? `${method} ${url.length > 60 ? `${url.slice(0, 60)}…` : url}`;
}

function editorRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
