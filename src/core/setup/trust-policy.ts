import { policyConditions } from '../certificates/policy-conditions.ts';
import type { SessionTags } from '../certificates/session-tags.ts';

/** The certificate that may assume a role through Roles Anywhere. */
export interface TrustPolicySubject {
  readonly trustAnchorArn: string;
  /** Of the certificate, from `sessionTags`; if none of them can be asked for, every certificate of the trust anchor is let in. */
  readonly tags: SessionTags['tags'];
}

/** A trust policy in IAM's format. */
export interface TrustPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Principal: { readonly Service: string };
    readonly Action: readonly string[];
    readonly Condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }[];
}

/**
 * The narrowest trust policy that lets a certificate with these session tags assume a role through this trust anchor. All three actions are always needed:
 * Roles Anywhere sets a source identity and session tags in every session.
 *
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
export function trustPolicy({ trustAnchorArn, tags }: TrustPolicySubject): TrustPolicy {
  const asked = policyConditions({ tags }).conditions.map(({ key, value }) => [`aws:PrincipalTag/${key}`, value] as const);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'rolesanywhere.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        Condition: {
          ArnEquals: { 'aws:SourceArn': trustAnchorArn },
          ...(asked.length > 0 && { StringEquals: Object.fromEntries(asked) }),
        },
      },
    ],
  };
}
