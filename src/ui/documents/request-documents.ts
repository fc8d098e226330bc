import { basename } from 'node:path';
import type * as vscode from 'vscode';
import { environmentFiles } from '../../core/variables/environments/environment-files.ts';
import { responseScheme } from '../../platform/contributions.ts';

/** Whether requests of this document can be signed: responses are shown in documents of the same language. */
export function isRequestDocument(document: vscode.TextDocument): boolean {
  return document.languageId === 'http' && document.uri.scheme !== responseScheme;
}

/** Whether a document is a JSON environment file. */
export function isEnvironmentFile({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && environmentFiles.some(({ name }) => name === basename(uri.fsPath));
}
