import * as vscode from 'vscode';

/** HTTP clients that send, complete and outline .http files themselves. */
const otherClients = ['humao.rest-client', 'anweber.vscode-httpyac', 'mistweaverco.kulala', 'cweijan.vscode-office'];

/** Whether another HTTP client is installed and enabled: what it shows too is then left to it. */
export function hasOtherClient(): boolean {
  return otherClients.some((id) => vscode.extensions.getExtension(id) !== undefined);
}
