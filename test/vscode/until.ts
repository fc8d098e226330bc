import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';

/** Far more than a busy machine takes: what never comes is told, and nothing else depends on it. */
const limitMilliseconds = 180_000;
/** How long the first attempt has; each next one has twice as long, so that a slow machine gets there too. */
const patienceMilliseconds = 3000;

/** Waits for a state that the page tells no event of. */
export async function until(what: string, reached: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + limitMilliseconds;
  while (!(await reached())) {
    assert.ok(Date.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Does what the editor may lose while it is busy, anew until what it leads to is in sight. */
export function attemptUntilVisible(outcome: Locator, attempt: (patience: number) => Promise<unknown>): Promise<void> {
  return attemptUntilState(outcome, 'visible', attempt);
}

/** Does what takes one thing after the other away, anew until nothing is in sight. */
export function attemptUntilHidden(obstacle: Locator, attempt: (patience: number) => Promise<unknown>): Promise<void> {
  return attemptUntilState(obstacle, 'hidden', attempt);
}

/** Does what the editor may lose while it is busy, anew until `reached`; each time longer is waited for that. */
export async function attemptUntil(
  what: string,
  reached: () => Promise<boolean>,
  attempt: (patience: number) => Promise<unknown>,
): Promise<void> {
  const deadline = Date.now() + limitMilliseconds;
  for (let patience = patienceMilliseconds; ; patience *= 2) {
    await attempt(patience);
    for (const next = Date.now() + patience; ;) {
      if (await reached()) return;
      assert.ok(Date.now() < deadline, `${what}, however often it is tried`);
      if (Date.now() > next) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function attemptUntilState(
  locator: Locator,
  state: 'visible' | 'hidden',
  attempt: (patience: number) => Promise<unknown>,
): Promise<void> {
  const isReached = async (): Promise<boolean> => (await locator.isVisible()) === (state === 'visible');
  if (!(await isReached())) await attemptUntil(`${String(locator)} is not ${state}`, isReached, attempt);
}
