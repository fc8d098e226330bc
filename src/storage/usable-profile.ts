import { UserError } from '../core/errors.ts';
import type { StoredProfile, UsableProfile } from './profile-store.ts';

/** A stored profile that can be used as its settings are. @throws {UserError} `profile-invalid` */
export function requireUsable(stored: StoredProfile): UsableProfile {
  const { profile } = stored;
  if (profile.kind !== 'invalid') return { ...stored, profile };
  throw new UserError({
    code: 'profile-invalid',
    message: `The settings of the profile “${stored.name}” are not valid: ${profile.reasons.join('; ')}.`,
    remedy: `Correct them in the ${stored.scope} settings.`,
    place: { field: `awsAuth.profiles.${stored.name}` },
  });
}
