/** The refused principal, as far as its ARN names it. */
export interface IamPrincipal {
  readonly kind: 'role' | 'user' | 'root' | 'federated user';
  /** Without path and session; empty for the root user. */
  readonly name: string;
  readonly accountId: string;
  /** How a policy names the principal: for a session its role, whose path the session does not reveal. */
  readonly arn: string;
  /** Whether the ARN of the role may lack its path. */
  readonly mayLackPath: boolean;
}

/** Characters allowed in names and paths of IAM: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const principalArn =
  /^arn:(?<partition>aws(?:-[a-z]{1,20}){0,3}):(?:iam|sts)::(?<account>\d{12}):(?:(?<root>root)|(?<type>role|user|assumed-role|federated-user)\/(?<path>[\w+=,.@/-]{1,1100}))$/;

/** Undefined if it is not an ARN of a principal, or has a character that is not allowed in IAM names. */
export function iamPrincipal(text: string): IamPrincipal | undefined {
  const { partition = '', account: accountId = '', root, type = '', path = '' } = principalArn.exec(text)?.groups ?? {};
  if (accountId === '') return undefined;
  if (root !== undefined) return { kind: 'root', name: '', accountId, arn: text, mayLackPath: false };
  if (type === 'assumed-role') {
    const [name = ''] = path.split('/');
    return { kind: 'role', name, accountId, arn: `arn:${partition}:iam::${accountId}:role/${name}`, mayLackPath: true };
  }
  const name = path.split('/').at(-1) ?? '';
  const kind = type === 'federated-user' ? 'federated user' : type === 'role' ? 'role' : 'user';
  return name === '' ? undefined : { kind, name, accountId, arn: text, mayLackPath: false };
}

/** `The role “deploy”`, for the beginning of a sentence. */
export function principalTitle(principal: IamPrincipal | undefined): string {
  if (principal === undefined) return 'The caller';
  return principal.kind === 'root' ? 'The root user' : `The ${principal.kind} “${principal.name}”`;
}
