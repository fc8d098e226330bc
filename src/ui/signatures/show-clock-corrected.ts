import type { LearnedClock } from '../../core/http/server-clock.ts';
import { showNotification } from '../kit/messages.ts';

/** Says that a server refused the clock of this machine, and that it is corrected for that server. */
export function showClockCorrected({ offset }: LearnedClock): void {
  const minutes = Math.max(Math.round(Math.abs(offset) / 60_000), 1);
  const apart = `${minutes} minute${minutes === 1 ? '' : 's'} ${offset > 0 ? 'slow' : 'fast'}`;
  void showNotification('information', [
    `Clock ${apart}: signed again with the server's time.`,
    'The same holds for all requests to this host until this window closes; correct the clock of this machine.',
  ]);
}
