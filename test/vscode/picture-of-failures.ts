import { afterEach } from 'node:test';
import type { Workbench } from './workbench.ts';

/**
 * Keeps what the window shows when a test fails: a picture as `failed-NAME.png` beside the others, and what it asks and tells as text.
 * What is left open is closed, so that the next test fails for reasons of its own.
 */
export function keepPictureOfFailures(workbench: () => Workbench): void {
  afterEach(async (context) => {
    if (!('error' in context) || context.error === null) return;
    const asked = (await workbench().textsInFront()).join(' | ') || 'no question and no notification';
    console.error(`“${context.name}” failed. In the window: ${asked}`);
    await workbench().keepPicture(`failed-${context.name.slice(0, 40).replaceAll(/\W+/g, '-')}`);
    // The run has failed: what else never comes need not be waited for as long.
    workbench().page.setDefaultTimeout(20_000);
    await workbench().leaveEverything();
  });
}
