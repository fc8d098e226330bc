import assert from 'node:assert/strict';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';

let workbench: Workbench;

keepPictureOfFailures(() => workbench);
before(async () => {
  const folder = join(scratch, 'e2e', 'opens');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'hello.http'), 'GET https://example.com/hello\n');
  workbench = await Workbench.open({ folder });
});
after(() => workbench.close());

test('the workbench opens a workspace and a file of it', async () => {
  await workbench.openFile('hello.http');
  assert.match(await workbench.editorText('hello.http'), /^GET https:\/\/example\.com\/hello$/m);
  assert.ok(statSync(await workbench.screenshot('workbench')).size > 10_000);
});
