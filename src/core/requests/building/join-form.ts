import type { TextBodyPart } from '../../http-file/http-file.ts';
import { FormFields } from '../../variables/encoding/form-fields.ts';
import { requireNoMisplacedKeys } from './require-no-misplaced-keys.ts';
import { encodeIllegal } from '../../variables/encoding/percent-encode.ts';
import type { RequestTexts } from './request-texts.ts';

/** Whether a line of a form begins a field instead of continuing the value above it. */
export function beginsField(line: string): boolean {
  return field.test(line);
}

/** The name of a field, which may hold variables, and its `=`: the continuation of a value rarely looks like this. */
const field = /^(?:[\p{L}\p{M}\p{N}_.%+*~[\]$@:()!-]|\{\{[^{}]*\}\})+[ \t]*=/u;

/**
 * A form whose fields may be on lines of their own, with or without `&` between them. Any other line continues the value above
 * it, line end included. Characters that a form cannot contain are encoded, and existing escapes stay. A variable within the
 * value of a field means its own value: all of it is encoded.
 * @throws UserError with the place
 */
export async function joinForm(parts: readonly TextBodyPart[], texts: RequestTexts): Promise<string> {
  const form: string[] = [];
  const fields = new FormFields('form');
  let lineEnds = '';
  let isAtJoint = true;
  for (const part of parts) {
    const lines: string[] = [];
    for (const [index, text] of part.text.split('\n').entries()) {
      const trimmed = text.trim();
      if (form.length > 0) lineEnds += '\n';
      if (trimmed === '') continue;
      isAtJoint ||= trimmed.startsWith('&');
      const goesOn = !isAtJoint && !beginsField(trimmed);
      const start = goesOn ? 0 : text.length - text.trimStart().length;
      const line = part.range.start.line + index;
      const written = text.slice(start).trimEnd();
      const range = { start: { line, character: start }, end: { line, character: start + written.length } };
      const joint = isAtJoint ? '' : goesOn ? lineEnds : '&';
      fields.read(joint);
      const resolved = await texts.resolve({ text: written, range, fields });
      lines.push(`${text.slice(0, start)}${resolved}`);
      const piece = encodeIllegal(`${joint}${resolved}`, Math.max(0, resolved.length + texts.budget.left));
      if (piece === undefined) throw texts.tooLong(range);
      texts.budget.spend(piece.length - resolved.length);
      form.push(piece);
      isAtJoint = resolved.endsWith('&');
      lineEnds = '';
    }
    requireNoMisplacedKeys(lines.join('\n'), part, texts);
  }
  return form.join('');
}
