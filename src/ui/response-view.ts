import * as vscode from 'vscode';
import { responseScheme } from '../platform/contributions.ts';

const uri = vscode.Uri.from({ scheme: responseScheme, path: '/AWS Response.http' });

/** The read-only document beside the request that shows the last answer; the next answer takes its place. */
export class ResponseView implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  #text = '';
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(responseScheme, this);
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  async show(text: string): Promise<void> {
    this.#text = text.toWellFormed().replace(/\r\n?/g, '\n');
    const document = await this.#updatedDocument();
    if (document.languageId !== 'http') await vscode.languages.setTextDocumentLanguage(document, 'http');
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: false,
    });
    const top = new vscode.Position(0, 0);
    editor.selection = new vscode.Selection(top, top);
    editor.revealRange(new vscode.Range(top, top));
  }

  /** The document once it holds the text: an open one takes it over some time after it was told of the change. */
  async #updatedDocument(): Promise<vscode.TextDocument> {
    const { promise: updated, resolve } = Promise.withResolvers<undefined>();
    const subscription = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() === uri.toString() && document.getText() === this.#text) resolve(undefined);
    });
    try {
      this.#changed.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      if (document.getText() !== this.#text) await updated;
      return document;
    } finally {
      subscription.dispose();
    }
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
