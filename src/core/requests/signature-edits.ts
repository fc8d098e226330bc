import type { HttpFileRequest, Range } from '../http/http-file.ts';
import type { SignedRequest } from '../signing/signed-request.ts';

/** A change of a text: `range` is replaced by `text`. */
export interface SourceEdit {
  readonly range: Range;
  readonly text: string;
}

const signatureHeaders = new Set([
  'authorization',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-region-set',
  'x-amz-security-token',
]);

/** The edits that write a signature into the text of its request: older signature headers go, the headers of this one stand after the others. */
export function signatureEdits(source: HttpFileRequest, signed: SignedRequest): SourceEdit[] {
  const lines = signed.headers
    .filter(([name]) => signatureHeaders.has(name.toLowerCase()))
    .map(([name, value]) => `\n${name}: ${value}`);
  const kept = source.headers.filter(({ name }) => !signatureHeaders.has(name.toLowerCase()));
  const after = (kept.at(-1) ?? { range: source.requestLineRange }).range.end;
  return [{ range: { start: after, end: after }, text: lines.join('') }, ...signatureRemovals(source)];
}

/** The edits that take a signature of an earlier time out of the text of a request, so that it is signed anew when it is sent. */
export function signatureRemovals(source: HttpFileRequest): SourceEdit[] {
  return source.headers
    .filter(({ name }) => signatureHeaders.has(name.toLowerCase()))
    .map(({ range }) => ({ range: wholeLines(range), text: '' }));
}

function wholeLines({ start, end }: Range): Range {
  return { start: { line: start.line, character: 0 }, end: { line: end.line + 1, character: 0 } };
}
