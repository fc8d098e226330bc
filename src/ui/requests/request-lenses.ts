import * as vscode from 'vscode';
import { isAwsAuthorization, parseAwsAuthorization } from '../../core/http-file/aws-authorization.ts';
import { findDirective } from '../../core/http-file/directives.ts';
import { isOpenedByUrl } from '../../core/aws/opened-by-url.ts';
import type { AwsAuthorization } from '../../core/http-file/aws-authorization.ts';
import type { HttpFile, HttpFileRequest } from '../../core/http-file/http-file.ts';
import { sourceOf } from '../../core/http-file/moved-request.ts';
import { addresseeOf } from '../../core/requests/is-aws-request.ts';
import type { EnvironmentVariables } from '../../core/requests/is-aws-request.ts';
import { writtenAddress } from '../../core/requests/written-address.ts';
import type { ConfigValue } from '../../platform/config-value.ts';
import { plainText } from '../../core/text/plain-text.ts';
import { commandLink } from '../../platform/contributions.ts';
import type { HttpDocuments } from '../documents/http-documents.ts';
import { isRequestDocument } from '../documents/request-documents.ts';
import { hasOtherSender } from '../documents/other-clients.ts';
import type { RequestVariables } from './request-variables.ts';

export interface RequestLensesPorts {
  readonly documents: HttpDocuments;
  readonly variables: Pick<RequestVariables, 'known' | 'onDidChange'>;
  readonly mode: ConfigValue<'codeLens.mode'>;
  /** Who would sign, and how long their session lasts: `sandbox · 59m`; undefined for the active profile when there is none. */
  readonly signer: (profileName: string | undefined) => string | undefined;
  /** Where the profile of this name, or the active one, connects in place of the hosts that it signs for: `127.0.0.1:9000`. */
  readonly endpoint: (profileName: string | undefined) => string | undefined;
}

/** A lens that has no command yet, and what its command depends on. */
export class RequestLens extends vscode.CodeLens {
  readonly action: 'send' | 'sign' | 'explain' | 'presign';
  readonly request: HttpFileRequest;
  readonly file: HttpFile;
  readonly uri: vscode.Uri;

  constructor(range: vscode.Range, action: RequestLens['action'], request: HttpFileRequest, file: HttpFile, uri: vscode.Uri) {
    super(range);
    this.action = action;
    this.request = request;
    this.file = file;
    this.uri = uri;
  }
}

/** From this number of lenses on only those in sight get their commands: all of them go to the editor's window after each edit. */
const many = 2000;
/** Characters of who signs, and of the address; longer ones would push the other lenses out of sight. */
const longestSigner = 60;

/** `Sign & Send (profile · time left)`, `Sign` and `Explain` (and `Copy Presigned URL`) above the requests of .http files. */
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
    // A request with an Authorization of another scheme would be refused.
    if (!hasOtherSender()) return lensesOf(file.requests.filter((request) => addresseeOf(request, file) !== 'foreign'));
    const ofAws = (environment?: EnvironmentVariables): RequestLens[] =>
      lensesOf(file.requests.filter((request) => addresseeOf(request, file, environment) === 'aws'));
    const isClear = file.requests.every((request) => addresseeOf(request, file) !== 'unknown');
    return isClear ? ofAws() : this.#ports.variables.known(document).then(ofAws);
  }

  resolveCodeLens(lens: RequestLens): RequestLens {
    const target = { uri: lens.uri.toString(), line: lens.range.start.line };
    switch (lens.action) {
      case 'send': {
        const words = this.#signerWords(lens.request, lens.file);
        const title = words === '' ? 'Sign & Send' : `Sign & Send (${words})`;
        lens.command = commandLink('awsAuth.request.send', title, target);
        break;
      }
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

  /** `sandbox · 59m → 127.0.0.1:9000`: who signs, and where the request goes if that is not its host. */
  #signerWords(request: HttpFileRequest, file: HttpFile): string {
    const { signer, endpoint } = this.#ports;
    const authorization = authorizationOf(request);
    const isByKeys = authorization?.credentials !== undefined;
    const profile = profileOf(request) ?? authorization?.profile ?? profileOf(file);
    const who = isByKeys ? 'keys in the file' : signer(profile);
    const address = writtenAddress(request, file) ?? (isByKeys ? undefined : endpoint(profile));
    return [who, address === undefined ? undefined : `→ ${address}`]
      .filter((words) => words !== undefined)
      .map((words) => plainText(words, longestSigner))
      .join(' ');
  }
}

function lensesAt(requests: readonly HttpFileRequest[], file: HttpFile, uri: vscode.Uri): RequestLens[] {
  const lenses: RequestLens[] = [];
  for (const request of requests) {
    const { line } = request.requestLineRange.start;
    const range = new vscode.Range(line, 0, line, 0);
    for (const action of ['send', 'sign', 'explain'] as const) lenses.push(new RequestLens(range, action, request, file, uri));
    if (isPresigned(sourceOf(request))) lenses.push(new RequestLens(range, 'presign', request, file, uri));
  }
  return lenses;
}

/** What `Authorization: AWS …` says of who signs. Variables in it are not looked up for a lens. */
function authorizationOf({ headers }: HttpFileRequest): AwsAuthorization | undefined {
  const value = headers.find((header) => header.name.toLowerCase() === 'authorization')?.value ?? '';
  const parsed = isAwsAuthorization(value) ? parseAwsAuthorization(value) : undefined;
  return parsed === undefined || 'problem' in parsed ? undefined : parsed;
}

/** Whether its URL is what the request is about. */
function isPresigned({ directives, url }: HttpFileRequest): boolean {
  return (/^wss:/i.test(url) && isOpenedByUrl(url)) || findDirective(directives, 'aws-presign') !== undefined;
}

function profileOf({ directives }: Pick<HttpFileRequest, 'directives'>): string | undefined {
  return findDirective(directives, 'aws-profile')?.value;
}
