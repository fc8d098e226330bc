import type { HttpFileRequest } from '../../http-file/http-file.ts';
import { parseHttpFile } from '../../http-file/parse.ts';
import { findReferences } from '../../http-file/references.ts';
import type { TextEdit } from '../../http-file/text-edit.ts';
import { escapeBraces } from './escape-braces.ts';

/** The longest command, in characters, that is parsed again with the fix applied. */
const longestCommand = 20_000;

/**
 * Escapes the braces around a name in the data of a curl command. A parsed command has no places within it, so the braces are
 * searched in its lines; no fix if they occur elsewhere too, or if the shell removes the escape.
 * @param lines of the file
 */
export function commandBraces(request: HttpFileRequest, lines: readonly string[], expression: string): TextEdit[] {
  const { syntax, url, headers, body, range } = request;
  const refersTo = (text: string): boolean => findReferences(text).some((each) => each.expression === expression);
  const data = body.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  if (syntax !== 'curl' || !data.some(refersTo) || refersTo(url) || headers.some(({ value }) => refersTo(value))) return [];
  const first = range.start.line;
  const written = lines.slice(first, range.end.line + 1);
  if (written.reduce((sum, { length }) => sum + length, 0) > longestCommand) return [];
  const edits: TextEdit[] = [];
  const changed = written.map((text, index) => {
    let result = '';
    let from = 0;
    for (const { expression: name, start, end } of findReferences(text)) {
      if (name !== expression) continue;
      const at = (character: number) => ({ line: first + index, character });
      edits.push(...escapeBraces({ start: at(start), end: at(end) }));
      result += `${text.slice(from, start)}\\{\\{${text.slice(start + 2, end - 2)}\\}\\}`;
      from = end;
    }
    return result + text.slice(from);
  });
  const [read] = parseHttpFile(changed.join('\n')).requests;
  const isKept = read?.body.every((part) => part.kind !== 'text' || !refersTo(part.text)) === true;
  return isKept ? edits : [];
}
