import * as vscode from 'vscode';
import { inspectionScheme } from '../../../platform/contributions.ts';

/** Read-only Markdown documents, shown as their preview; each is forgotten when it is closed. */
export class InspectionDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(inspectionScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? 'This view is no longer up to date. Run the command again.';
  }

  /** Shows a text under a name; a later one of the same `source` takes its place. */
  async show(name: string, source: string, markdown: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: inspectionScheme, path: `/${name}`, query: source });
    this.#texts.set(uri.toString(), markdown);
    this.#changed.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
