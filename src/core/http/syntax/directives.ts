import type { Directive } from '../http-file.ts';
import { type Block, report, trimLine } from './block.ts';
import { NamedValue } from './named-value.ts';

const directive = /^\s*(?:#+|\/{2,})\s*@([\w-]+)(?=[\s=]|$)/;

/** What is meant as one of ours, however it is spelt: overlooked, it would leave the request to another profile or region. */
const meant = /^\s*(?:#+|\/{2,})\s*(@\s*aws[-_.:][^\s=/]*)(?=[\s=]|$)/i;

const awsDirectives = ['aws-profile', 'aws-service', 'aws-region', 'aws-payload', 'aws-presign'];

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
  const match = directive.exec(line);
  const name = match?.[1];
  if (name === undefined || !awsDirectives.includes(name)) checkSpelling(block, line);
  if (match === null || name === undefined) return;
  let value = trimLine(line.slice(match[0].length));
  let start = match[0].length + value.start;
  if (value.text.startsWith('=')) {
    value = trimLine(value.text.slice(1));
    start += 1 + value.start;
  }
  const { at } = block;
  const found = new NamedValue(name, value.text, at, trimLine(line).start, start, at, start + value.text.length);
  block.directives.push(found);
  checkDirective(block, found);
}

function checkSpelling(block: Block, line: string): void {
  const written = meant.exec(line)?.[1];
  if (written === undefined) return;
  const { text, start } = trimLine(line);
  const known = awsDirectives.map((each) => `@${each}`).join(', ');
  const range = block.lines.range(block.at, start, start + text.length);
  report(block, 'error', 'directive-unknown', range, `“${written}” is not known. Known are ${known}.`);
}

function checkDirective(block: Block, { name, value, range, valueRange }: Directive): void {
  if (!awsDirectives.includes(name)) return;
  if (value === '') {
    report(block, 'error', 'directive-value-missing', range, `“@${name}” needs a value.`);
  } else {
    const problem = directiveProblem(name, value);
    if (problem !== undefined) report(block, 'error', 'directive-value-illegal', valueRange, problem);
  }
}

/** Why a value is not legal for a directive; undefined where it is, or where a variable decides. */
export function directiveProblem(name: string, value: string): string | undefined {
  if (value.includes('{{')) return undefined;
  if (name === 'aws-payload' && value !== 'signed' && value !== 'unsigned') {
    return '“@aws-payload” is either “signed” or “unsigned”.';
  }
  if (name === 'aws-presign' && !(/^\d{1,7}$/.test(value) && Number(value) >= 1 && Number(value) <= longestPresign)) {
    return `“@aws-presign” is a number of seconds from 1 to ${longestPresign}.`;
  }
  return undefined;
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
