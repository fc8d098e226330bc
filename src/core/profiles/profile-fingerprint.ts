import { createHash } from 'node:crypto';
import { kindRow, type SessionProfile } from './kinds.ts';

/**
 * A hex digest that changes when a profile would get a different session: another role, certificate or endpoint. Settings are
 * edited by hand and change with a pull, and a session of the former settings must not go on signing.
 */
export function profileFingerprint(profile: SessionProfile): string {
  const basis = kindRow(profile.kind).sessionBasis?.(profile);
  return createHash('sha256').update(JSON.stringify(basis)).digest('hex');
}
