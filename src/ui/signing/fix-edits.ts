import type { HttpFileRequest } from '../../core/http/http-file.ts';
import type { SourceEdit } from '../../core/requests/signature-edits.ts';
import type { Fix } from '../../core/signing/refusals/refusal.ts';

/** The edits that apply a fix to a request: a directive is changed where it stands, or written above the request line. */
export function fixEdits(
  request: HttpFileRequest,
  fix: Exclude<Fix, { kind: 'session' }>,
  signatureRemovals: (request: HttpFileRequest) => SourceEdit[],
): SourceEdit[] {
  if (fix.kind === 'sign') return signatureRemovals(request);
  const written = request.directives.findLast(({ name }) => name === fix.name);
  if (written !== undefined) return [{ range: written.valueRange, text: fix.value }];
  const start = { line: request.requestLineRange.start.line, character: 0 };
  return [{ range: { start, end: start }, text: `# @${fix.name} ${fix.value}\n` }];
}
