import type { Directive, HttpFileHeader, Range } from '../http-file.ts';
import { SourceRange } from './source-range.ts';

/** A header or a directive; its ranges are created on demand, for the reason given at SourceRange. */
export class NamedValue implements HttpFileHeader, Directive {
  readonly name: string;
  readonly value: string;
  readonly line: number;
  readonly start: number;
  readonly valueStart: number;
  readonly endLine: number;
  readonly end: number;

  constructor(name: string, value: string, line: number, start: number, valueStart: number, endLine: number, end: number) {
    this.name = name;
    this.value = value;
    this.line = line;
    this.start = start;
    this.valueStart = valueStart;
    this.endLine = endLine;
    this.end = end;
  }

  get range(): Range {
    return new SourceRange(this.line, this.start, this.endLine, this.end);
  }

  get valueRange(): Range {
    // A quote may follow the value; a value of several lines is not contiguous.
    const end = this.line === this.endLine ? this.valueStart + this.value.length : this.end;
    return new SourceRange(this.line, this.valueStart, this.endLine, end);
  }

  /** The header with one more line. */
  continuedBy(text: string, endLine: number, end: number): NamedValue {
    return new NamedValue(this.name, `${this.value} ${text}`, this.line, this.start, this.valueStart, endLine, end);
  }
}
