import { mask } from './mask-by-name.ts';
import { secretPattern } from './secret-pattern.ts';

/**
 * A text without these secrets. Servers quote requests in their refusals, and AWS quotes the session token: as text, URL-encoded,
 * within XML and JSON, and as a list of hex bytes.
 */
export function maskKnown(text: string, secrets: readonly string[]): string {
  return text.replace(secretPattern(secrets), mask);
}
