import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { prepareDemoWorkspace } from '../vscode/demo-workspace.ts';
import { scratch } from '../vscode/directories.ts';
import { Workbench } from '../vscode/workbench.ts';

let workbench: Workbench;

before(async () => {
  const folder = join(scratch, 'e2e', 'opens');
  prepareDemoWorkspace(folder);
  workbench = await Workbench.open({ folder });
});
after(() => workbench.close());

test('the workbench opens the demo workspace and a file of it', async () => {
  await workbench.openFile('demo.http');
  assert.match(await workbench.editorText('demo.http'), /GET https:\/\/sts\./);
  assert.ok(statSync(await workbench.screenshot('workbench')).size > 10_000);
});
