import * as vscode from 'vscode';

/** HTTP clients that outline and complete .http files. */
const editors = ['humao.rest-client', 'anweber.vscode-httpyac'];

/** HTTP clients that send, with a lens at every request. */
const senders = [...editors, 'mistweaverco.kulala', 'cweijan.vscode-office'];

/** Whether another client that sends is installed and enabled: requests that are not for AWS are then left to it. */
export function hasOtherSender(): boolean {
  return senders.some(isEnabled);
}

/** Whether another client outlines files and completes variables, so that ours would duplicate its entries. */
export function hasOtherEditor(): boolean {
  return editors.some(isEnabled);
}

function isEnabled(id: string): boolean {
  return vscode.extensions.getExtension(id) !== undefined;
}
