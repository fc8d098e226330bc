import type { AuthorizationDecision } from '../reading/refusal-fields.ts';
import type { PolicyKind } from './policy-kind.ts';
import { policyKind } from './policy-kind.ts';

/** A refusal of permission, in AWS's words: who, what, on what, and by which policy. Everything in it is foreign text. */
export interface DeniedPermission {
  /** Mostly an ARN; `anonymous` for a request without a signature. */
  readonly principal: string;
  /** Mostly `service:Action`, the service in small letters as IAM lists it: SNS and others write it in capitals. */
  readonly action: string;
  /** Mostly an ARN; empty where AWS names none. */
  readonly resource: string;
  /** Whether a policy denies it, none allows it, or AWS does not tell. */
  readonly denial: 'explicit' | 'implicit' | 'unknown';
  /** The kind of policy that denies, or that would have to allow. */
  readonly policy?: PolicyKind;
  /** Of the policy that denies. */
  readonly policyArn?: string;
  /** Where it is no policy but a setting: AWS's own words. */
  readonly setting?: string;
}

/** A message is a few hundred characters long; one that goes on for longer says nothing more. */
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
  // What a resource is called is no reason, whatever it is called.
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

/** Where no reason follows, what follows a blank are words of whoever wrote the text down. */
function plainResourceIn(rest: string): string {
  const named = plainResource.exec(rest)?.[1] ?? '';
  const isBeforeReason = / (?:because|with an? explicit|with explicit) /.test(rest.slice(rest.indexOf(named) + named.length));
  if (isBeforeReason) return named;
  return (/^(?:(?:user|role|group) )?[^ ]+/.exec(named)?.[0] ?? '').replace(/[.,;:]+$/, (end) => (/^:+$/.test(end) ? end : ''));
}

/** What EC2's decoded message says. */
export function decidedPermission({ isExplicitDeny, principal, action, resource }: AuthorizationDecision): DeniedPermission {
  return { principal, action, resource, denial: isExplicitDeny ? 'explicit' : 'implicit' };
}
