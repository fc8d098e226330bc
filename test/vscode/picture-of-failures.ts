import { afterEach } from 'node:test';
import type { Workbench } from './workbench.ts';

/** Keeps a picture of what the window shows when a test fails, as `failed-NAME.png` beside the others. */
export function keepPictureOfFailures(workbench: () => Workbench): void {
  afterEach(async (context) => {
    if (!('error' in context) || context.error === null) return;
    await workbench().screenshot(`failed-${context.name.slice(0, 40).replaceAll(/\W+/g, '-')}`);
  });
}
