import * as vscode from 'vscode';
import { commandLink, responseScheme } from '../../platform/contributions.ts';
import type { CommandRegistrar } from '../command-registrar.ts';
import type { LastResponse } from './last-response.ts';

/** The document of the last answer alone, not its body's and not the request's. */
const selector: vscode.DocumentSelector = { scheme: responseScheme, language: 'aws-response' };

/** What the document of an answer offers: lenses over its status line, folding, and the commands behind them. */
export function registerResponseEditor(response: LastResponse, commands: CommandRegistrar): vscode.Disposable {
  const top = new vscode.Range(0, 0, 0, 0);
  const lenses = [
    commandLink('awsAuth.response.open', 'Open Body'),
    commandLink('awsAuth.response.saveBody', 'Save…'),
    commandLink('awsAuth.response.copyBody', 'Copy'),
    commandLink('awsAuth.response.showSent', 'What Was Sent'),
    commandLink('awsAuth.request.sendAgain', 'Send Again'),
  ].map((command) => new vscode.CodeLens(top, command));
  return vscode.Disposable.from(
    vscode.languages.registerCodeLensProvider(selector, {
      provideCodeLenses: ({ uri }) => (uri.path === '/AWS Response' ? lenses : []),
    }),
    vscode.languages.registerFoldingRangeProvider(selector, {
      provideFoldingRanges: ({ uri }) => (uri.path === '/AWS Response' ? [...response.folds] : []),
    }),
    commands.register('awsAuth.response.open', () => response.open()),
    commands.register('awsAuth.response.saveBody', () => response.save()),
    commands.register('awsAuth.response.copyBody', () => response.copy()),
    commands.register('awsAuth.response.showSent', () => response.showSent()),
  );
}
