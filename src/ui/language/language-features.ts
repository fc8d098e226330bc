import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { findRequestAt } from '../../core/requests/editing/request-at.ts';
import type { Completion } from '../../core/language/completion/completions.ts';
import { completionsAt } from '../../core/language/completion/completions.ts';
import { directiveHover } from '../../core/language/hover/directive-hover.ts';
import { environmentEntry } from '../../core/language/environment-entry.ts';
import { foldsOf } from '../../core/language/folds-of.ts';
import { fileLinksOf, outlineOf } from '../../core/language/outline-of.ts';
import { staticAddress } from '../../core/requests/static-address.ts';
import { signedService } from '../../core/requests/signer.ts';
import { staticSigning } from '../../core/requests/static-signing.ts';
import { staticVariables } from '../../core/variables/static-variables.ts';
import { definedAt, occurrences, symbolAt, variableNameProblem } from '../../core/language/hover/symbol-at.ts';
import { valueHover } from '../../core/language/hover/value-hover.ts';
import { variableValue } from '../../core/language/hover/variable-value.ts';
import { editOf, editorRange } from '../kit/editor-ranges.ts';
import type { HttpFile, HttpFileRequest } from '../../core/http-file/http-file.ts';
import { kindAndSession } from '../../core/credentials/standing/profile-row.ts';
import { isRequestDocument } from '../documents/request-documents.ts';
import { hasOtherEditor } from '../documents/other-clients.ts';
import { directoryOf } from '../requests/request-variables.ts';
import type { RequestServices } from '../requests/request-services.ts';

const completionKinds: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
  directive: vscode.CompletionItemKind.Keyword,
  profile: vscode.CompletionItemKind.User,
  service: vscode.CompletionItemKind.Module,
  region: vscode.CompletionItemKind.Constant,
  value: vscode.CompletionItemKind.Value,
  operation: vscode.CompletionItemKind.Method,
  variable: vscode.CompletionItemKind.Variable,
};

