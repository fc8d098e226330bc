import type { DestinationQuestion } from '../../core/destinations/destination.ts';
import { destinationWords } from '../../core/destinations/destination-words.ts';
import { askInDialog } from '../kit/messages.ts';

/** Asks in a modal dialog, which stays until it is answered; false if the person declines or leaves. */
export async function askDestination(asked: DestinationQuestion): Promise<boolean> {
  const { question, detail } = destinationWords(asked);
  return (await askInDialog(question, detail, 'Allow')) === 'Allow';
}
