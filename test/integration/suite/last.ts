import { test } from 'node:test';

// Runs after all other tests: in a process that lives on, nothing else marks the end of a run. `index.ts` knows its name.

test('the end of the run', () => undefined);
