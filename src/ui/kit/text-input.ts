import * as vscode from 'vscode';
import { plainText } from '../../core/text/plain-text.ts';

export interface Question extends Pick<
  vscode.InputBoxOptions,
  'title' | 'prompt' | 'placeHolder' | 'value' | 'valueSelection' | 'password'
> {
  /** The problem of a text; undefined if there is none. */
  readonly problem?: (text: string) => string | undefined;
}

/** Asks for a line of text and stays open whatever else happens; undefined if the person leaves. */
export async function askText({ title = '', prompt = '', problem, ...rest }: Question): Promise<string | undefined> {
  return vscode.window.showInputBox({
    ...rest,
    title: plainText(title),
    prompt: plainText(prompt),
    ignoreFocusOut: true,
    ...(problem !== undefined && { validateInput: (text) => plainProblem(problem(text)) }),
  });
}

/** An input box of several steps; the message below its line is set only by {@link showProblem}. */
export function createTextInput(prompt: string): vscode.InputBox {
  const input = vscode.window.createInputBox();
  input.prompt = plainText(prompt);
  return input;
}

/** Shows the problem of an input box's text; nothing if it is correct. */
export function showProblem(input: vscode.InputBox, problem: string | undefined): void {
  input.validationMessage = plainProblem(problem);
}

/** The editor renders links in the message of an input box. */
function plainProblem(problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : plainText(problem);
}
