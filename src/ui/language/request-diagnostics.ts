import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { isAwsRequest } from '../../core/requests/is-aws-request.ts';
import type { Finding } from '../../core/language/findings/finding.ts';
import type { fileExists } from '../../core/language/file-exists.ts';
import type { findFindings } from '../../core/language/findings.ts';
import type { environmentFileProblem } from '../../core/variables/environments/environment-file-problem.ts';
import type { HttpFileRequest } from '../../core/http-file/http-file.ts';
import { forDocument } from '../../core/remedies/remedy.ts';
import type { Remedy } from '../../core/remedies/remedy.ts';
import { editorRange } from '../kit/editor-ranges.ts';
import { changesOf, commandOf, isTextRemedy } from '../kit/run-remedy.ts';
import { isEnvironmentFile, isRequestDocument } from '../documents/request-documents.ts';
import { hasOtherSender } from '../documents/other-clients.ts';
import { directoryOf } from '../requests/request-variables.ts';
import type { RequestServices } from '../requests/request-services.ts';

/** Finds problems. */
export interface ProblemSearch {
  readonly environmentFileProblem: typeof environmentFileProblem;
  readonly fileExists: typeof fileExists;
  readonly findFindings: typeof findFindings;
}

/** How many milliseconds after its last change a document is checked. */
const settled = 250;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/** Problems of the visible .http files, with their quick fixes. Checks again when a document or something it depends on changes. */
export class RequestDiagnostics implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #services: RequestServices;
  readonly #search: () => Promise<ProblemSearch>;
  readonly #collection = vscode.languages.createDiagnosticCollection('awsAuth');
  readonly #findings = new WeakMap<vscode.TextDocument, readonly Finding[]>();
  /** The version of a document whose findings are shown. */
  readonly #shown = new WeakMap<vscode.TextDocument, number>();
  /** The latest check of a document; an earlier one is outdated, and is ended. */
  readonly #looks = new Map<vscode.TextDocument, AbortController>();
  readonly #timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  readonly #subscriptions: vscode.Disposable;
  #expired = '';

  /** @param search loaded with the first file that is checked */
  constructor(services: RequestServices, search: () => Promise<ProblemSearch>) {
    this.#services = services;
    this.#search = search;
    const refresh = (): void => this.refresh();
    const fixes = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    this.#subscriptions = vscode.Disposable.from(
      this.#collection,
      vscode.languages.registerCodeActionsProvider({ language: 'http' }, this, fixes),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#later(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.workspace.onDidSaveTextDocument(refresh),
      vscode.workspace.onDidCreateFiles(refresh),
      vscode.workspace.onDidDeleteFiles(refresh),
      vscode.workspace.onDidRenameFiles(refresh),
      vscode.window.onDidChangeVisibleTextEditors(refresh),
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
      services.variables.onDidChange(refresh),
      services.profiles.onDidChange(refresh),
      services.active.onDidChange(refresh),
    );
    refresh();
  }

  /** Checks the visible documents again. */
  refresh(): void {
    const visible = new Set(vscode.window.visibleTextEditors.map(({ document }) => document));
    for (const document of visible) {
      if (isRequestDocument(document)) void this.#look(document);
      else if (isEnvironmentFile(document)) void this.#lookAtEnvironmentFile(document);
    }
  }

  /** Checks again the documents for which a session has expired since. */
  sessionsMayHaveEnded(): void {
    const expired = this.#services.profiles
      .list()
      .filter(({ id }) => this.#hasExpiredSession(id))
      .map(({ id }) => id)
      .join('\n');
    if (expired === this.#expired) return;
    this.#expired = expired;
    this.refresh();
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const findings = this.#findings.get(document) ?? [];
    return findings
      .filter((finding) => editorRange(finding.range).intersection(range) !== undefined)
      .flatMap((finding) => {
        const shown = context.diagnostics.filter(
          ({ code, range: place }) => code === finding.code && place.isEqual(editorRange(finding.range)),
        );
        return finding.fixes.map((fix) => quickFix(document, fix, shown));
      });
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const look of this.#looks.values()) look.abort();
    this.#subscriptions.dispose();
  }

  #later(document: vscode.TextDocument): void {
    const isRequests = isRequestDocument(document);
    if (!isRequests && !isEnvironmentFile(document)) return;
    clearTimeout(this.#timers.get(document));
    this.#looks.get(document)?.abort();
    this.#timers.set(
      document,
      setTimeout(() => {
        this.#timers.delete(document);
        void (isRequests ? this.#look(document) : this.#lookAtEnvironmentFile(document));
      }, settled),
    );
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#shown.delete(document);
    this.#looks.get(document)?.abort();
    this.#looks.delete(document);
    this.#collection.delete(document.uri);
  }

  async #look(document: vscode.TextDocument): Promise<void> {
    const { documents, variables, profiles, active } = this.#services;
    const { version } = document;
    this.#looks.get(document)?.abort();
    const look = new AbortController();
    this.#looks.set(document, look);
    const { signal } = look;
    const isStale = (): boolean => document.isClosed || document.version !== version || signal.aborted;
    const search = await this.#search();
    const environments = await variables.environments(document);
    if (isStale()) return;
    const file = documents.parse(document);
    const directory = directoryOf(document);
    const stored = profiles.list();
    const others = hasOtherSender();
    const chosen = environments.variables(variables.environment);
    const isAws = (request: HttpFileRequest): boolean => isAwsRequest(request, file, chosen);
    const findings = await search
      .findFindings(file, {
        text: document.getText(),
        environments,
        environment: variables.environment,
        environmentFirst: variables.environmentFirst,
        profileNames: stored.map(({ name }) => name),
        isRestricted: !vscode.workspace.isTrusted,
        activeProfile: active.get()?.name,
        expiredProfile: (name) => {
          const profile = profiles.findByName(name);
          return profile !== undefined && this.#hasExpiredSession(profile.id) ? profile.id : undefined;
        },
        fileExists: (path) => search.fileExists(directory, path),
        isOurs: (request) => !others || isAws(request),
        isAws,
        signal,
      })
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    if (findings === undefined || isStale()) return;
    const isShown = this.#shown.get(document) === version && isDeepStrictEqual(findings, this.#findings.get(document));
    this.#findings.set(document, findings);
    this.#shown.set(document, version);
    // Setting the same problems again would close an open list of quick fixes.
    if (isShown) return;
    this.#collection.set(
      document.uri,
      findings.map(({ message, range, severity, code }) => {
        const diagnostic = new vscode.Diagnostic(editorRange(range), message, severities[severity]);
        diagnostic.source = 'AWS Auth';
        diagnostic.code = code;
        return diagnostic;
      }),
    );
  }

  #hasExpiredSession(profileId: string): boolean {
    return this.#services.sessions.state(profileId).kind === 'expired';
  }

  async #lookAtEnvironmentFile(document: vscode.TextDocument): Promise<void> {
    const search = await this.#search();
    if (document.isClosed) return;
    const place = search.environmentFileProblem(document.getText());
    if (place === undefined) {
      this.#collection.delete(document.uri);
      return;
    }
    const at = document.validatePosition(new vscode.Position(place.line, place.character));
    const message = 'Not a valid JSON object from here on: requests that need a variable of an environment are not sent.';
    const diagnostic = new vscode.Diagnostic(document.getWordRangeAtPosition(at) ?? new vscode.Range(at, at), message);
    diagnostic.source = 'AWS Auth';
    diagnostic.code = 'environment-file-invalid';
    this.#collection.set(document.uri, [diagnostic]);
  }
}

function quickFix(document: vscode.TextDocument, remedy: Remedy, diagnostics: vscode.Diagnostic[]): vscode.CodeAction {
  const { uri } = document;
  const action = new vscode.CodeAction(remedy.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = diagnostics;
  action.isPreferred = remedy.preferred ?? false;
  const told = forDocument(remedy, uri.toString());
  if (isTextRemedy(told)) action.edit = changesOf(told, { uri, directory: directoryOf(document) });
  else action.command = commandOf(told);
  return action;
}
