import { sep } from 'node:path';
import { isUserError, UserError } from '../core/errors.ts';
import type { StoredProfile } from './profile-store.ts';

/**
 * Whether a profile is the local sandbox's own: its certificate is one that the sandbox made. Others of its name are left alone.
 *
 * @param directory where the sandbox keeps certificates, in a folder for each place of profiles
 */
export function isSandboxProfile({ profile }: Pick<StoredProfile, 'profile'>, directory: string): boolean {
  return profile.kind === 'rolesAnywhere' && profile.certificate.startsWith(directory + sep);
}

/**
 * The failure of sending something to `connectTo`: where that is the endpoint of a sandbox's profile and nobody listens there, it is
 * `sandbox-stopped`, any other stays as it is.
 */
export function withSandboxNamed(
  error: unknown,
  connectTo: string | undefined,
  profiles: readonly StoredProfile[],
  directory: string,
): unknown {
  if (!isUserError(error) || error.code !== 'connection-refused' || connectTo === undefined) return error;
  const ours = profiles.find(
    (stored) => isSandboxProfile(stored, directory) && stored.profile.kind !== 'invalid' && stored.profile.endpoint === connectTo,
  );
  return ours === undefined ? error : sandboxStopped(ours.name, error);
}

/** `sandbox-stopped` for a profile of the sandbox's own: nobody is asked whether it may sign for somebody else. */
export function sandboxRefusal(stored: Pick<StoredProfile, 'name' | 'profile'>, directory: string): UserError | undefined {
  return isSandboxProfile(stored, directory) ? sandboxStopped(stored.name) : undefined;
}

function sandboxStopped(name: string, cause?: unknown): UserError {
  return new UserError({
    code: 'sandbox-stopped',
    message: `The local sandbox is not running, and the profile “${name}” needs it.`,
    remedy: 'Start it with “AWS Auth: Start Local Sandbox”, then try again.',
    cause,
  });
}
