/** What the tree says about a profile's certificate without opening it again. Nothing of it is secret. */
export interface CertificateSummary {
  /** For example `CN=build-7`. */
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
}

const day = 86_400_000;
/** Days before its end from which a certificate is marked. */
const warningDays = 30;

/** `CN=build-7, 41 days left`, and whether the end is near enough to be marked. */
export function certificateText(summary: CertificateSummary, now: number): { readonly text: string; readonly ending: boolean } {
  const left = summary.notAfter - now;
  if (left <= 0) return { text: `${summary.subject}, expired`, ending: true };
  const days = Math.floor(left / day);
  const span = days === 0 ? 'less than a day' : `${days} day${days === 1 ? '' : 's'}`;
  return { text: `${summary.subject}, ${span} left`, ending: days < warningDays };
}
