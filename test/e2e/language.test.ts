import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { prepareDemoWorkspace } from '../vscode/demo-workspace.ts';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { attemptUntilVisible } from '../vscode/until.ts';
import { Workbench } from '../vscode/workbench.ts';

const orders = `@region = eu-central-1
@bucket = demo-bucket
@apiToken = not-for-your-eyes

### Who am I?
# @name whoami
# @aws-profile sandbox
POST https://sts.{{region}}.amazonaws.com/
Content-Type: application/x-www-form-urlencoded
Accept: application/json

Action=GetCallerIdentity&Version=2011-06-15

### Uses the answer above, the environment and a question
# @prompt note What should the order say?
POST https://dynamodb.{{region}}.amazonaws.com/
Content-Type: application/x-amz-json-1.0
X-Amz-Target: DynamoDB_20120810.PutItem

{
  "TableName": "{{table}}",
  "Item": {
    "arn": { "S": "{{whoami.response.body.$.GetCallerIdentityResponse.GetCallerIdentityResult.Arn}}" },
    "note": { "S": "{{note}}" },
    "token": { "S": "{{apiToken}}" }
  }
}

### A body from a file
PUT https://{{bucket}}.s3.{{region}}.amazonaws.com/orders.json

< ./order.json
`;

const problems = `### Everything that would stop a request is said before
# @aws-profile nobody
# @aws-service exekute-api
GET https://api.example.com/{{tabel}}

### Keys in the text
POST https://sts.eu-central-1.amazonaws.com/
Authorization: AWS AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
Content-Type: application/x-www-form-urlencoded

Action=GetCallerIdentity
# a comment, which no client sends
&Version=2011-06-15

### A file that is not there
PUT https://demo-bucket.s3.eu-central-1.amazonaws.com/x

< ./missing.json
`;

const xml = `### Who am I, in XML
# @name whoami
# @aws-profile sandbox
POST https://sts.eu-central-1.amazonaws.com/
Content-Type: application/x-www-form-urlencoded

Action=GetCallerIdentity&Version=2011-06-15

### Takes the ARN out of the XML
POST https://dynamodb.eu-central-1.amazonaws.com/
Content-Type: application/x-amz-json-1.0
X-Amz-Target: DynamoDB_20120810.PutItem

{
  "TableName": "{{table}}",
  "Item": { "arn": { "S": "{{whoami.response.body.//Arn}}" } }
}
`;

const more = `### Keys without labels, as they are often written
POST https://sts.eu-central-1.amazonaws.com/
Authorization: AWS AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY eu-central-1 sts

### A header that names nobody
# @name who
GET https://sts.eu-central-1.amazonaws.com/
Authorization: AWS profile:nobody region:eu-centrl-1

### The same name again
# @name who
GET https://sts.eu-central-1.amazonaws.com/

### Somebody else’s
GET https://example.com/
Authorization: Bearer abc
`;

const unfinished = `### DynamoDB
POST https://dynamodb.eu-central-1.amazonaws.com/
X-Amz-Target: 

### STS
POST https://sts.eu-central-1.amazonaws.com/
Content-Type: application/x-www-form-urlencoded

Action=
`;

function prepareFolder(name: string): string {
  const folder = join(scratch, 'e2e', name);
  prepareDemoWorkspace(folder);
  writeFileSync(join(folder, 'orders.http'), orders);
  writeFileSync(join(folder, 'problems.http'), problems);
  writeFileSync(join(folder, 'xml.http'), xml);
  writeFileSync(join(folder, 'more.http'), more);
  writeFileSync(join(folder, 'unfinished.http'), unfinished);
  writeFileSync(join(folder, 'order.json'), '{ "id": 1 }\n');
  const environments = { dev: { table: 'Orders-dev' }, prod: { table: 'Orders' } };
  writeFileSync(join(folder, 'http-client.env.json'), JSON.stringify(environments, undefined, 2));
  return folder;
}

/** Opens the list of quick fixes at the cursor until it has one; problems that are just told anew close it. */
async function openQuickFix(workbench: Workbench, title: string): Promise<void> {
  const fix = workbench.page.locator('.action-widget').getByText(title);
  await attemptUntilVisible(fix, async () => {
    await workbench.escape();
    await workbench.page.keyboard.press('Control+.');
  });
}

