import { withoutInvisible } from '../../text/invisible-characters.ts';
import { directiveRow, ownDirectives, signingDirectives } from '../directives.ts';
import { type Block, checkHiddenMark, report, reportInvisible, trimLine, unquote } from '../syntax/block.ts';
import { NamedValue } from '../syntax/named-value.ts';
import { isAwsDirective, meantDirective, unknownDirective } from './unknown-directive.ts';
import { correctedValue, directiveProblem } from './directive-problem.ts';

const directive = /^\s*(?:#+|\/{2,})\s*@([\w-]+)(?=[\s=]|$)/;

/** A word after `@`, with whatever is written within or after it by mistake. */
const word = /^(\s*(?:#+|\/{2,})\s*@)(\s*[\w.-]+:?)(\s+[a-z]+:?)?(?=[\s=]|$)/i;

/** Common misspellings of a directive about signing: another case, another separator, a colon at the end. */
const awsDirective = new RegExp(
  String.raw`^\s*(?:#+|\/{2,})\s*@(\s*aws(?:(?:[^\w/]|_)?(?:${signingDirectives.map((name) => name.slice('aws-'.length)).join('|')})` +
    String.raw`|[-_][\w-]*)(?=[\s:=]|$)(?:\s*:)?)`,
  'i',
);

/** Steps over a comment line and reads the directive in it, if there is one; false if there is no comment. */
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
  const { end } = found;
  let value = trimLine(line.slice(end));
  let start = end + value.start;
  if (value.text.startsWith('=')) {
    value = trimLine(value.text.slice(1));
    start += 1 + value.start;
  }
  const { at } = block;
  const { text, start: quote } = unquote(value.text);
  const name = directiveRow(found.name)?.name ?? found.name;
  const read = new NamedValue(name, text, at, trimLine(line).start, start + quote, at, start + value.text.length);
  block.directives.push(read);
  checkDirective(block, read);
}

/** The name of a line's directive, as written, and where it ends. */
function findInLine(line: string): { readonly name: string; readonly end: number } | undefined {
  // `a`, `A` or a space
  const mayBeAws = [97, 65, 32, 9].includes(line.charCodeAt(line.indexOf('@') + 1));
  const match = (mayBeAws ? awsDirective.exec(line) : null) ?? directive.exec(line);
  const name = match?.[1];
  const found = match === null || name === undefined ? undefined : { name, end: match[0].length };
  if (name !== undefined && (isCarriedOut(name) || isAwsDirective({ name }))) return found;
  const [, before = '', one = '', two = ''] = word.exec(line) ?? [];
  // The second word is the rest of a name, as in `@no log`, or the value already.
  const meant = [one, one + two].find((each) => each !== '' && meantDirective(each) !== undefined);
  return meant === undefined ? found : { name: meant, end: before.length + meant.length };
}

/** Whether a name is exactly that of a directive that is carried out here. */
function isCarriedOut(name: string): boolean {
  const row = directiveRow(name);
  return row !== undefined && row.meaning.kind !== 'elsewhere';
}

/** Reports invisible characters in a directive of ours, or that keep it from being one. */
function checkHiddenDirective(block: Block, line: string, found: ReturnType<typeof findInLine>): boolean {
  const visible = withoutInvisible(line);
  if (visible === line) return false;
  const exact = found !== undefined && isCarriedOut(found.name) ? found : undefined;
  const name = exact?.name ?? findInLine(visible)?.name ?? '';
  if (!isCarriedOut(name) && !isAwsDirective({ name }) && meantDirective(name) === undefined) return false;
  const end = exact === undefined ? line.length : endOfChecked(line, exact);
  reportInvisible(block, block.at, line.slice(0, end).trimEnd(), 0);
  return exact === undefined;
}

/** Where free text begins in the line of a directive; the end of the line if there is none. */
function endOfChecked(line: string, { name, end }: { readonly name: string; readonly end: number }): number {
  const argument = directiveRow(name)?.argument;
  if (argument === undefined || argument.use === 'none') return line.length;
  if (argument.kind === 'text') return end;
  return argument.kind === 'prompt' ? end + (/^\s*=?\s*\S*/.exec(line.slice(end))?.[0].length ?? 0) : line.length;
}

function checkDirective(block: Block, found: NamedValue): void {
  const { name, value } = found;
  const unknown = unknownDirective(found);
  if (unknown !== undefined) {
    block.problems.push(unknown);
    return;
  }
  const row = directiveRow(name);
  if (row === undefined || !ownDirectives.includes(row)) return;
  const { argument } = row;
  if (argument.use === 'required' && value === '') {
    report(block, 'error', 'directive-value-missing', found.range, `“@${name}” needs a value.`);
    return;
  }
  if (argument.use === 'none' && value !== '') {
    const message = `“@${name}” takes no value; “${value}” has no effect.`;
    report(block, 'warning', 'directive-value-illegal', found.valueRange, message);
    return;
  }
  const message = directiveProblem(name, value);
  if (message === undefined) return;
  const replacement = correctedValue(row, value);
  const problem = { code: 'directive-value-illegal', message, range: found.valueRange, severity: 'error' } as const;
  block.problems.push(replacement === undefined ? problem : { ...problem, replacement });
}

/** Reports a directive where it has no effect. */
export function checkMisplaced(block: Block, line: number): void {
  const name = findInLine(block.lines.line(line))?.name;
  if (name === undefined) return;
  const row = directiveRow(name) ?? meantDirective(name);
  if (!(row !== undefined && ownDirectives.includes(row)) && !isAwsDirective({ name })) return;
  const message = `A directive belongs above the request line or among the headers; “@${name.trim()}” has no effect here.`;
  report(block, 'error', 'directive-misplaced', block.lines.rangeOfLines(line, line + 1), message);
}

/** Reports repeated directives of which a block may have only one. */
export function checkDuplicates(block: Block): void {
  if (block.directives.length < 2) return;
  const names = new Set<string>();
  for (const { name, range } of block.directives) {
    const row = directiveRow(name);
    if (names.has(name) && row !== undefined && row.mayRepeat !== true) {
      report(block, 'warning', 'duplicate-directive', range, `“@${name}” is written twice; the last one counts.`);
    }
    names.add(name);
  }
}
