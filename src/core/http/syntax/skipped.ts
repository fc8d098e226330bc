import { type Block, report } from './block.ts';

const scriptFile = /^>\s+\S.*\.[cm]?[jt]s\s*$/;
const responseLine = /^HTTP\/\d(?:\.\d)?\s+\d{3}(?:\s|$)/;

/** Whether the current line is the status line of an answer that someone pasted into the file. */
export function isResponseLine({ lines, at }: Block): boolean {
  return lines.firstCode(at) === 72 && responseLine.test(lines.line(at));
}

/** Steps over an answer pasted into the file: the rest of the block. */
export function skipResponse(block: Block): void {
  const range = block.lines.rangeOfLines(block.at, block.end);
  report(block, 'information', 'response-skipped', range, 'A response pasted into the file; it is not sent.');
  block.at = block.end;
}

/**
 * Steps over what other clients run around a request: script blocks, script files, response redirections, assertions.
 * @returns whether there was something of the kind at the current line
 */
export function skipScript(block: Block): boolean {
  const code = block.lines.firstCode(block.at);
  // `<`, `>` and `?`
  if (code !== 60 && code !== 62 && code !== 63) return false;
  const line = block.lines.line(block.at);
  if (/^[<>]\s*\{%/.test(line)) {
    skipTo(block, '%}', line.indexOf('{%') + 2, 'A script; scripts are not run here and are not sent.');
    return true;
  }
  const message = /^>>!?\s+\S/.test(line)
    ? 'The answer is not written to this file.'
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

/** Steps over what may stand before a request: script blocks of httpYac, block comments, commands of JetBrains. */
export function skipBeforeRequest(block: Block): boolean {
  if (skipScript(block)) return true;
  const line = block.lines.line(block.at);
  if (/^\{\{[+@]?\w*\s*$/.test(line)) {
    skipTo(block, '}}', 2, 'A script; scripts are not run here and are not sent.');
    return true;
  }
  if (line.startsWith('/*')) {
    skipTo(block, '*/', 2, undefined);
    return true;
  }
  const range = block.lines.rangeOfLines(block.at, block.at + 1);
  if (/^<\s+\S/.test(line)) {
    report(block, 'information', 'script-skipped', range, 'A script; scripts are not run here and are not sent.');
  } else if (/^(?:import|run)\s+\S/.test(line)) {
    report(block, 'information', 'command-skipped', range, 'Other files are not read or run from here.');
  } else {
    return false;
  }
  block.at++;
  return true;
}

function skipTo(block: Block, closing: string, from: number, message: string | undefined): void {
  const first = block.at;
  let searchFrom = from;
  for (; block.at < block.end; block.at++, searchFrom = 0) {
    if (!block.lines.line(block.at).includes(closing, searchFrom)) continue;
    block.at++;
    if (message !== undefined) {
      report(block, 'information', 'script-skipped', block.lines.rangeOfLines(first, block.at), message);
    }
    return;
  }
  const range = block.lines.rangeOfLines(first, first + 1);
  report(block, 'warning', 'script-unclosed', range, `“${closing}” is missing; everything up to the next “###” is left out.`);
}
