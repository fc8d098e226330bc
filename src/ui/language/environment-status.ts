import * as vscode from 'vscode';
import { plainText } from '../../core/text/plain-text.ts';
import { environmentFilesGlob } from '../../core/variables/environments/environment-files.ts';
import type { CommandId } from '../../platform/contributions.ts';
import { onDidChangeRestClientEnvironments } from '../../platform/config-value.ts';
import { isRequestDocument } from '../documents/request-documents.ts';
import type { RequestServices } from '../requests/request-services.ts';
import type { RequestVariables } from '../requests/request-variables.ts';
import type { selectEnvironment } from './select-environment.ts';

/** Asks for an environment. */
export interface EnvironmentChoice {
  readonly selectEnvironment: typeof selectEnvironment;
}

const longestName = 40;

/** Names of production environments. */
const production = /\bpro?d(?:uction)?\b|\blive\b/i;

/** Shows the environment in the status bar for files that have any; a click chooses one. */
export class EnvironmentStatus implements vscode.Disposable {
  readonly #variables: RequestVariables;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: vscode.Disposable;

  /** @param choice loaded when a person first chooses one */
  constructor({ commands, variables }: RequestServices, choice: () => Promise<EnvironmentChoice>) {
    this.#variables = variables;
    this.#item = vscode.window.createStatusBarItem('awsAuth.environment', vscode.StatusBarAlignment.Left, 49);
    this.#item.name = 'HTTP Environment';
    this.#item.command = 'awsAuth.environment.select' satisfies CommandId;
    const update = (): void => void this.#update();
    const changed = (): void => variables.environmentsMayHaveChanged();
    const files = vscode.workspace.createFileSystemWatcher(environmentFilesGlob);
    this.#subscriptions = vscode.Disposable.from(
      this.#item,
      files,
      files.onDidChange(changed),
      files.onDidCreate(changed),
      files.onDidDelete(changed),
      commands.register('awsAuth.environment.select', async () => (await choice()).selectEnvironment(variables)),
      variables.onDidChange(update),
      onDidChangeRestClientEnvironments(changed),
      vscode.window.onDidChangeActiveTextEditor(update),
    );
    update();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #update(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !isRequestDocument(document)) {
      this.#item.hide();
      return;
    }
    const { names } = await this.#variables.environments(document);
    if (document !== vscode.window.activeTextEditor?.document) return;
    const chosen = this.#variables.environment;
    const known = chosen !== undefined && names.includes(chosen) ? chosen : undefined;
    this.#item.text = `$(server-environment) ${plainText(known ?? 'no environment', longestName)}`;
    this.#item.tooltip = 'Environment that gives the variables of .http files their values';
    this.#item.backgroundColor =
      known !== undefined && production.test(known) ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.accessibilityInformation = { label: `HTTP environment: ${known ?? 'none'}` };
    if (names.length > 0) this.#item.show();
    else this.#item.hide();
  }
}
