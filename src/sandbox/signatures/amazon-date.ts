/** A time as written in signatures: `YYYYMMDDTHHMMSSZ`. */
export function formatAmazonDate(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** Reads `YYYYMMDDTHHMMSSZ`; undefined for anything else, impossible dates included. */
export function parseAmazonDate(text: string): Date | undefined {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return undefined;
  const date = new Date(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  return Number.isNaN(date.getTime()) || formatAmazonDate(date) !== text ? undefined : date;
}
