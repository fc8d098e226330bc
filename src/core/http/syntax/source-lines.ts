import type { Range } from '../http-file.ts';
import { SourceRange } from './source-range.ts';

const LF = 10;
const CR = 13;

/** A text as an editor sees it: lines that end with LF, CRLF or CR, without a byte order mark. */
export class SourceLines {
  readonly count: number;
  readonly #text: string;
  readonly #starts: Int32Array;
  readonly #onlyLineFeeds: boolean;

  constructor(text: string) {
    this.#text = text;
    this.#onlyLineFeeds = !text.includes('\r');
    const first = text.startsWith('\uFEFF') ? 1 : 0;
    const lineEnd = /\r\n|[\n\r]/g;
    let starts = new Int32Array((text.length >> 4) + 16);
    starts[0] = first;
    let count = 1;
    for (let next = first; ;) {
      if (this.#onlyLineFeeds) next = text.indexOf('\n', next) + 1;
      else next = lineEnd.test(text) ? lineEnd.lastIndex : 0;
      if (next === 0) break;
      if (count === starts.length) {
        const larger = new Int32Array(count * 2);
        larger.set(starts);
        starts = larger;
      }
      starts[count++] = next;
    }
    this.#starts = starts;
    this.count = count;
  }

  #start(line: number): number {
    return line < this.count ? (this.#starts[line] ?? 0) : this.#text.length;
  }

  #end(line: number): number {
    if (line + 1 >= this.count) return this.#text.length;
    const end = (this.#starts[line + 1] ?? 0) - 1;
    if (this.#onlyLineFeeds) return end;
    return this.#text.charCodeAt(end) === LF && this.#text.charCodeAt(end - 1) === CR ? end - 1 : end;
  }

  /** The line without its end. */
  line(line: number): string {
    return this.#text.slice(this.#start(line), this.#end(line));
  }

  lengthOf(line: number): number {
    return this.#end(line) - this.#start(line);
  }

  /** Whether a line begins with `###`. */
  isSeparator(line: number): boolean {
    const start = this.#start(line);
    return this.#text.charCodeAt(start) === 35 && this.#text.startsWith('###', start);
  }

  isBlank(line: number): boolean {
    const end = this.#end(line);
    for (let at = this.#start(line); at < end; at++) {
      const code = this.#text.charCodeAt(at);
      if (code > 127) return this.line(line).trim() === '';
      if (code !== 32 && code !== 9 && code !== 11 && code !== 12) return false;
    }
    return true;
  }

  /** The lines from `first` up to, not including, `end`, separated by LF. */
  textOf(first: number, end: number): string {
    if (this.#onlyLineFeeds) return this.#text.slice(this.#start(first), this.#end(end - 1));
    const lines: string[] = [];
    for (let line = first; line < end; line++) lines.push(this.line(line));
    return lines.join('\n');
  }

  /** A piece of one line. */
  range(line: number, start: number, end: number): Range {
    return new SourceRange(line, start, line, end);
  }

  /** Whole lines from `first` up to, not including, `end`; the range stops at the end of the last one. */
  rangeOfLines(first: number, end: number): Range {
    return new SourceRange(first, 0, end - 1, this.lengthOf(end - 1));
  }
}
