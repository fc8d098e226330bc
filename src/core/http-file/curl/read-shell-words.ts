import { readOperator } from './read-operator.ts';

/** Thrown for a command that cannot be read; the message is a sentence for people. */
export class UnreadableCommand extends Error {}

// prettier-ignore
const escapes: Readonly<Record<string, string>> =
  { a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/**
 * Splits the first command of a text into words as a POSIX shell does (quotes, `\`, `$'…'`, line continuation). It expands nothing:
 * a variable of the shell becomes `{{$processEnv NAME}}`, which is looked up when the request is sent. The command ends at a line
 * end that is neither quoted nor escaped. Pipes and redirections are left out of the words.
 * @returns the words, the number of characters read, and how each pipe and redirection begins: `| jq`, `> out.json`
 * @throws UnreadableCommand
 */
export function readShellWords(text: string): { words: string[]; length: number; output: string[] } {
  const words: string[] = [];
  /** The operators, with the index of the word after each. */
  const output: { readonly operator: string; readonly isPipe: boolean; readonly next: number }[] = [];
  let word: string | undefined;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\n') break;
    if (character === '#' && word === undefined) {
      const lineEnd = text.indexOf('\n', at);
      at = lineEnd === -1 ? text.length : lineEnd;
      break;
    }
    const isOperator = '|<>;&'.includes(character);
    if (isOperator && word !== undefined) {
      words.push(word);
      word = undefined;
    }
    const operator = word === undefined ? readOperator(text, at) : undefined;
    if (isOperator && operator === undefined) {
      throw new UnreadableCommand(`A shell ends the command at “${character}”: put quotes around the word that holds it.`);
    }
    if (operator !== undefined) {
      // A separator with nothing after it ends the command, as the line end does.
      const end = /[;&][ \t]*(?=\n|$)/y;
      end.lastIndex = at;
      if (end.test(text)) {
        at = end.lastIndex;
        break;
      }
      if ('problem' in operator) throw new UnreadableCommand(operator.problem);
      output.push({ operator: operator.text, isPipe: operator.isPipe, next: words.length });
      at += operator.text.length;
      continue;
    }
    if (character === '\\') {
      // A backslash joins lines, even if followed by spaces, which people do not see.
      const lineEnd = /\\[ \t]*\n/y;
      lineEnd.lastIndex = at;
      if (lineEnd.test(text)) {
        at = lineEnd.lastIndex;
      } else {
        word = (word ?? '') + text.charAt(at + 1);
        at += 2;
      }
    } else if (character === ' ' || character === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
      at++;
    } else if (character === "'" || character === '"' || text.startsWith("$'", at)) {
      const quoted = readQuoted(text, at);
      word = (word ?? '') + quoted.value;
      at = quoted.end;
    } else if (character === '$' || character === '`') {
      const expansion = readExpansion(text, at);
      word = (word ?? '') + expansion.value;
      at = expansion.end;
    } else {
      const plain = /[^\s'"\\$`|<>;&]+|[\s\S]/y;
      plain.lastIndex = at;
      word = (word ?? '') + (plain.exec(text)?.[0] ?? '');
      at = plain.lastIndex;
    }
  }
  if (word !== undefined) words.push(word);
  const files = new Set(output.flatMap(({ isPipe, next }) => (isPipe ? [] : next)));
  const end = output.find(({ isPipe }) => isPipe)?.next ?? words.length;
  return {
    words: words.slice(0, end).filter((_, index) => !files.has(index)),
    length: at,
    // Later text may contain a secret.
    output: output.map(({ operator, next }) => `${operator} ${words[next] ?? ''}`.slice(0, 60).trimEnd()),
  };
}

function readQuoted(text: string, start: number): { value: string; end: number } {
  if (text.charAt(start) === "'") {
    const end = text.indexOf("'", start + 1);
    if (end === -1) throw unclosed();
    return { value: text.slice(start + 1, end), end: end + 1 };
  }
  if (text.charAt(start) === '$') return readAnsiQuoted(text, start + 2);
  const pieces: string[] = [];
  let from = start + 1;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') {
      pieces.push(text.slice(from, at));
      return { value: pieces.join(''), end: at + 1 };
    }
    if (character === '$' || character === '`') {
      const expansion = readExpansion(text, at);
      pieces.push(text.slice(from, at), expansion.value);
      from = expansion.end;
      at = from - 1;
      continue;
    }
    if (character !== '\\') continue;
    pieces.push(text.slice(from, at));
    const next = text.charAt(at + 1);
    if (next !== '\n') pieces.push('"\\$`'.includes(next) ? next : `\\${next}`);
    at++;
    from = at + 1;
  }
  throw unclosed();
}

