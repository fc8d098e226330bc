// Runs test files one after the other in one process, each as a suite of its own: their windows share a server and a browser.
// `node --test test/e2e/together.ts` with the files, by line, in TEST_FILES.
import { relative } from 'node:path';
import { after, describe } from 'node:test';
import { pathToFileURL } from 'node:url';
import { closeEditors } from '../vscode/editors.ts';

after(closeEditors);
for (const file of (process.env['TEST_FILES'] ?? '').split('\n')) {
  describe(relative(import.meta.dirname, file), async () => {
    await import(pathToFileURL(file).href);
  });
}
