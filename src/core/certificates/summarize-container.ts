import type { Container } from './read-container.ts';

/** What a file is, in one line: `PFX, RSA 2048, CN=build-7, 2 certificates, expires in 41 days`. Names no path and no secret. */
export function summarizeContainer(container: Container, now: Date = new Date()): string {
  return '';
}