function unclosed(): UnreadableCommand {
  return new UnreadableCommand('A quote of this curl command is not closed.');
}

/** Escapes in `$'…'`, https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html */
const ansiEscape =
  /\\(?:([abeEfnrtv\\'"?])|x([\dA-Fa-f]{1,2})|([0-7]{1,3})|(?:u([\dA-Fa-f]{1,4})|U([\dA-Fa-f]{1,8}))|c([A-Za-z[\]^_?]|\\\\))/y;

/** `start` is after the opening quote. */
function readAnsiQuoted(text: string, start: number): { value: string; end: number } {
  const pieces: string[] = [];
  // Escapes may give the bytes of a character one by one.
  let bytes: number[] = [];
  const add = (piece: string): void => {
    pieces.push(decodeBytes(bytes), piece);
    bytes = [];
  };
  for (let at = start; at < text.length;) {
    if (text.charAt(at) === "'") {
      add('');
      const value = pieces.join('');
      if (!value.includes('\0')) return { value, end: at + 1 };
      throw new UnreadableCommand('A shell ends a word at a NUL, which it cannot hand to curl: remove it.');
    }
    const pattern = text.charAt(at) === '\\' ? ansiEscape : /[^'\\]+/y;
    pattern.lastIndex = at;
    const [whole, letter, hex, octal, four, eight, control] = pattern.exec(text) ?? [];
    if (whole === undefined) {
      const next = text.codePointAt(at + 1);
      if (next === undefined) break;
      const unknown = String.fromCodePoint(next);
      throw new UnreadableCommand(`“\\${unknown}” means nothing in “$'…'”: write “\\\\” for a backslash.`);
    }
    const point = four ?? eight;
    if (letter !== undefined) add(escapes[letter] ?? letter);
    else if (hex !== undefined) bytes.push(parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(parseInt(octal, 8) & 0xff);
    else if (control !== undefined) add(control === '?' ? '\x7f' : String.fromCharCode(control.charCodeAt(0) & 0x1f));
    else add(point === undefined ? whole : characterOf(parseInt(point, 16), whole));
    at = pattern.lastIndex;
  }
  throw unclosed();
}

function characterOf(code: number, written: string): string {
  if (code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff)) return String.fromCodePoint(code);
  throw new UnreadableCommand(`“${written}” is not a whole character: write the character itself.`);
}

function decodeBytes(bytes: readonly number[]): string {
  if (bytes.length === 0) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    throw new UnreadableCommand("Bytes in “$'…'” are not UTF-8 text: put them into a file, and write “--data-binary @file”.");
  }
}

/** The advice is never to write the result into the file: it may well be a key. */
function whyNotComputed(text: string): string {
  const [, inside = ''] = /^(?:\$\(|`|\$\{)([^)`}]{0,1000})/.exec(text) ?? [];
  if (/^\s*(?:\S*\/)?aws(?:\.exe)?\s|aws[-_]vault|\.aws\/|aws_?(?:access|secret|session)/i.test(inside)) {
    const [, named = ''] = /--profile[ =]["']?([\w.@-]+)/.exec(inside) ?? [];
    const profile = named === '' ? 'name' : named;
    return `Keys from a shell command are not taken, because no shell is run: leave “-u” out, and write “# @aws-profile ${profile}” above for the profile that signs.`;
  }
  return (
    'What the shell would compute here, “$(…)”, “${…}” or “`…`”, is not run: take the value from a variable, “$NAME” or “{{name}}”. ' +
    'For keys of AWS leave “-u” out, and write “# @aws-profile name” above.'
  );
}

/** An expansion that a shell would make for `$` or a backtick. References of the file, such as `{{$guid}}`, are left alone. */
function readExpansion(text: string, start: number): { value: string; end: number } {
  const variable = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/y;
  variable.lastIndex = start;
  const [whole, inBraces, plain] = variable.exec(text) ?? [];
  if (whole === undefined) {
    if (text.startsWith('$(', start) || text.startsWith('${', start) || text.charAt(start) === '`') {
      throw new UnreadableCommand(whyNotComputed(text.slice(start)));
    }
    return { value: '$', end: start + 1 };
  }
  const isReference = /\{\{%?\s*$/.test(text.slice(Math.max(0, start - 8), start));
  return { value: isReference ? whole : `{{$processEnv ${inBraces ?? plain ?? ''}}}`, end: start + whole.length };
}
