import type { Session } from '../signing/credentials.ts';
import { obtainSession, type ObtainSessionOptions } from './obtain-session.ts';
import type { RolesAnywhereProfile } from '../profiles/profile.ts';
import type { DestinationSigner } from '../destinations/destination.ts';
import type { DestinationGuard } from '../destinations/destination-guard.ts';

/**
 * As `obtainSession`, for a profile whose endpoint somebody has agreed to. Whoever waits for the session was asked before; a renewal that
 * happens by itself asks nobody.
 * @throws {UserError} what the guard and `obtainSession` throw; `destination-unconfirmed` before anything is connected
 */
export async function obtainConsentedSession(
  signer: DestinationSigner & { readonly profile: RolesAnywhereProfile },
  guard: Pick<DestinationGuard, 'requireProfile' | 'requireUnchanged'>,
  options: ObtainSessionOptions,
): Promise<Session> {
  await guard.requireProfile(signer);
  const session = await obtainSession(signer.profile, options);
  guard.requireUnchanged(signer);
  return session;
}
