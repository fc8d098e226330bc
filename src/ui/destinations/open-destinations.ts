import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { isFormerSandboxProfile, sandboxStopped } from '../../core/profiles/sandbox-profile.ts';
import { DestinationGuard } from '../../core/destinations/destination-guard.ts';
import { DestinationConsents } from '../../storage/destination-consents.ts';
import { folderIdentity } from '../../storage/folder-identity.ts';
import { askDestination } from './ask-destination.ts';
import type { Services } from '../kit/services.ts';

type Ports = Pick<Services, 'context' | 'store' | 'vault' | 'profiles' | 'sandbox'>;

/** The guard of a window: it remembers in the secret storage and the workspace's state, and asks the person at the window. */
export function openDestinations({ context, store, vault, profiles, sandbox }: Ports): DestinationGuard {
  const folder = (): Promise<string> => folderIdentity(workspaceDirectory());
  return new DestinationGuard({
    memory: store.add(new DestinationConsents({ vault, workspace: context.workspaceState, folder })),
    ask: askDestination,
    isOwnSandbox: (origin) => sandbox.running?.origin === origin,
    // Nobody is asked whether a sandbox's profile may sign for another server.
    refusal: ({ name, profile }) => (isFormerSandboxProfile(profile) ? sandboxStopped(name) : undefined),
    profileNow: (profileId) => profiles.find(profileId)?.profile,
    // A profile outside a workspace is the same in every folder.
    folderOf: async (profileId) => (profileId.startsWith(`${profiles.scopeKey('workspace')}/`) ? folder() : ''),
    workspaceFolders: () => vscode.workspace.workspaceFolders?.map(({ uri }) => uri.fsPath) ?? [],
  });
}

/** The folder whose settings are the workspace's: the opened one, or that of the workspace file. */
function workspaceDirectory(): string | undefined {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  return workspaceFile === undefined ? workspaceFolders?.[0]?.uri.fsPath : dirname(workspaceFile.fsPath);
}
