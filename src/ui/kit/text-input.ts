import * as vscode from 'vscode';
import { plainText } from '../../core/text/plain-text.ts';

export interface Question extends Pick<
  vscode.InputBoxOptions,
  'title' | 'prompt' | 'placeHolder' | 'value' | 'valueSelection' | 'password'
> {
  /** What is wrong with a text; undefined when it is right. */
  readonly problem?: (text: string) => string | undefined;
}

/** Asks for a line of text and waits for it, whatever else happens; undefined when the person leaves. */
export async function askText({ title = '', prompt = '', problem, ...rest }: Question): Promise<string | undefined> {
  return vscode.window.showInputBox({
    ...rest,
    title: plainText(title),
    prompt: plainText(prompt),
    ignoreFocusOut: true,
    ...(problem !== undefined && { validateInput: (text) => plainProblem(problem(text)) }),
  });
}

/** An input box of several steps; what it says below its line is set by {@link showProblem} alone. */
export function createTextInput(prompt: string): vscode.InputBox {
  const input = vscode.window.createInputBox();
  input.prompt = plainText(prompt);
  return input;
}

/** Says what is wrong with the text of an input box; nothing where it is right. */
export function showProblem(input: vscode.InputBox, problem: string | undefined): void {
  input.validationMessage = plainProblem(problem);
}

/** The editor renders links in what an input box says. */
function plainProblem(problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : plainText(problem);
}
