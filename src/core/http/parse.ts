import type { Directive, HttpFile, HttpFileRequest, Problem, VariableDefinition } from './http-file.ts';
import { type Block, report, type RequestHead } from './syntax/block.ts';
import { readBody } from './syntax/body.ts';
import { isCurl, readCurl } from './syntax/curl.ts';
import { readDefinition } from './syntax/definition.ts';
import { checkDuplicates, checkMisplaced, findDirective, readComment } from './syntax/directives.ts';
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

  for (let [first, next] = [0, 0]; first < lines.count;) {
    if (lines.separators[next] === first) next++;
    const end = lines.separators[next] ?? lines.count;
    const block: Block = { lines, at: first, end, variables: [], directives: [], headers: [], problems: [] };
    const title = readSeparator(block);
    const head = !findRequest(block) ? undefined : isCurl(block) ? readCurl(block) : readRequest(block);

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
  const line = block.lines.line(block.at);
  if (!line.startsWith('###')) return undefined;
  const title = line.replace(/^#+/, '').trim();
  if (title.startsWith('@')) checkMisplaced(block, block.at);
  block.at++;
  return title === '' ? undefined : title;
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

/** Reads up to the request line; false where the block has none. */
function findRequest(block: Block): boolean {
  while (block.at < block.end) {
    if (block.lines.isBlank(block.at)) block.at++;
    else if (readComment(block) || readDefinition(block)) continue;
    else if (isResponseLine(block)) skipResponse(block);
    else if (!skipBeforeRequest(block)) return true;
  }
  return false;
}
