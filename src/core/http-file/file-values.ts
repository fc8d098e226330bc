import type { HttpFile } from './http-file.ts';

/** Characters that variables may put into a text that is only looked at: neither a host nor a scheme is longer. */
const longest = 10_000;

/** A text with the values of the references in it, and of those in these, as far as they are known; nothing is evaluated. */
export function resolveWritten(text: string, valueOf: (name: string) => string | undefined, depth = 5): string {
  if (depth === 0 || !text.includes('{{')) return text;
  let left = longest;
  const put = (whole: string, name: string): string => {
    const value = valueOf(name) ?? whole;
    left -= value.length;
    return left < 0 ? whole : value;
  };
  return resolveWritten(text.replace(/\{\{%?\s*([^{}\s]+)\s*\}\}/g, put), valueOf, depth - 1);
}

const known = new WeakMap<HttpFile['variables'], ReadonlyMap<string, string>>();

/** The values of a file's variables by name, as written. Of two with one name the later counts. */
export function fileValues({ variables }: Pick<HttpFile, 'variables'>): ReadonlyMap<string, string> {
  let values = known.get(variables);
  if (values === undefined) {
    values = new Map(variables.map(({ name, value }) => [name, value]));
    known.set(variables, values);
  }
  return values;
}
