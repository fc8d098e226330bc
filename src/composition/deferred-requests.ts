import * as vscode from 'vscode';
import { isEnvironmentFile, isRequestDocument } from '../ui/documents/request-documents.ts';
import type { RequestLens } from '../ui/requests/request-lenses.ts';
import { registerLanguageFeatures } from '../ui/language/register-language-features.ts';
import { deferredCommands } from './deferred-commands.ts';
import type { Services } from './services.ts';
import type { RequestPorts, Requests } from './requests.ts';
import { rooms } from './bundles.ts';

/**
 * Everything about .http files, loaded when the first one is in sight or a command asks for it: most windows hold none.
 * Gives what paints again what tells of sessions.
 */
export function deferRequests(services: Services, ports: RequestPorts): { readonly repaint: () => void } {
  const { store, commands, presenter } = services;
  const lensesChanged = store.add(new vscode.EventEmitter<void>());
  let requests: Requests | undefined;
  let loading: Promise<Requests> | undefined;
  const load = async (): Promise<Requests> => {
    const { composeRequests } = await rooms.httpRequests();
    requests = composeRequests(services, ports);
    store.add(requests.lenses.onDidChangeCodeLenses(() => lensesChanged.fire()));
    return requests;
  };
  const loaded = (): Promise<Requests> => (loading ??= load());
  const loadFor = (documents: readonly vscode.TextDocument[]): void => {
    if (loading === undefined && documents.some((document) => isRequestDocument(document) || isEnvironmentFile(document))) {
      loaded().catch((error: unknown) => presenter.note('Could not load what .http files need', error));
    }
  };
  store.add(commands.defer(deferredCommands, loaded));
  store.add(registerLanguageFeatures(async () => (await loaded()).languageFeatures()));
  const lenses: vscode.CodeLensProvider<RequestLens> = {
    onDidChangeCodeLenses: lensesChanged.event,
    provideCodeLenses: (document) =>
      requests?.lenses.provideCodeLenses(document) ?? loaded().then((those) => those.lenses.provideCodeLenses(document)),
    resolveCodeLens: (lens) => requests?.lenses.resolveCodeLens(lens),
  };
  store.add(vscode.languages.registerCodeLensProvider({ language: 'http' }, lenses));
  store.add(vscode.workspace.onDidOpenTextDocument((document) => loadFor([document])));
  loadFor(vscode.workspace.textDocuments);
  return { repaint: () => requests?.repaint() };
}
