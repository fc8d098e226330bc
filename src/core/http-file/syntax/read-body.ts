import type { BodyPart, Problem } from '../http-file.ts';
import { type Block, checkHiddenMark, report, reportInvisible, unquote } from './block.ts';
import { readDefinition } from './read-definition.ts';
import { findDirective } from '../directives.ts';
import { checkMisplaced } from '../directives/read-comment.ts';
import { looksLikeRequest } from './request-line.ts';
import { isResponseLine, skipInstruction, skipResponse, skipScriptBlock } from './skip-script.ts';

/** Whole lines from `first` up to, not including, `end`. */
interface Lines {
  readonly first: number;
  end: number;
}

const include = /^<(@(\w[\w-]*)?)?\s+(?=\S)/;

/** Reads the body from the block's current line to the end of the block. */
export function readBody(block: Block): BodyPart[] {
  const isMultipart = block.headers.some(({ name, value }) => /^content-type$/i.test(name) && /^multipart\//i.test(value));
  const keepsComments = findDirective(block.directives, 'keep-body-comments') !== undefined;
  const parts: (Lines | BodyPart)[] = [];
  // Comments after the last line of the body belong to the next request: they are dropped silently.
  let uncertainComments: number[] = [];
  // An instruction to other clients and the lines after it: it is one only if nothing of the body follows.
  let uncertainLines: number[] = [];
  const uncertainProblems = new Set<Problem>();
  const revoked = new Set<Problem>();
  let previous: 'blank' | 'text' | 'comment' = 'blank';

  while (block.at < block.end) {
    const { lines, at } = block;
    checkHiddenMark(block);
    if (!keepsComments && lines.isComment(at)) {
      checkMisplaced(block, at);
      if (previous === 'text') reportDropped(block, at);
      else uncertainComments.push(at);
      if (previous === 'blank') previous = 'comment';
      block.at++;
      continue;
    }
    if (lines.isBlank(at)) {
      if (uncertainLines.length > 0) uncertainLines.push(at);
      else if (parts.length > 0) addLine(parts, at);
      previous = 'blank';
      block.at++;
      continue;
    }
    const code = lines.firstVisibleCode(at);
    // The first character of a script or a file reference: `<`, `>`, `?` or `{`
    const isMark = code === 60 || code === 62 || code === 63 || code === 123;
    if (isMark && skipScriptBlock(block)) continue;
    // The line below a quotation continues it, as in `>> a reply`.
    const isQuoted = code === 62 && previous === 'text' && lines.firstCode(at - 1) === 62 && uncertainLines.length === 0;
    if (isMark && !keepsComments && !isQuoted && skipInstruction(block)) {
      const problem = block.problems.at(-1);
      if (problem !== undefined) {
        uncertainLines.push(at);
        uncertainProblems.add(problem);
      }
      continue;
    }
    if (previous === 'blank' && !isMultipart) {
      if (isResponseLine(block)) {
        skipResponse(block);
        continue;
      }
      if (lines.firstCode(at) === 64 && readDefinition(block)) {
        const message = 'A variable, not part of the body. Put “###” above it to make that plain to every client.';
        report(block, 'information', 'body-variable', lines.rangeOfLines(at, at + 1), message);
        continue;
      }
    }
    if (uncertainComments.length > 0) {
      for (const comment of uncertainComments) reportDropped(block, comment);
      uncertainComments = [];
    }
    if (uncertainLines.length > 0) {
      for (const line of uncertainLines) addLine(parts, line);
      for (const problem of uncertainProblems) revoked.add(problem);
      uncertainLines = [];
      uncertainProblems.clear();
    }
    previous = 'text';
    block.at++;
    const file = code === 60 ? readInclude(block, at) : undefined;
    if (file !== undefined) {
      parts.push(file);
      continue;
    }
    if (code === 60) checkIncludeLike(block, at);
    if (!isMultipart && looksLikeRequest(block, at)) {
      const message = 'This line is sent as part of the body. Put “###” above it if it is the next request.';
      report(block, 'warning', 'request-line-in-body', lines.rangeOfLines(at, at + 1), message);
    }
    addLine(parts, at);
  }
  if (revoked.size > 0) {
    const kept = block.problems.filter((problem) => !revoked.has(problem));
    block.problems.length = 0;
    for (const problem of kept) block.problems.push(problem);
  }
  return finishParts(block, parts);
}

function addLine(parts: (Lines | BodyPart)[], line: number): void {
  const last = parts.at(-1);
  if (last !== undefined && 'first' in last && last.end === line) last.end++;
  else parts.push({ first: line, end: line + 1 });
}

function reportDropped(block: Block, line: number): void {
  const message = `A comment: this line is not sent. Write “# @keep-body-comments” above the request to send such lines.`;
  report(block, 'warning', 'body-comment-dropped', block.lines.rangeOfLines(line, line + 1), message);
}

function readInclude(block: Block, at: number): BodyPart | undefined {
  const { lines } = block;
  const line = lines.line(at);
  const match = include.exec(line);
  if (match === null) return undefined;
  const written = line.slice(match[0].length).trimEnd();
  reportInvisible(block, at, written, match[0].length);
  const { text: path, start: quote } = unquote(written);
  const start = match[0].length + quote;
  return {
    kind: 'file',
    path,
    substitute: match[1] !== undefined,
    encoding: match[2],
    range: lines.range(at, 0, match[0].length + written.length),
    pathRange: lines.range(at, start, start + path.length),
  };
}

/** Warns about a line that names a file as after `< `, but is text in every client. */
function checkIncludeLike(block: Block, at: number): void {
  const text = block.lines.trimmed(at);
  if (text.length > 1000 || text.includes('>')) return;
  const [, sign, blank = '', path] = /^<(@?)(\s*)(\S.*)$/.exec(text) ?? [];
  if (sign === undefined || path === undefined) return;
  const isPath = /^(?:\.{1,2}|~|[a-z]:)?[\\/]\S/i.test(path) && !(sign + blank === '' && /^\/[^\\/]*$/.test(path));
  if (!isPath && sign === '' && (blank === '' || !/^\S+\.[a-z]\w*$/i.test(path))) return;
  const replacement = `<${sign} ${path}`;
  const message = `Sent as it is, as text. Did you mean the file, “${replacement}” at the start of the line?`;
  const range = block.lines.rangeOfLines(at, at + 1);
  block.problems.push({ code: 'body-file-mistaken', message, range, severity: 'warning', replacement });
}

/** Removes blank lines from the end and turns lines into text. */
function finishParts({ lines }: Block, parts: (Lines | BodyPart)[]): BodyPart[] {
  for (let last = parts.at(-1); last !== undefined && 'first' in last; last = parts.at(-1)) {
    while (last.end > last.first && lines.isBlank(last.end - 1)) last.end--;
    if (last.end > last.first) break;
    parts.pop();
  }
  return parts.map((part) =>
    'first' in part
      ? { kind: 'text', text: lines.textOf(part.first, part.end), range: lines.rangeOfLines(part.first, part.end) }
      : part,
  );
}
