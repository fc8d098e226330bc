import type { HttpFileRequest, Problem, ProblemCode, Range, VariableDefinition } from '../http-file.ts';
import type { NamedValue } from './named-value.ts';
import type { SourceLines } from './source-lines.ts';

/** What is read between two separators, while it is being read. */
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

/** Everything of a request that its own lines say, without what stands before them. */
export type RequestHead = Pick<
  HttpFileRequest,
  'syntax' | 'method' | 'url' | 'urlLines' | 'httpVersion' | 'headers' | 'body' | 'requestLineRange'
>;

/** Adds a problem to those of the block. */
export function report(block: Block, severity: Problem['severity'], code: ProblemCode, range: Range, message: string): void {
  block.problems.push({ code, message, range, severity });
}

/** A line cut at its ends: the text and the column where it starts. */
export function trimLine(line: string): { text: string; start: number } {
  const fromStart = line.trimStart();
  return { text: fromStart.trimEnd(), start: line.length - fromStart.length };
}

/** What stands between two quotes; the text as it is where they do not enclose all of it. */
export function unquote(text: string): { text: string; start: number } {
  const inner = /^"([^"]*)"$/.exec(text)?.[1];
  return inner === undefined ? { text, start: 0 } : { text: inner, start: 1 };
}
