import { createHash } from 'node:crypto';
import { kindRow, type SessionProfile } from './kinds.ts';

/**
 * Hex that changes when a profile would get another session: another role, certificate or endpoint. Settings change by hand and by
 * a pull as well, and a session of the former settings must not go on signing.
 */
export function profileFingerprint(profile: SessionProfile): string {
  const basis = kindRow(profile.kind).sessionBasis?.(profile);
  return createHash('sha256').update(JSON.stringify(basis)).digest('hex');
}
