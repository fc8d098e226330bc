import * as vscode from 'vscode';
import type { RequestTarget } from '../../../core/commands.ts';
import { UserError } from '../../../core/errors.ts';
import type { HttpFileRequest, HttpFile } from '../../../core/http-file/http-file.ts';
import { requestAt } from '../../../core/requests/editing/request-at.ts';
import { fingerprintOf, findByFingerprint } from '../../../core/requests/request-fingerprint.ts';
import type { RequestPlace } from '../../../storage/request-history.ts';
import { isRequestDocument } from '../../documents/request-documents.ts';
import type { RequestServices } from '../request-services.ts';

export interface Located {
  readonly document: vscode.TextDocument;
  readonly request: HttpFileRequest;
}

/** The request of a target, or the one that holds the cursor. @throws {UserError} `request-not-found`, `request-gone` */
export async function locate(
  { documents }: Pick<RequestServices, 'documents'>,
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

export function placeOf(document: vscode.TextDocument, file: HttpFile, request: HttpFileRequest): RequestPlace {
  return {
    uri: document.uri.toString(),
    line: request.requestLineRange.start.line,
    fingerprint: fingerprintOf(file, request),
  };
}

/** The request of an earlier send, wherever it is by now. */
export async function locatePlace(
  { documents }: Pick<RequestServices, 'documents'>,
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

/** The one request of that name. */
export function locateNamed(
  { documents }: Pick<RequestServices, 'documents'>,
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

export function requestGone(): UserError {
  return new UserError({
    code: 'request-gone',
    message:
      'The request is no longer in its file as it was: its name, method, URL or operation, or the number of those that read the same, changed.',
    remedy: 'Send it from its file.',
  });
}
