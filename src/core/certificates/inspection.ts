import type { X509Certificate } from 'node:crypto';
import type { Container } from './read-container.ts';

/** The readable document of certificates as Markdown; of private keys only that they are there. */
export function inspectionMarkdown(subject: Container | readonly X509Certificate[], now: Date): string {
  return '';
}
