import * as vscode from 'vscode';
import type { ErrorRemedy } from '../../core/remedies/error-remedies.ts';
import { plainText } from '../../core/text/plain-text.ts';
import { commandLink } from '../../platform/contributions.ts';
import { commandOf } from '../kit/run-remedy.ts';
import type { ShownResponse } from './shown-response.ts';

const sendAgain = commandLink('awsAuth.request.sendAgain', 'Send Again');

/** The actions on a response, above its first lines: half a narrow window has space for four words in a row. */
export function responseLenses({ body, input, hasBoxes }: ShownResponse): vscode.CodeLens[] {
  return [
    ...over(0, [
      ...(body === 'none'
        ? []
        : [
            commandLink('awsAuth.response.open', 'Open Body'),
            commandLink('awsAuth.response.openAs', 'As…'),
            commandLink('awsAuth.response.saveBody', 'Save…'),
          ]),
      ...(body === 'text' ? [commandLink('awsAuth.response.copyBody', 'Copy')] : []),
    ]),
    // Over the line that names the request.
    ...over(1, [
      ...(input?.sent[0] === undefined ? [] : [commandLink('awsAuth.response.showInput', 'Show Input Picture')]),
      ...(hasBoxes ? [commandLink('awsAuth.response.showBoxes', 'Show Boxes on It')] : []),
    ]),
    // Over the line that names the signer; the line before is for the actions on a refusal.
    ...over(3, [commandLink('awsAuth.response.showSent', 'What Was Sent'), sendAgain]),
  ];
}

/** The actions while the events of a stream arrive. */
export function arrivingLenses(): vscode.CodeLens[] {
  return over(0, [commandLink('awsAuth.request.cancel', 'Cancel')]);
}

/** The actions on a failure, as in its notification. */
export function failureLenses(remedies: readonly ErrorRemedy[]): vscode.CodeLens[] {
  return over(0, [sendAgain, ...remedies.map(remedyLink)]);
}

function remedyLink(remedy: ErrorRemedy): vscode.Command {
  const command = commandOf(remedy);
  const title = plainText(remedy.title);
  if (remedy.kind !== 'command' || remedy.thenAgain === undefined) return { ...command, title };
  // The editor's own command that runs one after the other.
  return { title, command: 'runCommands', arguments: [{ commands: [command.command, sendAgain.command] }] };
}

function over(line: number, commands: vscode.Command[]): vscode.CodeLens[] {
  return commands.map((command) => new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command));
}
