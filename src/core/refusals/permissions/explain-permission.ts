import { removeSignature } from '../../remedies/remedy.ts';
import type { RefusalMeaning, Refusal } from '../refusal.ts';
import type { DeniedPermission } from './denied-permission.ts';
import { decidedPermission, deniedPermission } from './denied-permission.ts';
import { iamPrincipal, principalTitle } from './iam-principal.ts';
import { policyTitles, withArticle } from './policy-kind.ts';
import type { PolicyKind } from './policy-kind.ts';
import { policyAction } from './policy-resource.ts';
import type { PolicyProposal } from './policy-proposal.ts';
import { policyProposals } from './policy-proposal.ts';
import type { NeededPermission } from './s3-permission.ts';

/** A permission refusal, with the statements that would allow it. */
export interface PermissionMeaning extends RefusalMeaning {
  readonly permission: {
    /** Absent if AWS names nobody and nothing. */
    readonly denied?: DeniedPermission;
    readonly proposals: readonly PolicyProposal[];
    /** What `DecodeAuthorizationMessage` of STS decodes. */
    readonly encodedMessage?: string;
  };
}

const encoded = /Encoded authorization failure message:\s*([\w-]{20,20000})/;

/**
 * Reads who may not do what, and why; undefined if the text does not say that somebody is not authorized.
 * @param needed what the request needs, if known: S3 does not always name the resource
 */
export function explainPermission({ message, decision }: Refusal, needed?: NeededPermission): PermissionMeaning | undefined {
  const said = decision === undefined ? deniedPermission(message) : decidedPermission(decision);
  const denied = said?.resource === '' && said.action === needed?.action ? { ...said, resource: needed.resource } : said;
  const encodedMessage = encoded.exec(message)?.[1];
  if (denied === undefined) return encodedMessage === undefined ? undefined : onlyEncoded(encodedMessage);
  const proposals = policyProposals(denied);
  return {
    sentence: `${principalTitle(iamPrincipal(denied.principal))} is not allowed to perform ${policyAction(denied.action) ?? 'the action'}: ${reason(denied)}.`,
    cause: `${advice(denied)}${proposals.length > 0 ? ' The smallest statement that would allow it is offered.' : withoutStatement(denied)}`,
    ...(denied.principal === 'anonymous' && { fix: removeSignature }),
    permission: { denied, proposals, ...(encodedMessage !== undefined && { encodedMessage }) },
  };
}

function onlyEncoded(encodedMessage: string): PermissionMeaning {
  return {
    sentence: 'The caller is not allowed to do this: AWS says why in an encoded message.',
    cause:
      'DecodeAuthorizationMessage of STS decodes it for whoever may do so (sts:DecodeAuthorizationMessage): who, which action, which resource. “Explain AWS Refusal…” reads its response.',
    permission: { proposals: [], encodedMessage },
  };
}

function reason({ principal, denial, policy, setting }: DeniedPermission): string {
  if (principal === 'anonymous') return 'AWS took the request for one that nobody signed';
  if (denial === 'explicit') return policy === undefined ? 'a policy denies it explicitly' : `${withArticle(policy)} denies it`;
  if (setting !== undefined) return 'a setting of the resource forbids it';
  if (policy !== undefined) return `no ${policyTitles[policy]} allows it`;
  return denial === 'implicit' ? 'no policy allows it' : 'AWS does not say which policy is the reason';
}

/** Who can change a policy of each kind. */
const keepers: Readonly<Record<PolicyKind, string>> = {
  identity: 'Whoever manages the permissions of the caller',
  resource: 'The owner of the resource',
  trust: 'The owner of the role',
  boundary: 'Whoever set the permissions boundary of the caller',
  session: 'Whoever starts the session (for IAM Roles Anywhere, the Roles Anywhere profile)',
  serviceControl: "The management account of the caller's organization",
  resourceControl: "The management account of the resource owner's organization",
  endpoint: 'The owner of the VPC endpoint that the request went through',
};

function advice({ principal, denial, policy, setting, action }: DeniedPermission): string {
  if (principal === 'anonymous') {
    return 'The signature was missing, or was not in the Authorization header or the query: sign the request. Only a resource-based policy for everybody would let it in unsigned.';
  }
  if (denial === 'explicit') {
    const keeper = policy === undefined ? 'Whoever manages the policy' : keepers[policy];
    return `An explicit deny wins over every allow, so no statement would help. ${keeper} has to take the deny away or make an exception.`;
  }
  if (setting !== undefined) return 'It is a setting, not a policy, so no statement would help.';
  if (policy === 'boundary' || policy === 'session' || policy === 'serviceControl' || policy === 'endpoint') {
    return `${keepers[policy]} has to allow it; that policy only limits, so an identity-based or resource-based policy has to allow it as well.`;
  }
  if (policy !== undefined) return `${keepers[policy]} has to allow it.`;
  if (/^sts:(?:AssumeRole|TagSession|SetSourceIdentity)$/.test(action)) {
    return "Two policies have to allow it: an identity-based policy of the caller, and the role's trust policy. In one account a trust policy that names the caller itself is enough.";
  }
  if (action.startsWith('kms:')) {
    return 'The KMS key is not in this region, or its key policy or a policy of the caller does not allow it; where a policy denies it, no statement helps.';
  }
  return 'Usually an allow is missing in an identity-based policy of the caller; where a policy denies it, no statement helps.';
}

function withoutStatement({ denial, setting, principal, action, policy }: DeniedPermission): string {
  if (denial === 'explicit' || setting !== undefined || principal === 'anonymous') return '';
  if (policyAction(action) === undefined) return ' No statement is offered: what AWS names is not one action.';
  if (action.startsWith('sts:AssumeRoleWith')) {
    return ' No statement is offered: the trust policy names an identity provider, but the text does not.';
  }
  if (policy === 'resource' || policy === 'trust' || policy === 'endpoint') {
    return ' No statement is offered: the text does not name both a principal and a resource by an ARN.';
  }
  return ' No statement is offered: the text does not name the resource by an ARN.';
}
