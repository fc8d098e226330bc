import type { Directive, Problem } from './http-file.ts';
import { longestPresign } from '../aws/longest-presign.ts';
import { isOneEditAway } from '../text/closest-names.ts';
import { withoutInvisible } from '../text/invisible-characters.ts';
import { type Block, checkHiddenMark, report, reportInvisible, trimLine, unquote } from './syntax/block.ts';
import { NamedValue } from './syntax/named-value.ts';

const directive = /^\s*(?:#+|\/{2,})\s*@([\w-]+)(?=[\s=]|$)/;

/** The directives that say how a request is signed. */
export const awsDirectives = ['aws-profile', 'aws-service', 'aws-region', 'aws-payload', 'aws-presign'] as const;

/** Those that say whether and how it is sent, or what of it. A misspelt one would change that in silence. */
export const sendingDirectives = ['disabled', 'note', 'no-log', 'no-redirect', 'keep-body-comments'] as const;

/** A word behind `@`, with whatever is written within or behind it by mistake. */
const word = /^(\s*(?:#+|\/{2,})\s*@)(\s*[\w.-]+:?)(\s+[a-z]+:?)?(?=[\s=]|$)/i;

// What is written for them by mistake too: another case, another sign between the words, a colon behind them.
const awsDirective =
  /^\s*(?:#+|\/{2,})\s*@(\s*aws(?:(?:[^\w/]|_)?(?:profile|service|region|payload|presign)|[-_][\w-]*)(?=[\s:=]|$)(?:\s*:)?)/i;
const mistaken = /^\s*aws[^a-z]?(profile|service|region|payload|presign)\s*:?$/i;

/** Steps over a comment line and takes the directive out of it, if there is one; false when there is no comment. */
export function readComment(block: Block): boolean {
  if (!block.lines.isComment(block.at)) return false;
  checkHiddenMark(block);
  const line = block.lines.line(block.at);
  if (line.includes('@')) readDirective(block, line);
  block.at++;
  return true;
}

function readDirective(block: Block, line: string): void {
  const found = findInLine(line);
  if (checkHiddenDirective(block, line, found)) return;
  if (found === undefined) return;
  const { name, end } = found;
  let value = trimLine(line.slice(end));
  let start = end + value.start;
  if (value.text.startsWith('=')) {
    value = trimLine(value.text.slice(1));
    start += 1 + value.start;
  }
  const { at } = block;
  const { text, start: quote } = unquote(value.text);
  const read = new NamedValue(name, text, at, trimLine(line).start, start + quote, at, start + value.text.length);
  block.directives.push(read);
  checkDirective(block, read);
}

/** The name of a line's directive, as it is written, and where it ends. */
function findInLine(line: string): { readonly name: string; readonly end: number } | undefined {
  // `a`, `A` or a blank
  const mayBeAws = [97, 65, 32, 9].includes(line.charCodeAt(line.indexOf('@') + 1));
  const match = (mayBeAws ? awsDirective.exec(line) : null) ?? directive.exec(line);
  if (match?.[1] !== undefined && (isOurs(match[1]) || isAws(match[1]))) return { name: match[1], end: match[0].length };
  const [, before = '', one = '', two = ''] = word.exec(line) ?? [];
  // The second word is the rest of a name, as in `@no log`, or the value already.
  const meant = [one, one + two].find((name) => name !== '' && meantSending(name) !== undefined);
  if (meant !== undefined) return { name: meant, end: before.length + meant.length };
  return match?.[1] === undefined ? undefined : { name: match[1], end: match[0].length };
}

/** Reports what nobody sees in a directive of ours, or what keeps it from being one. */
function checkHiddenDirective(block: Block, line: string, found: ReturnType<typeof findInLine>): boolean {
  const visible = withoutInvisible(line);
  if (visible === line) return false;
  const meant = found !== undefined && isOurs(found.name) ? found : undefined;
  const name = meant?.name ?? findInLine(visible)?.name ?? '';
  if (!isOurs(name) && !isAws(name) && meantSending(name) === undefined) return false;
  // A text for people may hold what it likes.
  const end =
    meant === undefined
      ? line.length
      : name === 'note'
        ? meant.end
        : name === 'prompt'
          ? endOfWord(line, meant.end)
          : line.length;
  reportInvisible(block, block.at, line.slice(0, end).trimEnd(), 0);
  return meant === undefined;
}

function endOfWord(line: string, from: number): number {
  return from + (/^\s*=?\s*\S*/.exec(line.slice(from))?.[0].length ?? 0);
}

function checkDirective(block: Block, found: Directive): void {
  const { name, value } = found;
  const unknown = unknownDirective(found);
  if (unknown !== undefined) {
    block.problems.push(unknown);
  } else if (!isKnown(name)) {
    return;
  } else if (value === '') {
    report(block, 'error', 'directive-value-missing', found.range, `“@${name}” needs a value.`);
  } else {
    const message = directiveProblem(name, value);
    if (message === undefined) return;
    const replacement = name === 'aws-presign' ? secondsOf(value) : undefined;
    const problem = { code: 'directive-value-illegal', message, range: found.valueRange, severity: 'error' } as const;
    block.problems.push(replacement === undefined ? problem : { ...problem, replacement });
  }
}

/** Whether a directive says how to sign, or is a mistaken one that was meant to. */
export function isAwsDirective(found: Directive): boolean {
  return isAws(found.name);
}

function isAws(name: string): boolean {
  return isKnown(name) || mistaken.test(name) || /^\s*aws[-_]/i.test(name);
}

/** Whether a name is exactly that of a directive that is carried out here. */
function isOurs(name: string): boolean {
  return ours.has(name);
}

const ours: ReadonlySet<string> = new Set([...awsDirectives, ...sendingDirectives, 'name', 'prompt']);

function isSending(name: string): boolean {
  return sendingDirectives.some((each) => each === name);
}

const sendingLetters = sendingDirectives.map(lettersOf);

/** The directive about sending that a name is a mistaken form of: another case, other signs between the words or none, a slip of one key. */
function meantSending(name: string): string | undefined {
  if (name.length > 40 || isSending(name)) return undefined;
  const letters = lettersOf(name);
  const isMeant = (known: string): boolean =>
    letters === known ||
    (letters.startsWith(known) && /^(?:s|i?ng|g?ing|g?ed|ions?)$/.test(letters.slice(known.length))) ||
    isOneEditAway(letters, known);
  return sendingDirectives.find((_, index) => isMeant(sendingLetters[index] ?? ''));
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

/**
 * The problem of a directive that is not one of ours but means to be: `@awsProfile`, `@AWS-Region`, `@aws-profile:`, `@aws-reigon`,
 * `@Disabled`, `@nolog`. Without it the request would be signed for another account or region than the one that stands above it, or sent
 * though it is not to be.
 */
export function unknownDirective({ name, value, range }: Directive): Problem | undefined {
  if (isOurs(name)) return undefined;
  const sending = meantSending(name);
  if (sending !== undefined) return replaceable(name, `# @${sending} ${value}`, range);
  const what = mistaken.exec(name)?.[1]?.toLowerCase();
  if (what === undefined && !/^\s*aws[-_]/i.test(name)) return undefined;
  const problem = { code: 'directive-unknown', range, severity: 'error' } as const;
  if (what === undefined) {
    const known = awsDirectives.map((each) => `@${each}`).join(', ');
    return { ...problem, message: `“@${name}” is not known. Known are ${known}.` };
  }
  return replaceable(name, `# @aws-${what} ${value}`, range);
}

function replaceable(name: string, line: string, range: Problem['range']): Problem {
  const replacement = line.trimEnd();
  const message = `“@${name}” is not a directive; “${replacement.split(' ', 2).join(' ')}” is.`;
  return { code: 'directive-unknown', range, severity: 'error', message, replacement };
}

function isKnown(name: string): boolean {
  return awsDirectives.some((each) => each === name);
}

/** Reports a directive at a line where it has no effect. */
export function checkMisplaced(block: Block, line: number): void {
  const name = findInLine(block.lines.line(line))?.name;
  if (name === undefined || !(isAws(name) || isSending(name) || meantSending(name) !== undefined)) return;
  const message = `A directive stands above the request line or among the headers; “@${name.trim()}” has no effect here.`;
  report(block, 'error', 'directive-misplaced', block.lines.rangeOfLines(line, line + 1), message);
}

/** Why a value is not legal for a directive; undefined where it is, or where a variable decides. */
export function directiveProblem(name: string, value: string): string | undefined {
  if (value.includes('{{')) return undefined;
  if (name === 'aws-payload' && value !== 'signed' && value !== 'unsigned') {
    return '“@aws-payload” is either “signed” or “unsigned”.';
  }
  if (name === 'aws-presign' && !(/^\d{1,7}$/.test(value) && Number(value) >= 1 && Number(value) <= longestPresign)) {
    const seconds = secondsOf(value);
    const proposal = seconds === undefined ? '' : ` ${value} are “${seconds}”.`;
    return `“@aws-presign” is a number of seconds from 1 to ${longestPresign}.${proposal}`;
  }
  return undefined;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The seconds of a time with its unit, `15m` or `2 hours`; undefined for anything else, and for more than a URL may live. */
function secondsOf(time: string): string | undefined {
  const [, count, unit = ''] = /^(\d{1,6})\s*(s|m|h|d|secs?|mins?|hrs?|seconds?|minutes?|hours?|days?)$/i.exec(time) ?? [];
  const seconds = Number(count) * (units[unit.charAt(0).toLowerCase()] ?? Number.NaN);
  return seconds >= 1 && seconds <= longestPresign ? String(seconds) : undefined;
}

/** Reports directives of which a block may have only one. */
export function checkDuplicates(block: Block): void {
  if (block.directives.length < 2) return;
  const names = new Set<string>();
  for (const { name, range } of block.directives) {
    if (names.has(name) && (name === 'name' || name.startsWith('aws-'))) {
      report(block, 'warning', 'duplicate-directive', range, `“@${name}” is written twice; the last one counts.`);
    }
    names.add(name);
  }
}

/** The directive that counts: the last one of that name. */
export function findDirective(directives: readonly Directive[], name: string): Directive | undefined {
  return directives.findLast((each) => each.name === name);
}
