import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as vscode from 'vscode';

/** A proxy that answers by itself and remembers what it was asked for. */
const asked: string[] = [];
const proxy = createServer((request, response) => {
  asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
  response.end('{"from":"the proxy"}');
});
proxy.on('connect', (request, socket) => {
  asked.push(`CONNECT ${request.url ?? ''}`);
  socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
});

before(async () => {
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  await update('proxy', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  await update('proxySupport', 'override');
});
after(async () => {
  await update('proxy', undefined);
  await update('proxySupport', undefined);
  proxy.closeAllConnections();
  proxy.close();
});

async function update(key: string, value: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('http').update(key, value, vscode.ConfigurationTarget.Global);
}

async function send(url: string): Promise<void> {
  const path = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', `${randomUUID()}.http`);
  const keys = 'AWS AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  writeFileSync(path, `GET ${url}\nAuthorization: ${keys}\n`);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path), vscode.ViewColumn.One);
  await vscode.commands.executeCommand('awsAuth.request.send');
  await vscode.commands.executeCommand('notifications.clearAll');
}

test("requests follow the editor's proxy setting: plain ones as such, TLS through a tunnel", async () => {
  await send('http://lambda.eu-west-1.amazonaws.com/x?a=1');
  await send('https://lambda.eu-west-1.amazonaws.com/x');
  assert.deepEqual(asked, ['GET http://lambda.eu-west-1.amazonaws.com/x?a=1', 'CONNECT lambda.eu-west-1.amazonaws.com:443']);
});
