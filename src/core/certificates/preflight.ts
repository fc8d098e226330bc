import type { X509Certificate } from 'node:crypto';
import type { RolesAnywhereProfile } from '../profiles/profile.ts';
import type { Finding } from './check-identity.ts';
import type { Identity } from './identity.ts';

export interface PreflightInput {
  readonly identity: Identity;
  readonly profile: RolesAnywhereProfile;
  /** The certificates registered as the trust anchor, where the user has them; without them their rules are left out. */
  readonly trustAnchor?: readonly X509Certificate[] | undefined;
  readonly now: Date;
}

/** Every rule of Roles Anywhere that can be known before a call, one finding each, in the order of reading. */
export function preflight(input: PreflightInput): Finding[] {
  return [];
}
