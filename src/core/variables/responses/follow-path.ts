import { isContainer } from '../../parse-json-as-written.ts';

/** One step into a JSON value: a field's name, an index (negative from the end), a slice of an array, or every child. */
type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'slice'; readonly from: number; readonly to: number }
  | { readonly kind: 'children' };

/** A step, and whether it applies at every depth (`..`). */
interface Segment {
  readonly step: Step;
  readonly anywhere: boolean;
}

// The dots come before a name or `*`; before a bracket there are two or none.
const segment =
  /(\.\.?)([\p{L}_$][\p{L}\p{N}_$-]*|\*)|(\.\.)?\[(?:(-?\d{1,9})|(-?\d{1,9})?:(-?\d{1,9})?|(\*)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/uy;

/** Reads a path step by step; undefined if it is not a supported one. */
function readSegments(path: string): Segment[] | undefined {
  const rest = path.startsWith('$') ? path.slice(1) : path.startsWith('[') ? path : `.${path}`;
  const segments: Segment[] = [];
  for (segment.lastIndex = 0; segment.lastIndex < rest.length;) {
    const match = segment.exec(rest);
    if (match === null) return undefined;
    const [, dots, name, deep, index, from, to, star, single, double] = match;
    const anywhere = dots === '..' || deep !== undefined;
    let step: Step;
    if (name === '*' || star !== undefined) step = { kind: 'children' };
    else if (name !== undefined) step = { kind: 'field', name };
    else if (index !== undefined) step = { kind: 'index', index: Number(index) };
    else if (single !== undefined || double !== undefined) {
      step = { kind: 'field', name: (single ?? double ?? '').replace(/\\(.)/g, '$1') };
    } else step = { kind: 'slice', from: Number(from ?? 0), to: to === undefined ? Infinity : Number(to) };
    segments.push({ step, anywhere });
  }
  return segments;
}

/** The value at a path in JSON, or why there is none. */
export type PathResult =
  { readonly value: unknown } | { readonly problem: 'path-malformed' | 'path-missing' | 'search-too-long' };

/** How many values may still be visited. Consecutive searches may share it. */
export interface SearchBudget {
  left: number;
}

/** How many values all searches of one request may visit: `..` at each step of a path visits all of them again and again. */
export const mostSearched = 10_000_000;

class SearchTooLong extends Error {}

/**
 * Follows a path such as `$.items[0].id`, `$['a name'][-1]`, `$..token`, `$.items[*].id`, `$.items[1:].id` or, without the root,
 * `items[0].id` into a value from `parseJsonAsWritten` or JSON.parse: JSONPath (https://www.rfc-editor.org/rfc/rfc9535) without
 * filters, several selectors in one bracket, and the step of a slice; `length` of an array is a field, as in REST Client.
 * @returns the first of several values, in the order of the text
 */
export function followPath(root: unknown, path: string, budget: SearchBudget = { left: mostSearched }): PathResult {
  const segments = readSegments(path);
  if (segments === undefined) return { problem: 'path-malformed' };
  try {
    let values: unknown[] = [root];
    for (const { step, anywhere } of segments) {
      const from = anywhere ? withDescendants(values, budget) : values;
      values = [];
      for (const value of from) {
        const found = follow(value, step);
        spend(budget, 1 + found.length);
        for (const each of found) values.push(each);
      }
    }
    return values.length === 0 ? { problem: 'path-missing' } : { value: values[0] };
  } catch (error) {
    if (error instanceof SearchTooLong) return { problem: 'search-too-long' };
    throw error;
  }
}

function spend(budget: SearchBudget, count: number): void {
  budget.left -= count;
  if (budget.left < 0) throw new SearchTooLong();
}

function follow(value: unknown, step: Step): unknown[] {
  if (!isContainer(value)) return [];
  if (step.kind === 'children') return Object.values(value);
  if (step.kind === 'field') return Object.hasOwn(value, step.name) ? [fieldOf(value, step.name)] : [];
  if (!Array.isArray(value)) return [];
  const elements: readonly unknown[] = value;
  if (step.kind === 'slice') return elements.slice(step.from, step.to);
  const index = step.index < 0 ? elements.length + step.index : step.index;
  return index in elements ? [elements[index]] : [];
}

function fieldOf(value: object, name: string): unknown {
  return (value as Record<string, unknown>)[name];
}

/** Each value before those inside it, none twice, however many paths lead to it. */
function withDescendants(values: readonly unknown[], budget: SearchBudget): unknown[] {
  const found = new Set<unknown>();
  const open = values.toReversed();
  while (open.length > 0) {
    const value = open.pop();
    if (!isContainer(value) || found.has(value)) continue;
    found.add(value);
    const children: unknown[] = Object.values(value);
    spend(budget, 1 + children.length);
    for (let at = children.length - 1; at >= 0; at--) open.push(children[at]);
  }
  return [...found];
}
