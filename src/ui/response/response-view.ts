import * as vscode from 'vscode';
import { responseScheme } from '../../platform/contributions.ts';

/** What a document of answers is for; the next answer takes its place. */
export type ResponseDocument = 'AWS Response' | 'AWS Response Body' | 'AWS Request as Sent';

/** Read-only documents beside the request: the last answer, its body alone, and what was sent for it. */
export class ResponseView implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly #texts = new Map<string, string>();
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(responseScheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path) ?? '';
  }

  /**
   * Shows a text from its first line, without taking the focus.
   *
   * @param extension gives the document its language, with the dot; empty for an answer or a request
   */
  async show(name: ResponseDocument, text: string, extension = ''): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.from({ scheme: responseScheme, path: `/${name}${extension}` });
    this.#texts.set(uri.path, text);
    const document = await this.#updatedDocument(uri, text);
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: answerColumn() ?? vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: false,
    });
    const top = new vscode.Position(0, 0);
    editor.selection = new vscode.Selection(top, top);
    editor.revealRange(new vscode.Range(top, top));
    return editor;
  }

  /** Whether a tab holds this document, in sight or not. */
  isOpen(name: ResponseDocument): boolean {
    return vscode.window.tabGroups.all.some(({ tabs }) =>
      tabs.some(
        ({ input }) =>
          input instanceof vscode.TabInputText && input.uri.scheme === responseScheme && input.uri.path === `/${name}`,
      ),
    );
  }

  /** The document once it holds the text: an open one takes it over some time after it was told of the change. */
  async #updatedDocument(uri: vscode.Uri, text: string): Promise<vscode.TextDocument> {
    const { promise: updated, resolve } = Promise.withResolvers<undefined>();
    const subscription = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      // Another answer may have come in between; the document then never holds this one.
      const isOver = document.getText() === text || this.#texts.get(uri.path) !== text;
      if (document.uri.toString() === uri.toString() && isOver) resolve(undefined);
    });
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.getText() !== text) await updated;
    subscription.dispose();
    return document;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

/** Where answers are already, be they in sight or behind another tab. */
export function answerColumn(): vscode.ViewColumn | undefined {
  return vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === responseScheme),
  )?.viewColumn;
}
