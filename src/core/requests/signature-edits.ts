import type { HttpFileRequest, Range } from '../http/http-file.ts';
import type { SignedRequest } from '../signing/signed-request.ts';

/** A change of a text: `range` is replaced by `text`. */
export interface SourceEdit {
  readonly range: Range;
  readonly text: string;
}

const signatureHeaders = new Set(['authorization', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256']);

/** The edits that write a signature into the text of its request: older signature headers go, the headers of this one stand after the others. */
export function signatureEdits(source: HttpFileRequest, signed: SignedRequest): SourceEdit[] {
  const lines = signed.headers
    .filter(([name]) => signatureHeaders.has(name.toLowerCase()))
    .map(([name, value]) => `\n${name}: ${value}`);
  const kept = source.headers.filter(({ name }) => !signatureHeaders.has(name.toLowerCase()));
  const removed = source.headers.filter(({ name }) => signatureHeaders.has(name.toLowerCase()));
  const after = (kept.at(-1) ?? { range: source.requestLineRange }).range.end;
  return [
    { range: { start: after, end: after }, text: lines.join('') },
    ...removed.map(({ range }) => ({ range: wholeLines(range), text: '' })),
  ];
}

function wholeLines({ start, end }: Range): Range {
  return { start: { line: start.line, character: 0 }, end: { line: end.line + 1, character: 0 } };
}
