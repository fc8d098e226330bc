// With the manifest contributions and the providers of REST Client and httpYac in the same editor: nothing is doubled, nothing lost.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { prepareDemoWorkspace } from '../vscode/demo-workspace.ts';
import { scratch } from '../vscode/directories.ts';
import { writeOtherClients } from '../vscode/other-clients.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { until } from '../vscode/until.ts';
import { Workbench } from '../vscode/workbench.ts';

const both = `@where = eu-central-1
@auth = AWS AKIAIOSFODNN7EXAMPLE {{$processEnv SECRET}} region:eu-central-1 service:lambda

### Another client's
# @name other
GET https://example.com/{{script()}}
Accept: application/json

### AWS's, by its host
# @name functions
# @aws-profile sandbox
GET https://lambda.{{where}}.amazonaws.com/2015-03-31/functions/
Accept: application/json

### AWS's, by its directive, with the variables of REST Client's settings
# @aws-profile sandbox
POST https://dynamodb.{{where}}.amazonaws.com/
Content-Type: application/x-amz-json-1.0
X-Amz-Target: DynamoDB_20120810.GetItem

{
  "TableName": "{{table}}"
}

### As other clients write it
GET https://s3.eu-central-1.amazonaws.com/
Authorization: AWS profile:sandbox
`;

const folder = join(scratch, 'e2e', 'beside-others');
let workbench: Workbench;
keepPictureOfFailures(() => workbench);
before(async () => {
  prepareDemoWorkspace(folder);
  writeFileSync(join(folder, 'both.http'), both);
  writeFileSync(join(folder, 'http-client.env.json'), JSON.stringify({ prod: { stage: 'live' } }));
  const settings = {
    'rest-client.environmentVariables': { $shared: { table: 'Orders' }, staging: { table: 'Orders-staging' } },
  };
  workbench = await Workbench.open({
    folder,
    settings,
    otherExtensions: writeOtherClients(join(scratch, 'e2e', 'other-clients')),
  });
  await workbench.statusItem(/sandbox/).waitFor();
  await workbench.openFile('both.http');
});
after(() => workbench.close());

const setLensMode = (mode: string): void => {
  const path = join(folder, '.vscode', 'settings.json');
  const settings = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...settings, 'awsAuth.codeLens.mode': mode }, undefined, 2));
};

const lenses = async (title: string): Promise<number> =>
  (await workbench.codeLenses()).filter((lens) => lens.startsWith(title)).length;

test('their lenses stand over every request, ours over AWS’s alone, each once', async () => {
  await workbench.page.locator('.codelens-decoration', { hasText: 'Sign & Send' }).nth(2).waitFor();
  await workbench.page.locator('.codelens-decoration', { hasText: 'Send Request' }).nth(3).waitFor();
  await workbench.screenshot('beside-01-lenses');
  // They are painted anew while more of them come.
  await until('there are 4 of theirs and 3 of ours', async () => {
    return (await lenses('Send Request')) === 4 && (await lenses('Sign & Send')) === 3;
  });
  const first = await workbench.page.locator('.codelens-decoration', { hasText: 'Send Request' }).first().innerText();
  assert.doesNotMatch(first, /Sign/);
  assert.equal(await workbench.page.locator('.monaco-editor .squiggly-error').count(), 0);
});

test('every key runs what its owner meant', async () => {
  await workbench.goTo('both.http', 12);
  await workbench.pressUntil('Control+Alt+R', workbench.notificationMessage(/^ran /));
  assert.match(await workbench.notification(/^ran /), /ran (rest-client\.request|httpyac\.send)/);
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.goTo('both.http', 19);
  await workbench.pressUntil('Control+Alt+S', workbench.page.locator('.view-line', { hasText: '"service": "dynamodb"' }));
  await workbench.screenshot('beside-02-sent-with-their-variables');
  await workbench.runCommand('View: Close Other Editors in Group');
});

test('the AWS parts keep their scopes under their grammar', async () => {
  await workbench.openFile('both.http');
  const scopesAt = async (line: number, column: number): Promise<string> => {
    await workbench.goTo('both.http', line, column);
    await workbench.runCommand('Developer: Inspect Editor Tokens and Scopes');
    const widget = workbench.page.locator('.token-inspect-widget');
    await widget.getByText('textmate scopes').waitFor();
    const text = await widget.innerText();
    await workbench.screenshot(`beside-03-scopes-${line}`);
    await workbench.page.keyboard.press('Escape');
    await widget.waitFor({ state: 'hidden' });
    return text;
  };
  assert.match(await scopesAt(11, 6), /keyword\.other\.directive\.aws\.http/);
  assert.match(await scopesAt(27, 21), /keyword\.other\.aws\.http/);
  // What is not ours is theirs to colour.
  assert.match(await scopesAt(5, 5), /entity\.other\.http/);
  await workbench.screenshot('beside-04-grammar');
});

test('the outline has every request once', async () => {
  await workbench.goTo('both.http', 1);
  await workbench.page.keyboard.press('Control+Shift+O');
  const rows = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'lambda.' });
  await rows.first().waitFor();
  await workbench.screenshot('beside-05-outline');
  // One of each of the two others, and none of ours.
  assert.equal(await rows.count(), 2);
  await workbench.escape();
});

test('a hover of a variable says its value, below what they say', async () => {
  await workbench.goTo('both.http', 12, 24);
  await workbench.runCommand('Show or Focus Hover');
  await workbench.page.locator('.monaco-hover:visible', { hasText: 'eu-central-1' }).waitFor();
  await workbench.screenshot('beside-06-hover');
  await workbench.escape();
});

test('lenses can be had everywhere or nowhere', async () => {
  setLensMode('always');
  await workbench.page.locator('.codelens-decoration', { hasText: 'Sign & Send' }).nth(3).waitFor();
  await workbench.screenshot('beside-07-lenses-always');
  setLensMode('never');
  await workbench.page.locator('.codelens-decoration', { hasText: 'Sign & Send' }).first().waitFor({ state: 'detached' });
  await workbench.screenshot('beside-08-lenses-never');
});
