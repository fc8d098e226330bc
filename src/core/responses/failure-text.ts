import type { UserError } from '../errors.ts';
import { maskWrittenUrl } from '../redaction/masked-url.ts';

/** A request to which no answer came. */
export interface RequestFailure {
  /** As it stands in the file, with its variables; undefined where the file could not be read as a request. */
  readonly written: { readonly method: string; readonly url: string } | undefined;
  /** Whether it was on its way; false for one that was stopped before. */
  readonly wasSent: boolean;
  /** What failed and why, and what to do next, as errors tell it: without secrets. */
  readonly reason: Pick<UserError, 'code' | 'message' | 'remedy' | 'place' | 'unsentRequest'> &
    Partial<Pick<UserError, 'subject'>>;
  /** When it failed, in the words of people. */
  readonly time: string;
}

/** What stands where the answer would: why there is none, what was asked, what to do next, and when this was. */
export function failureText({ written, wasSent, reason: { message, remedy, place }, time }: RequestFailure): string {
  const where = place?.line === undefined ? [] : [`${place.file === undefined ? '' : `${place.file}, `}line ${place.line}`];
  const asked = written && `${written.method} ${maskWrittenUrl(written.url)}`;
  const remarks = [...(asked === undefined ? [] : [asked]), remedy, ...where, time].map((remark) => `# ${remark}`);
  return [`${wasSent ? 'No response' : 'Not sent'}: ${message}`, ...remarks]
    .map((line) => `${line.replace(/[\r\n]+/g, ' ')}\n`)
    .join('');
}
