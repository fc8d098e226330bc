import * as vscode from 'vscode';
import type { CommandId } from '../../platform/contributions.ts';
import { isEnvironmentFile, isRequestDocument } from '../documents/request-documents.ts';
import type { Services } from '../kit/services.ts';
import { registerLanguageFeatures } from '../language/register-language-features.ts';
import type { RequestLens } from '../requests/request-lenses.ts';
import type { HttpFileBundles, HttpFilesFeature, registerHttpFiles } from './register-http-files.ts';

const commandIds = [
  'awsAuth.environment.select',
  'awsAuth.history.clear',
  'awsAuth.history.show',
  'awsAuth.keys.moveToProfile',
  'awsAuth.refusal.compare',
  'awsAuth.refusal.copyPolicy',
  'awsAuth.refusal.explainText',
  'awsAuth.refusal.fix',
  'awsAuth.request.cancel',
  'awsAuth.request.copyAs',
  'awsAuth.request.explain',
  'awsAuth.request.new',
  'awsAuth.request.presign',
  'awsAuth.request.send',
  'awsAuth.request.sendAgain',
  'awsAuth.request.sign',
  'awsAuth.response.copyBody',
  'awsAuth.response.explainRefusal',
  'awsAuth.response.open',
  'awsAuth.response.openAs',
  'awsAuth.response.saveBody',
  'awsAuth.response.showBoxes',
  'awsAuth.response.showInput',
  'awsAuth.response.showSent',
  'awsAuth.signature.compare',
  'awsAuth.trustPolicy.show',
] as const satisfies readonly CommandId[];

/** Registers all features of .http files. */
export interface HttpFiles {
  readonly registerHttpFiles: typeof registerHttpFiles;
}

/** Everything about .http files, loaded when the first one is in sight or a command asks for it: most windows hold none. */
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
  store.add(commands.defer(commandIds, loaded));
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
