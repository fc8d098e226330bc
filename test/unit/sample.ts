// Expensive searches draw what they try by chance: a sample each time, all of it with TEST_ALL=1 (`npm run test:all`).
import fc from 'fast-check';
import { randomInt } from 'node:crypto';

const given = process.env['TEST_SEED'];

/** What decides everything that is drawn. TEST_SEED brings a run again; `npm test` prints it at its start. */
export const seed = given === undefined ? randomInt(2 ** 31) : Number(given);
if (!Number.isInteger(seed)) throw new Error(`TEST_SEED is no whole number: ${String(given)}`);
if (given === undefined) console.log(`TEST_SEED=${seed}`);
fc.configureGlobal({ seed });

/** How much is drawn: `few` in a sample, `all` where everything is wanted. */
export function drawn(few: number, all: number): number {
  return process.env['TEST_ALL'] === '1' ? all : few;
}

/** Numbers from 0 to 2^24 - 1, in an order that the seed decides. */
export function* numbers(): Generator<number, never> {
  for (let state = seed >>> 0; ; state = (Math.imul(state, 1103515245) + 12345) >>> 0) {
    yield state >>> 8;
  }
}
