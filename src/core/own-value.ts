/**
 * The own value of a table for a foreign name; undefined if there is none: `constructor`, `toString` and `__proto__` are
 * properties that every object inherits.
 */
export function ownValue<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
