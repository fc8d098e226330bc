/** One step into a JSON value: a field's name, or an index, negative from the end. */
type Step = string | number;

const step = /\.([\p{L}_$][\p{L}\p{N}_$-]*)|\[(-?\d{1,9})\]|\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/uy;

/**
 * Reads a path such as `$.items[0].id`, `$['a name'][-1]` or, without the root, `items[0].id`: fields and indexes, the part of
 * JSONPath (https://www.rfc-editor.org/rfc/rfc9535) that names exactly one value. Undefined for anything else.
 */
function readSteps(path: string): Step[] | undefined {
  const rest = path.startsWith('$') ? path.slice(1) : path.startsWith('[') ? path : `.${path}`;
  const steps: Step[] = [];
  for (step.lastIndex = 0; step.lastIndex < rest.length;) {
    const match = step.exec(rest);
    if (match === null) return undefined;
    const [, field, index, single, double] = match;
    steps.push(index === undefined ? (field ?? (single ?? double ?? '').replace(/\\(.)/g, '$1')) : Number(index));
  }
  return steps;
}

/** What a path names in a JSON value, or why it names nothing. */
export type PathResult = { readonly value: unknown } | { readonly problem: 'path-malformed' | 'path-missing' };

/** Follows a path of fields and indexes into a value that JSON.parse gave. */
export function followPath(root: unknown, path: string): PathResult {
  const steps = readSteps(path);
  if (steps === undefined) return { problem: 'path-malformed' };
  let value = root;
  for (const each of steps) {
    if (typeof value !== 'object' || value === null) return { problem: 'path-missing' };
    if (typeof each === 'number') {
      if (!Array.isArray(value)) return { problem: 'path-missing' };
      const element: unknown = value.at(each);
      value = element;
    } else {
      value = Object.hasOwn(value, each) ? (value as Record<string, unknown>)[each] : undefined;
    }
    if (value === undefined) return { problem: 'path-missing' };
  }
  return { value };
}