const squiggles = (workbench: Workbench, kind: 'error' | 'warning' | 'info') =>
  workbench.page.locator(`.monaco-editor .squiggly-${kind}`);

describe('an .http file alone', () => {
  let workbench: Workbench;
  const folder = prepareFolder('language');
  keepPictureOfFailures(() => workbench);
  before(async () => {
    workbench = await Workbench.open({ folder });
    await workbench.openView('AWS Auth');
    await workbench.treeRow('sandbox').waitFor();
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  });
  after(() => workbench.close());

  test('problems stand in the text, each with a way out', async () => {
    await workbench.openFile('problems.http');
    await squiggles(workbench, 'error').first().waitFor();
    await workbench.runCommand('View: Toggle Problems');
    const list = workbench.page.locator('.markers-panel-container');
    await list.getByText(/There is no profile “nobody”/).waitFor();
    await list.getByText(/An access key in the text/).waitFor();
    await list.getByText(/does not exist; the request is not sent/).waitFor();
    await list.getByText(/A comment: this line is not sent/).waitFor();
    await workbench.screenshot('language-01-problems');
    await workbench.runCommand('View: Toggle Problems');
    await workbench.goTo('problems.http', 2, 20);
    await openQuickFix(workbench, 'Use Profile sandbox');
    await workbench.screenshot('language-02-quick-fix');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.view-line', { hasText: '# @aws-profile sandbox' }).waitFor();
  });

  test('keys in the text move into a profile', async () => {
    await workbench.goTo('problems.http', 8, 25);
    await openQuickFix(workbench, 'Move Keys into a Profile…');
    await workbench.screenshot('language-03-literal-keys');
    await workbench.page.keyboard.press('Enter');
    await workbench.waitForQuickInput('Move Keys into a Profile');
    await workbench.screenshot('language-04-move-keys');
    await workbench.answer('moved');
    await workbench.waitForQuickInput('(2/2)');
    await workbench.answer('eu-central-1');
    await workbench.page.locator('.view-line', { hasText: '# @aws-profile moved' }).waitFor();
    assert.ok(!(await workbench.editorText('problems.http')).includes('wJalrXUtnFEMI'));
    await workbench.screenshot('language-05-keys-moved');
  });

  test('what is wrong with an Authorization: AWS is said, and names are made different', async () => {
    await workbench.openFile('more.http');
    await squiggles(workbench, 'error').first().waitFor();
    await workbench.runCommand('View: Toggle Problems');
    const list = workbench.page.locator('.markers-panel-container');
    await list.getByText(/“Authorization: AWS …” cannot be read/).waitFor();
    await list.getByText(/There is no profile “nobody”/).waitFor();
    await list.getByText(/“eu-centrl-1” is not the name of an AWS region/).waitFor();
    await list.getByText(/An access key in the text/).waitFor();
    await list.getByText(/Another request is called “who” too/).waitFor();
    await workbench.screenshot('language-21-header-problems');
    await workbench.runCommand('View: Toggle Problems');
    await workbench.goTo('more.http', 3, 30);
    await openQuickFix(workbench, 'Move Keys into a Profile…');
    await workbench.screenshot('language-22-header-fix');
    await workbench.page.keyboard.press('Escape');
    await workbench.goTo('more.http', 8, 29);
    await openQuickFix(workbench, 'Use Profile moved');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.view-line', { hasText: 'AWS profile:moved region:eu-centrl-1' }).waitFor();
    await workbench.goTo('more.http', 11, 10);
    await openQuickFix(workbench, 'Rename to “who2”');
    await workbench.screenshot('language-23-other-name');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.view-line', { hasText: '# @name who2' }).waitFor();
    // A request with a token of its own would be refused: it has no lens.
    assert.equal((await workbench.codeLenses()).filter((title) => title.startsWith('Sign & Send')).length, 3);
    await workbench.runCommand('File: Revert File');
  });

  test('an environment is chosen, and the status bar shows it', async () => {
    await workbench.openFile('orders.http');
    await workbench.statusItem(/no environment/).click();
    await workbench.waitForQuickInput('Select Environment');
    assert.deepEqual(
      (await workbench.quickPickRows()).map(({ label }) => label),
      ['dev', 'prod', 'No environment'],
    );
    await workbench.screenshot('language-06-environments');
    await workbench.pick('dev');
    await workbench.statusItem(/dev/).waitFor();
  });

  test('hovering a variable shows its value, and no secret', async () => {
    const line = workbench.page.locator('.view-line', { hasText: '"TableName"' });
    await line.getByText('table', { exact: false }).last().hover();
    const hover = workbench.page.locator('.monaco-hover:visible', { hasText: 'Orders-dev' });
    await hover.waitFor();
    await workbench.screenshot('language-07-hover');
    await workbench.goTo('orders.http', 3, 4);
    await workbench.runCommand('Show or Focus Hover');
    await workbench.page.locator('.monaco-hover:visible', { hasText: 'may be a secret' }).waitFor();
    assert.equal(await workbench.page.locator('.monaco-hover:visible', { hasText: 'not-for-your-eyes' }).count(), 0);
    await workbench.screenshot('language-08-hover-masked');
    await workbench.escape();
  });

  test('hovering names of AWS tells what they stand for', async () => {
    await workbench.goTo('orders.http', 7, 18);
    await workbench.runCommand('Show or Focus Hover');
    await workbench.page
      .locator('.monaco-hover:visible', { hasText: 'profile sandbox' })
      .getByText(/no session|\dm/)
      .waitFor();
    await workbench.screenshot('language-24-hover-profile');
    await workbench.page.keyboard.press('Escape');
    await workbench.goTo('orders.http', 18, 36);
    await workbench.runCommand('Show or Focus Hover');
    await workbench.page.locator('.monaco-hover:visible', { hasText: 'Operation of dynamodb' }).waitFor();
    await workbench.screenshot('language-25-hover-operation');
    await workbench.escape();
  });

  test('nested JSON in a body is folded', async () => {
    await workbench.goTo('orders.http', 22, 5);
    await workbench.runCommand('Fold');
    await workbench.page.locator('.view-line', { hasText: '"note"' }).waitFor({ state: 'detached' });
    await workbench.page.locator('.view-line', { hasText: '"TableName"' }).waitFor();
    await workbench.screenshot('language-26-folded-body');
    await workbench.runCommand('Unfold All');
    await workbench.page.locator('.view-line', { hasText: '"note"' }).waitFor();
  });

  test('a variable leads to its entry in the environment file, a prompt to its line', async () => {
    await workbench.goTo('orders.http', 21, 22);
    await workbench.page.keyboard.press('F12');
    await workbench.waitForTab('http-client.env.json');
    await workbench.statusItem(/Ln 3, Col 6\b/).waitFor();
    await workbench.screenshot('language-27-environment-entry');
    await workbench.goTo('orders.http', 24, 25);
    await workbench.page.keyboard.press('F12');
    await workbench.statusItem(/Ln 15, Col 11\b/).waitFor();
  });

  test('a request takes over what an earlier one was answered, and asks for the rest', async () => {
    await workbench.goTo('orders.http', 16);
    await workbench.runCommand('AWS Auth: Sign & Send Request');
    assert.match(await workbench.notification(/has not been sent yet/), /Send “whoami” first/);
    await workbench.screenshot('language-09-not-sent-yet');
    // Wherever the cursor is by then.
    await workbench.goTo('orders.http', 3);
    await workbench.pressNotificationButton('Send “whoami” First');
    await workbench.waitForQuickInput('note');
    await workbench.screenshot('language-10-prompt');
    await workbench.answer('urgent');
    await workbench.page.locator('.view-line', { hasText: '"service": "dynamodb"' }).waitFor();
    await workbench.screenshot('language-11-chained');
    await workbench.runCommand('View: Close Other Editors in Group');
  });

  test('completion knows directives, profiles and operations', async () => {
    await workbench.openFile('orders.http');
    await workbench.goTo('orders.http', 14, 1);
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.type('# @aws');
    await workbench.page.locator('.suggest-widget').getByText('aws-profile').first().waitFor();
    await workbench.screenshot('language-12-completion-directives');
    await workbench.page.keyboard.type('-profile ');
    await workbench.page.locator('.suggest-widget').getByText('sandbox').first().waitFor();
    await workbench.screenshot('language-13-completion-profiles');
    await workbench.escape();
    await workbench.runCommand('File: Revert File');
  });

  test('completion offers the operations of the service that the host tells', async () => {
    await workbench.openFile('unfinished.http');
    for (const [line, column, operation, picture] of [
      [3, 15, 'GetItem', 'language-28-completion-target'],
      [9, 8, 'GetCallerIdentity', 'language-29-completion-action'],
    ] as const) {
      await workbench.goTo('unfinished.http', line, column);
      await workbench.page.keyboard.press('Control+Space');
      await workbench.page.locator('.suggest-widget').getByText(operation).first().waitFor();
      await workbench.screenshot(picture);
      await workbench.escape();
    }
    await workbench.runCommand('View: Close Editor');
  });

  test('the file of a body opens from its path', async () => {
    await workbench.openFile('orders.http');
    await workbench.goTo('orders.http', 32, 5);
    await workbench.runCommand('Open Link');
    await workbench.waitForTab('order.json');
    await workbench.screenshot('language-30-linked-file');
    await workbench.runCommand('View: Close Editor');
  });

  test('the outline names the requests; a variable is renamed everywhere', async () => {
    await workbench.goTo('orders.http', 1, 4);
    await workbench.page.keyboard.press('F2');
    await workbench.page.locator('.rename-box input').waitFor();
    await workbench.page.locator('.rename-box input').fill('where');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.view-line', { hasText: 'https://sts.{{where}}' }).waitFor();
    await workbench.screenshot('language-14-renamed');
    await workbench.page.keyboard.press('Control+Shift+O');
    await workbench.page.locator('.quick-input-list').getByText('whoami').first().waitFor();
    await workbench.screenshot('language-15-outline');
    await workbench.escape();
    await workbench.runCommand('File: Revert File');
  });

  test('New AWS Request offers every service and opens what runs as it is', async () => {
    await workbench.runCommand('AWS Auth: New AWS Request…');
    await workbench.waitForQuickInput('New AWS Request');
    await workbench.screenshot('language-16-templates');
    await workbench.answer('STS');
    await workbench.page.locator('.view-line', { hasText: '### Who am I?' }).waitFor();
    await workbench.clickCodeLens('Sign & Send');
    await workbench.page.locator('.view-line', { hasText: 'GetCallerIdentityResult' }).waitFor();
    await workbench.screenshot('language-17-template-sent');
  });

  test('an XML answer is referred into by XPath', async () => {
    await workbench.openFile('xml.http');
    await workbench.goTo('xml.http', 4);
    const answer = workbench.page.locator('.view-line', { hasText: '<GetCallerIdentityResult>' }).first();
    await workbench.pressUntil('Control+Alt+S', answer);
    await workbench.goTo('xml.http', 10);
    await workbench.pressUntil('Control+Alt+S', workbench.page.locator('.view-line', { hasText: '"service": "dynamodb"' }));
    await workbench.screenshot('language-19-xpath');
  });

  test('a broken environment file is told of where it is needed and where it is broken', async () => {
    const path = join(folder, 'http-client.env.json');
    const whole = readFileSync(path, 'utf8');
    await workbench.openFile('xml.http');
    writeFileSync(path, whole.replace('"prod"', '// not JSON\n  "prod"'));
    await squiggles(workbench, 'error').first().waitFor();
    await workbench.goTo('xml.http', 15, 20);
    await openQuickFix(workbench, 'Open Environment File');
    await workbench.screenshot('language-20-environment-file-needed');
    await workbench.page.keyboard.press('Enter');
    await workbench.waitForTab(/http-client\.env\.json/);
    await workbench.runCommand('View: Toggle Problems');
    await workbench.page
      .locator('.markers-panel-container')
      .getByText(/Not a valid JSON object from here on/)
      .waitFor();
    await workbench.screenshot('language-21-environment-file-broken');
    await workbench.runCommand('View: Toggle Problems');
    writeFileSync(path, whole);
    await workbench.openFile('xml.http');
    await squiggles(workbench, 'error').first().waitFor({ state: 'detached' });
  });

  test('Copy As puts a signed curl command on the clipboard', async () => {
    await workbench.openFile('orders.http');
    await workbench.goTo('orders.http', 8);
    await workbench.runCommand('AWS Auth: Copy Request As…');
    await workbench.waitForQuickInput('Copy whoami As');
    await workbench.screenshot('language-18-copy-as');
    await workbench.pick('curl, signed');
    await workbench.notification(/5 minutes/);
    assert.match(
      await workbench.clipboard(),
      /^curl -X POST http:\/\/127\.0\.0\.1:\d+\/ \\\n[^]*Authorization: AWS4-HMAC-SHA256/,
    );
  });
});
