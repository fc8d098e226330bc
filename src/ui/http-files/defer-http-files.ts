import * as vscode from 'vscode';
import { isEnvironmentFile, isRequestDocument } from '../documents/request-documents.ts';
import type { Services } from '../kit/services.ts';
import { registerLanguageFeatures } from '../language/register-language-features.ts';
import type { RequestLens } from '../requests/request-lenses.ts';
import { deferredCommands } from './deferred-commands.ts';
import type { HttpFileBundles, HttpFilesFeature, registerHttpFiles } from './register-http-files.ts';

/** Registers all features of .http files. */
export interface HttpFiles {
  readonly registerHttpFiles: typeof registerHttpFiles;
}

/** Defers all features of .http files until the first file is visible or a command needs them: most windows have none. */
export function deferHttpFiles(
  services: Services,
  bundles: HttpFileBundles & { readonly httpFiles: () => Promise<HttpFiles> },
): void {
  const { store, commands, presenter, standings } = services;
  const lensesChanged = store.add(new vscode.EventEmitter<void>());
  let feature: HttpFilesFeature | undefined;
  let loading: Promise<HttpFilesFeature> | undefined;
  const load = async (): Promise<HttpFilesFeature> => {
    const loaded = await bundles.httpFiles();
    feature = loaded.registerHttpFiles(services, bundles);
    store.add(feature.lenses.onDidChangeCodeLenses(() => lensesChanged.fire()));
    return feature;
  };
  const loaded = (): Promise<HttpFilesFeature> => (loading ??= load());
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
      feature?.lenses.provideCodeLenses(document) ?? loaded().then((those) => those.lenses.provideCodeLenses(document)),
    resolveCodeLens: (lens) => feature?.lenses.resolveCodeLens(lens),
  };
  store.add(vscode.languages.registerCodeLensProvider({ language: 'http' }, lenses));
  store.add(vscode.workspace.onDidOpenTextDocument((document) => loadFor([document])));
  standings.addAudience(() => vscode.window.visibleTextEditors.some(({ document }) => isRequestDocument(document)));
  store.add(vscode.window.onDidChangeVisibleTextEditors(() => standings.visibilityChanged()));
  loadFor(vscode.workspace.textDocuments);
}
