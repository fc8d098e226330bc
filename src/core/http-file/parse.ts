import type { HttpFileRequest } from './http-file.ts';
import { moveBlock, ParsedHttpFile, type ReadBlock, sortProblems } from './parsed-http-file.ts';
import { type Block, looksBlank, type RequestHead } from './syntax/block.ts';
import { readBody } from './syntax/read-body.ts';
import { isCurl, readCurl } from './curl/read-curl.ts';
import { readDefinition } from './syntax/read-definition.ts';
import { findDirective } from './directives.ts';
import { checkDuplicates, checkMisplaced, readComment } from './directives/read-comment.ts';
import { readHeaders } from './syntax/read-headers.ts';
import { readRequestLine } from './syntax/request-line.ts';
import { isResponseLine, skipBeforeRequest, skipResponse } from './syntax/skip-script.ts';
import { SourceLines } from './syntax/source-lines.ts';
import { findChange } from './text-change.ts';

const separator = '###';

/**
 * Reads a `.http` or `.rest` file as REST Client, httpYac, JetBrains and Visual Studio write them. Never throws, whatever the text;
 * evaluates nothing; takes time proportional to the length.
 */
export function parseHttpFile(text: string): ParsedHttpFile {
  return new ParsedHttpFile(text, readBlocks(text, { endsFile: true }));
}

/**
 * The same as `parseHttpFile(text)`, in far less time if most of the text is unchanged: only blocks that the change touches are
 * read. The earlier file is not modified.
 */
export function reparse(before: ParsedHttpFile, text: string): ParsedHttpFile {
  if (text === before.text) return before;
  const { blocks } = before;
  const change = findChange(before.text, text);
  let kept = 0;
  let start = 0;
  // A block ends at the next separator, so that has to be untouched too.
  for (let block = blocks[0]; block !== undefined && kept + 1 < blocks.length; block = blocks[kept]) {
    if (start + block.length + separator.length > change.start) break;
    start += block.length;
    kept++;
  }
  let next = blocks.length;
  let fromEnd = 0;
  // The line end before a separator is what makes it one.
  for (let block = blocks.at(-1); block !== undefined && next > kept + 1; block = blocks[next - 1]) {
    if (before.text.length - fromEnd - block.length <= change.end) break;
    fromEnd += block.length;
    next--;
  }

  const firstLine = blocks[kept]?.firstLine ?? 0;
  const read = readBlocks(copy(text.slice(start, text.length - fromEnd)), { endsFile: next === blocks.length });
  const lines = countLines(read) - countLines(blocks.slice(kept, next));
  const now = [
    ...blocks.slice(0, kept),
    ...read.map((block) => moveBlock(block, firstLine)),
    ...blocks.slice(next).map((block) => moveBlock(block, lines)),
  ];
  return new ParsedHttpFile(text, now, before);
}

/** A substring keeps its whole text in memory; blocks that were read at different times would keep as many texts. */
function copy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

function countLines(blocks: readonly ReadBlock[]): number {
  return blocks.reduce((sum, { lineCount }) => sum + lineCount, 0);
}

/** @param endsFile whether the text extends to the end of its file; otherwise a separator follows */
function readBlocks(text: string, { endsFile }: { readonly endsFile: boolean }): ReadBlock[] {
  const lines = new SourceLines(text);
  const count = endsFile ? lines.count : lines.count - 1;
  const blocks: ReadBlock[] = [];
  let start = 0;
  for (let [first, next] = [0, 0]; first < count;) {
    if (lines.separators[next] === first) next++;
    const end = lines.separators[next] ?? count;
    const endOffset = end < count ? lines.startOf(end) : text.length;
    blocks.push(readBlock(lines, first, end, endOffset - start));
    start = endOffset;
    first = end;
  }
  return blocks;
}

function readBlock(lines: SourceLines, first: number, end: number, length: number): ReadBlock {
  const block: Block = { lines, at: first, end, variables: [], directives: [], headers: [], problems: [] };
  const title = readSeparator(block);
  const head = !findRequest(block) ? undefined : isCurl(block) ? readCurl(block) : readRequest(block);
  checkDuplicates(block);
  const problems = compact(sortProblems(block.problems));
  const request: HttpFileRequest | undefined = head && {
    name: findDirective(block.directives, 'name')?.value ?? nameOf(title),
    separatorTitle: title,
    range: lines.rangeOfLines(first, end),
    requestLineRange: head.requestLineRange,
    syntax: head.syntax,
    method: head.method,
    url: head.url,
    urlLines: head.urlLines,
    httpVersion: head.httpVersion,
    headers: compact(head.headers),
    body: head.body,
    directives: compact(block.directives),
    problems,
  };
  return {
    firstLine: first,
    lineCount: end - first,
    length,
    request,
    heading: request === undefined && end - first === 1 ? nameOf(title) : undefined,
    titleLength: lines.lengthOf(first),
    variables: compact(block.variables),
    directives: request === undefined ? block.directives : empty,
    problems,
  };
}

const empty: readonly never[] = [];

/** Arrays that were pushed to have spare capacity; a large file has tens of thousands of them. */
function compact<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? empty : items.slice();
}

function readSeparator(block: Block): string | undefined {
  const line = block.lines.line(block.at);
  if (!line.startsWith(separator)) return undefined;
  const title = line.replace(/^#+/, '').trim();
  if (title.startsWith('@')) checkMisplaced(block, block.at);
  block.at++;
  return title === '' ? undefined : title;
}

/** A title that names something; a line of dashes only sets off others. */
function nameOf(title: string | undefined): string | undefined {
  return title !== undefined && /[\p{L}\p{N}]/u.test(title) ? title : undefined;
}

function readRequest(block: Block): RequestHead | undefined {
  const start = block.at;
  const requestLine = readRequestLine(block);
  if (requestLine === undefined) return undefined;
  const requestLineRange = block.lines.rangeOfLines(start, (requestLine.urlLines.at(-1)?.range.end.line ?? start) + 1);
  readHeaders(block);
  const body = readBody(block);
  const { method, urlLines, httpVersion } = requestLine;
  const url = urlLines.map(({ text }) => text).join('');
  return { syntax: 'http', method, url, urlLines, httpVersion, headers: block.headers, body, requestLineRange };
}

/** Reads up to the request line; false if the block has none. */
function findRequest(block: Block): boolean {
  while (block.at < block.end) {
    if (block.lines.isBlank(block.at) || looksBlank(block)) block.at++;
    else if (readComment(block) || readDefinition(block)) continue;
    else if (isResponseLine(block)) skipResponse(block);
    else if (!skipBeforeRequest(block)) return true;
  }
  return false;
}
