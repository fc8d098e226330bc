import type { HttpFile } from '../http-file/http-file.ts';

/** Lines that can be folded away: first and last, counted from 0. */
export interface FoldedLines {
  readonly first: number;
  readonly last: number;
}

/**
 * Each request from its separator to its last line with text, its headers, its body, and what is indented anywhere: an editor
 * that gets folds no longer computes those by indentation.
 * @param lines of the file, with or without line ends
 */
export function foldsOf(file: HttpFile, lines: readonly string[]): FoldedLines[] {
  const folds = new Map<number, number>();
  const add = (first: number, end: number): void => {
    let last = end;
    while (last > first && (lines[last] ?? '').trim() === '') last--;
    if (last > first && !folds.has(first)) folds.set(first, last);
  };
  for (const { range, requestLineRange, headers, body } of file.requests) {
    add(range.start.line, range.end.line);
    const [from, to] = [body[0], body.at(-1)];
    if (from === undefined || to === undefined) continue;
    if (headers.length > 0) add(requestLineRange.start.line, headers.at(-1)?.range.end.line ?? 0);
    add(from.range.start.line, to.range.end.line);
  }
  for (const { first, last } of indentationFolds(lines)) add(first, last);
  return [...folds].map(([first, last]) => ({ first, last })).sort((a, b) => a.first - b.first);
}

/** Folds by indentation, as editors fold unknown texts. */
function indentationFolds(lines: readonly string[]): FoldedLines[] {
  const folds: FoldedLines[] = [];
  // From the last line up: the lines below that have not yet been deeper than one above, each with the last line above it.
  const below = [{ indent: -1, line: lines.length }];
  for (let line = lines.length - 1; line >= 0; line--) {
    const indent = indentOf(lines[line] ?? '');
    if (indent === undefined) continue;
    let isDeeper = false;
    while ((below.at(-1)?.indent ?? -1) > indent) {
      below.pop();
      isDeeper = true;
    }
    const next = below.at(-1);
    if (isDeeper && next !== undefined) folds.push({ first: line, last: next.line - 1 });
    if (next?.indent === indent) next.line = line;
    else below.push({ indent, line });
  }
  return folds;
}

/** The indentation of a line in columns, a tab up to the next multiple of four; undefined for a line without text. */
function indentOf(line: string): number | undefined {
  let column = 0;
  for (const character of line) {
    if (character === ' ') column++;
    else if (character === '\t') column += 4 - (column % 4);
    else return character === '\r' || character === '\n' ? undefined : column;
  }
  return undefined;
}
