import { createHash } from 'node:crypto';
import type { RolesAnywhereProfile } from './profile.ts';

/**
 * Hex that changes when a profile would get another session: another role, certificate or endpoint. Settings change by hand and by
 * a pull as well, and a session of the former settings must not go on signing.
 */
export function profileFingerprint(profile: RolesAnywhereProfile): string {
  const { trustAnchorArn, profileArn, roleArn, roleSessionName, endpoint } = profile;
  const { certificate, privateKey, certificateChain, certificateFingerprint } = profile;
  const decisive = [trustAnchorArn, profileArn, roleArn, certificate, privateKey, certificateChain, roleSessionName, endpoint];
  // Only where it is there: what a session is kept under stays the same for those who have none.
  const chosen = certificateFingerprint === undefined ? [] : [certificateFingerprint];
  return createHash('sha256')
    .update(JSON.stringify([...decisive, ...chosen]))
    .digest('hex');
}
