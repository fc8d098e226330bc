import * as vscode from 'vscode';
import type { LanguageFeatures } from './language-features.ts';

/**
 * Registers outline, folding, links, completion, hover, definition and rename in .http files.
 * @param features loaded when the editor asks for one of them
 */
export function registerLanguageFeatures(features: () => Promise<LanguageFeatures>): vscode.Disposable {
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
