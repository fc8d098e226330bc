import { afterEach } from 'node:test';
import type { Workbench } from './workbench.ts';

/** Keeps what the window shows when a test fails: a picture as `failed-NAME.png` beside the others, and what it asks and tells as text. */
export function keepPictureOfFailures(workbench: () => Workbench): void {
  afterEach(async (context) => {
    if (!('error' in context) || context.error === null) return;
    await workbench().screenshot(`failed-${context.name.slice(0, 40).replaceAll(/\W+/g, '-')}`);
    console.error(`In the window: ${(await workbench().textsInFront()).join(' | ') || 'no question and no notification'}`);
    // A question that stays open would fail the next test too.
    await workbench().leaveQuickInputs();
  });
}
