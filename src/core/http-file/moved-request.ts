import type { BodyPart, HttpFileHeader, HttpFileRequest, Problem, Range, SourceText, VariableDefinition } from './http-file.ts';
import { SourceRange } from './syntax/source-range.ts';

/**
 * A request that was read at another place: lines above it were added or removed since, other requests have its name, or it is
 * named by a separator above its own. A line break at the top of a large file moves everything below it, so places are only
 * computed on demand.
 */
export class MovedRequest implements HttpFileRequest {
  readonly source: HttpFileRequest;
  readonly lines: number;
  readonly name: string | undefined;
  #urlLines: readonly SourceText[] | undefined;
  #headers: readonly HttpFileHeader[] | undefined;
  #body: readonly BodyPart[] | undefined;
  #directives: readonly HttpFileHeader[] | undefined;
  #problems: readonly Problem[] | undefined;

  /**
   * @param source as it was read
   * @param lines by how many it moved down
   * @param problems if they differ from the source's
   * @param name if it differs from the source's
   */
  constructor(source: HttpFileRequest, lines: number, problems?: readonly Problem[], name = source.name) {
    this.source = source;
    this.lines = lines;
    this.name = name;
    this.#problems = problems;
  }

  get separatorTitle(): string | undefined {
    return this.source.separatorTitle;
  }

  get syntax(): HttpFileRequest['syntax'] {
    return this.source.syntax;
  }

  get method(): string {
    return this.source.method;
  }

  get url(): string {
    return this.source.url;
  }

  get httpVersion(): string | undefined {
    return this.source.httpVersion;
  }

  get range(): Range {
    return moveRange(this.source.range, this.lines);
  }

  get requestLineRange(): Range {
    return moveRange(this.source.requestLineRange, this.lines);
  }

  get urlLines(): readonly SourceText[] {
    return (this.#urlLines ??= this.source.urlLines.map(({ text, range }) => ({ text, range: moveRange(range, this.lines) })));
  }

  get headers(): readonly HttpFileHeader[] {
    return (this.#headers ??= moveNamed(this.source.headers, this.lines));
  }

  get body(): readonly BodyPart[] {
    return (this.#body ??= this.source.body.map((part) => {
      const range = moveRange(part.range, this.lines);
      return part.kind === 'text' ? { ...part, range } : { ...part, range, pathRange: moveRange(part.pathRange, this.lines) };
    }));
  }

  get directives(): readonly HttpFileHeader[] {
    return (this.#directives ??= moveNamed(this.source.directives, this.lines));
  }

  get problems(): readonly Problem[] {
    return (this.#problems ??= moveProblems(this.source.problems, this.lines));
  }
}

/**
 * The request as it was read: the same object for as long as the text of its block stays, wherever it moves. Its places are those
 * of the time when it was read; anything else can be read from it, and cached by it.
 */
export function sourceOf(request: HttpFileRequest & Partial<Pick<MovedRequest, 'source'>>): HttpFileRequest {
  // Not by its class: bundles that are loaded later have their own copy.
  return request.source ?? request;
}

/** The range, moved down by that many lines. */
export function moveRange({ start, end }: Range, lines: number): Range {
  return new SourceRange(start.line + lines, start.character, end.line + lines, end.character);
}

/** Problems, moved down by that many lines; the same list if nothing moved. */
export function moveProblems(problems: readonly Problem[], lines: number): readonly Problem[] {
  if (lines === 0 || problems.length === 0) return problems;
  return problems.map((problem) => ({ ...problem, range: moveRange(problem.range, lines) }));
}

/** Headers or directives, moved down by that many lines; the same list if nothing moved. */
export function moveNamed(named: readonly HttpFileHeader[], lines: number): readonly HttpFileHeader[] {
  if (lines === 0 || named.length === 0) return named;
  return named.map(({ name, value, range, valueRange }) => ({
    name,
    value,
    range: moveRange(range, lines),
    valueRange: moveRange(valueRange, lines),
  }));
}

/** Definitions, moved down by that many lines; the same list if nothing moved. */
export function moveVariables(variables: readonly VariableDefinition[], lines: number): readonly VariableDefinition[] {
  if (lines === 0 || variables.length === 0) return variables;
  return variables.map(({ name, value, range, nameRange, valueRange }) => ({
    name,
    value,
    range: moveRange(range, lines),
    nameRange: moveRange(nameRange, lines),
    valueRange: moveRange(valueRange, lines),
  }));
}
