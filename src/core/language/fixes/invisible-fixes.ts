import { fileDefinitions } from '../../variables/static-variables.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import type { HttpFile, HttpFileRequest, Range } from '../../http-file/http-file.ts';
import { findInvisible } from '../../text/invisible-characters.ts';
import { findReferences } from '../../http-file/references.ts';
import type { TextEdit } from '../../http-file/text-edit.ts';

/** Percent-encodes invisible characters in the path or query of a URL, for those who mean them. */
export function encodeInvisibleFix({ start, end }: Range, request: HttpFileRequest | undefined): Remedy[] {
  const line = request?.urlLines.find((each) => each.range.start.line === start.line);
  if (line === undefined || request === undefined) return [];
  const from = start.character - line.range.start.character;
  const before = line === request.urlLines[0] ? line.text.slice(0, from) : '/';
  const hidden = line.text.slice(from, from + end.character - start.character);
  const isAlone = findInvisible(hidden)?.replacement.trim() === '';
  if (from < 0 || !isAlone || !/[/?]/.test(before.replace(/^[a-z]+:\/\//i, ''))) return [];
  const text = encodeURIComponent(hidden);
  return [{ kind: 'edit', title: `Send It as ${text}`, edits: [{ range: { start, end }, text }] }];
}

/** Removes invisible characters from the file's variables that a line of a request refers to. */
export function invisibleValueFixes({ start }: Range, request: HttpFileRequest, file: HttpFile): Remedy[] {
  const { urlLines, headers, directives } = request;
  const written = [
    ...urlLines,
    ...headers.map(({ name, value, range }) => ({ text: `${name} ${value}`, range })),
    ...[...directives, ...file.directives].map(({ value, range }) => ({ text: value, range })),
  ];
  const values = fileDefinitions(file);
  const used = new Set<string>();
  const texts = written.filter(({ range }) => range.start.line === start.line).map(({ text }) => text);
  // A chain of variables may be longer than the stack allows.
  for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
    for (const { expression } of findReferences(text)) {
      if (used.has(expression)) continue;
      used.add(expression);
      texts.push(values.get(expression)?.value ?? '');
    }
  }
  const edits = file.variables.flatMap(({ name, value, valueRange }): TextEdit[] => {
    const found = used.has(name) ? findInvisible(value) : undefined;
    if (found === undefined) return [];
    const { line, character } = valueRange.start;
    const at = (offset: number) => ({ line, character: character + offset });
    return [{ range: { start: at(found.start), end: at(found.end) }, text: found.replacement }];
  });
  return edits.length === 0 ? [] : [{ kind: 'edit', title: 'Remove from the Variable', edits, preferred: true }];
}
