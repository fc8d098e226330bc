import type { HttpFileRequest } from '../http/http-file.ts';
import type { Fix } from '../signing/refusals/refusal.ts';
import { signatureRemovals } from './signature-edits.ts';
import type { SourceEdit } from './signature-edits.ts';

/** The edits that apply a fix to a request: a directive is changed where it stands, or written above the request line. */
export function fixEdits(request: HttpFileRequest, fix: Exclude<Fix, { kind: 'session' }>): SourceEdit[] {
  if (fix.kind === 'sign') return signatureRemovals(request);
  const written = request.directives.findLast(({ name }) => name === fix.name);
  if (written !== undefined) return [{ range: written.valueRange, text: fix.value }];
  const start = { line: request.requestLineRange.start.line, character: 0 };
  return [{ range: { start, end: start }, text: `# @${fix.name} ${fix.value}\n` }];
}
