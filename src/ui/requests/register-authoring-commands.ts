import * as vscode from 'vscode';
import type { copyRequestAs } from './copy-request-as.ts';
import type { moveKeys, ProfileForm } from './move-keys.ts';
import type { newRequest } from './new-request.ts';
import type { RequestServices } from './request-services.ts';

/** Writes requests, or copies them elsewhere. */
export interface Authoring {
  readonly copyRequestAs: typeof copyRequestAs;
  readonly moveKeys: typeof moveKeys;
  readonly newRequest: typeof newRequest;
}

/** `New AWS Request…`, `Copy Request As…` and `Move Keys into a Profile…`; both bundles are loaded when the first of them runs. */
export function registerAuthoringCommands(
  services: RequestServices,
  authoring: () => Promise<Authoring>,
  form: () => Promise<ProfileForm>,
): vscode.Disposable {
  const { commands } = services;
  return vscode.Disposable.from(
    commands.register('awsAuth.request.new', async () => (await authoring()).newRequest(services)),
    commands.registerTrusted('awsAuth.request.copyAs', async (target) => (await authoring()).copyRequestAs(services, target)),
    commands.register('awsAuth.keys.moveToProfile', async (target) => (await authoring()).moveKeys(services, form, target)),
  );
}
