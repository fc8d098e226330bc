import * as vscode from 'vscode';
import { hasCertificate } from '../../core/profiles/kinds.ts';
import { resolveProfilePath } from '../../core/profiles/resolve-profile-path.ts';
import type { FileTarget, ProfileTarget } from '../../platform/contributions.ts';
import type { CertificatePorts } from './certificate-ports.ts';

/** The files that a command works on, and the password that is known for them. */
export interface CertificateSource {
  /** The displayed name: that of a file or a profile. */
  readonly label: string;
  /** Absolute paths. */
  readonly paths: readonly string[];
  readonly password: string | undefined;
}

const filters = {
  'Certificates and keys': ['pem', 'crt', 'cer', 'der', 'key', 'p12', 'pfx', 'p7b', 'p7c'],
  'All files': ['*'],
};

/** The files of a tree row's profile, of the explorer's file, or of a dialog; undefined if the person leaves. */
export async function chooseSource(
  ports: Pick<CertificatePorts, 'profiles' | 'password' | 'paths'>,
  target: FileTarget | ProfileTarget | undefined,
  title: string,
): Promise<CertificateSource | undefined> {
  if (target !== undefined && 'profileId' in target) return profileSource(ports, target.profileId);
  const path = target?.path ?? (await chooseFile(title));
  return path === undefined ? undefined : { label: nameOf(path), paths: [path], password: undefined };
}

async function profileSource(
  { profiles, password, paths }: Pick<CertificatePorts, 'profiles' | 'password' | 'paths'>,
  profileId: string,
): Promise<CertificateSource | undefined> {
  const stored = profiles.find(profileId);
  if (stored === undefined || !hasCertificate(stored.profile)) return undefined;
  const { certificate, privateKey, certificateChain } = stored.profile;
  return {
    label: stored.name,
    paths: [certificate, privateKey, certificateChain]
      .filter((path) => path !== undefined)
      .map((path) => resolveProfilePath(path, paths)),
    password: await password(profileId),
  };
}

/** Lets a person choose one file; its path, or undefined. */
export async function chooseFile(title: string, openLabel = 'Choose'): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({ title, openLabel, filters });
  return chosen?.[0]?.fsPath;
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.replace(/^.*[/\\]/, '');
}
