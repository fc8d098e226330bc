import * as vscode from 'vscode';
import { responseScheme } from '../../platform/contributions.ts';
import type { CommandRegistrar } from '../kit/command-registrar.ts';
import type { LastResponse } from './last-response.ts';

/** The document of the last response alone, not its body's and not the request's. */
const selector: vscode.DocumentSelector = { scheme: responseScheme, language: 'aws-response' };

/** What the document of a response offers: lenses over its first lines, folding, and the commands behind them. */
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
