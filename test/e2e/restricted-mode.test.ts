import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { scratch } from '../vscode/directories.ts';
import { keepPictureOfFailures } from '../vscode/picture-of-failures.ts';
import { Workbench } from '../vscode/workbench.ts';

const folder = join(scratch, 'e2e', 'restricted-mode');
const certificate = '[more](command:workbench.action.showCommands).pem';
let connections = 0;
const server = createServer((socket) => {
  connections += 1;
  socket.destroy();
});
let workbench: Workbench;

keepPictureOfFailures(() => workbench);
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  const profile = { kind: 'static', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', region: 'eu-central-1', endpoint };
  writeFileSync(
    join(folder, '.vscode', 'settings.json'),
    JSON.stringify({ 'awsAuth.profiles': { hostile: profile }, 'awsAuth.sandbox.autoStart': true }),
  );
  const keys = 'AWS AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  writeFileSync(join(folder, 'hostile.http'), `GET ${endpoint}/\nHost: sts.amazonaws.com\nAuthorization: ${keys}\n`);
  writeFileSync(join(folder, certificate), 'no certificate');
  mkdirSync(join(folder, 'pipes'));
  execFileSync(
    'mkfifo',
    ['.env', 'body'].map((name) => join(folder, 'pipes', name)),
  );
  symlinkSync('/dev/zero', join(folder, 'pipes', 'http-client.env.json'));
  const doubling = Array.from({ length: 60 }, (_, n) => `@v${n} = {{v${n + 1}}}{{v${n + 1}}}`).join('\n');
  writeFileSync(
    join(folder, 'pipes', 'bomb.http'),
    `${doubling}\n@v60 = xx\n\nPOST https://sts.amazonaws.com/\nX-A: {{v0}}\n\n< ./body\n\n###\nGET https://sts.amazonaws.com/{{table}}\n`,
  );
  workbench = await Workbench.open({
    folder,
    settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
  });
});
after(async () => {
  await workbench.close();
  server.close();
});

test('the profiles and the sandbox of an untrusted workspace do not count, and the view says why', async () => {
  await workbench.openView('AWS Auth');
  assert.match(await workbench.welcome('Restricted Mode'), /Nothing is signed or sent in Restricted Mode/);
  await workbench.screenshot('30-restricted');
});

test('nothing is sent, not even by a command that the menus hide', async () => {
  await workbench.openFile('hostile.http');
  await workbench.clickCodeLens('Sign & Send');
  await workbench.notification(/Nothing is signed or sent in a workspace that is not trusted/);
  await workbench.screenshot('31-restricted-send');
  assert.equal(connections, 0);
  const commands = await workbench.paletteCommands('AWS Auth: ');
  assert.ok(commands.includes('AWS Auth: Add Profile…'));
  for (const hidden of ['Sign & Send Request', 'Sign Request in Place', 'Start Session', 'Start Local Sandbox']) {
    assert.ok(!commands.includes(`AWS Auth: ${hidden}`), hidden);
  }
});

test('a text that asks for terabytes is opened, beside pipes and devices that nobody reads', async () => {
  await workbench.openFile('bomb.http');
  await workbench.runCommand('View: Toggle Problems');
  const list = workbench.page.locator('.markers-panel-container');
  await list
    .getByText(/the request becomes longer than 64 MB/)
    .first()
    .waitFor();
  await workbench.screenshot('33-restricted-bomb');
  // The list shows those in sight: the one about the environment stands behind those of the variables.
  await workbench.page.locator('.monaco-inputbox input[placeholder^="Filter (e.g. text"]').fill('regular file');
  await list
    .getByText(/The environment file “.*\.env” is not a regular file/)
    .first()
    .waitFor();
  await workbench.runCommand('View: Toggle Problems');
});

test('the name of a file is no link in what is said about it', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.runCommand('AWS Auth: Inspect Certificate');
  await workbench.answerFileDialog(join(folder, certificate));
  await workbench.notification(/\[more\] \(command:workbench\.action\.showCommands\)\.pem/);
  assert.equal(await workbench.page.locator('.notifications-toasts .notification-list-item-message a').count(), 0);
  await workbench.screenshot('32-restricted-words');
});
