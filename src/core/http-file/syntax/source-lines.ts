import type { Range } from '../http-file.ts';
import { SourceRange } from './source-range.ts';

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const HASH = 35;
const SLASH = 47;

/**
 * A text as an editor sees it: lines that end with LF, CRLF or CR, without a byte order mark. Most queries read single characters,
 * without cutting the line out of the text.
 */
export class SourceLines {
  readonly count: number;
  /** The lines that begin with `###`. */
  readonly separators: readonly number[];
  readonly #text: string;
  readonly #starts: Int32Array;
  readonly #onlyLineFeeds: boolean;

  constructor(text: string) {
    this.#text = text;
    const onlyLineFeeds = !text.includes('\r');
    this.#onlyLineFeeds = onlyLineFeeds;
    const lineEnd = /\r\n|[\n\r]/g;
    const separators: number[] = [];
    let starts = new Int32Array((text.length >> 4) + 16);
    let count = 0;
    let start = text.startsWith('\uFEFF') ? 1 : 0;
    lineEnd.lastIndex = start;
    do {
      if (count === starts.length) {
        const larger = new Int32Array(count * 2);
        larger.set(starts);
        starts = larger;
      }
      if (text.charCodeAt(start) === HASH && text.startsWith('###', start)) separators.push(count);
      starts[count++] = start;
      if (onlyLineFeeds) start = text.indexOf('\n', start) + 1;
      else start = lineEnd.test(text) ? lineEnd.lastIndex : 0;
    } while (start > 0);
    this.#starts = starts;
    this.separators = separators;
    this.count = count;
  }

  /** Where a line begins in the text. */
  startOf(line: number): number {
    return this.#starts[line] ?? 0;
  }

  #end(line: number): number {
    if (line + 1 >= this.count) return this.#text.length;
    const end = (this.#starts[line + 1] ?? 0) - 1;
    if (this.#onlyLineFeeds) return end;
    return this.#text.charCodeAt(end) === LF && this.#text.charCodeAt(end - 1) === CR ? end - 1 : end;
  }

  /** The line without its end. */
  line(line: number): string {
    return this.#text.slice(this.startOf(line), this.#end(line));
  }

  /** The line without white space at both ends. */
  trimmed(line: number): string {
    return this.#text.slice(this.startOf(line) + this.indent(line), this.#end(line)).trimEnd();
  }

  lengthOf(line: number): number {
    return this.#end(line) - this.startOf(line);
  }

  /** The number of white space characters that a line begins with. */
  indent(line: number): number {
    const start = this.startOf(line);
    const end = this.#end(line);
    let at = start;
    while (at < end && isBlankCode(this.#text.charCodeAt(at))) at++;
    return at - start;
  }

  /** The code of a line's first character, NaN if it has none. */
  firstCode(line: number): number {
    const start = this.startOf(line);
    return start < this.#end(line) ? this.#text.charCodeAt(start) : Number.NaN;
  }

  /** The code of a line's first character that is not white space, NaN if it has none. */
  firstVisibleCode(line: number): number {
    const at = this.indent(line);
    return at < this.lengthOf(line) ? this.#text.charCodeAt(this.startOf(line) + at) : Number.NaN;
  }

  isBlank(line: number): boolean {
    return this.indent(line) === this.lengthOf(line);
  }

  /** Comments are `#` and `//` in every dialect, indented or not. */
  isComment(line: number): boolean {
    const code = this.firstVisibleCode(line);
    return code === HASH || (code === SLASH && this.#text.startsWith('//', this.startOf(line) + this.indent(line)));
  }

  /** The lines from `first` up to, not including, `end`, separated by LF. */
  textOf(first: number, end: number): string {
    if (this.#onlyLineFeeds) return this.#text.slice(this.startOf(first), this.#end(end - 1));
    const lines: string[] = [];
    for (let line = first; line < end; line++) lines.push(this.line(line));
    return lines.join('\n');
  }

  /** Part of a line. */
  range(line: number, start: number, end: number): Range {
    return new SourceRange(line, start, line, end);
  }

  /** Whole lines from `first` up to, not including, `end`; the range stops at the end of the last one. */
  rangeOfLines(first: number, end: number): Range {
    return new SourceRange(first, 0, end - 1, this.lengthOf(end - 1));
  }
}

function isBlankCode(code: number): boolean {
  if (code === SPACE || code === TAB) return true;
  return (code > 9 && code < 14) || (code > 127 && /\s/.test(String.fromCharCode(code)));
}
