/** A path of a profile in the text of settings, with the columns (from 0) of its value. */
export interface PathInSettings {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

const field = /"(?:certificate|privateKey|certificateChain)"\s*:\s*("(?:[^"\\]|\\.)*")/g;

/** The certificate path of a profile at a column of a line of settings. */
export function pathAt(line: string, column: number): PathInSettings | undefined {
  for (const match of line.matchAll(field)) {
    const [whole, value = ''] = match;
    const end = match.index + whole.length;
    const start = end - value.length;
    if (column < start || column > end) continue;
    try {
      return { path: String(JSON.parse(value)), start, end };
    } catch {
      return undefined;
    }
  }
  return undefined;
}
