/** The kinds of policy that AWS names in a refusal of permission. */
export type PolicyKind = keyof typeof policyTitles;

/** How each is called in a sentence, behind “a” or “an”. */
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

/** The kind that a name of AWS's means: `identity-based policy`, `Service Control Policy`; undefined for one that is not known. */
export function policyKind(name: string): PolicyKind | undefined {
  const plain = name.toLowerCase();
  return (Object.keys(policyTitles) as PolicyKind[]).find((kind) => policyTitles[kind].toLowerCase() === plain);
}

/** `an identity-based policy`, `a session policy`. */
export function withArticle(kind: PolicyKind): string {
  return `${kind === 'identity' ? 'an' : 'a'} ${policyTitles[kind]}`;
}
