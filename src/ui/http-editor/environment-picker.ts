import * as vscode from 'vscode';
import { environmentFilesGlob } from '../../core/variables/environment-files.ts';
import type { CommandId } from '../../platform/contributions.ts';
import { onDidChangeRestClientEnvironments } from '../../platform/config-value.ts';
import type { CommandRegistrar } from '../command-registrar.ts';
import { isRequestDocument } from './http-documents.ts';
import type { RequestVariables } from './request-variables.ts';

export interface EnvironmentPickerPorts {
  readonly commands: CommandRegistrar;
  readonly variables: RequestVariables;
}

/** Names that stand for the systems that people depend on. */
const production = /\bpro?d(?:uction)?\b|\blive\b/i;

/** Chooses the environment; the status bar shows it next to files that have any. */
export class EnvironmentPicker implements vscode.Disposable {
  readonly #ports: EnvironmentPickerPorts;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: vscode.Disposable;

  constructor(ports: EnvironmentPickerPorts) {
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
      ports.commands.register('awsAuth.environment.select', () => this.#select()),
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
    this.#item.text = `$(server-environment) ${known ?? 'no environment'}`;
    this.#item.tooltip = 'Environment that gives the variables of .http files their values';
    this.#item.backgroundColor =
      known !== undefined && production.test(known) ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.accessibilityInformation = { label: `HTTP environment: ${known ?? 'none'}` };
    if (names.length > 0) this.#item.show();
    else this.#item.hide();
  }

  async #select(): Promise<void> {
    const { variables } = this.#ports;
    const document = vscode.window.activeTextEditor?.document;
    const environments = document && isRequestDocument(document) ? await variables.environments(document) : undefined;
    if (environments?.failure !== undefined) throw environments.failure;
    if (environments === undefined || environments.names.length === 0) {
      await vscode.window.showInformationMessage(
        environments === undefined
          ? 'Open an .http file first: environments are those of its folder.'
          : 'No environments here. Write them into “http-client.env.json” beside the .http file: { "dev": { "host": "…" } }.',
      );
      return;
    }
    const chosen = variables.environment;
    const items = [
      ...environments.names.map((name) => {
        const count = environments.variables(name).size;
        return { label: name, name, description: `${count} ${count === 1 ? 'variable' : 'variables'}` };
      }),
      { label: 'No environment', name: undefined, description: 'only what is shared by all' },
    ];
    const picked = await vscode.window.showQuickPick(
      items.map((item) => ({ ...item, iconPath: new vscode.ThemeIcon(item.name === chosen ? 'check' : 'blank') })),
      { title: 'Select Environment', placeHolder: `Now: ${chosen ?? 'none'}` },
    );
    if (picked !== undefined) await variables.choose(picked.name);
  }
}
