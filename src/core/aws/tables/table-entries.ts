/** The entries of a table written as `name=value` separated by spaces; the value is empty if only a name is given. */
export function tableEntries(table: string): (readonly [name: string, value: string])[] {
  return table
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [name = '', value = ''] = entry.split('=', 2);
      return [name, value];
    });
}
