import { UserError } from '../core/errors.ts';
import type { InvalidProfile, Profile, ProfileScope } from '../core/profiles/profile.ts';

/** A profile as it is kept, with what its settings say. */
export interface StoredProfile {
  /** Names the profile in the secret storage: a workspace's profile never meets the secret of another's of the same name. */
  readonly id: string;
  readonly name: string;
  /** `built-in` for the sandbox's, which no settings hold and nobody can change. */
  readonly scope: ProfileScope | 'built-in';
  /** Invalid entries are listed too, with their reasons. */
  readonly profile: Profile | InvalidProfile;
}

/** A stored profile whose settings entry is valid. */
export type UsableProfile = StoredProfile & { readonly profile: Profile };

/** A profile of the settings, which can be changed and removed. */
export type ChangeableProfile<P extends StoredProfile = StoredProfile> = P & { readonly scope: ProfileScope };

/** A profile that can be changed. @throws {UserError} `profile-built-in` for that of the sandbox */
export function requireChangeable<P extends StoredProfile>(stored: P): ChangeableProfile<P> {
  const { scope } = stored;
  if (scope !== 'built-in') return { ...stored, scope };
  throw new UserError({
    code: 'profile-built-in',
    message: `The profile “${stored.name}” comes with the local sandbox and cannot be changed.`,
    remedy: 'Stop the sandbox to remove it, or add a profile of your own.',
  });
}

/** A stored profile that can be used as its settings are. @throws {UserError} `profile-invalid` */
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
