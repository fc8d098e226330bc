import type { X509Certificate } from 'node:crypto';
import type { RolesAnywhereProfile } from '../../profiles/profile.ts';
import { checkIdentity, pathOf } from './check-identity.ts';
import { checkProfile } from './check-profile.ts';
import { checkTrustAnchor } from './check-trust-anchor.ts';
import type { PreflightFinding } from './preflight-finding.ts';
import type { Identity } from '../identity.ts';

export interface PreflightInput {
  readonly identity: Identity;
  readonly profile: RolesAnywhereProfile;
  /** The certificates registered as the trust anchor, where the user has them; without them their rules are left out. */
  readonly trustAnchor?: readonly X509Certificate[] | undefined;
  readonly now: Date;
}

/**
 * Every rule of Roles Anywhere that can be known before a call, one finding each: first the certificate, then its chain, the trust
 * anchor and the profile. A `fail` means that the session will be refused now, a `warning` that it will be refused one day. Throws
 * UserError `certificate-damaged` for a certificate that `describeCertificate` cannot read.
 */
export function preflight({ identity, profile, trustAnchor = [], now }: PreflightInput): PreflightFinding[] {
  return [
    ...checkIdentity(identity, now, trustAnchor),
    ...(trustAnchor.length === 0 ? [] : checkTrustAnchor(pathOf(identity, trustAnchor, now), trustAnchor, now)),
    ...checkProfile(profile),
  ];
}
