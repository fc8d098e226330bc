import * as vscode from 'vscode';
import { explanationScheme, responseScheme } from '../../platform/contributions.ts';

/** A page to show: its name on the tab, whose extension decides the language, and its text. */
export interface ExplanationPage {
  readonly name: string;
  readonly text: string;
}

/** Read-only documents about signatures, each with commands above its first line. They exist as long as they are open. */
export class ExplanationDocuments implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable {
  readonly #pages = new Map<string, { readonly text: string; readonly commands: () => readonly vscode.Command[] }>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #registration: vscode.Disposable;
  #number = 0;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor() {
    this.#registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(explanationScheme, this),
      vscode.languages.registerCodeLensProvider({ scheme: explanationScheme }, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#pages.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#pages.get(uri.toString())?.text ?? '';
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const commands = this.#pages.get(uri.toString())?.commands() ?? [];
    return commands.map((command) => new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command));
  }

  /**
   * Opens a page beside the editor, where responses are shown too.
   * @param commands called again after `refresh`
   */
  async show(page: ExplanationPage, commands: () => readonly vscode.Command[] = () => []): Promise<vscode.Uri> {
    const uri = this.#add(page, commands);
    await vscode.window.showTextDocument(uri, { viewColumn: columnBeside(), preview: true });
    return uri;
  }

  /** Opens the editor's own comparison of two pages. */
  async compare(left: ExplanationPage, right: ExplanationPage, title: string): Promise<void> {
    const options: vscode.TextDocumentShowOptions = { viewColumn: columnBeside(), preview: true };
    const none = (): readonly vscode.Command[] => [];
    await vscode.commands.executeCommand('vscode.diff', this.#add(left, none), this.#add(right, none), title, options);
  }

  /** Asks for the commands of the open pages again. */
  refresh(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #add({ name, text }: ExplanationPage, commands: () => readonly vscode.Command[]): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: explanationScheme, path: `/${name}`, query: String((this.#number += 1)) });
    this.#pages.set(uri.toString(), { text: text.toWellFormed(), commands });
    return uri;
  }
}

function columnBeside(): vscode.ViewColumn {
  const shown = vscode.window.visibleTextEditors.find(({ document }) =>
    [explanationScheme, responseScheme].includes(document.uri.scheme),
  );
  return shown?.viewColumn ?? vscode.ViewColumn.Beside;
}
