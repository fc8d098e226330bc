import type { HttpFile, Range, VariableDefinition } from '../http/http-file.ts';
import { findReferences } from '../http/variables.ts';

/** A variable's name at a place of a line: in `{{name}}`, or in `@name = value`. */
export interface SymbolAt {
  readonly name: string;
  /** Columns of the name alone. */
  readonly start: number;
  readonly end: number;
}

/** The reference or definition that holds a column of a line; undefined where there is none. */
export function symbolAt(line: string, character: number): SymbolAt | undefined {
  const symbol = symbolsIn(line).find(({ start, end }) => start <= character && character <= end);
  if (symbol !== undefined) return symbol;
  const [, before = '', name] = /^(\s*@)([^\s=:]+)\s*:?=/.exec(line) ?? [];
  if (name === undefined || character < before.length || character > before.length + name.length) return undefined;
  return { name, start: before.length, end: before.length + name.length };
}

/** Every reference of a line, with the places of the names alone. */
export function symbolsIn(line: string): SymbolAt[] {
  return findReferences(line).map(({ expression, start }) => {
    const from = line.indexOf(expression, start + 2);
    return { name: expression, start: from, end: from + expression.length };
  });
}

/** The definitions of a variable; the last one counts. */
export function definitionsOf(file: Pick<HttpFile, 'variables'>, name: string): VariableDefinition[] {
  return file.variables.filter((variable) => variable.name === name);
}

/** Every place that renaming a variable changes: its definitions and all references to it. */
export function occurrences(file: Pick<HttpFile, 'variables'>, lines: readonly string[], name: string): Range[] {
  return [
    ...definitionsOf(file, name).map(({ nameRange }) => nameRange),
    ...lines.flatMap((text, line) =>
      text.includes('{{')
        ? symbolsIn(text)
            .filter((symbol) => symbol.name === name)
            .map(({ start, end }) => ({ start: { line, character: start }, end: { line, character: end } }))
        : [],
    ),
  ];
}

/** Why a text cannot be a variable's name; undefined where it can. */
export function variableNameProblem(name: string): string | undefined {
  if (/^[^\s=:{}@%$.#/][^\s=:{}]*$/.test(name)) return undefined;
  return 'A variable’s name holds no blanks, braces, “=” or “:”, and does not begin with “$”, “%”, “@”, “.”, “#” or “/”.';
}
