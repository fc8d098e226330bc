import * as vscode from 'vscode';
import { explanationScheme } from '../../platform/contributions.ts';

/** A page to show: its name on the tab, whose ending decides the language, and its text. */
export interface ExplanationPage {
  readonly name: string;
  readonly text: string;
}

/** Read-only documents about signatures, each with commands above its first line. They live as long as they are open. */
export class ExplanationDocuments implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable {
  readonly #pages = new Map<string, { readonly text: string; readonly commands: readonly vscode.Command[] }>();
  readonly #registration: vscode.Disposable;
  #number = 0;

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
    const commands = this.#pages.get(uri.toString())?.commands ?? [];
    return commands.map((command) => new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command));
  }

  /** Opens a page beside the editor, in place of the last one. */
  async show(page: ExplanationPage, commands: readonly vscode.Command[] = []): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.#add(page, commands));
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.scheme === explanationScheme);
    await vscode.window.showTextDocument(document, { viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Beside, preview: true });
  }

  /** Opens the editor's own comparison of two pages. */
  async compare(left: ExplanationPage, right: ExplanationPage, title: string): Promise<void> {
    await vscode.commands.executeCommand('vscode.diff', this.#add(left, []), this.#add(right, []), title, { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #add({ name, text }: ExplanationPage, commands: readonly vscode.Command[]): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: explanationScheme, path: `/${name}`, query: String((this.#number += 1)) });
    this.#pages.set(uri.toString(), { text: text.toWellFormed(), commands });
    return uri;
  }
}
