import * as vscode from 'vscode';
import type { HttpFile, HttpFileRequest } from '../../core/http-file/http-file.ts';
import {
  type LensAction,
  lensActions,
  type LensProfiles,
  needsEnvironment,
  requestsForAws,
  requestsOfOurs,
  sendTitle,
} from '../../core/language/lens-text.ts';
import type { ConfigValue } from '../../platform/config-value.ts';
import { commandLink } from '../../platform/contributions.ts';
import type { HttpDocuments } from '../documents/http-documents.ts';
import { isRequestDocument } from '../documents/request-documents.ts';
import { hasOtherSender } from '../documents/other-clients.ts';
import type { RequestVariables } from './request-variables.ts';

export interface RequestLensesPorts extends LensProfiles {
  readonly documents: HttpDocuments;
  readonly variables: Pick<RequestVariables, 'known' | 'onDidChange'>;
  readonly mode: ConfigValue<'codeLens.mode'>;
}

/** A lens without its command, and the data for it. */
export class RequestLens extends vscode.CodeLens {
  readonly action: LensAction;
  readonly request: HttpFileRequest;
  readonly file: HttpFile;
  readonly uri: vscode.Uri;

  constructor(range: vscode.Range, action: LensAction, request: HttpFileRequest, file: HttpFile, uri: vscode.Uri) {
    super(range);
    this.action = action;
    this.request = request;
    this.file = file;
    this.uri = uri;
  }
}

/** From this number of lenses on, only visible ones get their commands: all of them are sent to the editor's window after each edit. */
const many = 2000;

/** `Sign & Send (profile · time left)`, `Sign` and `Explain` (and `Copy Presigned URL`) lenses above the requests of .http files. */
export class RequestLenses implements vscode.CodeLensProvider<RequestLens>, vscode.Disposable {
  readonly #ports: RequestLensesPorts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(ports: RequestLensesPorts) {
    this.#ports = ports;
    ports.mode.onDidChange(() => this.refresh());
    ports.variables.onDidChange(() => this.refresh());
  }

  refresh(): void {
    this.#changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): RequestLens[] | Promise<RequestLens[]> {
    const mode = this.#ports.mode.value;
    if (mode === 'never' || !isRequestDocument(document)) return [];
    const file = this.#ports.documents.parse(document);
    const lensesOf = (requests: readonly HttpFileRequest[]): RequestLens[] => {
      const lenses = lensesAt(requests, file, document.uri);
      // The editor waits a quarter of a second before it asks for commands.
      return lenses.length < many ? lenses.map((lens) => this.resolveCodeLens(lens)) : lenses;
    };
    if (mode === 'always') return lensesOf(file.requests);
    if (!hasOtherSender()) return lensesOf(requestsOfOurs(file));
    if (!needsEnvironment(file)) return lensesOf(requestsForAws(file));
    return this.#ports.variables.known(document).then((environment) => lensesOf(requestsForAws(file, environment)));
  }

  resolveCodeLens(lens: RequestLens): RequestLens {
    const target = { uri: lens.uri.toString(), line: lens.range.start.line };
    switch (lens.action) {
      case 'send':
        lens.command = commandLink('awsAuth.request.send', sendTitle(lens.request, lens.file, this.#ports), target);
        break;
      case 'sign':
        lens.command = commandLink('awsAuth.request.sign', 'Sign', target);
        break;
      case 'explain':
        lens.command = commandLink('awsAuth.request.explain', 'Explain', target);
        break;
      case 'presign':
        lens.command = commandLink('awsAuth.request.presign', 'Copy Presigned URL', target);
    }
    return lens;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function lensesAt(requests: readonly HttpFileRequest[], file: HttpFile, uri: vscode.Uri): RequestLens[] {
  const lenses: RequestLens[] = [];
  for (const request of requests) {
    const { line } = request.requestLineRange.start;
    const range = new vscode.Range(line, 0, line, 0);
    for (const action of lensActions(request, file)) lenses.push(new RequestLens(range, action, request, file, uri));
  }
  return lenses;
}
