import type { TextBodyPart } from '../http-file.ts';
import { requireNoMisplacedKeys } from './misplaced-keys.ts';
import type { RequestTexts } from './request-failure.ts';

/** The name of a field, which may hold variables, and its `=`: what a value goes on with on a further line seldom looks so. */
const field = /^(?:[\w.%+*~[\]-]|\{\{[^{}]*\}\})+=/;

/**
 * A form of fields that may stand one on a line, with or without `&` between them. Any other line goes on with the value above it, line end
 * and all. What a form cannot hold as it is gets encoded; what is encoded already stays, and so do blanks of variables' values.
 * @throws UserError with the place
 */
export async function joinForm(parts: readonly TextBodyPart[], texts: RequestTexts): Promise<string> {
  let form = '';
  let lineEnds = '';
  for (const part of parts) {
    for (const [index, text] of part.text.split('\n').entries()) {
      const trimmed = text.trim();
      if (form !== '') lineEnds += '\n';
      if (trimmed === '') continue;
      const isAfterJoint = form === '' || form.endsWith('&') || trimmed.startsWith('&');
      const goesOn = !isAfterJoint && !field.test(trimmed);
      const start = goesOn ? 0 : text.length - text.trimStart().length;
      const line = part.range.start.line + index;
      const written = text.slice(start).trimEnd();
      const range = { start: { line, character: start }, end: { line, character: start + written.length } };
      const resolved = await texts.resolve({ text: written, range });
      requireNoMisplacedKeys(resolved, { text: written, range }, texts);
      form += (isAfterJoint ? '' : goesOn ? lineEnds : '&') + resolved;
      lineEnds = '';
    }
  }
  return form.toWellFormed().replace(/%(?![0-9a-f]{2})|[^\x21-\x7e]|["<>\\^`{|}]/giu, (each) => encodeURIComponent(each));
}
