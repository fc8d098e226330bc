import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { fileExists } from '../../../../src/core/language/file-exists.ts';
import { findFindings } from '../../../../src/core/language/findings.ts';
import { Environments } from '../../../../src/core/variables/environments/environments.ts';
import { drawn, numbers } from '../../sample.ts';
import { hostileFiles } from './hostile-files.ts';

/** Megabytes of heap: what a hostile file may cost, with what Node and the product's own code need of it. */
const heap = 200;

describe('a hostile file costs less memory than a window can spare, and comes to an end', { concurrency: 2 }, () => {
  // A process for each: some of them every time, chosen by chance.
  const random = numbers();
  const names = Object.keys(hostileFiles);
  const few = drawn(8, names.length);
  while (names.length > few) names.splice(random.next().value % names.length, 1);
  for (const name of names) {
    it(name, async () => {
      const script = join(import.meta.dirname, 'open-hostile-file.ts');
      const { stdout } = await promisify(execFile)(process.execPath, [`--max-old-space-size=${heap}`, script, name]);
      assert.match(stdout, /^\d+ findings\n$/);
    });
  }
});

describe('findings', () => {
  const find = (text: string, isAws: () => boolean, signal?: AbortSignal) => {
    const file = parseHttpFile(text);
    return findFindings(file, {
      text,
      environments: new Environments([]),
      environment: undefined,
      environmentFirst: false,
      profileNames: [],
      activeProfile: undefined,
      expiredProfile: () => undefined,
      fileExists: () => Promise.resolve(true),
      isOurs: () => true,
      isAws,
      ...(signal !== undefined && { signal }),
    });
  };
  const many = Array.from({ length: 3000 }, (_, n) => `### ${n}\nGET https://e.com/${n}\n\n`).join('');
  const long = `@a = ${'x'.repeat(10_000)}\n\nPOST https://e.com/\n\n${'{{a}}\n'.repeat(300)}`;

  for (const [what, text] of Object.entries({ 'many requests': many, 'one request with long values': long })) {
    it(`of ${what} let others work in between`, async () => {
      let turns = 0;
      let isOver = false;
      const others = (): void => {
        turns++;
        if (!isOver) setImmediate(others);
      };
      setImmediate(others);
      await find(text, () => false);
      isOver = true;
      // Each turn is a hundred thousand steps.
      assert.ok(turns >= 8, `${turns} turns`);
    });

    it(`of ${what} end where an edit makes them worthless`, async () => {
      const edit = new AbortController();
      let asked = 0;
      setImmediate(() => edit.abort(new Error('Edited.')));
      await assert.rejects(
        find(text, () => asked++ < 0, edit.signal),
        { message: 'Edited.' },
      );
      assert.ok(asked < 1000, `${asked} requests were looked at`);
    });
  }

  it('ask no other machine whether a file is there', async () => {
    for (const path of ['\\\\evil.example\\share\\x', '//evil.example/share/x', '\\/evil.example/share']) {
      assert.equal(await fileExists('C:\\work', path, 'win32'), undefined);
    }
    assert.equal(await fileExists(import.meta.dirname, 'hostile-files.ts'), true);
    assert.equal(await fileExists(import.meta.dirname, 'nowhere'), false);
    assert.equal(await fileExists(undefined, 'nowhere'), undefined);
  });
});
