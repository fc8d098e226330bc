import { UserError } from '../../errors.ts';
import { directiveLine, findDirective } from '../../http-file/directives.ts';
import type { HttpFileRequest } from '../../http-file/http-file.ts';
import type { DirectiveFix, Fix } from '../../refusals/refusal.ts';
import { signatureRemovals } from './signature-edits.ts';
import type { TextEdit } from '../../http-file/text-edit.ts';

/**
 * The edits that apply a fix to a request: directives and headers are changed where they stand, or written above and below the request line; none
 * where the fix is not one of its text.
 * @throws {UserError} `header-in-curl`
 */
export function fixEdits(request: HttpFileRequest, fix: Exclude<Fix, { kind: 'session' }>): TextEdit[] {
  switch (fix.kind) {
    case 'keys':
      return [];
    case 'sign':
      return signatureRemovals(request);
    case 'header':
      return [headerEdit(request, fix)];
    case 'directive':
      return directiveEdits(request, [fix, ...(fix.also ?? [])]);
  }
}

function directiveEdits(request: HttpFileRequest, fixes: readonly DirectiveFix[]): TextEdit[] {
  const writtenOf = ({ name }: DirectiveFix) => findDirective(request.directives, name);
  const changed = fixes.flatMap((fix): TextEdit[] => {
    const written = writtenOf(fix);
    return written === undefined ? [] : [{ range: written.valueRange, text: fix.value }];
  });
  const added = fixes.filter((fix) => writtenOf(fix) === undefined).map(({ name, value }) => directiveLine(name, value));
  const start = { line: request.requestLineRange.start.line, character: 0 };
  return [...changed, ...(added.length === 0 ? [] : [{ range: { start, end: start }, text: added.join('') }])];
}

function headerEdit(request: HttpFileRequest, { name, value }: { readonly name: string; readonly value: string }): TextEdit {
  if (request.syntax === 'curl') {
    throw new UserError({
      code: 'header-in-curl',
      message: `The header ${name} cannot be written into a curl command.`,
      remedy: `Add it by hand: -H '${name}: ${value}'.`,
    });
  }
  const written = request.headers.findLast((header) => header.name.toLowerCase() === name.toLowerCase());
  if (written !== undefined) return { range: written.valueRange, text: value };
  const { end } = request.headers.at(-1)?.range ?? request.requestLineRange;
  return { range: { start: end, end }, text: `\n${name}: ${value}` };
}
