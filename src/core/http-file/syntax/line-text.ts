import type { Range, SourceText } from '../http-file.ts';
import { SourceRange } from './source-range.ts';

/** Part of a line; its range is created on demand, for the reason given at SourceRange. */
export class LineText implements SourceText {
  readonly text: string;
  readonly line: number;
  readonly start: number;

  constructor(text: string, line: number, start: number) {
    this.text = text;
    this.line = line;
    this.start = start;
  }

  get range(): Range {
    return new SourceRange(this.line, this.start, this.line, this.start + this.text.length);
  }
}
