import * as vscode from 'vscode';
import type { CommandId, Commands, FileTarget, ProfileTarget, SendTarget } from '../core/commands.ts';
import type { contextKeys } from './context-keys.ts';

export type { CommandId, Commands, FileTarget, ProfileTarget, RequestTarget, SendTarget } from '../core/commands.ts';

/** Registers a contributed command. Menus pass extra arguments, which the handler never sees. */
export function registerCommand<Id extends CommandId>(id: Id, handler: (...args: Commands[Id]) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(id, (target: unknown) =>
    handler(...([targetOf(target) ?? fileOf(id, target)] as unknown as Commands[Id])),
  );
}

/** Editor menus and key bindings pass a URI or nothing; only our own targets are passed on. */
function targetOf(argument: unknown): ProfileTarget | SendTarget | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { profileId, uri, line, fingerprint, first } = argument as Partial<Record<string, unknown>>;
  if (typeof profileId === 'string') return { profileId };
  if (typeof uri !== 'string' || typeof line !== 'number') return undefined;
  return { uri, line, ...(typeof fingerprint === 'string' && { fingerprint }), ...(typeof first === 'string' && { first }) };
}

/** The explorer passes the URI of the file; other commands ignore a URI. */
function fileOf(id: CommandId, argument: unknown): FileTarget | undefined {
  if (!id.startsWith('awsAuth.certificate.') || typeof argument !== 'object' || argument === null) return undefined;
  if (argument instanceof vscode.Uri) return { path: argument.fsPath };
  return 'path' in argument && typeof argument.path === 'string' ? { path: argument.path } : undefined;
}

/** A contributed command, in the form that lenses, tree rows and the status bar take. */
export function commandLink<Id extends CommandId>(id: Id, title: string, ...args: Commands[Id]): vscode.Command {
  return { command: id, title, arguments: args };
}

export function setContext(key: keyof typeof contextKeys, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}

export const viewIds = { profiles: 'awsAuth.profiles' } as const;

/** Scheme of the read-only documents that show responses. */
export const responseScheme = 'aws-auth-response';

/** Scheme of the read-only documents that show certificates and checked profiles. */
export const inspectionScheme = 'aws-auth-inspection';
/** Scheme of the read-only documents that explain signatures and refusals. */
export const explanationScheme = 'aws-auth-explanation';
