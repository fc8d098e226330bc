import { UserError } from '../core/errors.ts';
import type { ProfileScope, StoredProfile } from './profile-store.ts';

/** A profile of the settings, which can be changed and removed. */
export type ChangeableProfile<P extends StoredProfile = StoredProfile> = P & { readonly scope: ProfileScope };

/** A profile that can be changed. @throws {UserError} `profile-built-in` for that of the sandbox */
export function requireChangeable<P extends StoredProfile>(stored: P): ChangeableProfile<P> {
  const { scope } = stored;
  if (scope !== 'built-in') return { ...stored, scope };
  throw new UserError({
    code: 'profile-built-in',
    message: `The profile “${stored.name}” comes with the local sandbox and cannot be changed.`,
    remedy: 'Stop the sandbox to be rid of it, or add a profile of your own.',
  });
}
