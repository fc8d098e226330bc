import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as vscode from 'vscode';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
/** Keys of a server of one's own, which nobody is asked about: dialogs are refused in this suite. */
const literal = `Authorization: AWS ${accessKeyId} ${secretAccessKey} service:lambda region:eu-west-1`;

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox({ trustAnchors: [], profiles: [], roles: [], accessKeys: [{ accessKeyId, secretAccessKey }] });
});
after(() => sandbox.close());

const folder = (): string => {
  const path = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert.ok(path);
  return path;
};

/** Opens an .http document with this text; the cursor is in its first line. */
async function open(text: string): Promise<vscode.TextDocument> {
  const path = join(folder(), `${randomUUID()}.http`);
  writeFileSync(path, text);
  const document = await vscode.workspace.openTextDocument(path);
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return document;
}

/** A request to the sandbox under another name than its address. */
const request = (method: string, target: string, ...lines: string[]): string =>
  [`${method} ${sandbox.url}${target}`, 'Host: lambda.example.com', literal, ...lines].join('\n');

const answer = (): string => {
  const shown = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'aws-auth-response');
  assert.ok(shown, 'an answer is shown');
  return shown.getText();
};

test('every contributed command is there once the extension is active', async () => {
  const extension = vscode.extensions.all.find(({ id }) => id.endsWith('.aws-auth-signing'));
  assert.ok(extension);
  await extension.activate();
  const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
  const registered = new Set(await vscode.commands.getCommands(true));
  assert.deepEqual(
    contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command)),
    [],
  );
});

describe('Sign & Send', () => {
  test('sends a request that the sandbox verifies, and shows its answer', async () => {
    await open(
      request('POST', '/2015-03-31/functions/f/invocations?Qualifier=b&A=1', 'Content-Type: application/json', '', '{"ü":1}'),
    );
    await vscode.commands.executeCommand('awsAuth.request.send');
    assert.match(answer(), /^HTTP\/1\.1 200/);
    assert.match(answer(), /"service": "lambda"/);
    assert.equal(sandbox.requests.at(-1)?.verdict, 'accepted');
  });

  test('sends the body of a file', async () => {
    writeFileSync(join(folder(), 'payload.bin'), Buffer.from([0, 1, 2, 255]));
    await open(request('POST', '/x', '', '< ./payload.bin'));
    await vscode.commands.executeCommand('awsAuth.request.send');
    assert.match(answer(), /"bodyBytes": 4/);
  });

  test('the answer is reused, read-only and carries no secret', async () => {
    await open(request('GET', '/y'));
    await vscode.commands.executeCommand('awsAuth.request.send');
    assert.equal(vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'aws-auth-response').length, 1);
    assert.ok(!answer().includes(secretAccessKey));
  });

  const refused: [what: string, text: () => string][] = [
    ['an unresolved variable in the URL', () => request('GET', '/{{nowhere}}')],
    ['an unresolved variable in the body', () => request('POST', '/x', '', '{{nowhere}}')],
    ['an unknown profile', () => `# @aws-profile nobody\nGET ${sandbox.url}/\nHost: lambda.eu-west-1.amazonaws.com`],
    ['no profile', () => `GET ${sandbox.url}/\nHost: lambda.eu-west-1.amazonaws.com`],
    ['a missing body file', () => request('PUT', '/x', '', '< ./nowhere.bin')],
    [
      'an Authorization that does not parse',
      () => `GET ${sandbox.url}/\nHost: lambda.eu-west-1.amazonaws.com\nAuthorization: AWS ${accessKeyId}`,
    ],
    ['a malformed request line', () => `FETCH ${sandbox.url}/ now please\n${literal}`],
    ['a header that is none', () => request('GET', '/x', 'no colon here', 'X: 1')],
  ];
  for (const [what, text] of refused) {
    test(`sends nothing for ${what}`, async () => {
      const { bytes, connections } = sandbox.received;
      await open(text());
      await vscode.commands.executeCommand('awsAuth.request.send');
      await vscode.commands.executeCommand('notifications.clearAll');
      assert.deepEqual({ ...sandbox.received, requests: 0 }, { bytes, connections, requests: 0 });
    });
  }
});

