import type { AuthorizationDecision } from '../reading/refusal-fields.ts';
import type { PolicyKind } from './policy-kind.ts';
import { policyKind } from './policy-kind.ts';

/** A permission refusal, in AWS's words: who, what, on what, and by which policy. Everything in it is foreign text. */
export interface DeniedPermission {
  /** Usually an ARN; `anonymous` for a request without a signature. */
  readonly principal: string;
  /** Usually `service:Action`, the service in lower case as IAM lists it: SNS and others write it in capitals. */
  readonly action: string;
  /** Usually an ARN; empty if AWS names none. */
  readonly resource: string;
  /** Whether a policy denies it, none allows it, or AWS does not say. */
  readonly denial: 'explicit' | 'implicit' | 'unknown';
  /** The kind of policy that denies, or that would have to allow. */
  readonly policy?: PolicyKind;
  /** The ARN of the policy that denies. */
  readonly policyArn?: string;
  /** If a setting and not a policy denies it: AWS's own words. */
  readonly setting?: string;
}

/** Messages are a few hundred characters long; the rest of a longer one adds nothing. */
const longest = 10_000;

const denied = /(?:User:? (.{1,2048}?) )?is not authorized to perform:? ?([^\s,;"']{1,200})(.*)$/;
const bareDenied = /^()Not authorized to perform:? (sts:AssumeRoleWith\w{1,40})/;
/** S3 quotes the ARN, whose key may hold any words. */
const quotedResource = /^ on (?:resource:? )?"(.*)"(?= because | with an? explicit | with explicit |[.,]? *$)/;
const plainResource =
  /^ on (?:resource:? )?(.*?)(?= because | with an? explicit | with explicit |\.? Encoded auth| \(Service: | \(SDK | status code: |, with policy|\.? *$)/;
const noPolicy = / because no ((?:[\w-]+ ){1,3}policy|permissions boundary) allows/i;
const explicitDeny =
  / with (?:an )?explicit deny(?: in (?:an?|the) ((?:[\w-]+ ){1,3}policy|permissions boundary)(?:(?:, with policy ARN)?: *(arn:\S{1,2048}))?)?/i;
const setting = / because (?!no )(.{1,400}?)(?:\. |\.?$)/i;

/** Reads “User: … is not authorized to perform: … on resource: … because …”; undefined for other messages. */
export function deniedPermission(message: string): DeniedPermission | undefined {
  const line = message
    .slice(0, longest)
    .replaceAll(/&(?:quot|#34);/g, '"')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const [, principal = '', action = '', rest = ''] = denied.exec(line) ?? bareDenied.exec(line) ?? [];
  if (action === '') return undefined;
  const resource = quotedResource.exec(rest)?.[1] ?? plainResourceIn(rest);
  // The name of a resource is not a reason, whatever it contains.
  const reason = rest.slice(rest.indexOf(resource) + resource.length);
  const deny = explicitDeny.exec(reason);
  const missing = noPolicy.exec(reason);
  const policy = policyKind(deny?.[1] ?? missing?.[1] ?? '') ?? (action.startsWith('sts:AssumeRoleWith') ? 'trust' : undefined);
  const because = setting.exec(reason)?.[1];
  // KMS lists what the reason may be, policies among it; a setting may be one about policies.
  const isOfPolicies = because !== undefined && /\bpolic(?:y|ies)\b/i.test(because) && !/\bsettings?\b/i.test(because);
  const other = isOfPolicies ? undefined : because;
  const policyArn = deny?.[2]?.replace(/[.,;)]+$/, '');
  return {
    principal,
    action: action.replace(/\.$/, '').replace(/^[\w-]+(?=:)/, (service) => service.toLowerCase()),
    resource: resource.trim(),
    denial: deny !== null ? 'explicit' : missing !== null ? 'implicit' : 'unknown',
    ...(policy !== undefined && { policy }),
    ...(policyArn !== undefined && { policyArn }),
    ...(other !== undefined && { setting: other }),
  };
}

/** If no reason follows, the words after a space are those of whoever wrote the text down. */
function plainResourceIn(rest: string): string {
  const named = plainResource.exec(rest)?.[1] ?? '';
  const isBeforeReason = / (?:because|with an? explicit|with explicit) /.test(rest.slice(rest.indexOf(named) + named.length));
  if (isBeforeReason) return named;
  return (/^(?:(?:user|role|group) )?[^ ]+/.exec(named)?.[0] ?? '').replace(/[.,;:]+$/, (end) => (/^:+$/.test(end) ? end : ''));
}

/** Reads EC2's decoded message. */
export function decidedPermission({ isExplicitDeny, principal, action, resource }: AuthorizationDecision): DeniedPermission {
  return { principal, action, resource, denial: isExplicitDeny ? 'explicit' : 'implicit' };
}
