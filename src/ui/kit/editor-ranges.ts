import * as vscode from 'vscode';
import type { Range } from '../../core/http-file/http-file.ts';

export function editorRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** One edit of one document, from changes whose places refer to its present text. */
export function editOf(
  uri: vscode.Uri,
  edits: readonly { readonly range: Range; readonly text: string }[],
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) edit.replace(uri, editorRange(range), text);
  return edit;
}
