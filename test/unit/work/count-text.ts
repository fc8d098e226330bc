import { waysTried } from './regular-expression-ways.ts';

interface Counted {
  readonly length: number;
}
type Method = (this: Counted, ...given: readonly unknown[]) => unknown;
/** What a call has gone over: characters, or elements. */
type Steps = (self: Counted, given: readonly unknown[], result: unknown) => number;

const all: Steps = ({ length }) => length;
const upToFound: Steps = ({ length }, [, from], result) => {
  const start = typeof from === 'number' && from > 0 ? from : 0;
  return Math.max(0, typeof result === 'number' && result >= 0 ? result - start : length - start);
};
const downToFound: Steps = ({ length }, [, from], result) => {
  const start = typeof from === 'number' ? Math.min(from, length) : length;
  return typeof result === 'number' && result >= 0 ? start - result : start;
};

/** A text is read to be found among others. */
const key: Steps = (_self, [wanted]) => (typeof wanted === 'string' ? wanted.length : 0);

const ofTexts: Readonly<Record<string, Steps>> = {
  indexOf: upToFound,
  lastIndexOf: downToFound,
  // Where it was found is not told; a search that finds nothing goes over all of it.
  includes: ({ length }, [, from], result) => (result === true ? 0 : length - (typeof from === 'number' ? from : 0)),
  split: all,
  replaceAll: all,
  toLowerCase: all,
  toUpperCase: all,
  normalize: all,
  isWellFormed: all,
  toWellFormed: all,
  localeCompare: all,
};
const ofLists: Readonly<Record<string, Steps>> = {
  indexOf: upToFound,
  lastIndexOf: downToFound,
  includes: all,
  slice: (_self, _given, result) => (result as Counted).length,
  splice: ({ length }, [from]) => Math.max(0, length - (typeof from === 'number' ? Math.max(0, from) : 0)),
  concat: (_self, _given, result) => (result as Counted).length,
  unshift: all,
  join: all,
  reverse: all,
  toReversed: all,
  toSorted: all,
  sort: all,
  flat: all,
  fill: all,
};
const counted: readonly (readonly [prototype: object, name: PropertyKey, steps: Steps])[] = [
  ...Object.entries(ofTexts).map(([name, steps]) => [String.prototype, name, steps] as const),
  ...Object.entries(ofLists).map(([name, steps]) => [Array.prototype, name, steps] as const),
  // Also what a spread takes.
  [Array.prototype, Symbol.iterator, all],
  ...['get', 'has', 'set'].map((name) => [Map.prototype, name, key] as const),
  ...['has', 'add'].map((name) => [Set.prototype, name, key] as const),
];

/** Counts the steps of built-in methods of strings and arrays and of regular expressions until it is stopped. */
export function countText(): { stop: () => void; steps: () => number; ways: () => number } {
  let steps = 0;
  let ways = 0;
  let isCounting = true;
  const undo: (() => void)[] = [];
  const replace = (prototype: object, name: PropertyKey, wrap: (original: Method) => Method): void => {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    if (descriptor === undefined) throw new Error(`There is no ${String(name)}.`);
    Object.defineProperty(prototype, name, { ...descriptor, value: wrap(descriptor.value as Method) });
    undo.push(() => Object.defineProperty(prototype, name, descriptor));
  };
  for (const [prototype, name, stepsOf] of counted) {
    replace(prototype, name, (original) => {
      return function (this: Counted, ...given: readonly unknown[]): unknown {
        const result: unknown = Reflect.apply(original, this, given);
        if (isCounting) steps += 1 + stepsOf(this, given, result);
        return result;
      };
    });
  }
  // All of `match`, `replace`, `search`, `split` and `test` come here.
  replace(RegExp.prototype, 'exec', (original) => {
    return function (this: Counted, ...given: readonly unknown[]): unknown {
      if (isCounting) {
        isCounting = false;
        ways += waysTried(this as unknown as RegExp, String(given[0]));
        isCounting = true;
      }
      return Reflect.apply(original, this, given);
    };
  });
  return {
    stop: () => {
      for (const each of undo.toReversed()) each();
    },
    steps: () => steps,
    ways: () => ways,
  };
}
