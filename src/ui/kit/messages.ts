import * as vscode from 'vscode';
import { plainLines, plainText } from '../../core/text/plain-text.ts';

type Kind = 'error' | 'information';

/** Keeps a failure's own text visible even if a server's message is long. */
const longestSentence = 480;
const longestButton = 60;

/**
 * Shows a notification with any text: nothing in it becomes a link. Gives the pressed button.
 * @param sentences shown one after the other, each cut off for itself
 */
export async function showNotification(
  kind: Kind,
  sentences: readonly string[],
  buttons: readonly string[] = [],
): Promise<string | undefined> {
  const text = sentences.map((sentence) => plainText(sentence, longestSentence)).join(' ');
  const titles = buttons.map((button) => plainText(button, longestButton));
  const show = kind === 'error' ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
  const pressed = await show(text, ...titles);
  return pressed === undefined ? undefined : buttons[titles.indexOf(pressed)];
}

/** Says in a dialog why something cannot continue; resolves when it is closed. */
export async function showModalError({ message, remedy }: { readonly message: string; readonly remedy: string }): Promise<void> {
  await vscode.window.showErrorMessage(`${plainLines(message)} ${plainLines(remedy)}`, { modal: true });
}

/** Asks in a dialog, which has its own Cancel button. Gives the pressed button. */
export async function askInDialog<Button extends string>(
  question: string,
  detail: string,
  ...buttons: readonly Button[]
): Promise<Button | undefined> {
  return vscode.window.showWarningMessage(plainLines(question), { modal: true, detail: plainLines(detail) }, ...buttons);
}
