import type { Directive, Problem } from '../http-file.ts';
import { type Block, report, trimLine, unquote } from './block.ts';
import { NamedValue } from './named-value.ts';

const directive = /^\s*(?:#+|\/{2,})\s*@([\w-]+)(?=[\s=]|$)/;

/** The directives that say how a request is signed. */
export const awsDirectives = ['aws-profile', 'aws-service', 'aws-region', 'aws-payload', 'aws-presign'] as const;

// What is written for them by mistake too: another case, another sign between the words, a colon behind them.
const awsDirective =
  /^\s*(?:#+|\/{2,})\s*@(\s*aws(?:(?:[^\w/]|_)?(?:profile|service|region|payload|presign)|[-_][\w-]*)(?=[\s:=]|$)(?:\s*:)?)/i;
const mistaken = /^\s*aws[^a-z]?(profile|service|region|payload|presign)\s*:?$/i;

/** Longest life of a presigned URL in seconds, https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html */
const longestPresign = 604_800;

/** Steps over a comment line and takes the directive out of it, if there is one; false when there is no comment. */
export function readComment(block: Block): boolean {
  if (!block.lines.isComment(block.at)) return false;
  const line = block.lines.line(block.at);
  if (line.includes('@')) readDirective(block, line);
  block.at++;
  return true;
}

function readDirective(block: Block, line: string): void {
  // `a`, `A` or a blank
  const mayBeAws = [97, 65, 32, 9].includes(line.charCodeAt(line.indexOf('@') + 1));
  const match = (mayBeAws ? awsDirective.exec(line) : null) ?? directive.exec(line);
  const name = match?.[1];
  if (match === null || name === undefined) return;
  let value = trimLine(line.slice(match[0].length));
  let start = match[0].length + value.start;
  if (value.text.startsWith('=')) {
    value = trimLine(value.text.slice(1));
    start += 1 + value.start;
  }
  const { at } = block;
  const { text, start: quote } = unquote(value.text);
  const found = new NamedValue(name, text, at, trimLine(line).start, start + quote, at, start + value.text.length);
  block.directives.push(found);
  checkDirective(block, found);
}

function checkDirective(block: Block, found: Directive): void {
  const { name, value } = found;
  if (!/^\s*aws/i.test(name)) return;
  const unknown = unknownDirective(found);
  if (unknown !== undefined) {
    block.problems.push(unknown);
  } else if (!isAwsDirective(found)) {
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
  return isKnown(found.name) || unknownDirective(found) !== undefined;
}

/**
 * The problem of a directive that is not one of ours but means to be: `@awsProfile`, `@AWS-Region`, `@aws-profile:`, `@aws-reigon`.
 * Without it the request would be signed for another account or region than the one that stands above it.
 */
export function unknownDirective({ name, value, range }: Directive): Problem | undefined {
  if (isKnown(name)) return undefined;
  const what = mistaken.exec(name)?.[1]?.toLowerCase();
  if (what === undefined && !/^\s*aws[-_]/i.test(name)) return undefined;
  const problem = { code: 'directive-unknown', range, severity: 'error' } as const;
  if (what === undefined) {
    const known = awsDirectives.map((each) => `@${each}`).join(', ');
    return { ...problem, message: `“@${name}” is not known. Known are ${known}.` };
  }
  const replacement = `# @aws-${what} ${value}`.trimEnd();
  return { ...problem, message: `“@${name.trim()}” is not a directive; “# @aws-${what}” is.`, replacement };
}

function isKnown(name: string): boolean {
  return awsDirectives.some((each) => each === name);
}

/** Reports a directive at a line where it has no effect. */
export function checkMisplaced(block: Block, line: number): void {
  const match = awsDirective.exec(block.lines.line(line));
  if (match === null) return;
  const message = `A directive stands above the request line or among the headers; “@${(match[1] ?? '').trim()}” has no effect here.`;
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
