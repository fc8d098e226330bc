import type { DestinationQuestion } from '../core/requests/destination.ts';
import { destinationWords } from '../core/requests/destination-words.ts';
import { askInDialog } from './messages.ts';

/** Asks in a dialog, which nothing covers and which stays until it is answered; false where the person declines or leaves. */
export async function askDestination(asked: DestinationQuestion): Promise<boolean> {
  const { question, detail } = destinationWords(asked);
  return (await askInDialog(question, detail, 'Allow')) === 'Allow';
}
