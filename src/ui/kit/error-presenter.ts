import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { isUserError } from '../../core/errors.ts';
import type { Place, UserError } from '../../core/errors.ts';
import type { ErrorRemedy, remediesOf } from '../../core/remedies/error-remedies.ts';
import type { RequestTarget } from '../../platform/contributions.ts';
import { showNotification } from './messages.ts';
import type { runRemedy } from './run-remedy.ts';

/** What can be done about failures, and does it. */
export interface FailureRemedies {
  readonly remediesOf: typeof remediesOf;
  readonly runRemedy: typeof runRemedy;
}

/** What failed, as far as something can be done with it. */
export interface FailedAction {
  /** Does it once more. */
  readonly again?: () => unknown;
  /** Shows the request that it was about. */
  readonly goToRequest?: () => unknown;
  /** That request. */
  readonly request?: RequestTarget;
}

/** Buttons and what they do, in their order. */
type Actions = Readonly<Record<string, () => unknown>>;

/** The one place where failures become words on the screen and lines in the log. */
export class ErrorPresenter {
  readonly #log: vscode.LogOutputChannel;
  readonly #remedies: () => Promise<FailureRemedies>;

  /** @param remedies loaded for the first failure */
  constructor(log: vscode.LogOutputChannel, remedies: () => Promise<FailureRemedies>) {
    this.#log = log;
    this.#remedies = remedies;
  }

  /** Shows a failure of something that the user asked for. A cancelled one needs no words. */
  show(error: unknown, action: FailedAction = {}): void {
    if (isUserError(error)) {
      this.#log.warn(`${error.code}: ${error.message} ${error.remedy}`);
      if (error.code !== 'cancelled') void this.#present(error, action);
      return;
    }
    this.#log.error(error instanceof Error ? error : String(error));
    void this.#offer(['Something unexpected went wrong.', 'The log has the details.'], {});
  }

  /** Writes down a failure that does not stop what the user asked for. */
  note(what: string, error: unknown): void {
    this.#log.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }

  async #present(error: UserError, action: FailedAction): Promise<void> {
    const remedies = await this.#remedies();
    const actions = actionsFor(error, remedies.remediesOf(error, action.request), action, remedies.runRemedy);
    await this.#offer([error.message, error.remedy], actions);
  }

  /** The editor cuts a notification without a button to one line, so that there always is one. */
  async #offer(sentences: readonly string[], actions: Actions): Promise<void> {
    const buttons = Object.keys(actions).length > 0 ? actions : { 'Show Log': () => this.#log.show() };
    const chosen = await showNotification('error', sentences, Object.keys(buttons));
    try {
      if (chosen !== undefined) await buttons[chosen]?.();
    } catch (error) {
      this.show(error);
    }
  }
}

function actionsFor(
  error: UserError,
  remedies: readonly ErrorRemedy[],
  { again, goToRequest }: FailedAction,
  run: (remedy: ErrorRemedy) => Promise<unknown>,
): Actions {
  const actions: Record<string, () => unknown> = {};
  for (const remedy of remedies) {
    actions[remedy.title] = async () => {
      const isDone = await run(remedy);
      if (remedy.kind === 'command' && remedy.thenAgain && isDone === true) await again?.();
    };
  }
  Object.assign(actions, error.place?.line === undefined ? {} : showPlace(error.place, error.place.line));
  if (error.retryable && again !== undefined) actions['Try Again'] = again;
  if (Object.keys(actions).length === 0 && goToRequest !== undefined) actions['Go to Request'] = goToRequest;
  return actions;
}

/** Errors name the file of a request as the user sees it, which only leads to an open document, and other files by their whole path. */
function showPlace(place: Place, line: number): Actions {
  const document = vscode.workspace.textDocuments.find(
    (candidate) => candidate.languageId === 'http' && vscode.workspace.asRelativePath(candidate.uri) === place.file,
  );
  const position = new vscode.Position(line - 1, (place.column ?? 1) - 1);
  const options = { selection: new vscode.Range(position, position) };
  if (document !== undefined) return { 'Go to Line': () => vscode.window.showTextDocument(document, options) };
  const { file = '' } = place;
  return isAbsolute(file) ? { 'Open File': () => vscode.window.showTextDocument(vscode.Uri.file(file), options) } : {};
}
