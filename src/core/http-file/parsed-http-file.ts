import type { Directive, HttpFile, HttpFileRequest, Problem, ProblemCode, Range, VariableDefinition } from './http-file.ts';
import { sourceOf, MovedRequest, moveNamed, moveProblems, moveVariables } from './moved-request.ts';
import { directiveRow, findDirective, ownDirectives } from './directives.ts';
import { SourceRange } from './syntax/source-range.ts';

/** One parsed block, from its separator to the next. Nothing in it depends on other blocks. */
export interface ReadBlock {
  /** Of the file, from 0. */
  readonly firstLine: number;
  readonly lineCount: number;
  /** UTF-16 units, line ends included. */
  readonly length: number;
  readonly request: HttpFileRequest | undefined;
  /** The title of a block that consists of its separator alone: between two lines of dashes it names the request below them. */
  readonly heading: string | undefined;
  /** UTF-16 units of its first line without the end. */
  readonly titleLength: number;
  readonly variables: readonly VariableDefinition[];
  readonly directives: readonly Directive[];
  /** In the order of the file; of a request, the same as the request's. */
  readonly problems: readonly Problem[];
}

/** The block, moved down by that many lines. */
export function moveBlock(block: ReadBlock, lines: number): ReadBlock {
  if (lines === 0) return block;
  const { firstLine, lineCount, length, heading, titleLength, directives, variables, problems } = block;
  const request = block.request && moveRequest(block.request, lines);
  return {
    firstLine: firstLine + lines,
    lineCount,
    length,
    request,
    heading,
    titleLength,
    variables: moveVariables(variables, lines),
    directives: request === undefined ? moveNamed(directives, lines) : directives,
    problems: problems.length === 0 ? problems : (request?.problems ?? moveProblems(problems, lines)),
  };
}

function moveRequest(request: HttpFileRequest, lines: number): HttpFileRequest {
  const source = sourceOf(request);
  const moved = lines + (request instanceof MovedRequest ? request.lines : 0);
  return moved === 0 ? source : new MovedRequest(source, moved);
}

/** A file assembled from its blocks, with the problems that only show across blocks: names that are already taken. */
export class ParsedHttpFile implements HttpFile {
  readonly text: string;
  readonly blocks: readonly ReadBlock[];
  readonly variables: readonly VariableDefinition[];
  readonly directives: readonly Directive[];
  readonly requests: readonly HttpFileRequest[];
  readonly problems: readonly Problem[];

  /** @param before the file before the change; its unchanged parts are reused as the same objects */
  constructor(text: string, blocks: readonly ReadBlock[], before?: ParsedHttpFile) {
    const requests: HttpFileRequest[] = [];
    const variables: VariableDefinition[] = [];
    const directives: Directive[] = [];
    const problems: Problem[] = [];
    const variableNames = new Set<string>();
    const requestNames = new Map<string, HttpFileRequest>();
    let referred: ReadonlySet<string> | undefined;
    let above: ReadBlock | undefined;

    for (const block of blocks) {
      let { request, problems: ofBlock } = block;
      const added: Problem[] = [];
      const titled = request !== undefined && request.name === undefined && above?.heading !== undefined ? above : block;
      const name = request?.name ?? titled.heading;
      above = block;
      if (request !== undefined && name !== undefined) {
        const other = requestNames.get(name);
        // Titles may be equal, as long as no reference depends on them.
        const matters = (): boolean => (referred ??= referredNames(text)).has(name);
        if (other !== undefined && (isNamed(request) || isNamed(other) || matters())) {
          added.push(warning('duplicate-name', nameRange(request, titled), `Another request is called “${name}” too.`));
        }
        if (other === undefined || isNamed(request)) requestNames.set(name, request);
      }
      for (const directive of request === undefined ? block.directives : []) {
        const isForFile = requests.length === 0;
        if (isForFile) directives.push(directive);
        const misplaced = misplacedDirective(directive, isForFile);
        if (misplaced !== undefined) added.push(misplaced);
      }
      for (const variable of block.variables) {
        if (variableNames.has(variable.name)) {
          const message = `“${variable.name}” is defined twice; the last one counts.`;
          added.push(warning('duplicate-variable', variable.nameRange, message));
        }
        variableNames.add(variable.name);
        variables.push(variable);
      }
      if (added.length > 0) ofBlock = sortProblems([...ofBlock, ...added]);
      if (request !== undefined && (added.length > 0 || titled !== block)) {
        const lines = request instanceof MovedRequest ? request.lines : 0;
        request = new MovedRequest(sourceOf(request), lines, ofBlock, name);
      }
      for (const problem of ofBlock) problems.push(problem);
      if (request !== undefined) requests.push(request);
    }
    this.text = text;
    this.blocks = blocks;
    this.variables = before !== undefined && isSame(before.variables, variables) ? before.variables : variables;
    this.directives = directives;
    this.requests = requests;
    this.problems = problems;
  }
}

function isSame<Item>(items: readonly Item[], others: readonly Item[]): boolean {
  return items.length === others.length && items.every((item, index) => item === others[index]);
}

function isNamed(request: HttpFileRequest): boolean {
  return findDirective(sourceOf(request).directives, 'name') !== undefined;
}

/**
 * The problem of a directive in a block without a request, where it has no effect.
 * @param isForFile whether the block precedes the first request
 */
function misplacedDirective({ name, range }: Directive, isForFile: boolean): Problem | undefined {
  const row = directiveRow(name);
  if (row === undefined || !ownDirectives.includes(row) || (isForFile && row.scope === 'both')) return undefined;
  const elsewhere = row.scope === 'both' ? ', or before the first request for the whole file' : '';
  return warning(
    'directive-misplaced',
    range,
    `“@${name}” has no effect here: this block has no request. It belongs in the block of its request${elsewhere}.`,
  );
}

/** The request names that may be used in references to responses. */
function referredNames(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(/\{\{%?([^{}\n]*?)\.re(?:quest|sponse)\./g), ([, name = '']) => name.trim()));
}

/** The place where a request's name is written. */
function nameRange({ directives }: HttpFileRequest, { firstLine, titleLength }: ReadBlock): Range {
  return findDirective(directives, 'name')?.valueRange ?? new SourceRange(firstLine, 0, firstLine, titleLength);
}

/** Sorts problems, in place, in the order of the file. */
export function sortProblems(problems: Problem[]): Problem[] {
  if (problems.length < 2) return problems;
  return problems.sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
}

function warning(code: ProblemCode, range: Range, message: string): Problem {
  return { code, message, range, severity: 'warning' };
}
