import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--allow-natives-syntax');
// Interpreted and compiled expressions count in ways of their own; which one it is would depend on what ran before.
setFlagsFromString('--no-regexp-tier-up');

/** V8's own: an expression that gives up, as if nothing matched, after `limit` ways that lead nowhere. */
// eslint-disable-next-line @typescript-eslint/no-implied-eval -- Only as text does it pass for JavaScript.
const withLimit = new Function('source', 'flags', 'limit', 'return %NewRegExpWithBacktrackLimit(source, flags, limit)') as (
  source: string,
  flags: string,
  limit: number,
) => RegExp;

const fewest = 16;
const most = 2 ** 29;
const parser = new RegExpParser({ ecmaVersion: 2025 });
const countables = new Map<string, string>();
const limited = new Map<string, RegExp>();

/**
 * The source of the same expression, but that every turn of a repetition counts, and that it always matches unless it is given up.
 * V8 takes repetitions of single characters in one leap, without counting the way back; what has something to look ahead for does not leap.
 */
function countable({ source, flags, sticky }: RegExp): string {
  const key = `${flags}/${source}`;
  let made = countables.get(key);
  if (made !== undefined) return made;
  const insertions: [at: number, text: string][] = [];
  const mode = { unicode: flags.includes('u'), unicodeSets: flags.includes('v') };
  visitRegExpAST(parser.parsePattern(source, 0, source.length, mode), {
    onQuantifierEnter: ({ element }) => {
      if (element.type !== 'Assertion') insertions.push([element.start, '(?:'], [element.end, '(?=))']);
    },
  });
  made = source;
  for (const [at, text] of insertions.toSorted(([a], [b]) => b - a)) made = made.slice(0, at) + text + made.slice(at);
  made = `(?:${made})|${sticky ? '' : '(?![^])'}`;
  countables.set(key, made);
  return made;
}

/** How many ways `expression` tries in a text, from its `lastIndex`: the power of two that is enough. */
export function waysTried(expression: RegExp, text: string): number {
  const source = countable(expression);
  const keepsPlace = expression.global || expression.sticky;
  const flags = keepsPlace ? expression.flags : `${expression.flags}g`;
  for (let limit = fewest; limit <= most; limit *= 2) {
    const key = `${limit}/${flags}/${source}`;
    const trial = limited.get(key) ?? withLimit(source, flags, limit);
    limited.set(key, trial);
    trial.lastIndex = keepsPlace ? expression.lastIndex : 0;
    if (trial.exec(text) !== null) return limit === fewest ? 1 : limit;
  }
  throw new Error(`/${expression.source.slice(0, 200)}/ tries more than ${most} ways in ${text.length} characters.`);
}
