/**
 * What a table has under a name from elsewhere; undefined where it has nothing of its own there: `constructor`, `toString` and `__proto__` are
 * names that every object answers to.
 */
export function ownValue<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
