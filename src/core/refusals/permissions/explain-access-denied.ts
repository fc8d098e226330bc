import { policyAction } from './policy-resource.ts';
import { policyProposals } from './policy-proposal.ts';
import type { PermissionMeaning } from './explain-permission.ts';
import type { NeededPermission } from './s3-permission.ts';
import type { Refusal } from '../refusal.ts';

/** The codes of missing permissions. */
const code =
  /^(?:AccessDenied(?:Exception|Fault)?|UnauthorizedOperation|AuthorizationError(?:Exception)?|NotAuthorized|UnauthorizedAccess|KMSAccessDenied(?:Exception)?|KmsAccessDenied(?:Exception)?)$/;

/** Refusals by gateways in front of an API or a function, which say little. */
const fronts: readonly { readonly said: RegExp; readonly of?: string; readonly sentence: string; readonly cause: string }[] = [
  {
    said: /^User is not authorized to access this resource\b/,
    sentence: 'The authorizer of the API does not let the caller in.',
    cause: "A Lambda authorizer or the API's resource policy denied it: no policy of the caller changes that.",
  },
  {
    said: /^Forbidden\b.*Function URL/,
    sentence: 'The function URL does not let the caller in.',
    cause:
      'The caller needs lambda:InvokeFunctionUrl and lambda:InvokeFunction on the function, in an identity-based policy or, from another account, in the policy of the function as well.',
  },
  {
    said: /^Forbidden\.?$/,
    of: 'lambda',
    sentence: 'The function URL does not let the caller in.',
    cause:
      'The caller needs lambda:InvokeFunctionUrl and lambda:InvokeFunction on the function, in an identity-based policy or, from another account, in the policy of the function as well.',
  },
  {
    said: /^You are not authorized to make this call\b/,
    sentence: 'AppSync does not let the caller in.',
    cause:
      'It says the same of a missing permission (appsync:GraphQL, appsync:EventConnect), of a way to sign in that the API does not offer, and of a key or token that is not valid.',
  },
  {
    said: /^Permission denied\.?$/,
    of: 'appsync',
    sentence: 'AppSync does not let the caller in.',
    cause: 'The caller needs a permission such as appsync:GraphQL on the API, its type and field, in an identity-based policy.',
  },
  {
    said: /^Forbidden\.?$/,
    of: 'execute-api',
    sentence: 'API Gateway does not let the request in.',
    cause:
      'It says the same of a missing API key (x-api-key), a rule of AWS WAF, a domain name without a mapping, and a private API called by another host. The signature is not the reason.',
  },
];

/** A permission refusal that does not say who was refused what: the code alone, S3's “Access Denied”, KMS inside another service. */
export function explainAccessDenied(
  refusal: Refusal,
  { service, needed }: { readonly service: string | undefined; readonly needed: NeededPermission | undefined },
): PermissionMeaning | undefined {
  const { message } = refusal;
  const isKms = /ciphertext refers to a customer master key|KMS access was denied|^KMS|KmsAccessDenied/i.test(
    `${refusal.code} ${message}`,
  );
  if (isKms) {
    return {
      sentence: 'The data cannot be decrypted: its KMS key does not exist in this region, or the caller may not use it.',
      cause:
        'The caller, or the role that the service works with, needs kms:Decrypt on the key, in an identity-based policy or in the key policy; for a key of another account in both. AWS does not name the key: it is the one that encrypts the resource.',
      permission: { proposals: [] },
    };
  }
  const front = fronts.find(({ said, of }) => said.test(message) && (of === undefined || of === service));
  if (front !== undefined) return { sentence: front.sentence, cause: front.cause, permission: { proposals: [] } };
  if (!code.test(refusal.code)) return undefined;
  if (/^Access Denied\.?$/i.test(message) && (service === 's3' || service === undefined || needed !== undefined))
    return fromS3(needed);
  return {
    sentence: 'The caller is not allowed to do this: AWS knows who it is, but a permission is missing.',
    cause:
      message === ''
        ? 'AWS does not say which action and which policy: the event in CloudTrail does. The signature itself was accepted.'
        : `AWS says: ${message.length > 400 ? `${message.slice(0, 400)}…` : message}`,
    permission: { proposals: [] },
  };
}

function fromS3(needed: NeededPermission | undefined): PermissionMeaning {
  const denied = needed && { principal: '', ...needed, denial: 'unknown' as const };
  const proposals = denied === undefined ? [] : policyProposals(denied);
  return {
    sentence: 'S3 denies access, and does not say why.',
    cause: [
      ...(needed === undefined || policyAction(needed.action) === undefined
        ? ['The caller needs a permission for this operation.']
        : [`The request needs ${needed.action}.`]),
      'S3 is this brief where bucket and caller belong to different organizations: then the bucket policy has to allow it too.',
      'Other reasons: the key of an encrypted object (kms:Decrypt), Block Public Access, a policy that denies, and an object that does not exist where s3:ListBucket is missing.',
    ].join(' '),
    permission: { ...(denied !== undefined && { denied }), proposals },
  };
}
