import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { isUserError } from '../../core/errors.ts';
import type { Place, UserError } from '../../core/errors.ts';
import type { ErrorRemedy, remediesOf } from '../../core/remedies/error-remedies.ts';
import type { RequestTarget } from '../../platform/contributions.ts';
import { showNotification } from './messages.ts';
import type { runRemedy } from './run-remedy.ts';

/** Finds remedies of failures, and runs them. */
export interface FailureRemedies {
  readonly remediesOf: typeof remediesOf;
  readonly runRemedy: typeof runRemedy;
}

/** The failed action, as far as it offers further steps. */
export interface FailedAction {
  /** Repeats the action. */
  readonly again?: () => unknown;
  /** Shows its request. */
  readonly goToRequest?: () => unknown;
  /** The request of the action. */
  readonly request?: RequestTarget;
}

/** Buttons and their actions, in order. */
type Actions = Readonly<Record<string, () => unknown>>;

/** The one place that shows failures on the screen and writes them to the log. */
export class ErrorPresenter {
  readonly #log: vscode.LogOutputChannel;
  readonly #remedies: () => Promise<FailureRemedies>;

  /** @param remedies loaded for the first failure */
  constructor(log: vscode.LogOutputChannel, remedies: () => Promise<FailureRemedies>) {
    this.#log = log;
    this.#remedies = remedies;
  }

  /** Shows a failure of something that the user asked for. A cancellation is not shown. */
  show(error: unknown, action: FailedAction = {}): void {
    if (isUserError(error)) {
      this.#log.warn(`${error.code}: ${error.message} ${error.remedy}`);
      if (error.code !== 'cancelled') void this.#present(error, action);
      return;
    }
    this.#log.error(error instanceof Error ? error : String(error));
    void this.#offer(['Something unexpected went wrong.', 'The log has the details.'], {});
  }

  /** Logs a failure that does not stop what the user asked for. */
  note(what: string, error: unknown): void {
    this.#log.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }

  async #present(error: UserError, action: FailedAction): Promise<void> {
    const remedies = await this.#remedies();
    const actions = actionsFor(error, remedies.remediesOf(error, action.request), action, remedies.runRemedy);
    await this.#offer([error.message, error.remedy], actions);
  }

  /** The editor cuts a notification without a button to one line, so there is always a button. */
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

/** Errors give the name of a request's file as the user sees it, which only leads to an open document, and the absolute path of other files. */
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
