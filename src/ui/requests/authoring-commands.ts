import * as vscode from 'vscode';
import type * as Language from '../../bundles/language.ts';
import type { PreparePorts, RequestCommandsPorts } from './request-commands.ts';

/** What the commands need that write requests, or carry them elsewhere. */
export type AuthoringPorts = PreparePorts;

export interface AuthoringCommandsPorts extends AuthoringPorts {
  readonly commands: RequestCommandsPorts['commands'];
  /** Where the commands are done, loaded when the first one runs. */
  readonly language: () => Promise<Pick<typeof Language, 'copyRequestAs' | 'moveKeys' | 'newRequest'>>;
}

/** `New AWS Request…`, `Copy Request As…` and `Move Keys into a Profile…`. */
export function registerAuthoringCommands({ commands, language, ...ports }: AuthoringCommandsPorts): vscode.Disposable {
  return vscode.Disposable.from(
    commands.register('awsAuth.request.new', async () => (await language()).newRequest(ports)),
    commands.registerTrusted('awsAuth.request.copyAs', async (target) => (await language()).copyRequestAs(ports, target)),
    commands.register('awsAuth.keys.moveToProfile', async (target) => (await language()).moveKeys(ports, target)),
  );
}
