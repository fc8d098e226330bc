/** Who is to be let into a role through Roles Anywhere. */
export interface TrustPolicySubject {
  readonly trustAnchorArn: string;
  /** Common name of the certificate's subject; without it any certificate of the trust anchor is let in. */
  readonly commonName: string | undefined;
}

/** A trust policy as IAM takes it. */
export interface TrustPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Principal: { readonly Service: string };
    readonly Action: readonly string[];
    readonly Condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }[];
}

/** What session tags may hold; Roles Anywhere drops a value with other characters, and a condition on it would never be met. */
const tagValue = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u;

/**
 * The narrowest trust policy that lets this certificate assume a role through this trust anchor. All three actions are always needed:
 * Roles Anywhere sets a source identity and session tags in every session.
 *
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
export function trustPolicy({ trustAnchorArn, commonName }: TrustPolicySubject): TrustPolicy {
  const named = commonName !== undefined && tagValue.test(commonName);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'rolesanywhere.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        Condition: {
          ArnEquals: { 'aws:SourceArn': trustAnchorArn },
          ...(named && { StringEquals: { 'aws:PrincipalTag/x509Subject/CN': commonName } }),
        },
      },
    ],
  };
}
