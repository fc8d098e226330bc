/** The kinds of policy that AWS names in permission refusals. */
export type PolicyKind = keyof typeof policyTitles;

/** The name of each in a sentence, after “a” or “an”. */
export const policyTitles = {
  identity: 'identity-based policy',
  resource: 'resource-based policy',
  trust: 'role trust policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  serviceControl: 'service control policy',
  resourceControl: 'resource control policy',
  endpoint: 'VPC endpoint policy',
} as const;

/** The kind of policy that AWS's name means: `identity-based policy`, `Service Control Policy`; undefined for an unknown one. */
export function policyKind(name: string): PolicyKind | undefined {
  const plain = name.toLowerCase();
  return (Object.keys(policyTitles) as PolicyKind[]).find((kind) => policyTitles[kind].toLowerCase() === plain);
}

/** `an identity-based policy`, `a session policy`. */
export function withArticle(kind: PolicyKind): string {
  return `${kind === 'identity' ? 'an' : 'a'} ${policyTitles[kind]}`;
}
