import type { UserError } from '../errors.ts';
import { maskWrittenUrl } from '../redaction/masked-url.ts';

/** A request without a response. */
export interface RequestFailure {
  /** As written in the file, with its variables; undefined if the file could not be read as a request. */
  readonly written: { readonly method: string; readonly url: string } | undefined;
  /** Whether it was sent; false for one that was stopped before. */
  readonly wasSent: boolean;
  /** What failed and why, and what to do next, from the error: without secrets. */
  readonly reason: Pick<UserError, 'code' | 'message' | 'remedy' | 'place' | 'unsentRequest'> &
    Partial<Pick<UserError, 'subject'>>;
  /** When it failed, for people. */
  readonly time: string;
}

/** The text in place of a response: why there is none, what was asked, what to do next, and when this happened. */
export function failureText({ written, wasSent, reason: { message, remedy, place }, time }: RequestFailure): string {
  const where = place?.line === undefined ? [] : [`${place.file === undefined ? '' : `${place.file}, `}line ${place.line}`];
  const asked = written && `${written.method} ${maskWrittenUrl(written.url)}`;
  const remarks = [...(asked === undefined ? [] : [asked]), remedy, ...where, time].map((remark) => `# ${remark}`);
  return [`${wasSent ? 'No response' : 'Not sent'}: ${message}`, ...remarks]
    .map((line) => `${line.replace(/[\r\n]+/g, ' ')}\n`)
    .join('');
}
