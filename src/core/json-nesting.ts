/**
 * How deep foreign JSON may nest to be processed. Nobody reads deeper, indenting takes space in proportion to the depth, and
 * recursion over values is bounded.
 */
const deepestJson = 200;

/** Whether the arrays and objects of a JSON text nest deeper than `levels`. */
export function nestsDeeper(json: string, levels = deepestJson): boolean {
  return tooDeepAt(json, levels) !== undefined;
}

/** Where the arrays and objects of a JSON text begin to nest deeper than `levels`, in characters; undefined if they do not. */
export function tooDeepAt(json: string, levels = deepestJson): number | undefined {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfString(json, at);
    else if (character === ']' || character === '}') depth -= 1;
    else if ((character === '[' || character === '{') && ++depth > levels) return at;
  }
  return undefined;
}

/** The end of the string that begins at `start`. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    if (json[at] === '"') return at;
    if (json[at] === '\\') at++;
  }
  return json.length;
}
