import * as vscode from 'vscode';
import { isAwsAuthorization, parseAwsAuthorization } from '../../core/http/aws-authorization.ts';
import type { AwsAuthorization } from '../../core/http/aws-authorization.ts';
import type { HttpFile, HttpFileRequest } from '../../core/http/http-file.ts';
import { addresseeOf } from '../../core/requests/is-aws-request.ts';
import type { EnvironmentVariables } from '../../core/requests/is-aws-request.ts';
import type { ConfigValue } from '../../platform/config-value.ts';
import { commandLink } from '../../platform/contributions.ts';
import type { HttpDocuments } from './http-documents.ts';
import { isRequestDocument } from './http-documents.ts';
import { hasOtherSender } from './other-clients.ts';
import type { RequestVariables } from './request-variables.ts';

export interface RequestLensesPorts {
  readonly documents: HttpDocuments;
  readonly variables: Pick<RequestVariables, 'known' | 'onDidChange'>;
  readonly mode: ConfigValue<'codeLens.mode'>;
  /** Who would sign, and how long their session lasts: `sandbox · 59m`; undefined for the active profile when there is none. */
  readonly signer: (profileName: string | undefined) => string | undefined;
}

/** `Sign & Send (profile · time left)`, `Sign` and `Explain` (and `Copy Presigned URL`) above the requests of .http files. */
export class RequestLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #ports: RequestLensesPorts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #registration: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(ports: RequestLensesPorts) {
    this.#ports = ports;
    this.#registration = vscode.Disposable.from(
      vscode.languages.registerCodeLensProvider({ language: 'http' }, this),
      // An environment's file may have been saved.
      vscode.workspace.onDidSaveTextDocument(() => this.refresh()),
    );
    ports.mode.onDidChange(() => this.refresh());
    ports.variables.onDidChange(() => this.refresh());
  }

  refresh(): void {
    this.#changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] | Promise<vscode.CodeLens[]> {
    const mode = this.#ports.mode.value;
    if (mode === 'never' || !isRequestDocument(document)) return [];
    const file = this.#ports.documents.parse(document);
    const lensesAt = (requests: readonly HttpFileRequest[]): vscode.CodeLens[] =>
      requests.flatMap((request) => this.#lenses(document, request, this.#signer(request, file)));
    if (mode === 'always') return lensesAt(file.requests);
    // A request with an Authorization of another scheme would be refused.
    if (!hasOtherSender()) return lensesAt(file.requests.filter((request) => addresseeOf(request, file) !== 'foreign'));
    const ofAws = (environment?: EnvironmentVariables): vscode.CodeLens[] =>
      lensesAt(file.requests.filter((request) => addresseeOf(request, file, environment) === 'aws'));
    const isClear = file.requests.every((request) => addresseeOf(request, file) !== 'unknown');
    return isClear ? ofAws() : this.#ports.variables.known(document).then(ofAws);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #signer(request: HttpFileRequest, file: HttpFile): string | undefined {
    const authorization = authorizationOf(request);
    if (authorization?.credentials !== undefined) return 'keys in the file';
    return this.#ports.signer(profileOf(request) ?? authorization?.profile ?? profileOf(file));
  }

  #lenses(document: vscode.TextDocument, request: HttpFileRequest, signer: string | undefined): vscode.CodeLens[] {
    const { line } = request.requestLineRange.start;
    const range = new vscode.Range(line, 0, line, 0);
    const target = { uri: document.uri.toString(), line };
    return [
      new vscode.CodeLens(
        range,
        commandLink('awsAuth.request.send', signer === undefined ? 'Sign & Send' : `Sign & Send (${signer})`, target),
      ),
      new vscode.CodeLens(range, commandLink('awsAuth.request.sign', 'Sign', target)),
      new vscode.CodeLens(range, commandLink('awsAuth.request.explain', 'Explain', target)),
      ...(isPresigned(request)
        ? [new vscode.CodeLens(range, commandLink('awsAuth.request.presign', 'Copy Presigned URL', target))]
        : []),
    ];
  }
}

/** What `Authorization: AWS …` says of who signs. Variables in it are not looked up for a lens. */
function authorizationOf({ headers }: HttpFileRequest): AwsAuthorization | undefined {
  const value = headers.find((header) => header.name.toLowerCase() === 'authorization')?.value ?? '';
  const parsed = isAwsAuthorization(value) ? parseAwsAuthorization(value) : undefined;
  return parsed === undefined || 'problem' in parsed ? undefined : parsed;
}

/** Whether its URL is what the request is about. */
function isPresigned({ directives, url }: HttpFileRequest): boolean {
  return /^wss:/i.test(url) || directives.some(({ name }) => name === 'aws-presign');
}

function profileOf({ directives }: Pick<HttpFileRequest, 'directives'>): string | undefined {
  return directives.findLast(({ name }) => name === 'aws-profile')?.value;
}
