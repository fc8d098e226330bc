import type * as vscode from 'vscode';
import type { HttpFile } from '../../core/http/http-file.ts';
import { parseHttpFile } from '../../core/http/parse.ts';
import { responseScheme } from '../../platform/contributions.ts';

/** What the documents of the editor say as .http files; each version is parsed once. */
export class HttpDocuments {
  readonly #parsed = new WeakMap<vscode.TextDocument, { version: number; file: HttpFile }>();

  parse(document: vscode.TextDocument): HttpFile {
    const known = this.#parsed.get(document);
    if (known?.version === document.version) return known.file;
    const file = parseHttpFile(document.getText());
    this.#parsed.set(document, { version: document.version, file });
    return file;
  }
}

/** Whether requests of this document can be signed: answers are shown in documents of the same language. */
export function isRequestDocument(document: vscode.TextDocument): boolean {
  return document.languageId === 'http' && document.uri.scheme !== responseScheme;
}
