import * as vscode from 'vscode';
import type { DestinationQuestion } from '../core/requests/destination.ts';
import { destinationWords } from '../core/requests/destination-words.ts';

const allow = 'Allow';

/** Asks in a modal, which nothing covers and which shows text as it is; false where the person declines or leaves. */
export async function askDestination(asked: DestinationQuestion): Promise<boolean> {
  const { question, detail } = destinationWords(asked);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, allow)) === allow;
}
