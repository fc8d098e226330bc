import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createDevelopmentAuthority, issueEndEntity } from '../../src/core/certificates/issue.ts';
import { prepareDemoWorkspace } from '../vscode/demo-workspace.ts';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';

/** What VS Code would draw as a link that opens the list of commands. */
const link = '[more](command:workbench.action.showCommands)';
const shown = /\[more\] \(command:workbench\.action\.showCommands\)/;

const requests = `### Name of a variable
GET https://{{${link}}}.s3.eu-central-1.amazonaws.com/

### Name of a file
POST https://sts.eu-central-1.amazonaws.com/

< ./${link}.json

### Name of a profile
# @aws-profile ${link}
GET https://sts.eu-central-1.amazonaws.com/

### Setting
# @aws-profile not ${link}
GET https://sts.eu-central-1.amazonaws.com/

### Server
# @aws-profile refused
GET https://sts.eu-central-1.amazonaws.com/

### Question
# @prompt word See ${link}
GET https://sts.eu-central-1.amazonaws.com/?Action={{word}}
`;

const folder = join(scratch, 'e2e', 'foreign-words');
let workbench: Workbench;
let server: Server;

keepPictureOfFailures(() => workbench);
before(async () => {
  server = createServer((_request, response) => {
    response.writeHead(403, { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' });
    response.end(JSON.stringify({ message: `Unable to assume role, ${link} $(check) \u202etxt` }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  prepareDemoWorkspace(folder);
  writeFileSync(join(folder, 'words.http'), requests);
  rmSync(join(folder, '.vscode'), { recursive: true, force: true });
  mkdirSync(join(folder, '.vscode'));
  await writeCertificate();
  const arn = (what: string): string =>
    `arn:aws:rolesanywhere:eu-central-1:111122223333:${what}/00000000-0000-4000-8000-000000000000`;
  const refused = {
    kind: 'rolesAnywhere',
    trustAnchorArn: arn('trust-anchor'),
    profileArn: arn('profile'),
    roleArn: 'arn:aws:iam::111122223333:role/Developer',
    certificate: 'client.pem',
    privateKey: 'client.key',
    endpoint: `http://127.0.0.1:${port}`,
  };
  const profiles = { [`not ${link}`]: { kind: link }, refused };
  writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'awsAuth.profiles': profiles }));
  workbench = await Workbench.open({ folder });
});
after(async () => {
  await workbench.close();
  server.close();
});

/** A certificate that Roles Anywhere would accept, with its key beside it. */
async function writeCertificate(): Promise<void> {
  const notBefore = new Date(Date.now() - 3_600_000);
  const validity = { notBefore, notAfter: new Date(Date.now() + 86_400_000) };
  const authority = await createDevelopmentAuthority({ commonName: 'Words CA', ...validity });
  const { leaf, key } = await issueEndEntity(authority, { commonName: 'words', ...validity });
  writeFileSync(join(folder, 'client.pem'), leaf.toString());
  writeFileSync(join(folder, 'client.key'), key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
}

/** Sends the request under a title and gives the notification that shows the words, which hold no link. */
async function refused(title: string, name: string, isAsked = false): Promise<void> {
  await workbench.goTo('words.http', requests.split('\n').indexOf(`### ${title}`) + 3);
  await workbench.pressUntil('Control+Alt+S', isAsked ? workbench.dialogBox : workbench.notificationMessage(shown));
  if (isAsked) await workbench.pressDialogButton('Allow');
  const text = await workbench.notification(shown);
  assert.doesNotMatch(text, /\p{Cf}/u);
  await workbench.screenshot(name);
  await linksOf('.notifications-toasts .notification-list-item-message');
  await workbench.runCommand('Notifications: Clear All Notifications');
}

async function linksOf(selector: string): Promise<void> {
  assert.equal(await workbench.page.locator(`${selector} a`).count(), 0);
}

test('words of a file are no links in notifications', async () => {
  await workbench.openFile('words.http');
  await refused('Name of a variable', '36-words-variable');
  await refused('Name of a file', '36-words-file');
  await refused('Name of a profile', '36-words-profile');
  await refused('Setting', '36-words-setting');
});

test('words of a server are no links in notifications, and hide nothing', async () => {
  await refused('Server', '36-words-server', true);
});

test('words of a file are no links in questions', async () => {
  await workbench.goTo('words.http', requests.split('\n').indexOf('### Question') + 3);
  await workbench.pressUntil('Control+Alt+S', workbench.quickInput);
  await workbench.waitForQuickInput('word');
  assert.match((await workbench.quickInputTexts()).message, shown);
  await linksOf('.quick-input-message');
  await workbench.screenshot('36-words-question');
  await workbench.leaveQuickInputs();
});