/** Outline, folding, links, completion, hover, definition and rename in .http files. */
export class LanguageFeatures
  implements
    vscode.DocumentSymbolProvider,
    vscode.FoldingRangeProvider,
    vscode.DocumentLinkProvider,
    vscode.CompletionItemProvider,
    vscode.HoverProvider,
    vscode.DefinitionProvider,
    vscode.ReferenceProvider,
    vscode.RenameProvider
{
  readonly #services: RequestServices;

  constructor(services: RequestServices) {
    this.#services = services;
  }

  provideDocumentSymbols(document: vscode.TextDocument): vscode.DocumentSymbol[] {
    // Two outlines of one file would appear below each other.
    if (!isRequestDocument(document) || hasOtherEditor()) return [];
    return outlineOf(this.#services.documents.parse(document)).map(
      ({ kind, label, detail, range, selection }) =>
        new vscode.DocumentSymbol(
          label,
          detail,
          kind === 'variable' ? vscode.SymbolKind.Variable : vscode.SymbolKind.Function,
          editorRange(range),
          editorRange(selection),
        ),
    );
  }

  provideFoldingRanges(document: vscode.TextDocument): vscode.FoldingRange[] {
    if (!isRequestDocument(document)) return [];
    const lines = document.getText().split('\n');
    return foldsOf(this.#services.documents.parse(document), lines).map(
      ({ first, last }) => new vscode.FoldingRange(first, last),
    );
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const directory = directoryOf(document);
    if (!isRequestDocument(document) || directory === undefined) return [];
    return fileLinksOf(this.#services.documents.parse(document)).flatMap(({ path, range, request }) =>
      path.includes('{{') || request.syntax === 'curl'
        ? []
        : new vscode.DocumentLink(editorRange(range), vscode.Uri.file(resolve(directory, path))),
    );
  }

  async provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
    if (!isRequestDocument(document)) return [];
    const { documents, profiles } = this.#services;
    const file = documents.parse(document);
    const request = findRequestAt(file, position.line);
    const firstOfBody = request?.body[0]?.range.start.line;
    const completions = completionsAt({
      before: document.lineAt(position.line).text.slice(0, position.character),
      inHead: firstOfBody === undefined || position.line < firstOfBody,
      ...(request === undefined ? { endpoint: undefined, service: undefined } : signedFor(request, file)),
      profileNames: profiles.list().map(({ name }) => name),
      variables: hasOtherEditor() ? undefined : await this.#variableOrigins(document),
    });
    if (completions === undefined) return [];
    const { from, items } = completions;
    const range = new vscode.Range(position.line, from, position.line, position.character);
    return items.map(({ label, insert, detail, explanation, kind, goesOn }, index) => {
      const item = new vscode.CompletionItem({ label, description: detail }, completionKinds[kind]);
      item.insertText = insert;
      item.filterText = insert;
      item.range = range;
      if (explanation !== undefined) item.documentation = new vscode.MarkdownString(explanation);
      item.sortText = String(index).padStart(4, '0');
      if (goesOn === true) item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
      return item;
    });
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (!isRequestDocument(document)) return undefined;
    const line = document.lineAt(position.line).text;
    const directive = directiveHover(line, position.character);
    if (directive !== undefined) {
      const { text, start, end } = directive;
      return new vscode.Hover(new vscode.MarkdownString(text), new vscode.Range(position.line, start, position.line, end));
    }
    const symbol = symbolAt(line, position.character);
    if (symbol === undefined) {
      const file = this.#services.documents.parse(document);
      const request = findRequestAt(file, position.line);
      const found = valueHover(line, position.character, {
        ...(request === undefined ? { endpoint: undefined, service: undefined } : signedFor(request, file)),
        describeProfile: (name) => {
          const standing = this.#services.standings.named(name);
          return standing && kindAndSession(standing, Date.now());
        },
      });
      if (found === undefined) return undefined;
      const { title, start, end } = found;
      const about = new vscode.MarkdownString('**').appendText(title).appendMarkdown(`**  \n${found.text}`);
      return new vscode.Hover(about, new vscode.Range(position.line, start, position.line, end));
    }
    const value = await this.#value(document, position.line, symbol.name);
    const hover = new vscode.MarkdownString();
    hover.appendMarkdown('**').appendText(symbol.name).appendMarkdown('**');
    if (value.origin !== undefined) hover.appendMarkdown(' from ').appendText(value.origin);
    if (value.value === undefined) hover.appendMarkdown('\n\n').appendText(value.problem ?? '');
    else if (value.masked) hover.appendMarkdown(`\n\n${value.value} _(may be a secret)_`);
    else hover.appendCodeblock(value.value, 'plaintext');
    return new vscode.Hover(hover, new vscode.Range(position.line, symbol.start, position.line, symbol.end));
  }

  async provideDefinition(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Location[]> {
    if (!isRequestDocument(document)) return [];
    const { documents, variables } = this.#services;
    const symbol = symbolAt(document.lineAt(position.line).text, position.character);
    if (symbol === undefined) return [];
    const places = definedAt(documents.parse(document), position.line, symbol.name);
    if (places.length > 0) return places.map((range) => new vscode.Location(document.uri, editorRange(range)));
    const directory = directoryOf(document);
    const { environment } = variables;
    const [, special, rest] = /^\$(shared|dotenv)\s+%?(\S+)$/.exec(symbol.name) ?? [];
    const name = rest ?? symbol.name;
    const known = (await variables.environments(document).catch(() => undefined))?.variables(
      special === undefined ? environment : undefined,
    );
    const origin = special === 'dotenv' ? '.env' : known?.get(name)?.origin;
    if (directory === undefined || origin === undefined) return [];
    const entry = await environmentEntry({
      directory,
      origin,
      environment: special === undefined ? environment : undefined,
      name,
    });
    return entry === undefined ? [] : [new vscode.Location(vscode.Uri.file(entry.path), editorRange(entry.range))];
  }

  provideReferences(document: vscode.TextDocument, position: vscode.Position): vscode.Location[] {
    const ranges = this.#occurrences(document, position);
    return (ranges ?? []).map((range) => new vscode.Location(document.uri, range));
  }

  prepareRename(document: vscode.TextDocument, position: vscode.Position): vscode.Range {
    const file = this.#services.documents.parse(document);
    const symbol = symbolAt(document.lineAt(position.line).text, position.character);
    const isDefined =
      symbol && !/\.(?:request|response)\./.test(symbol.name) && definedAt(file, position.line, symbol.name).length > 0;
    if (symbol === undefined || isDefined !== true) throw new Error('Only variables that this file defines can be renamed.');
    return new vscode.Range(position.line, symbol.start, position.line, symbol.end);
  }

  provideRenameEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    newName: string,
  ): vscode.WorkspaceEdit | undefined {
    const problem = variableNameProblem(newName);
    if (problem !== undefined) throw new Error(problem);
    const ranges = this.#occurrences(document, position);
    return (
      ranges &&
      editOf(
        document.uri,
        ranges.map((range) => ({ range, text: newName })),
      )
    );
  }

  #occurrences(document: vscode.TextDocument, position: vscode.Position): vscode.Range[] | undefined {
    if (!isRequestDocument(document)) return undefined;
    const symbol = symbolAt(document.lineAt(position.line).text, position.character);
    if (symbol === undefined) return undefined;
    const lines = Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line).text);
    return occurrences(this.#services.documents.parse(document), lines, position.line, symbol.name).map(editorRange);
  }

  async #value(document: vscode.TextDocument, line: number, expression: string): ReturnType<typeof variableValue> {
    const { documents, variables } = this.#services;
    const file = documents.parse(document);
    const request = findRequestAt(file, line) ?? file.requests[0];
    const environments = await variables.environments(document);
    const sources = request === undefined ? {} : await variables.sources(document, file, request, { mayAsk: false });
    return variableValue(expression, {
      file,
      ...sources,
      environments,
      environment: variables.environment,
      environmentFirst: variables.environmentFirst,
      request,
    });
  }

  async #variableOrigins(document: vscode.TextDocument): Promise<ReadonlyMap<string, string>> {
    const environments = await this.#services.variables.environments(document);
    const file = this.#services.documents.parse(document);
    return new Map([
      ...[...environments.variables(this.#services.variables.environment)].map(([name, { origin }]) => [name, origin] as const),
      ...file.variables.map(({ name }) => [name, 'this file'] as const),
      ...file.requests.flatMap(({ name }) =>
        name === undefined || /[{}]/.test(name) ? [] : [[`${name}.response.body.$.`, 'its response'] as const],
      ),
    ]);
  }
}

/** The first label of the host that a request is signed for, and its service, if known. */
function signedFor(
  request: HttpFileRequest,
  file: HttpFile,
): { readonly endpoint: string | undefined; readonly service: string | undefined } {
  const address = staticAddress(request, staticVariables(file));
  return { endpoint: address?.host.split('.')[0], service: signedService(address, staticSigning(request, file).settings) };
}
