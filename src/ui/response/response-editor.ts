import * as vscode from 'vscode';
import { commandLink, responseScheme } from '../../platform/contributions.ts';
import type { CommandRegistrar } from '../command-registrar.ts';
import type { LastResponse } from './last-response.ts';

/** The document of the last answer alone, not its body's and not the request's. */
const selector: vscode.DocumentSelector = { scheme: responseScheme, language: 'aws-response' };

/** What the document of an answer offers: lenses over its first lines, folding, and the commands behind them. */
export function registerResponseEditor(response: LastResponse, commands: CommandRegistrar): vscode.Disposable {
  const over = (line: number, commands: vscode.Command[]): vscode.CodeLens[] =>
    commands.map((command) => new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command));
  const again = commandLink('awsAuth.request.sendAgain', 'Send Again');
  const ofAnswer = (): vscode.CodeLens[] => [
    ...over(0, [
      commandLink('awsAuth.response.open', 'Open Body'),
      commandLink('awsAuth.response.openAs', 'As…'),
      commandLink('awsAuth.response.saveBody', 'Save…'),
      commandLink('awsAuth.response.copyBody', 'Copy'),
      commandLink('awsAuth.response.showSent', 'What Was Sent'),
      again,
    ]),
    // Over the line that names the request.
    ...over(1, [
      ...(response.pictures.sent ? [commandLink('awsAuth.response.showInput', 'Show Input Picture')] : []),
      ...(response.pictures.boxes ? [commandLink('awsAuth.response.showBoxes', 'Show Boxes on It')] : []),
    ]),
  ];
  const lenses = (): vscode.CodeLens[] => {
    const steps = response.nextSteps?.map(({ title, command, argument }) => ({ title, command, arguments: [argument] }));
    return steps === undefined ? ofAnswer() : over(0, [again, ...steps]);
  };
  return vscode.Disposable.from(
    vscode.languages.registerCodeLensProvider(selector, {
      provideCodeLenses: ({ uri }) => (uri.path === '/AWS Response' ? lenses() : []),
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
