import type { HttpFile } from './http-file.ts';

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
