import { directivesNamed } from '../../http-file/directives.ts';
import type { HttpFile, HttpFileRequest, Range, VariableDefinition } from '../../http-file/http-file.ts';
import { findReferences } from '../../http-file/references.ts';
import { readResponseReference } from '../../variables/responses/response-variables.ts';
import { findRequestAt } from '../../requests/editing/request-at.ts';

/** A variable's name in a line: in `{{name}}`, in `@name = value`, or in `# @prompt name`. */
export interface SymbolAt {
  readonly name: string;
  /** Columns of the name alone. */
  readonly start: number;
  readonly end: number;
}

/** The reference or definition at a column of a line; undefined if there is none. */
export function symbolAt(line: string, character: number): SymbolAt | undefined {
  const symbol = symbolsIn(line).find(({ start, end }) => start <= character && character <= end);
  if (symbol !== undefined) return symbol;
  const [, before = '', name] =
    /^(\s*@)([^\s=:]+)\s*:?=/.exec(line) ?? /^(\s*(?:#+|\/{2,})\s*@prompt\s*=?\s*)([^\s=]+)/.exec(line) ?? [];
  if (name === undefined || character < before.length || character > before.length + name.length) return undefined;
  return { name, start: before.length, end: before.length + name.length };
}

/** Every reference of a line, with the places of the names alone. In `{{$dotenv %name}}` the name comes before the whole reference. */
export function symbolsIn(line: string): SymbolAt[] {
  return findReferences(line).flatMap(({ expression, start }) => {
    const from = line.indexOf(expression, start + 2);
    const end = from + expression.length;
    const holder = /^\$(?:processEnv|dotenv)\s+%(\S+)$/.exec(expression)?.[1];
    return [
      ...(holder === undefined ? [] : [{ name: holder, start: end - holder.length, end }]),
      { name: expression, start: from, end },
    ];
  });
}

/** The definitions of a variable; the last one counts. */
export function definitionsOf(file: Pick<HttpFile, 'variables'>, name: string): VariableDefinition[] {
  return file.variables.filter((variable) => variable.name === name);
}

type Variables = Pick<HttpFile, 'variables' | 'requests'>;

/** The names of the prompts of a request that ask for a variable. */
function promptsFor({ directives }: HttpFileRequest, name: string): Range[] {
  return directivesNamed(directives, 'prompt').flatMap(({ value, valueRange: { start } }) => {
    if (/^\S*/.exec(value)?.[0] !== name) return [];
    return [{ start, end: { line: start.line, character: start.character + name.length } }];
  });
}

/** What a name in a line refers to in the file itself: a prompt of its request, the file's variable, or the request of a response reference. */
export function definedAt(file: Variables, line: number, name: string): Range[] {
  const request = findRequestAt(file, line);
  const prompts = request === undefined ? [] : promptsFor(request, name);
  if (prompts.length > 0) return prompts;
  const definitions = definitionsOf(file, name);
  if (definitions.length > 0) return definitions.map(({ nameRange }) => nameRange);
  const response = readResponseReference(name, new Set(file.requests.flatMap((each) => each.name ?? [])))?.name;
  const named = file.requests.find((each) => each.name !== undefined && each.name === response);
  if (named !== undefined) return [named.requestLineRange];
  // A variable of the file may refer to a prompt of the request that uses it.
  return request === undefined || file.variables.some(({ range }) => range.start.line === line)
    ? file.requests.flatMap((each) => promptsFor(each, name))
    : [];
}

/**
 * Every place that renaming a variable changes: its definitions and all references to it. In a request with a prompt of the same
 * name references mean the prompt.
 */
export function occurrences(file: Variables, lines: readonly string[], line: number, name: string): Range[] {
  const definitions = definitionsOf(file, name).map(({ nameRange }) => nameRange);
  const asking = file.requests.filter((request) => promptsFor(request, name).length > 0);
  const holds = ({ range }: HttpFileRequest, at: number): boolean => range.start.line <= at && at <= range.end.line;
  const isDefinition = definitions.some(({ start }) => start.line === line);
  const scope = definitions.length === 0 || isDefinition ? undefined : asking.find((request) => holds(request, line));
  const isMeant = (at: number): boolean => {
    if (definitions.length === 0) return true;
    return scope === undefined ? !asking.some((request) => holds(request, at)) : holds(scope, at);
  };
  const prompts = definitions.length === 0 ? asking : scope === undefined ? [] : [scope];
  return [
    ...(scope === undefined ? definitions : []),
    ...prompts.flatMap((request) => promptsFor(request, name)),
    ...lines.flatMap((text, at) =>
      text.includes('{{') && isMeant(at)
        ? symbolsIn(text)
            .filter((symbol) => symbol.name === name)
            .map(({ start, end }) => ({ start: { line: at, character: start }, end: { line: at, character: end } }))
        : [],
    ),
  ];
}

/** Why a text cannot be a variable's name; undefined if it can. */
export function variableNameProblem(name: string): string | undefined {
  if (/^[^\s=:{}@%$.#/][^\s=:{}]*$/.test(name)) return undefined;
  return 'A variable’s name has no spaces, braces, “=” or “:”, and does not begin with “$”, “%”, “@”, “.”, “#” or “/”.';
}
