import * as vscode from 'vscode';
import { plainText } from '../../core/text/plain-text.ts';
import { environmentFilesGlob } from '../../core/variables/environments/environment-files.ts';
import type * as Language from '../../bundles/language.ts';
import type { CommandId } from '../../platform/contributions.ts';
import { onDidChangeRestClientEnvironments } from '../../platform/config-value.ts';
import type { CommandRegistrar } from '../kit/command-registrar.ts';
import { isRequestDocument } from '../documents/request-documents.ts';
import type { RequestVariables } from '../requests/request-variables.ts';

export interface EnvironmentStatusPorts {
  readonly commands: CommandRegistrar;
  readonly variables: RequestVariables;
  readonly room: () => Promise<Pick<typeof Language, 'selectEnvironment'>>;
}

const longestName = 40;

/** Names that stand for the systems that people depend on. */
const production = /\bpro?d(?:uction)?\b|\blive\b/i;

/** Shows the environment in the status bar next to files that have any, where it is chosen too. */
export class EnvironmentStatus implements vscode.Disposable {
  readonly #ports: EnvironmentStatusPorts;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: vscode.Disposable;

  constructor(ports: EnvironmentStatusPorts) {
    this.#ports = ports;
    this.#item = vscode.window.createStatusBarItem('awsAuth.environment', vscode.StatusBarAlignment.Left, 49);
    this.#item.name = 'HTTP Environment';
    this.#item.command = 'awsAuth.environment.select' satisfies CommandId;
    const update = (): void => void this.#update();
    const changed = (): void => ports.variables.environmentsMayHaveChanged();
    const files = vscode.workspace.createFileSystemWatcher(environmentFilesGlob);
    this.#subscriptions = vscode.Disposable.from(
      this.#item,
      files,
      files.onDidChange(changed),
      files.onDidCreate(changed),
      files.onDidDelete(changed),
      ports.commands.register('awsAuth.environment.select', async () => (await ports.room()).selectEnvironment(ports.variables)),
      ports.variables.onDidChange(update),
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
    const { names } = await this.#ports.variables.environments(document);
    if (document !== vscode.window.activeTextEditor?.document) return;
    const chosen = this.#ports.variables.environment;
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
