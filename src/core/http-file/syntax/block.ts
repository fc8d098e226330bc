import type { HttpFileRequest, Problem, ProblemCode, Range, VariableDefinition } from '../http-file.ts';
import { findInvisible, withoutInvisible } from '../../text/invisible-characters.ts';
import type { NamedValue } from './named-value.ts';
import type { SourceLines } from './source-lines.ts';

/** The lines between two separators, while they are being read. */
export interface Block {
  readonly lines: SourceLines;
  /** The first line that has not been read. */
  at: number;
  /** The line after the block. */
  readonly end: number;
  readonly variables: VariableDefinition[];
  readonly directives: NamedValue[];
  readonly headers: NamedValue[];
  readonly problems: Problem[];
}

/** The parts of a request that its own lines give, without those that precede them. */
export type RequestHead = Pick<
  HttpFileRequest,
  'syntax' | 'method' | 'url' | 'urlLines' | 'httpVersion' | 'headers' | 'body' | 'requestLineRange'
>;

/** Adds a problem to those of the block. */
export function report(block: Block, severity: Problem['severity'], code: ProblemCode, range: Range, message: string): void {
  block.problems.push({ code, message, range, severity });
}

/**
 * Reports all invisible characters of a line at once.
 * @param text part of the block's line `line` that begins at column `start`
 * @returns whether there are any
 */
export function reportInvisible(block: Block, line: number, text: string, start: number): boolean {
  const found = findInvisible(text);
  if (found === undefined) return false;
  const { message, replacement } = found;
  const range = block.lines.range(line, start + found.start, start + found.end);
  block.problems.push({ code: 'invisible-character', message, range, severity: 'error', replacement });
  return true;
}

/** Whether the block's current line is blank except for invisible characters. */
export function looksBlank({ lines, at }: Block): boolean {
  const code = lines.firstCode(at);
  // Most lines begin with a letter.
  if (code > 32 && code < 127) return false;
  return lines.firstVisibleCode(at) > 126 && withoutInvisible(lines.line(at)).trim() === '';
}

/** Reports a separator, or the line of a body file, that is not recognised because of an invisible character before it. */
export function checkHiddenMark(block: Block): void {
  const { lines, at } = block;
  if (!(lines.firstCode(at) > 126)) return;
  const line = lines.line(at);
  const mark = /^(?:###|<(?:@[\w-]*)?\s+\S)/.exec(withoutInvisible(line).trimStart());
  if (mark !== null) reportInvisible(block, at, line.slice(0, line.indexOf(mark[0].charAt(0))), 0);
}

/** A trimmed line: the text and the column where it starts. */
export function trimLine(line: string): { text: string; start: number } {
  const fromStart = line.trimStart();
  return { text: fromStart.trimEnd(), start: line.length - fromStart.length };
}

/** The text between two quotes; the text as it is if they do not enclose all of it. */
export function unquote(text: string): { text: string; start: number } {
  const inner = /^"([^"]*)"$/.exec(text)?.[1];
  return inner === undefined ? { text, start: 0 } : { text: inner, start: 1 };
}
