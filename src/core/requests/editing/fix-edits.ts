import { UserError } from '../../errors.ts';
import { directiveLine, findDirective } from '../../http-file/directives.ts';
import type { HttpFileRequest } from '../../http-file/http-file.ts';
import type { DirectiveLine, RequestRemedy } from '../../remedies/remedy.ts';
import { signatureRemovals } from './signature-edits.ts';
import type { TextEdit } from '../../http-file/text-edit.ts';

/**
 * The edits that apply a remedy to a request: existing directives and headers are changed, others are written above and below the
 * request line.
 * @throws {UserError} `header-in-curl`
 */
export function fixEdits(request: HttpFileRequest, remedy: RequestRemedy): TextEdit[] {
  switch (remedy.kind) {
    case 'remove-signature':
      return signatureRemovals(request);
    case 'header':
      return [headerEdit(request, remedy)];
    case 'directives':
      return directiveEdits(request, remedy.directives);
  }
}

function directiveEdits(request: HttpFileRequest, lines: readonly DirectiveLine[]): TextEdit[] {
  const writtenOf = ({ name }: DirectiveLine) => findDirective(request.directives, name);
  const changed = lines.flatMap((line): TextEdit[] => {
    const written = writtenOf(line);
    return written === undefined ? [] : [{ range: written.valueRange, text: line.value }];
  });
  const added = lines.filter((line) => writtenOf(line) === undefined).map(({ name, value }) => directiveLine(name, value));
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
