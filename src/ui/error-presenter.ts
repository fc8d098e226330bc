import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { isUserError } from '../core/errors.ts';
import type { Place, UserError } from '../core/errors.ts';

/** The one place where failures become words on the screen and lines in the log. */
export class ErrorPresenter {
  readonly #log: vscode.LogOutputChannel;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  /** Shows a failure of something that the user asked for. A cancelled one needs no words. */
  show(error: unknown): void {
    if (isUserError(error)) {
      this.#log.warn(`${error.code}: ${error.message} ${error.remedy}`);
      if (error.code !== 'cancelled') void this.#present(error);
      return;
    }
    this.#log.error(error instanceof Error ? error : String(error));
    void this.#offer('This failed in a way that was not foreseen. The log has the details.', {
      'Show Log': () => this.#log.show(),
    });
  }

  /** Writes down a failure that does not stop what the user asked for. */
  note(what: string, error: unknown): void {
    this.#log.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }

  async #present(error: UserError): Promise<void> {
    await this.#offer(`${error.message} ${error.remedy}`, actionsFor(error));
  }

  async #offer(message: string, actions: Readonly<Record<string, () => unknown>>): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(message, ...Object.keys(actions));
    if (chosen !== undefined) await actions[chosen]?.();
  }
}

/** Codes of what the check before a session finds. */
const checkedRule = /^(?:certificate-(?!damaged|missing)|profile-(?:region|same-|duration|[a-z-]+-arn))/;

function actionsFor(error: UserError): Record<string, () => unknown> {
  switch (error.code) {
    case 'workspace-untrusted':
      return { 'Manage Workspace Trust': () => vscode.commands.executeCommand('workbench.trust.manage') };
    case 'profile-missing':
      return { 'Add Profile…': () => vscode.commands.executeCommand('awsAuth.profile.add') };
    case 'role-not-assumable': {
      const target = error.place?.field === undefined ? undefined : { profileId: error.place.field };
      return { 'Show Trust Policy': () => vscode.commands.executeCommand('awsAuth.trustPolicy.show', target) };
    }
    case 'profile-invalid':
      return { 'Open Settings': () => vscode.commands.executeCommand('awsAuth.profiles.openSettings') };
    default:
      if (checkedRule.test(error.code)) {
        return { 'Check Profile…': () => vscode.commands.executeCommand('awsAuth.profile.check') };
      }
      return error.place?.line === undefined ? {} : showPlace(error.place, error.place.line);
  }
}

/** Errors name the file of a request as the user sees it, which only leads to an open document, and other files by their whole path. */
function showPlace(place: Place, line: number): Record<string, () => unknown> {
  const document = vscode.workspace.textDocuments.find(
    (candidate) => candidate.languageId === 'http' && vscode.workspace.asRelativePath(candidate.uri) === place.file,
  );
  const position = new vscode.Position(line - 1, (place.column ?? 1) - 1);
  const options = { selection: new vscode.Range(position, position) };
  if (document !== undefined) return { 'Go to Line': () => vscode.window.showTextDocument(document, options) };
  const { file = '' } = place;
  return isAbsolute(file) ? { 'Open File': () => vscode.window.showTextDocument(vscode.Uri.file(file), options) } : {};
}
