const day = 86_400_000;

/** Whole days from `now` until a moment; negative if it is past. */
export function daysUntil(moment: Date, now: Date): number {
  return Math.floor((moment.getTime() - now.getTime()) / day);
}

/** `expires in 41 days`, `expires in 1 day`, `expires within a day`, `expired 3 days ago`, `expired within the last day`. */
export function expiryText(notAfter: Date, now: Date): string {
  const days = daysUntil(notAfter, now);
  if (notAfter < now) {
    const since = daysUntil(now, notAfter);
    return since === 0 ? 'expired within the last day' : `expired ${counted(since)} ago`;
  }
  return days === 0 ? 'expires within a day' : `expires in ${counted(days)}`;
}

function counted(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

/** `2026-05-01 12:00 UTC`. */
export function momentText(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
