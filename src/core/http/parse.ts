import type { Directive, HttpFile, HttpFileRequest, Problem, VariableDefinition } from './http-file.ts';
import { type Block, isComment, report, type RequestHead } from './syntax/block.ts';
import { readBody } from './syntax/body.ts';
import { isCurl, readCurl } from './syntax/curl.ts';
import { isDefinition, readDefinition } from './syntax/definition.ts';
import { checkDuplicates, findDirective, readComment } from './syntax/directives.ts';
import { readHeaders } from './syntax/headers.ts';
import { readRequestLine } from './syntax/request-line.ts';
import { isResponseLine, skipBeforeRequest, skipResponse } from './syntax/skipped.ts';
import { SourceLines } from './syntax/source-lines.ts';

/**
 * Reads a `.http` or `.rest` file as REST Client, httpYac, JetBrains and Visual Studio write them.
 * Never throws, whatever the text; evaluates nothing; takes time in proportion to the length.
 */
export function parseHttpFile(text: string): HttpFile {
  const lines = new SourceLines(text);
  const requests: HttpFileRequest[] = [];
  const variables: VariableDefinition[] = [];
  const directives: Directive[] = [];
  const problems: Problem[] = [];
  const variableNames = new Set<string>();
  const requestNames = new Set<string>();

  let first = 0;
  while (first < lines.count) {
    let end = first + 1;
    while (end < lines.count && !lines.isSeparator(end)) end++;
    const block: Block = { lines, at: first, end, variables: [], directives: [], headers: [], problems: [] };
    const title = readSeparator(block);
    const line = readPreamble(block);
    const head = line === undefined ? undefined : isCurl(line) ? readCurl(block) : readRequest(block, line);

    checkDuplicates(block);
    const named = findDirective(block.directives, 'name');
    const name = named?.value ?? title;
    if (head !== undefined && name !== undefined) {
      if (requestNames.has(name)) {
        const range = named?.valueRange ?? lines.rangeOfLines(first, first + 1);
        report(block, 'warning', 'duplicate-name', range, `Another request is called “${name}” too.`);
      }
      requestNames.add(name);
    }
    for (const variable of block.variables) {
      if (variableNames.has(variable.name)) {
        report(
          block,
          'warning',
          'duplicate-variable',
          variable.nameRange,
          `“${variable.name}” is defined twice; the last one counts.`,
        );
      }
      variableNames.add(variable.name);
      variables.push(variable);
    }
    if (block.problems.length > 1) {
      block.problems.sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
    }
    for (const problem of block.problems) problems.push(problem);
    if (head !== undefined) {
      requests.push({
        name,
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
        problems: compact(block.problems),
      });
    } else if (requests.length === 0) {
      for (const directive of block.directives) directives.push(directive);
    }
    first = end;
  }
  return { variables, directives, requests, problems };
}

const empty: readonly never[] = [];

/** Arrays that were pushed to hold room for more; a large file has tens of thousands of them. */
function compact<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? empty : items.slice();
}

function readSeparator(block: Block): string | undefined {
  if (!block.lines.isSeparator(block.at)) return undefined;
  const title = block.lines.line(block.at).replace(/^#+/, '').trim();
  block.at++;
  return title === '' ? undefined : title;
}

function readRequest(block: Block, line: string): RequestHead | undefined {
  const start = block.at;
  const requestLine = readRequestLine(block, line);
  if (requestLine === undefined) return undefined;
  const requestLineRange = block.lines.rangeOfLines(start, (requestLine.urlLines.at(-1)?.range.end.line ?? start) + 1);
  readHeaders(block);
  const body = readBody(block);
  const { method, urlLines, httpVersion } = requestLine;
  const url = urlLines.map(({ text }) => text).join('');
  return { syntax: 'http', method, url, urlLines, httpVersion, headers: block.headers, body, requestLineRange };
}

/** Reads up to the request line; undefined where the block has none. */
function readPreamble(block: Block): string | undefined {
  while (block.at < block.end) {
    const { lines, at } = block;
    const line = lines.line(at);
    if (lines.isBlank(at)) block.at++;
    else if (isComment(line)) {
      readComment(block, line);
      block.at++;
    } else if (isDefinition(line)) {
      readDefinition(block, line);
      block.at++;
    } else if (isResponseLine(line)) skipResponse(block);
    else if (!skipBeforeRequest(block, line)) return line;
  }
  return undefined;
}
