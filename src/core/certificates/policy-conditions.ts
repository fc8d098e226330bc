import type { SessionTag, SessionTags } from './session-tags.ts';

/** Conditions of a trust policy on the session tags of a certificate. */
export interface PolicyConditions {
  /** All of them apply together; empty if no session tag is left to ask for. */
  readonly conditions: readonly SessionTag[];
  /** Whether other certificates of the same trust anchor are likely to meet them too: a department instead of a name. */
  readonly isShared: boolean;
  /** Tags that would identify the certificate better, but that AWS drops. */
  readonly dropped: readonly SessionTag[];
}

/** Attributes that tell one holder from another; those that authorities assign most carefully come first. */
const ownKeys = [
  'x509Subject/CN',
  'x509SAN/URI',
  'x509SAN/DNS',
  'x509SAN/Name/CN',
  'x509Subject/serialNumber',
  'x509Subject/UID',
  'x509Subject/emailAddress',
];

/**
 * The narrowest conditions on `aws:PrincipalTag/…` that the certificate itself meets: its common name, else another identifying
 * attribute, else all that is left of its subject and alternative names. Roles Anywhere drops a tag with characters that STS does
 * not accept, and a condition on it would never be met
 * (https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html).
 */
export function policyConditions({ tags }: Pick<SessionTags, 'tags'>): PolicyConditions {
  const told = tags.filter(({ value }) => value !== '');
  const own = ownKeys.flatMap((key) => told.filter((tag) => tag.key === key));
  const first = own.findIndex(({ dropped }) => dropped === undefined);
  if (first !== -1) {
    return { conditions: own.slice(first, first + 1), isShared: false, dropped: own.slice(0, first) };
  }
  const rest = told.filter(({ key, dropped }) => dropped === undefined && !key.startsWith('x509Issuer/'));
  return { conditions: rest, isShared: true, dropped: own };
}
