import * as vscode from 'vscode';
import type { ReceivedResponse } from '../../core/http/received-response.ts';
import { responseScheme } from '../../platform/contributions.ts';
import { responseColumn, type EditorGroup } from './response-column.ts';

/** The kinds of response document; the next response replaces them. */
export type ResponseDocument = 'AWS Response' | 'AWS Response Body' | 'AWS Response Body, Cut' | 'AWS Request as Sent';

/** The document for the body of a response; its name says if the response broke off. */
export function bodyTitle({ cut }: Pick<ReceivedResponse, 'cut'>): ResponseDocument {
  return cut === undefined ? 'AWS Response Body' : 'AWS Response Body, Cut';
}

/** Read-only documents beside the request: the last response, its body alone, and the request as sent. */
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
   * @param extension gives the document its language, with the dot; empty for a response or a request
   * @param request the URI of the request's document, which the text must not cover
   */
  async show(name: ResponseDocument, text: string, extension = '', request?: string): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.from({ scheme: responseScheme, path: `/${name}${extension}` });
    this.#texts.set(uri.path, text);
    const document = await this.#updatedDocument(uri, text);
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: responseColumn(editorGroups(request)) ?? vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: false,
    });
    // An earlier response left among the requests would attract the next one.
    const left = vscode.window.tabGroups.all.filter(
      (group) => group.viewColumn !== editor.viewColumn && showsText(group.activeTab, request),
    );
    await closeTabs(left.flatMap(({ tabs }) => tabs.filter(responsePath)));
    const top = new vscode.Position(0, 0);
    editor.selection = new vscode.Selection(top, top);
    editor.revealRange(new vscode.Range(top, top));
    return editor;
  }

  /** Replaces the text of a shown document, and keeps the person's position in it. */
  update(name: ResponseDocument, text: string): void {
    const uri = vscode.Uri.from({ scheme: responseScheme, path: `/${name}` });
    this.#texts.set(uri.path, text);
    this.#changed.fire(uri);
  }

  /** Whether any tab contains one of its documents, visible or not. */
  get isOpen(): boolean {
    return editorGroups().some(({ holdsResponses }) => holdsResponses);
  }

  /** Closes the bodies and the requests of a response, so that nobody takes them for those of the next one. */
  async closeDetails(): Promise<void> {
    const details = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter((tab) => ![undefined, '/AWS Response'].includes(responsePath(tab)));
    await closeTabs(details);
  }

  /** The document once it contains the text: an open one is updated some time after the change event. */
  async #updatedDocument(uri: vscode.Uri, text: string): Promise<vscode.TextDocument> {
    const { promise: updated, resolve } = Promise.withResolvers<undefined>();
    const subscription = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      // Another response may have arrived in between; the document then never contains this one.
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

/** @param request the URI of the request's document */
export function editorGroups(request?: string): EditorGroup<vscode.ViewColumn>[] {
  return vscode.window.tabGroups.all.map((group) => ({
    column: group.viewColumn,
    isActive: group.isActive,
    isEmpty: group.tabs.length === 0,
    holdsResponses: group.tabs.some(responsePath),
    showsRequest: showsText(group.activeTab, request),
  }));
}

/** The path of a response document; undefined for everything else. */
function responsePath({ input }: vscode.Tab): string | undefined {
  return input instanceof vscode.TabInputText && input.uri.scheme === responseScheme ? input.uri.path : undefined;
}

function showsText(tab: vscode.Tab | undefined, uri: string | undefined): boolean {
  return tab?.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri;
}

async function closeTabs(tabs: vscode.Tab[]): Promise<void> {
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}
