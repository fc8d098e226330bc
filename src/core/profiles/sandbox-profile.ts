import { UserError } from '../errors.ts';
import { hasCertificate } from './kinds.ts';
import type { InvalidProfile, Profile } from './profile.ts';

/** The role of the local sandbox's sessions. */
export const sandboxRoleArn = 'arn:aws:iam::111122223333:role/SandboxDeveloper';

/** The id of the local sandbox's profile while it runs. Profiles in the settings have others. */
export const sandboxProfileId = 'built-in/sandbox';

const names = ['sandbox', 'local sandbox'];

/** The name of the sandbox's profile: `sandbox`, or another one if a profile of the user's own has that, which takes precedence. */
export function sandboxProfileName(isTaken: (name: string) => boolean): string {
  for (let count = 1; ; count += 1) {
    const name = names[count - 1] ?? `local sandbox ${count - 1}`;
    if (!isTaken(name)) return name;
  }
}

/** Whether this profile name, which is not in the settings, means the sandbox's. */
export function isSandboxProfileName(name: string): boolean {
  return names.includes(name);
}

/**
 * Whether an entry of the settings was written by an earlier version for its sandbox. Nobody knows the password of its
 * certificate, and nothing listens on its port: it is useless, wherever it was copied to.
 */
export function isFormerSandboxProfile(profile: Profile | InvalidProfile): boolean {
  return (
    hasCertificate(profile) &&
    profile.roleArn === sandboxRoleArn &&
    /(?:^|[/\\])sandbox\.pfx$/.test(profile.certificate) &&
    (profile.endpoint ?? '').startsWith('http://127.0.0.1:')
  );
}

/** The error for a request to be signed with the sandbox's profile while no sandbox is running. */
export function sandboxStopped(name: string): UserError {
  return new UserError({
    code: 'sandbox-stopped',
    message: `The local sandbox is not running, and the profile “${name}” needs it.`,
    remedy: 'Start it with “AWS Auth: Start Local Sandbox”, then try again.',
  });
}
