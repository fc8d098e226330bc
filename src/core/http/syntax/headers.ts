import { type Block, isComment, report, trimLine } from './block.ts';
import { isDefinition, readDefinition } from './definition.ts';
import { readComment } from './directives.ts';
import { NamedValue } from './named-value.ts';
import { looksLikeHeader } from './request-line.ts';
import { skipScript } from './skipped.ts';

// A variable may give the name or a part of it.
const headerName = /^(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]|\{\{[^{}]*\}\})+$/;

const longestName = 1000;

/** Reads header lines up to and including the empty line that ends them. */
export function readHeaders(block: Block): void {
  while (block.at < block.end) {
    const { lines, at } = block;
    const line = lines.line(at);
    if (lines.isBlank(at)) {
      block.at++;
      return;
    }
    if (isComment(line)) readComment(block, line);
    else if (isDefinition(line)) readDefinition(block, line);
    else if (skipScript(block, line)) continue;
    else if (!readHeader(block, line)) {
      const message = 'Not a header. A header is “Name: value”; a body comes after an empty line.';
      report(block, 'error', 'header-malformed', lines.rangeOfLines(at, at + 1), message);
      // Everything up to the next empty line would be reported again.
      while (block.at < block.end && !lines.isBlank(block.at)) block.at++;
      continue;
    }
    block.at++;
  }
}

function readHeader(block: Block, line: string): boolean {
  const { text, start } = trimLine(line);
  const previous = block.headers.at(-1);
  if (start > 0 && previous !== undefined && !looksLikeHeader(text) && !text.startsWith('{{')) {
    block.headers[block.headers.length - 1] = previous.continuedBy(text, block.at, start + text.length);
    return true;
  }
  const colon = endOfName(text);
  const name = text.slice(0, colon).trimEnd();
  if (colon === -1 || name.length > longestName || !headerName.test(name)) return false;
  const value = trimLine(text.slice(colon + 1));
  const valueStart = start + colon + 1 + value.start;
  block.headers.push(new NamedValue(name, value.text, block.at, start, valueStart, block.at, start + text.length));
  return true;
}

/** The colon behind the name; those inside `{{…}}` belong to the name. */
function endOfName(text: string): number {
  let colon = text.indexOf(':');
  let open = text.indexOf('{{');
  while (open !== -1 && open < colon) {
    const close = text.indexOf('}}', open);
    if (close === -1) break;
    if (colon < close) colon = text.indexOf(':', close);
    open = text.indexOf('{{', close);
  }
  return colon;
}
