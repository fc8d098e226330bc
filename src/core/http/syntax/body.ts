import type { BodyPart } from '../http-file.ts';
import { type Block, report } from './block.ts';
import { readDefinition } from './definition.ts';
import { findDirective } from './directives.ts';
import { looksLikeRequest } from './request-line.ts';
import { isResponseLine, skipResponse, skipScript } from './skipped.ts';

/** Whole lines from `first` up to, not including, `end`. */
interface Lines {
  readonly first: number;
  end: number;
}

const include = /^<(@(\w[\w-]*)?)?\s+(?=\S)/;

/** Directive that keeps lines which begin with `#` or `//` in the body. */
export const keepComments = 'keep-body-comments';

/** Reads the body from the block's current line to the end of the block. */
export function readBody(block: Block): BodyPart[] {
  const isMultipart = block.headers.some(({ name, value }) => /^content-type$/i.test(name) && /^multipart\//i.test(value));
  const keepsComments = findDirective(block.directives, keepComments) !== undefined;
  const parts: (Lines | BodyPart)[] = [];
  // Comments after the last line of the body are comments on the next request: nobody misses them in the body.
  let uncertainComments: number[] = [];
  let previous: 'blank' | 'text' | 'comment' = 'blank';

  while (block.at < block.end) {
    const { lines, at } = block;
    if (!keepsComments && lines.isComment(at)) {
      if (previous === 'text') reportDropped(block, at);
      else uncertainComments.push(at);
      if (previous === 'blank') previous = 'comment';
      block.at++;
      continue;
    }
    if (lines.isBlank(at)) {
      if (parts.length > 0) addLine(parts, at);
      previous = 'blank';
      block.at++;
      continue;
    }
    if (skipScript(block)) continue;
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
    previous = 'text';
    block.at++;
    const file = lines.firstCode(at) === 60 ? readInclude(block, at) : undefined;
    if (file !== undefined) {
      parts.push(file);
      continue;
    }
    if (!isMultipart && looksLikeRequest(block, at)) {
      const message = 'This line is sent as part of the body. Put “###” above it if it is the next request.';
      report(block, 'warning', 'request-line-in-body', lines.rangeOfLines(at, at + 1), message);
    }
    addLine(parts, at);
  }
  return finishParts(block, parts);
}

function addLine(parts: (Lines | BodyPart)[], line: number): void {
  const last = parts.at(-1);
  if (last !== undefined && 'first' in last && last.end === line) last.end++;
  else parts.push({ first: line, end: line + 1 });
}

function reportDropped(block: Block, line: number): void {
  const range = block.lines.rangeOfLines(line, line + 1);
  const message = `A comment: this line is not sent. Write “# @${keepComments}” above the request to send such lines.`;
  report(block, 'warning', 'body-comment-dropped', range, message);
}

function readInclude({ lines }: Block, at: number): BodyPart | undefined {
  const line = lines.line(at);
  const match = include.exec(line);
  if (match === null) return undefined;
  const start = match[0].length;
  const path = line.slice(start).trimEnd();
  return {
    kind: 'file',
    path,
    substitute: match[1] !== undefined,
    encoding: match[2],
    range: lines.range(at, 0, start + path.length),
    pathRange: lines.range(at, start, start + path.length),
  };
}

/** Cuts blank lines off the end and turns lines into text. */
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
