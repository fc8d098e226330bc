import type { DeniedPermission } from './denied-permission.ts';
import type { IamPrincipal } from './iam-principal.ts';
import { iamPrincipal } from './iam-principal.ts';
import type { PolicyKind } from './policy-kind.ts';
import type { PolicyResource } from './policy-resource.ts';
import { policyAction, policyResource } from './policy-resource.ts';

/** One element of the list `Statement` of a policy. */
export interface PolicyStatement {
  readonly Effect: 'Allow';
  readonly Principal?: '*' | { readonly AWS: string };
  readonly Action: string;
  readonly Resource?: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The smallest statement that would allow the refused action, and where it belongs. */
export interface PolicyProposal {
  readonly policy: PolicyKind;
  /** Where the policy is found: “an identity-based policy of the role “deploy””. */
  readonly place: string;
  readonly statement: PolicyStatement;
  /** Notes to read before using the statement. */
  readonly remarks: readonly string[];
}

/** Actions on a role that its trust policy must also allow. */
const trusted = /^sts:(?:AssumeRole|TagSession|SetSourceIdentity)$/;

/**
 * The statements that would allow a refused action; none if no statement would: an explicit deny, a setting, or words that are
 * not an action and an ARN. Nothing of AWS's text gets into a statement unchecked, because the text may come from anybody.
 */
export function policyProposals(permission: DeniedPermission): PolicyProposal[] {
  const { denial, setting, policy } = permission;
  const principal = iamPrincipal(permission.principal);
  const action = policyAction(permission.action);
  // Nobody's policies allow anything: the request is to be signed.
  if (permission.principal === 'anonymous') return [];
  if (denial === 'explicit' || setting !== undefined || action === undefined || policy === 'resourceControl') return [];
  const resource = resourceOf(permission, principal);
  if (resource === undefined) return [];
  const subject: Subject = { action, principal, resource };
  if (policy !== undefined) return proposal(policy, subject);
  if (trusted.test(action)) return [...proposal('identity', subject), ...proposal('trust', subject)];
  return [...proposal('identity', subject), ...(isForeign(subject) ? proposal('resource', subject) : [])];
}

interface Subject {
  readonly action: string;
  readonly principal: IamPrincipal | undefined;
  /** `all` if AWS names no resource, as for actions that have none. */
  readonly resource: PolicyResource | 'all';
}

function proposal(policy: PolicyKind, subject: Subject): PolicyProposal[] {
  const { action, principal, resource } = subject;
  const onResource = { Action: action, Resource: resource === 'all' ? '*' : resource.pattern };
  const remarks = resourceRemarks(resource);
  switch (policy) {
    case 'identity':
    case 'boundary':
    case 'session':
    case 'serviceControl':
      return [
        {
          policy,
          place: places[policy](ownerOf(principal)),
          statement: { Effect: 'Allow', ...onResource },
          remarks: [
            ...remarks,
            ...(isForeign(subject) && policy === 'identity'
              ? ['The resource belongs to another account: its own policy has to allow it too.']
              : []),
            ...(action === 'iam:PassRole' ? ['A condition on iam:PassedToService would keep the role from other services.'] : []),
          ],
        },
      ];
    case 'resource':
      // Without a principal it would apply to everybody, without a resource to whatever the policy is attached to.
      if (principal === undefined || resource === 'all') return [];
      return [
        {
          policy,
          place: action.startsWith('kms:') ? 'the key policy of the KMS key' : 'the resource-based policy of the resource',
          // A repository policy of ECR has no resource: it is attached to one.
          statement: {
            Effect: 'Allow',
            Principal: { AWS: principal.arn },
            ...(resource.arn.service === 'ecr' ? { Action: action } : onResource),
          },
          remarks: [...remarks, ...pathRemarks(principal)],
        },
      ];
    case 'trust':
      if (principal === undefined || !trusted.test(action)) return [];
      return [
        {
          policy,
          place: `the trust policy of the role${resource === 'all' ? '' : roleName(resource)}`,
          statement: { Effect: 'Allow', Principal: { AWS: principal.arn }, Action: action },
          remarks: pathRemarks(principal),
        },
      ];
    case 'endpoint':
      if (principal === undefined) return [];
      return [
        {
          policy,
          place: 'the policy of the VPC endpoint that the request went through',
          // Gateway endpoints accept only everybody as principal, narrowed by a condition.
          statement: {
            Effect: 'Allow',
            Principal: '*',
            ...onResource,
            Condition: { ArnEquals: { 'aws:PrincipalArn': principal.arn } },
          },
          remarks: [...remarks, ...pathRemarks(principal)],
        },
      ];
    case 'resourceControl':
      return [];
  }
}

const places = {
  identity: (owner: string) => `an identity-based policy of ${owner}`,
  boundary: (owner: string) => `the permissions boundary of ${owner}`,
  session: () =>
    'the session policy that the session was started with; for IAM Roles Anywhere, that of the Roles Anywhere profile',
  serviceControl: () => "a service control policy of the account's organization",
} as const;

function ownerOf(principal: IamPrincipal | undefined): string {
  if (principal === undefined) return 'the caller';
  return principal.kind === 'root' ? `the account ${principal.accountId}` : `the ${principal.kind} “${principal.name}”`;
}

function roleName({ arn }: PolicyResource): string {
  const name = arn.resource.split('/').at(-1) ?? '';
  return /^[\w+=,.@-]{1,64}$/.test(name) ? ` “${name}”` : '';
}

function isForeign({ principal, resource }: Subject): boolean {
  const owner = resource === 'all' ? '' : resource.arn.accountId;
  return principal !== undefined && /^\d{12}$/.test(owner) && owner !== principal.accountId;
}

function resourceRemarks(resource: PolicyResource | 'all'): string[] {
  if (resource === 'all') {
    return ['AWS names no resource, so the statement covers all of them: name one where the action has one.'];
  }
  return resource.isEscaped
    ? ['“${*}”, “${?}” and “${$}” stand for the characters themselves, which AWS named; as wildcards they would allow more.']
    : [];
}

function pathRemarks({ mayLackPath }: IamPrincipal): string[] {
  return mayLackPath ? ['A session does not tell the path of its role: add it to the ARN where the role has one.'] : [];
}

function resourceOf(
  { action, resource }: DeniedPermission,
  principal: IamPrincipal | undefined,
): PolicyResource | 'all' | undefined {
  if (resource === '' || resource === '*' || /^arn:[\w-]{1,40}:[\w-]{1,63}:[\w-]{0,40}:\d{12}:$/.test(resource)) return 'all';
  const [, type, name] = /^(user|role|group) ([\w+=,.@-]{1,128})$/.exec(resource) ?? [];
  const isIam = type !== undefined && principal !== undefined && action.startsWith('iam:');
  const partition = principal?.arn.split(':')[1] ?? '';
  const arn = isIam ? `arn:${partition}:iam::${principal.accountId}:${type}/${name}` : resource;
  return policyResource(arn, principal?.accountId);
}
