import type * as vscode from 'vscode';
import type { HttpFile, HttpFileRequest } from '../../core/http-file/http-file.ts';
import { parseHttpFile, reparse } from '../../core/http-file/parse.ts';
import type { ParsedHttpFile } from '../../core/http-file/parsed-http-file.ts';
import { findRequestAt } from '../../core/requests/editing/request-at.ts';

/** Parses the editor's documents as .http files; each version once, and only the changed parts. */
export class HttpDocuments {
  readonly #parsed = new WeakMap<vscode.TextDocument, { version: number; file: ParsedHttpFile }>();

  parse(document: vscode.TextDocument): HttpFile {
    const known = this.#parsed.get(document);
    if (known?.version === document.version) return known.file;
    const text = document.getText();
    const file = known === undefined ? parseHttpFile(text) : reparse(known.file, text);
    this.#parsed.set(document, { version: document.version, file });
    return file;
  }

  /** The request of the block with this line (from 0). */
  requestAt(document: vscode.TextDocument, line: number): HttpFileRequest | undefined {
    return findRequestAt(this.parse(document), line);
  }
}
