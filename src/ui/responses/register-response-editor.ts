import * as vscode from 'vscode';
import { responseScheme } from '../../platform/contributions.ts';
import type { CommandRegistrar } from '../kit/command-registrar.ts';
import type { LastResponse } from './last-response.ts';

/** Selects the document of the last response only, not those of its body and the request. */
const selector: vscode.DocumentSelector = { scheme: responseScheme, language: 'aws-response' };

/** Registers the features of response documents: lenses over the first lines, folding, and commands. */
export function registerResponseEditor(response: LastResponse, commands: CommandRegistrar): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCodeLensProvider(selector, {
      provideCodeLenses: ({ uri }) => (uri.path === '/AWS Response' ? response.lenses() : []),
    }),
    vscode.languages.registerFoldingRangeProvider(selector, {
      provideFoldingRanges: ({ uri }) => (uri.path === '/AWS Response' ? [...response.folds] : []),
    }),
    commands.register('awsAuth.response.open', () => response.run('open')),
    commands.register('awsAuth.response.openAs', () => response.run('openAs')),
    commands.register('awsAuth.response.saveBody', () => response.run('save')),
    commands.register('awsAuth.response.copyBody', () => response.run('copy')),
    commands.register('awsAuth.response.showSent', () => response.run('showSent')),
    commands.register('awsAuth.response.showInput', () => response.run('showInput')),
    commands.register('awsAuth.response.showBoxes', () => response.run('showBoxes')),
  );
}