describe('a request that is not answered', () => {
  const lensTitles = async (): Promise<string[]> => {
    const uri = vscode.Uri.from({ scheme: 'aws-auth-response', path: '/AWS Response' });
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
    return found.map(({ command }) => command?.title ?? '');
  };
  /** Sends a request and waits for the failure to stand where answers do. */
  const fails = async (text: string): Promise<void> => {
    await open(request('GET', '/answered'));
    await vscode.commands.executeCommand('awsAuth.request.send');
    assert.match(answer(), /^HTTP\/1\.1 200/);
    await open(text);
    await vscode.commands.executeCommand('awsAuth.request.send');
    await vscode.commands.executeCommand('notifications.clearAll');
  };

  test('leaves no earlier answer standing as though it were its own', async () => {
    await fails(`GET http://127.0.0.1:1/nobody?token=abcdefgh\nHost: lambda.example.com\n${literal}`);
    const lines = answer().split('\n');
    assert.match(lines[0] ?? '', /^No response: .*refused/);
    assert.equal(lines[1], '# GET http://127.0.0.1:1/nobody?token=••••••');
    assert.ok(!answer().includes('200') && !answer().includes(secretAccessKey));
    assert.deepEqual(await lensTitles(), ['Send Again']);
  });

  test('is told from one that was stopped, which says where', async () => {
    await fails(request('GET', '/{{nowhere}}'));
    assert.match(answer(), /^Not sent: There is no variable “nowhere”/);
    assert.match(answer(), /\.http, line 1$/m);
  });

  test('is shown also where the file holds none that can be read', async () => {
    await fails(`FETCH ${sandbox.url}/ now please\n${literal}`);
    assert.match(answer(), /^Not sent: /);
    assert.ok(!answer().includes(secretAccessKey));
  });

  test('is told from one that was cancelled', async () => {
    const { promise: reached, resolve } = Promise.withResolvers<undefined>();
    const server = createServer(() => resolve(undefined));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const sent = fails(`GET http://127.0.0.1:${port}/\nHost: lambda.example.com\n${literal}`);
    await reached;
    await vscode.commands.executeCommand('awsAuth.request.cancel');
    await sent;
    server.closeAllConnections();
    server.close();
    assert.match(answer(), /^No response: The request was cancelled\./);
  });

  test('gives way to the next answer', async () => {
    await fails(request('GET', '/{{nowhere}}'));
    await open(request('GET', '/y'));
    await vscode.commands.executeCommand('awsAuth.request.send');
    assert.match(answer(), /^HTTP\/1\.1 200/);
    assert.equal((await lensTitles()).length, 6);
  });

  test('opens nothing where no answer is open', async () => {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(tabs);
    await open(request('GET', '/{{nowhere}}'));
    await vscode.commands.executeCommand('awsAuth.request.send');
    await vscode.commands.executeCommand('notifications.clearAll');
    assert.equal(vscode.window.tabGroups.all.flatMap((group) => group.tabs).length, 1);
  });
});

test('Sign does not lose the keys that stand in a file', async () => {
  const document = await open(`${request('GET', '/z', 'X-Amz-Meta-A: 1')}\n\nbody`);
  const text = document.getText();
  await vscode.commands.executeCommand('awsAuth.request.sign');
  await vscode.commands.executeCommand('notifications.clearAll');
  assert.equal(document.getText(), text);
});

test('the cursor in a block without a good request never sends the request of another block', async () => {
  const { connections } = sandbox.received;
  const document = await open(`### a\n${request('DELETE', '/important')}\n\n### b\nFETCH ${sandbox.url}/ now please\n`);
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(6, 0, 6, 0);
  await vscode.commands.executeCommand('awsAuth.request.send');
  await vscode.commands.executeCommand('notifications.clearAll');
  assert.equal(sandbox.received.connections, connections);
});

