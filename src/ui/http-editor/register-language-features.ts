import * as vscode from 'vscode';
import type * as Language from '../../lazy/language.ts';
import type { LanguageFeatures, LanguageFeaturesPorts } from './language-features.ts';

/** Where the features are, loaded when the editor asks for the first one. */
export interface LanguageFeaturesRoom {
  readonly room: () => Promise<Pick<typeof Language, 'LanguageFeatures'>>;
}

/** Outline, folding, links, completion, hover, definition and rename in .http files, loaded when the editor asks for one of them. */
export function registerLanguageFeatures({ room, ...ports }: LanguageFeaturesPorts & LanguageFeaturesRoom): vscode.Disposable {
  let loaded: Promise<LanguageFeatures> | undefined;
  const features = (): Promise<LanguageFeatures> => (loaded ??= room().then((language) => new language.LanguageFeatures(ports)));
  const { languages } = vscode;
  const selector: vscode.DocumentSelector = { language: 'http' };
  return vscode.Disposable.from(
    languages.registerDocumentSymbolProvider(
      selector,
      { provideDocumentSymbols: async (document) => (await features()).provideDocumentSymbols(document) },
      { label: 'AWS Auth' },
    ),
    languages.registerFoldingRangeProvider(selector, {
      provideFoldingRanges: async (document) => (await features()).provideFoldingRanges(document),
    }),
    languages.registerDocumentLinkProvider(selector, {
      provideDocumentLinks: async (document) => (await features()).provideDocumentLinks(document),
    }),
    languages.registerCompletionItemProvider(
      selector,
      { provideCompletionItems: async (document, position) => (await features()).provideCompletionItems(document, position) },
      ...['@', ' ', '{', ':', ',', '=', '$'],
    ),
    languages.registerHoverProvider(selector, {
      provideHover: async (document, position) => (await features()).provideHover(document, position),
    }),
    languages.registerDefinitionProvider(selector, {
      provideDefinition: async (document, position) => (await features()).provideDefinition(document, position),
    }),
    languages.registerReferenceProvider(selector, {
      provideReferences: async (document, position) => (await features()).provideReferences(document, position),
    }),
    languages.registerRenameProvider(selector, {
      prepareRename: async (document, position) => (await features()).prepareRename(document, position),
      provideRenameEdits: async (document, position, name) => (await features()).provideRenameEdits(document, position, name),
    }),
  );
}
