import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { HttpFileRequest } from '../../core/http-file/http-file.ts';
import type { CommandRemedy, DocumentRemedy, EditorRemedy, Remedy, RequestRemedy } from '../../core/remedies/remedy.ts';
import { fixEdits } from '../../core/requests/editing/fix-edits.ts';
import { editOf } from './editor-ranges.ts';

/** The document that a remedy changes. */
export interface RemedyPlace {
  readonly uri: vscode.Uri;
  /** The base of the document's relative paths. */
  readonly directory?: string | undefined;
  /** The request as it is in the document now. */
  readonly request?: HttpFileRequest;
}

/**
 * Runs a remedy, and gives the result of its command: for the product's commands, whether they did their work.
 * @throws {UserError} `header-in-curl`
 */
export async function runRemedy(remedy: Remedy, place?: RemedyPlace): Promise<unknown> {
  if (!isTextRemedy(remedy)) {
    const { command, arguments: values = [] } = commandOf(remedy);
    return vscode.commands.executeCommand(command, ...(values as unknown[]));
  }
  return place !== undefined && vscode.workspace.applyEdit(changesOf(remedy, place));
}

export function isTextRemedy(remedy: Remedy): remedy is DocumentRemedy | RequestRemedy {
  return ['edit', 'create-file', 'directives', 'header', 'remove-signature'].includes(remedy.kind);
}

/** The command of a remedy. */
export function commandOf(remedy: CommandRemedy | EditorRemedy): vscode.Command {
  const { title } = remedy;
  switch (remedy.kind) {
    case 'command':
      return { title, command: remedy.command, arguments: [remedy.target] };
    case 'setting':
      return { title, command: 'workbench.action.openSettings', arguments: [remedy.name] };
    case 'workspace-trust':
      return { title, command: 'workbench.trust.manage' };
    case 'open-file': {
      const at = new vscode.Position(remedy.line - 1, remedy.column - 1);
      const options: vscode.TextDocumentShowOptions = { selection: new vscode.Range(at, at) };
      return { title, command: 'vscode.open', arguments: [vscode.Uri.file(remedy.path), options] };
    }
  }
}

/** The text edits of a remedy. @throws {UserError} `header-in-curl` */
export function changesOf(
  remedy: DocumentRemedy | RequestRemedy,
  { uri, directory, request }: RemedyPlace,
): vscode.WorkspaceEdit {
  if (remedy.kind === 'edit') return editOf(uri, remedy.edits);
  if (remedy.kind !== 'create-file') return editOf(uri, request === undefined ? [] : fixEdits(request, remedy));
  const edit = new vscode.WorkspaceEdit();
  if (directory !== undefined) edit.createFile(vscode.Uri.file(resolve(directory, remedy.path)), { ignoreIfExists: true });
  return edit;
}
