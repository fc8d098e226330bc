import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Locator } from 'playwright-core';
import { prepareDemoWorkspace } from '../vscode/demo-workspace.ts';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';
import { until } from '../vscode/until.ts';

const requests = `### Who am I?
POST https://sts.eu-central-1.amazonaws.com/
Content-Type: application/x-www-form-urlencoded
Accept: application/json

Action=GetCallerIdentity&Version=2011-06-15

### A picture
GET https://demo-bucket.s3.eu-central-1.amazonaws.com/picture.jpg

### A question
# @prompt key
GET https://demo-bucket.s3.eu-central-1.amazonaws.com/{{key}}
`;

let workbench: Workbench;

keepPictureOfFailures(() => workbench);
before(async () => {
  const folder = join(scratch, 'e2e', 'places');
  prepareDemoWorkspace(folder);
  writeFileSync(join(folder, 'places.http'), requests);
  workbench = await Workbench.open({ folder });
  await workbench.statusItem(/sandbox/).waitFor();
  await workbench.openFile('places.http');
});
after(() => workbench.close());

/** The names on the tabs of each group, from the left; the active one of each in brackets. */
async function tabs(): Promise<string[]> {
  const groups = await workbench.page.locator('.editor-group-container').evaluateAll((elements) =>
    elements.map((group) => ({
      left: group.getBoundingClientRect().left,
      names: [...group.querySelectorAll('.tab')]
        .map((tab) => {
          const name = tab.querySelector('.label-name')?.textContent ?? '';
          return tab.classList.contains('active') ? `[${name}]` : name;
        })
        .join(' '),
    })),
  );
  return groups.toSorted((a, b) => a.left - b.left).map(({ names }) => names);
}

/** Waits until the tabs are these. */
async function untilTabs(...expected: string[]): Promise<void> {
  await until('the tabs are in their places', async () => isDeepStrictEqual(await tabs(), expected)).catch(() => undefined);
  assert.deepEqual(await tabs(), expected);
}

const tab = (name: string | RegExp): Locator => workbench.page.locator('.tab', { hasText: name }).first();

/** Opens a request of a template. */
async function newRequest(label: string): Promise<void> {
  await workbench.runCommand('AWS Auth: New AWS Request…');
  await workbench.waitForQuickInput('New AWS Request');
  await workbench.quickInput.locator('.quick-input-box input').fill(label);
  await workbench.pick(label);
  await workbench.waitForTab(label);
}

test('a new request opens beside the responses, also while they have the focus', async () => {
  await workbench.clickCodeLens('Sign & Send', 0);
  await untilTabs('[places]', '[AWS Response]');
  await tab('AWS Response').click();
  await newRequest('STS · GetCallerIdentity');
  await untilTabs('places [# STS · GetCallerIdentity]', '[AWS Response]');
  await workbench.screenshot('60-new-request-place');
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await workbench.page.locator('.view-line', { hasText: 'GetCallerIdentityResult' }).waitFor();
  await untilTabs('places [# STS · GetCallerIdentity]', '[AWS Response]');
});

test('a response never covers its own request', async () => {
  await tab('AWS Response').click();
  // Among the responses, as a click in the explorer opens it while they have the focus.
  await workbench.openFile('demo.http');
  await untilTabs('places [# STS · GetCallerIdentity]', 'AWS Response [demo]');
  await workbench.goTo('demo.http', 9);
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await untilTabs('places # STS · GetCallerIdentity [AWS Response]', '[demo]');
  await workbench.screenshot('61-response-changes-sides');
});

test('a picture comes up beside its request, which stays the active editor', async () => {
  await workbench.goTo('places', 9);
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await workbench.waitForTab('picture.jpg');
  await workbench.page.frameLocator('iframe.webview').frameLocator('iframe').locator('img').waitFor();
  await workbench.statusItem(/^Ln /).waitFor();
  await workbench.screenshot('63-picture-without-focus');
  assert.ok((await workbench.paletteCommands('AWS Auth: Sign & Send')).includes('AWS Auth: Sign & Send Request'));
});

test('a question that is left open leaves the earlier response and what sends it again', async () => {
  await workbench.goTo('places', 2);
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await workbench.page.locator('.view-line', { hasText: 'GetCallerIdentityResult' }).waitFor();
  await workbench.goTo('places', 13);
  await workbench.runCommand('AWS Auth: Sign & Send Request');
  await workbench.quickInput.locator('.quick-input-box input').waitFor();
  await workbench.statusItem('Preparing').waitFor();
  await workbench.screenshot('64-question');
  await workbench.escape();
  await workbench.statusItem('Preparing').waitFor({ state: 'detached' });
  assert.match(await workbench.editorText('AWS Response'), /^HTTP\/1\.1 200 OK/);
  const id = /RequestId:\s*([\w-]+)/.exec(await workbench.editorText('AWS Response'))?.[1] ?? '';
  assert.notEqual(id, '');
  await workbench.runCommand('AWS Auth: Send Last Request Again');
  await workbench.page.locator('.view-line', { hasText: id }).first().waitFor({ state: 'detached' });
  assert.match(await workbench.editorText('AWS Response'), /GetCallerIdentityResult/);
});

test('what can be done with a response is in sight in half a narrow window', async () => {
  await workbench.page.setViewportSize({ width: 1000, height: 700 });
  const group = workbench.page.locator('.editor-group-container', {
    has: workbench.page.locator('.tab.active', { hasText: 'AWS Response' }),
  });
  const lenses = group.locator('.codelens-decoration');
  await lenses.filter({ hasText: 'Copy' }).waitFor();
  await workbench.screenshot('65-lenses-narrow');
  await tab('AWS Response').click();
  const edge = (await group.boundingBox()) ?? { x: 0, width: 0 };
  const ends = await lenses.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().right));
  assert.equal(ends.length, 2);
  for (const end of ends) assert.ok(end <= edge.x + edge.width, `a row of lenses ends at ${end}`);
  await group.locator('.editor-actions .codicon-toolbar-more').click();
  await workbench.page.locator('.monaco-menu .action-label', { hasText: 'Save Response Body…' }).waitFor();
  await workbench.screenshot('66-response-menu');
  await workbench.escape();
  await workbench.page.setViewportSize({ width: 1280, height: 800 });
});

test('where nothing is open, a response takes the place of everything', async () => {
  await workbench.runCommand('View: Close All Editors');
  await workbench.pressDialogButton("Don't Save");
  await workbench.runCommand('AWS Auth: Send Last Request Again');
  await untilTabs('[AWS Response]');
  await workbench.screenshot('62-response-alone');
});
