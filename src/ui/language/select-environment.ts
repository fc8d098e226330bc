import * as vscode from 'vscode';
import { isRequestDocument } from '../documents/request-documents.ts';
import type { RequestVariables } from '../requests/request-variables.ts';
import { showNotification } from '../kit/messages.ts';

/** Lets a person choose the environment of the active file. @throws {UserError} if its environment files cannot be read */
export async function selectEnvironment(variables: RequestVariables): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const environments = document && isRequestDocument(document) ? await variables.environments(document) : undefined;
  if (environments?.failure !== undefined) throw environments.failure;
  if (environments === undefined || environments.names.length === 0) {
    await showNotification('information', [
      environments === undefined
        ? 'Open an .http file first: environments are those of its folder.'
        : 'No environments here. Write them into “http-client.env.json” beside the .http file: { "dev": { "host": "…" } }.',
    ]);
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
