import { isAwsAuthorization } from '../aws-authorization.ts';
import { withoutInvisible } from '../../text/invisible-characters.ts';
import { type Block, looksBlank, report, reportInvisible } from './block.ts';
import { readDefinition } from './read-definition.ts';
import { readComment } from '../directives/read-comment.ts';
import { NamedValue } from './named-value.ts';
import { looksLikeHeader } from './request-line.ts';
import { skipBlockComment, skipScript } from './skip-script.ts';

// A variable may give the name or part of it.
const headerName = /^(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]|\{\{[^{}]*\}\})+$/;

const longestName = 1000;

/** Reads header lines up to the empty line that ends them. */
export function readHeaders(block: Block): void {
  while (block.at < block.end) {
    const { lines, at } = block;
    if (lines.isBlank(at)) return;
    if (looksBlank(block)) {
      reportInvisible(block, at, lines.line(at), 0);
      block.at++;
      return;
    }
    if (!readComment(block) && !readDefinition(block) && !skipScript(block) && !readHeader(block)) {
      report(block, 'error', 'header-malformed', lines.rangeOfLines(at, at + 1), whyNoHeader(lines.trimmed(at)));
      // Everything up to the next empty line would be reported again.
      while (block.at < block.end && !lines.isBlank(block.at)) block.at++;
    }
  }
}

function whyNoHeader(text: string): string {
  if (text.startsWith('...')) return 'Headers from a script of httpYac; scripts are not run here. Write the headers themselves.';
  if (text.startsWith('{{')) {
    return 'A script, or a variable for whole headers; neither is read here. Write “Name: {{value}}”, or take the line out.';
  }
  return 'Not a header. A header is “Name: value”; a body comes after an empty line.';
}

/** Reads a header at the current line and steps over it; false if there is none. */
function readHeader(block: Block): boolean {
  const text = block.lines.trimmed(block.at);
  if (text.startsWith('/*')) return skipBlockComment(block);
  const start = block.lines.indent(block.at);
  const isHidden = reportInvisible(block, block.at, text, start);
  const previous = block.headers.at(-1);
  const isArgument = previous !== undefined && start > 0 && isArgumentOf(block, previous, text);
  if (isArgument || (start > 0 && previous !== undefined && !looksLikeHeader(text) && !text.startsWith('{{'))) {
    block.headers[block.headers.length - 1] = previous.continuedBy(text, block.at, start + text.length);
    block.at++;
    return true;
  }
  const colon = endOfName(text);
  const name = text.slice(0, colon).trimEnd();
  if (colon === -1 || name.length > longestName || !headerName.test(isHidden ? withoutInvisible(name) : name)) {
    if (isHidden) block.at++;
    return isHidden;
  }
  const value = text.slice(colon + 1).trimStart();
  const end = start + text.length;
  block.headers.push(new NamedValue(name, value, block.at, start, end - value.length, block.at, end));
  block.at++;
  return true;
}

/** Whether an indented line continues `Authorization: AWS …`, although it looks like a header. */
function isArgumentOf(block: Block, { name, value, start }: NamedValue, text: string): boolean {
  if (!/^(?:token|region|service|profile)\s*:/i.test(text)) return false;
  if (!/^authorization$/i.test(name) || !isAwsAuthorization(value.trim())) return false;
  if (block.lines.indent(block.at) > start) return true;
  const range = block.lines.rangeOfLines(block.at, block.at + 1);
  const message = 'An argument of “Authorization: AWS”, or a header? Put an argument into the line above, a header further up.';
  report(block, 'error', 'header-malformed', range, message);
  return false;
}

/** The colon after the name; those inside `{{…}}` belong to the name. */
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