describe('lenses', () => {
  const lenses = async (document: vscode.TextDocument): Promise<string[]> => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
    return found.map(({ command, range }) => `${range.start.line} ${command?.title ?? ''}`);
  };

  test('stand above each request line', async () => {
    const document = await open(
      '### a\n# @name x\nGET https://sts.amazonaws.com/\n\n### b\n\nGET https://lambda.eu-west-1.amazonaws.com/\n',
    );
    assert.deepEqual(await lenses(document), ['2 Sign & Send', '2 Sign', '2 Explain', '6 Sign & Send', '6 Sign', '6 Explain']);
  });

  test('are gone by setting', async () => {
    const configuration = vscode.workspace.getConfiguration('awsAuth');
    await configuration.update('codeLens.mode', 'never', vscode.ConfigurationTarget.Workspace);
    const document = await open('GET https://sts.amazonaws.com/');
    assert.deepEqual(await lenses(document), []);
    await configuration.update('codeLens.mode', undefined, vscode.ConfigurationTarget.Workspace);
  });

  test('of answers are about the answer', async () => {
    await open(request('GET', '/y'));
    await vscode.commands.executeCommand('awsAuth.request.send');
    const shown = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'aws-auth-response');
    assert.ok(shown);
    assert.equal(shown.languageId, 'aws-response');
    assert.deepEqual(
      (await lenses(shown)).map((lens) => lens.slice(2)),
      ['Open Body', 'As…', 'Save…', 'Copy', 'What Was Sent', 'Send Again'],
    );
  });
});

test('settings edited into nonsense do not break anything', async () => {
  const configuration = vscode.workspace.getConfiguration('awsAuth');
  for (const nonsense of [17, 'x', [], { a: 1, b: null, c: { kind: 'static' } }, { '': {} }]) {
    await configuration.update('profiles', nonsense, vscode.ConfigurationTarget.Workspace);
    const document = await open('# @aws-profile c\nGET https://sts.amazonaws.com/');
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
    assert.equal(found.length, 3);
  }
  await configuration.update('profiles', undefined, vscode.ConfigurationTarget.Workspace);
  await open(request('GET', '/after'));
  await vscode.commands.executeCommand('awsAuth.request.send');
  assert.equal(sandbox.requests.at(-1)?.target, '/after');
});

test('the sandbox command gives a profile that signs, and a session that is found again', async () => {
  await vscode.commands.executeCommand('awsAuth.sandbox.start');
  await vscode.commands.executeCommand('awsAuth.session.start');
  await open(
    '# @aws-profile sandbox\nPOST https://sts.eu-central-1.amazonaws.com/\nContent-Type: application/x-www-form-urlencoded\nAccept: application/json\n\nAction=GetCallerIdentity&Version=2011-06-15',
  );
  await vscode.commands.executeCommand('awsAuth.request.send');
  assert.match(answer(), /assumed-role\/SandboxDeveloper/);
  const [document] = vscode.workspace.textDocuments
    .filter(({ languageId, uri }) => languageId === 'http' && uri.scheme === 'file')
    .slice(-1);
  assert.ok(document);
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
  assert.match(found[0]?.command?.title ?? '', /^Sign & Send \(sandbox · \d+m → 127\.0\.0\.1:\d+\)$/);
  assert.deepEqual(vscode.workspace.getConfiguration('awsAuth').get('profiles'), {}, 'nothing of it is in the settings');
  await vscode.commands.executeCommand('awsAuth.session.end');
  await vscode.commands.executeCommand('awsAuth.sandbox.stop');
});

test('a request that is sent while the sandbox starts waits for its profile', async () => {
  await open(
    'POST https://sts.eu-central-1.amazonaws.com/\nContent-Type: application/x-www-form-urlencoded\nAccept: application/json\nX-Late: 1\n\nAction=GetCallerIdentity&Version=2011-06-15',
  );
  const starting = vscode.commands.executeCommand('awsAuth.sandbox.start');
  await vscode.commands.executeCommand('awsAuth.request.send');
  await starting;
  assert.match(answer(), /assumed-role\/SandboxDeveloper/);
  await vscode.commands.executeCommand('awsAuth.sandbox.stop');
});
