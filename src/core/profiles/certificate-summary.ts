/** What the tree shows of a profile's certificate without opening it again. Contains no secret. */
export interface CertificateSummary {
  /** For example `CN=build-7`. */
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
}

/** What was known of a certificate and what is known now; undefined if it has to be read. */
export interface CertificateChange {
  readonly before: CertificateSummary | undefined;
  readonly after: CertificateSummary | undefined;
}

const day = 86_400_000;
/** How many days before its expiry a certificate is marked. */
const warningDays = 30;

/** `CN=build-7, 41 days left`, and whether the expiry is near enough to be marked. */
export function certificateText(summary: CertificateSummary, now: number): { readonly text: string; readonly ending: boolean } {
  const left = summary.notAfter - now;
  if (left <= 0) return { text: `${summary.subject}, expired`, ending: true };
  const days = Math.floor(left / day);
  const span = days === 0 ? 'less than a day' : `${days} day${days === 1 ? '' : 's'}`;
  return { text: `${summary.subject}, ${span} left`, ending: days < warningDays };
}

/**
 * Whether visible rows change: if the certificate has to be read again, or if the marked expiry differs. The row that asked for
 * the facts has them, and refreshing the tree loses a click that is under way.
 */
export function isSeenInTree({ before, after }: CertificateChange, now: number): boolean {
  const marked = (summary: CertificateSummary | undefined): string => {
    const told = summary && certificateText(summary, now);
    return told?.ending === true ? told.text : '';
  };
  return after === undefined || marked(before) !== marked(after);
}
