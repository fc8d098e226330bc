import { type Block, report } from './block.ts';

const scriptFile = /^>\s+\S.*\.[cm]?[jt]s\s*$/;
/** The start of an httpYac script, which ends with a line that holds only its two closing braces. */
const bracesScript = /^\s*\{\{(?:@js\s+)?(?:[+@>]\w*|request|streaming|response|after|responseLogging)?\s*$/i;
/** A statement in braces where a request might start with a variable as its URL. */
const lineScript = /^\{\{\s*(?:(?:const|let|var)\s|[A-Za-z_][\w.]*\s*(?:=(?!=)|\()).*\}\}\s*$/;
const responseLine = /^HTTP\/\d(?:\.\d)?\s+\d{3}(?:\s|$)/;

/** Whether the current line is the status line of a pasted response. */
export function isResponseLine({ lines, at }: Block): boolean {
  return lines.firstCode(at) === 72 && responseLine.test(lines.line(at));
}

/** Steps over a pasted response: the rest of the block. */
export function skipResponse(block: Block): void {
  const range = block.lines.rangeOfLines(block.at, block.end);
  report(block, 'information', 'response-skipped', range, 'A response pasted into the file; it is not sent.');
  block.at = block.end;
}

/**
 * Steps over parts that other clients run around a request: script blocks, script files, response redirections, assertions.
 * @returns whether there was one at the current line
 */
export function skipScript(block: Block): boolean {
  return skipScriptBlock(block) || skipInstruction(block);
}

/**
 * Steps over a delimited script that other clients run around a request.
 * @returns whether there was one at the current line
 */
export function skipScriptBlock(block: Block): boolean {
  const code = block.lines.firstCode(block.at);
  // `{`, or a character that may precede it
  if ((code === 123 || code <= 32 || code > 127) && skipBracesScript(block)) return true;
  // `<` and `>`
  if (code !== 60 && code !== 62) return false;
  const line = block.lines.line(block.at);
  if (!/^[<>]\s*\{%/.test(line)) return false;
  skipJetBrainsScript(block, line.indexOf('{%') + 2);
  return true;
}

/**
 * Steps over a line that other clients carry out around a request: a script file, a response redirection, an assertion.
 * @returns whether there was one at the current line
 */
export function skipInstruction(block: Block): boolean {
  const code = block.lines.firstCode(block.at);
  // `<`, `>` and `?`
  if (code !== 60 && code !== 62 && code !== 63) return false;
  const line = block.lines.line(block.at);
  const message = /^>>!?\s+\S/.test(line)
    ? 'The response is not written to this file, and the line is not sent.'
    : /^<>\s+\S/.test(line)
      ? 'A link to an earlier response; it is not sent.'
      : /^\?\?\s+\S/.test(line)
        ? 'An assertion; assertions are not checked here and are not sent.'
        : line.startsWith('>') && line.trimEnd().length <= 4096 && scriptFile.test(line)
          ? 'A script; scripts are not run here and are not sent.'
          : undefined;
  if (message === undefined) return false;
  report(block, 'information', 'script-skipped', block.lines.rangeOfLines(block.at, block.at + 1), message);
  block.at++;
  return true;
}

function skipBracesScript(block: Block): boolean {
  const { lines, at: first } = block;
  // `{`
  if (lines.firstVisibleCode(first) !== 123 || !bracesScript.test(lines.line(first))) return false;
  do block.at++;
  while (block.at < block.end && !(lines.firstVisibleCode(block.at) === 125 && lines.trimmed(block.at) === '}}'));
  if (block.at < block.end) {
    block.at++;
    const message = 'A script; scripts are not run here and are not sent.';
    report(block, 'information', 'script-skipped', lines.rangeOfLines(first, block.at), message);
  } else {
    const message = 'A script without “}}” on a line of its own. Write “\\{\\{” to send braces.';
    report(block, 'error', 'script-unclosed', lines.rangeOfLines(first, first + 1), message);
  }
  return true;
}

/**
 * Steps over a block comment among the lines of a request, which other clients take for part of its URL or body.
 * @returns whether one begins at the current line
 */
export function skipBlockComment(block: Block): boolean {
  const { lines, at: first } = block;
  if (lines.firstVisibleCode(first) !== 47 || !lines.trimmed(first).startsWith('/*')) return false;
  let from = lines.indent(first) + 2;
  let close = -1;
  for (; block.at < block.end && close === -1; block.at++, from = 0) close = lines.line(block.at).indexOf('*/', from);
  const last = block.at - 1;
  if (close === -1) {
    const message = '“*/” is missing; everything up to the next “###” would be left out.';
    report(block, 'error', 'comment-malformed', lines.rangeOfLines(first, first + 1), message);
  } else if (lines.trimmed(last).length + lines.indent(last) > close + 2) {
    const message = 'Something follows a comment on the same line. Put it on a line of its own.';
    report(block, 'error', 'comment-malformed', lines.rangeOfLines(last, last + 1), message);
  }
  return true;
}

/** Steps over what may precede a request: script blocks of httpYac, block comments, commands of JetBrains. */
export function skipBeforeRequest(block: Block): boolean {
  if (skipScript(block)) return true;
  if (skipBlockComment(block)) return true;
  const line = block.lines.line(block.at);
  const range = block.lines.rangeOfLines(block.at, block.at + 1);
  if (/^<\s+\S/.test(line) || lineScript.test(line)) {
    report(block, 'information', 'script-skipped', range, 'A script; scripts are not run here and are not sent.');
  } else if (/^(?:import|run)\s+\S/.test(line)) {
    report(block, 'information', 'command-skipped', range, 'Other files are not read or run from here.');
  } else {
    return false;
  }
  block.at++;
  return true;
}

function skipJetBrainsScript(block: Block, from: number): void {
  const first = block.at;
  let searchFrom = from;
  for (; block.at < block.end; block.at++, searchFrom = 0) {
    if (!block.lines.line(block.at).includes('%}', searchFrom)) continue;
    block.at++;
    const message = 'A script; scripts are not run here and are not sent.';
    report(block, 'information', 'script-skipped', block.lines.rangeOfLines(first, block.at), message);
    return;
  }
  const range = block.lines.rangeOfLines(first, first + 1);
  report(block, 'warning', 'script-unclosed', range, '“%}” is missing; everything up to the next “###” is left out.');
}
