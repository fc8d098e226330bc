// Runs test files in one process, each as a suite of its own: starting a process takes longer than most files do.
// `node --test test/together.ts` with the files, by line, in TEST_FILES.
import { relative } from 'node:path';
import { describe } from 'node:test';
import { pathToFileURL } from 'node:url';

for (const file of (process.env['TEST_FILES'] ?? '').split('\n')) {
  describe(relative(import.meta.dirname, file), async () => {
    await import(pathToFileURL(file).href);
  });
}
