/** The remaining time, and when its text will change. */
export interface RemainingTime {
  /** `2h 05m`, `59m`, `45s`, or `expired`; rounded down, so that it never promises too much. */
  readonly text: string;
  /** Milliseconds until the text changes; undefined when it never will. */
  readonly changesIn: number | undefined;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Describes a span of `milliseconds` for a countdown that is redrawn only when it would read differently. */
export function remainingTime(milliseconds: number): RemainingTime {
  if (milliseconds < second) return { text: 'expired', changesIn: milliseconds > 0 ? milliseconds : undefined };
  const unit = milliseconds < minute ? second : minute;
  // One more than the distance to the unit's boundary: at the boundary itself the text is still the same.
  return { text: spanText(milliseconds), changesIn: (milliseconds % unit) + 1 };
}

function spanText(milliseconds: number): string {
  if (milliseconds < minute) return `${Math.floor(milliseconds / second)}s`;
  const minutes = Math.floor(milliseconds / minute);
  if (milliseconds < hour) return `${minutes}m`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
}
