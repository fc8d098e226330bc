/** The most names that are compared, and their greatest length: no proposal needs more. */
const mostNames = 2000;
const longestName = 200;

/**
 * The names that differ least from a mistyped one, closest first.
 * @param count how many at most
 * @param limit how many characters may differ; by default a third of them
 */
export function closestNames(wrong: string, names: Iterable<string>, count = 2, limit = Math.ceil(wrong.length / 3)): string[] {
  if (wrong.length > longestName) return [];
  const compared: string[] = [];
  for (const name of names) if (compared.push(name) === mostNames) break;
  return compared
    .filter((name) => Math.abs(name.length - wrong.length) <= limit)
    .map((name) => ({ name, distance: distance(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter((each) => each.distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, count)
    .map(({ name }) => name);
}

/** Whether two names differ by one inserted, omitted or changed character, or by two swapped neighbours. */
export function isOneEditAway(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restOfA, restOfB] = [a.slice(start), b.slice(start)];
  if (restOfA.length === restOfB.length) {
    const isSwapped = restOfA.startsWith(`${restOfB.charAt(1)}${restOfB.charAt(0)}`);
    return restOfA.slice(1) === restOfB.slice(1) || (isSwapped && restOfA.slice(2) === restOfB.slice(2));
  }
  return restOfA.slice(1) === restOfB || restOfA === restOfB.slice(1);
}

/** The Levenshtein distance: how many characters have to be inserted, deleted or changed. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
