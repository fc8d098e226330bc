// Counts what code does instead of how long it takes: a number that is the same on every machine, however busy.
//
// Import it before what is to be counted: only functions that are compiled afterwards have counters.
import assert from 'node:assert/strict';
import { type Profiler, Session } from 'node:inspector';
import { countText } from './count-text.ts';

const session = new Session();
session.connect();

/** The answer comes before `post` returns: the session is one with its own thread. */
function post(method: 'Profiler.takePreciseCoverage'): Profiler.TakePreciseCoverageReturnType;
function post(method: 'Profiler.enable'): unknown;
function post(method: 'Profiler.startPreciseCoverage', params: Profiler.StartPreciseCoverageParameterType): unknown;
function post(method: string, params?: object): unknown {
  let answer: unknown;
  session.post(method, params, (error: Error | null, result?: object) => {
    if (error !== null) throw error;
    answer = result;
  });
  return answer;
}

post('Profiler.enable');
post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** Blocks of the product and of its packages that were run since the last time this was asked. */
function blocksRun(): number {
  let sum = 0;
  for (const { url, functions } of post('Profiler.takePreciseCoverage').result) {
    if (!url.startsWith('file:') || url.includes('/test/')) continue;
    for (const { ranges } of functions) for (const { count } of ranges) sum += count;
  }
  return sum;
}

/** What `run` took. */
export interface Work {
  /** Blocks of code in the product and its packages (each turn of a loop is one), and what built-in methods of strings and arrays go over. */
  readonly steps: number;
  /** Ways that regular expressions tried, each search as a power of two. */
  readonly ways: number;
}

export async function countWork(run: () => unknown): Promise<Work> {
  blocksRun();
  const text = countText();
  try {
    await run();
  } finally {
    text.stop();
  }
  return { steps: blocksRun() + text.steps(), ways: text.ways() };
}

/** How many times the larger input is as large; work that grows with the square takes 64 times the steps. */
const factor = 8;

/**
 * Asserts that the work of `run` grows with the size of its input: on eight times the input at most twelve times the steps, and twenty
 * times the ways, whose powers of two may double them.
 */
export async function assertLinear<Input>(
  size: number,
  input: (size: number) => Input,
  run: (input: Input) => unknown,
): Promise<void> {
  const [small, large] = [input(size), input(size * factor)];
  // What is done only once is done before.
  await run(input(1));
  const [least, most] = [await countWork(() => run(small)), await countWork(() => run(large))];
  const told = `${JSON.stringify(least)} for a size of ${size}, ${JSON.stringify(most)} for ${factor} times as much`;
  assert.ok(least.steps + least.ways > size / 10, `too little to be what was meant: ${told}`);
  assert.ok(most.steps < least.steps * factor * 1.5 + size, told);
  assert.ok(most.ways < least.ways * factor * 2.5 + size, told);
}
