/** The entries of a table that is written as `name=value` between blanks; the value is empty where a name stands alone. */
export function tableEntries(table: string): (readonly [name: string, value: string])[] {
  return table
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [name = '', value = ''] = entry.split('=', 2);
      return [name, value];
    });
}
