import { directiveLine, findDirective } from '../../http-file/directives.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import type { HttpFile, HttpFileRequest, Problem, VariableDefinition } from '../../http-file/http-file.ts';
import { removeLine } from '../findings/finding.ts';
import { linesAbove } from '../../http-file/text-edit.ts';
import { encodeInvisibleFix } from './invisible-fixes.ts';
import { replacementFixes } from './replacement-fixes.ts';

/** The quick fixes for the syntax problems of one file. */
export class ProblemFixes {
  readonly #file: HttpFile;
  #earlier: Map<number, VariableDefinition> | undefined;
  #names: Set<string> | undefined;

  constructor(file: HttpFile) {
    this.#file = file;
  }

  /** @param request the one that the problem belongs to, if any */
  fixesOf(problem: Problem, request: HttpFileRequest | undefined): Remedy[] {
    return [...replacementFixes(problem, (request ?? this.#file).directives), ...this.#fixesByCode(problem, request)];
  }

  #fixesByCode({ code, range }: Problem, request: HttpFileRequest | undefined): Remedy[] {
    const { line } = range.start;
    switch (code) {
      case 'body-comment-dropped': {
        if (request === undefined) return [];
        const edits = linesAbove(request.requestLineRange.start.line, directiveLine('keep-body-comments'));
        return [{ kind: 'edit', title: 'Send Lines That Begin with # or //', edits, preferred: true }];
      }
      case 'request-line-in-body':
      case 'body-variable':
        return [{ kind: 'edit', title: 'Put ### Above', edits: linesAbove(line, '###\n'), preferred: true }];
      case 'invisible-character':
        return encodeInvisibleFix(range, request);
      case 'url-end':
        return urlEndFixes(range, request);
      case 'url-quoted':
        return unquoteFixes(range, request);
      case 'duplicate-directive':
        return [removeLine(range)];
      case 'directive-unknown':
        return [removeLine(range)];
      case 'duplicate-variable': {
        const earlier = this.#earlierDefinition(line);
        return [...(earlier === undefined ? [] : [removeLine(earlier.range, 'Remove the Earlier Line')]), removeLine(range)];
      }
      case 'duplicate-name':
        return request?.name === undefined ? [] : [this.#otherName(request.name, request, range)];
      default:
        return [];
    }
  }

  /** The definition overridden by the one at this line. */
  #earlierDefinition(line: number): VariableDefinition | undefined {
    if (this.#earlier === undefined) {
      this.#earlier = new Map();
      const last = new Map<string, VariableDefinition>();
      for (const definition of this.#file.variables) {
        const before = last.get(definition.name);
        if (before !== undefined) this.#earlier.set(definition.nameRange.start.line, before);
        last.set(definition.name, definition);
      }
    }
    return this.#earlier.get(line);
  }

  #otherName(name: string, request: HttpFileRequest, range: Problem['range']): Remedy {
    this.#names ??= new Set(this.#file.requests.flatMap((each) => each.name ?? []));
    const gap = /\s/.test(name) ? ' ' : '';
    let count = 2;
    while (this.#names.has(`${name}${gap}${count}`)) count++;
    // After the name, which ends both a directive and a title.
    const end = findDirective(request.directives, 'name')?.valueRange.end ?? range.end;
    return {
      kind: 'edit',
      title: `Rename to “${name}${gap}${count}”`,
      edits: [{ range: { start: end, end }, text: `${gap}${count}` }],
      preferred: true,
    };
  }
}

/** Removes what follows a URL and its space, or makes it part of the URL. */
function urlEndFixes(range: Problem['range'], request: HttpFileRequest | undefined): Remedy[] {
  const line = request?.urlLines.find((each) => each.range.start.line === range.start.line);
  const text = line?.text.slice(range.start.character - line.range.start.character).trim() ?? '';
  return [
    { kind: 'edit', title: `Remove “${text}”`, edits: [{ range, text: '' }], preferred: true },
    {
      kind: 'edit',
      title: `Replace by %20${text.replaceAll(' ', '%20')}`,
      edits: [{ range, text: `%20${text.replaceAll(' ', '%20')}` }],
    },
  ];
}

/** Removes the marks around a URL. */
function unquoteFixes({ start, end }: Problem['range'], request: HttpFileRequest | undefined): Remedy[] {
  const text = request?.urlLines[0]?.text ?? '';
  const at = ({ line, character }: typeof start, by: number) => ({ line, character: character + by });
  const opening = { range: { start, end: at(start, 1) }, text: '' };
  const closing = { range: { start: at(end, -1), end }, text: '' };
  const edits = /["'`>”’“‘»]$/.test(text) ? [opening, closing] : [opening];
  return text === '' ? [] : [{ kind: 'edit', title: 'Remove What Surrounds the URL', edits, preferred: true }];
}
