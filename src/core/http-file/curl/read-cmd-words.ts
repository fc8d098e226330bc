import { UnreadableCommand } from './read-shell-words.ts';

/** Whether a command is written for cmd.exe: outside quotes, a `^` starts a quoted word, `^"…^"`, or ends the first line. */
export function isForCmd(text: string): boolean {
  // With many more escapes than in any request the expression would run out of memory.
  const quoted = /\\[^]|\$'[^'\\]*(?:\\[^][^'\\]*){0,999999}'|'[^']*'|"[^"\\]*(?:\\[^][^"\\]*){0,999999}"/g;
  return text.includes('^') && /^.*[\s"]\^(?:"|[ \t]*(?:\n|$))/.test(text.replace(quoted, '"'));
}

// Literal characters, and others after `^`. A line end removed by `^` passes the escape on to the next character.
const piece = /("[^"^\n]*(?:"|(?!.))|[^"^&|<>\n]+)|\^(?:[ \t]*\n([^])|([^ \t\n]))/y;

/**
 * Splits a command that browsers copy for cmd.exe into words, as cmd.exe and then a Windows program do.
 * https://learn.microsoft.com/windows-server/administration/windows-commands/cmd,
 * https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
 * @returns as `readShellWords`
 * @throws UnreadableCommand also for commands that some browsers copy and cmd.exe would change: a `^` between quotes, or before a
 * space
 */
export function readCmdWords(text: string): { words: string[]; length: number; output: string[] } {
  let line = '';
  let length = 0;
  for (;;) {
    piece.lastIndex = length;
    const [whole, plain, behindLineEnd, escaped] = piece.exec(text) ?? [];
    if (whole === undefined) break;
    line += plain ?? behindLineEnd ?? escaped ?? '';
    length += whole.length;
  }
  const words = splitArguments(line);
  const hasVariable = /%[a-z_][\w()]*(?::[^%\n]*)?%/i.test(text.slice(0, length));
  if (words !== undefined && !hasVariable && !/./.test(text.charAt(length))) return { words, length, output: [] };
  throw new UnreadableCommand('This command is written for cmd.exe: copy it as “cURL (bash)”.');
}

/** Undefined if a quote is not closed, or if versions of Windows differ: line ends outside quotes, `""` between them. */
function splitArguments(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (const [part, backslashes, next] of line.matchAll(/(\\*)"(?=("?))|\\+|[ \t]+|[^\\" \t]+/g)) {
    if (backslashes !== undefined) {
      word = (word ?? '') + backslashes.slice(0, backslashes.length >> 1);
      if (backslashes.length % 2 === 1) word += '"';
      else if (isQuoted && next === '"') return undefined;
      else isQuoted = !isQuoted;
    } else if (!isQuoted && /^[ \t]/.test(part)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (!isQuoted && part.includes('\n')) return undefined;
    else word = (word ?? '') + part;
  }
  if (word !== undefined) words.push(word);
  return isQuoted ? undefined : words;
}
