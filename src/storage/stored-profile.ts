import { UserError } from '../core/errors.ts';
import type { InvalidProfile, Profile, ProfileScope } from '../core/profiles/profile.ts';

/** A profile with its settings entry. */
export interface StoredProfile {
  /** Identifies the profile in the secret storage: a workspace's profile never gets the secret of another workspace's profile of the same name. */
  readonly id: string;
  readonly name: string;
  /** `built-in` for the sandbox's, which is not in the settings and cannot be changed. */
  readonly scope: ProfileScope | 'built-in';
  /** Invalid entries are listed too, with their reasons. */
  readonly profile: Profile | InvalidProfile;
}

/** A stored profile whose settings entry is valid. */
export type UsableProfile = StoredProfile & { readonly profile: Profile };

/** A profile in the settings, which can be changed and removed. */
export type ChangeableProfile<P extends StoredProfile = StoredProfile> = P & { readonly scope: ProfileScope };

/** Requires a profile that can be changed. @throws {UserError} `profile-built-in` for that of the sandbox */
export function requireChangeable<P extends StoredProfile>(stored: P): ChangeableProfile<P> {
  const { scope } = stored;
  if (scope !== 'built-in') return { ...stored, scope };
  throw new UserError({
    code: 'profile-built-in',
    message: `The profile “${stored.name}” comes with the local sandbox and cannot be changed.`,
    remedy: 'Stop the sandbox to remove it, or add a profile of your own.',
  });
}

/** Requires a stored profile with valid settings. @throws {UserError} `profile-invalid` */
export function requireUsable(stored: StoredProfile): UsableProfile {
  const { profile } = stored;
  if (profile.kind !== 'invalid') return { ...stored, profile };
  throw new UserError({
    code: 'profile-invalid',
    message: `The settings of the profile “${stored.name}” are not valid: ${profile.reasons.join('; ')}.`,
    remedy: `Correct them in the ${stored.scope} settings.`,
    subject: { kind: 'profile', id: stored.id },
  });
}
