import { createHash } from 'node:crypto';
import { jsonAnswer, type Answer } from '../wire/answer.ts';
import type { Certificate } from '../signatures/certificate.ts';
import { randomId, type KeyRing } from '../signatures/key-ring.ts';
import { Refusal } from '../wire/refusals.ts';
import type { SandboxProfile, SandboxRole } from '../sandbox.ts';
import { readSessionInput, type SessionInput } from './session-input.ts';
import type { ServiceHost } from './service-host.ts';
import { checkTrust, verifyX509 } from '../signatures/verify-x509.ts';
import type { WireRequest } from '../wire/wire-request.ts';

/** The IAM Roles Anywhere resources that CreateSession decides by, each under its ARN. */
export interface RolesAnywhere {
  readonly trustAnchors: ReadonlyMap<string, readonly Certificate[]>;
  readonly profiles: ReadonlyMap<string, SandboxProfile>;
  readonly roles: ReadonlyMap<string, SandboxRole>;
}

const DEFAULT_SECONDS = 3600;

/**
 * Answers CreateSession: verifies the signature, the chain and what the request asks for, and issues temporary keys. Throws a `Refusal`.
 * Source: https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html.
 */
export function createSession(
  request: WireRequest,
  { host, world, keys, now }: { host: ServiceHost; world: RolesAnywhere; keys: KeyRing; now: Date },
): Answer {
  const signature = verifyX509(request, host, now);
  const input = readSessionInput(request);
  const anchor = world.trustAnchors.get(input.trustAnchorArn);
  if (anchor === undefined) throw notFound('Trust anchor', input.trustAnchorArn);
  const profile = world.profiles.get(input.profileArn);
  if (profile === undefined) throw notFound('Profile', input.profileArn);
  for (const arn of [input.trustAnchorArn, input.profileArn]) {
    if (arn.split(':')[3] !== signature.region) throw notFound('Resource', arn, `it is not in region ${signature.region}`);
  }
  checkTrust(signature, anchor, now);
  if (profile.enabled === false) throw denied(`Profile ${profile.arn} is disabled.`);
  if (input.roleSessionName !== undefined && profile.acceptRoleSessionName !== true) {
    throw denied('Not authorized to set roleSessionName.');
  }
  const role = assumableRole(world, profile, input);
  const seconds = sessionSeconds(profile, role, input);
  return issue(keys, { leaf: signature.leaf, input, seconds, now });
}

function assumableRole(world: RolesAnywhere, profile: SandboxProfile, { roleArn }: SessionInput): SandboxRole {
  const role = world.roles.get(roleArn);
  const reason =
    role === undefined
      ? 'there is no such role'
      : role.trusted === false
        ? "the role's trust policy does not allow Roles Anywhere"
        : profile.roleArns.includes(roleArn)
          ? undefined
          : 'the profile does not list the role';
  if (role === undefined || reason !== undefined) throw denied(`Unable to assume role for ${roleArn}`, reason);
  return role;
}

function sessionSeconds(profile: SandboxProfile, role: SandboxRole, { durationSeconds }: SessionInput): number {
  const most = profile.durationSeconds ?? DEFAULT_SECONDS;
  const seconds = Math.min(most, durationSeconds ?? most);
  if (seconds > (role.maxSessionDurationSeconds ?? DEFAULT_SECONDS)) {
    throw new Refusal(
      'ValidationException',
      400,
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  return seconds;
}

function issue(
  keys: KeyRing,
  { leaf, input, seconds, now }: { leaf: Certificate; input: SessionInput; seconds: number; now: Date },
): Answer {
  const [, partition = '', , region = '', account = ''] = input.trustAnchorArn.split(':');
  const [, , , , roleAccount = ''] = input.roleArn.split(':');
  const roleName = input.roleArn.split('/').at(-1) ?? '';
  const sessionName = input.roleSessionName ?? hexSerial(leaf);
  const arn = `arn:${partition}:sts::${roleAccount}:assumed-role/${roleName}/${sessionName}`;
  const userId = `AROA${randomId(17)}:${sessionName}`;
  const expiration = new Date(Math.floor(now.getTime() / 1000 + seconds) * 1000);
  const { accessKeyId, secretAccessKey, sessionToken } = keys.issue({ arn, userId, account: roleAccount }, expiration);
  return jsonAnswer(
    {
      credentialSet: [
        {
          assumedRoleUser: { arn, assumedRoleId: userId },
          credentials: {
            accessKeyId,
            expiration: expiration.toISOString().replace('.000', ''),
            secretAccessKey,
            sessionToken,
          },
          packedPolicySize: 10,
          roleArn: input.roleArn,
          sourceIdentity: sourceIdentity(leaf),
        },
      ],
      subjectArn: `arn:${partition}:rolesanywhere:${region}:${account}:subject/${subjectId(leaf)}`,
    },
    201,
  );
}

/** `CN=name`, the bare name where the prefix would make it too long, the serial number where there is no name. */
function sourceIdentity(leaf: Certificate): string {
  const { commonName } = leaf;
  if (commonName === undefined || commonName.length > 64) return `ID=${hexSerial(leaf)}`;
  return commonName.length <= 61 ? `CN=${commonName}` : commonName;
}

/** Hexadecimal, in lower case and of even length. */
function hexSerial({ x509 }: Certificate): string {
  return x509.serialNumber.toLowerCase();
}

/** A subject is one name of one issuer: the same certificate, renewed, is the same subject. */
function subjectId({ x509 }: Certificate): string {
  const hex = createHash('sha256').update(`${x509.issuer}\0${x509.subject}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function denied(message: string, reason?: string): Refusal {
  return new Refusal('AccessDeniedException', 403, message, reason === undefined ? {} : { reason });
}

function notFound(kind: string, arn: string, reason?: string): Refusal {
  return new Refusal('ResourceNotFoundException', 404, `${kind} not found: ${arn}`, reason === undefined ? {} : { reason });
}
