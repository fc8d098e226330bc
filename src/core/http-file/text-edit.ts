import type { Range } from './http-file.ts';

/** A change of the file's text: `range` is replaced by `text`. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** Puts whole lines above a line (from 0). */
export function linesAbove(line: number, text: string): TextEdit[] {
  const start = { line, character: 0 };
  return [{ range: { start, end: start }, text }];
}

/** From the start of a range's first line to the start of the line after it. */
export function wholeLines({ start, end }: Range): Range {
  return { start: { line: start.line, character: 0 }, end: { line: end.line + 1, character: 0 } };
}
