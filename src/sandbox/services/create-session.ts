import { createHash } from 'node:crypto';
import { UserError } from '../../core/errors.ts';
import type { SandboxOptions, SandboxProfile, SandboxRole } from '../sandbox.ts';
import { readCertificates, type Certificate } from '../signatures/certificate.ts';
import { randomId, type KeyRing } from '../signatures/key-ring.ts';
import { checkTrust, type X509Request } from '../signatures/verify-x509.ts';
import { jsonAnswer, type Answer } from '../wire/answer.ts';
import { Refusal } from '../wire/refusals.ts';
import type { SandboxService, ServiceContext } from './sandbox-service.ts';
import { readSessionInput, type SessionInput } from './session-input.ts';

/** The IAM Roles Anywhere resources used by CreateSession, by ARN. */
interface RolesAnywhere {
  readonly trustAnchors: ReadonlyMap<string, readonly Certificate[]>;
  readonly profiles: ReadonlyMap<string, SandboxProfile>;
  readonly roles: ReadonlyMap<string, SandboxRole>;
}

/** Longest body, in bytes: its sender is unknown until it is read. */
const MOST_BYTES = 64 * 1024;
const DEFAULT_SECONDS = 3600;

/**
 * IAM Roles Anywhere, only CreateSession. Throws a `UserError` (`sandbox-certificate`). Source:
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html.
 */
export function createSession({ options, keys, now }: ServiceContext): SandboxService {
  const rolesAnywhere = readRolesAnywhere(options);
  return {
    name: 'create-session',
    serves: ({ method, path }, { service }) => service === 'rolesanywhere' && method === 'POST' && path === '/sessions',
    body: { most: MOST_BYTES, kept: MOST_BYTES },
    signature: 'x509',
    answer: (verified) => answer(verified, { rolesAnywhere, keys, now: now() }),
  };
}

function readRolesAnywhere({ trustAnchors, profiles, roles }: SandboxOptions): RolesAnywhere {
  const byArn = <T extends { readonly arn: string }>(items: readonly T[]): Map<string, T> =>
    new Map(items.map((item) => [item.arn, item]));
  return {
    trustAnchors: new Map(trustAnchors.map(({ arn, certificates }) => [arn, readAnchor(arn, certificates)])),
    profiles: byArn(profiles),
    roles: byArn(roles),
  };
}

function readAnchor(arn: string, texts: readonly string[]): readonly Certificate[] {
  const certificates = readCertificates(texts.join('\n'));
  if (certificates) return certificates;
  throw new UserError({
    code: 'sandbox-certificate',
    message: `A certificate of the sandbox's trust anchor ${arn} cannot be read.`,
    remedy: 'Give each certificate as PEM (BEGIN CERTIFICATE … END CERTIFICATE).',
  });
}

/** Judges the chain and what the request asks for, and issues temporary keys. */
function answer(
  verified: X509Request,
  { rolesAnywhere, keys, now }: { rolesAnywhere: RolesAnywhere; keys: KeyRing; now: Date },
): Answer {
  const input = readSessionInput(verified.request);
  const anchor = rolesAnywhere.trustAnchors.get(input.trustAnchorArn);
  if (anchor === undefined) throw notFound('Trust anchor', input.trustAnchorArn);
  const profile = rolesAnywhere.profiles.get(input.profileArn);
  if (profile === undefined) throw notFound('Profile', input.profileArn);
  for (const arn of [input.trustAnchorArn, input.profileArn]) {
    if (arn.split(':')[3] !== verified.region) throw notFound('Resource', arn, `it is not in region ${verified.region}`);
  }
  checkTrust(verified, anchor, now);
  if (profile.enabled === false) throw denied(`Profile ${profile.arn} is disabled.`);
  if (input.roleSessionName !== undefined && profile.acceptRoleSessionName !== true) {
    throw denied('Not authorized to set roleSessionName.');
  }
  const role = assumableRole(rolesAnywhere, profile, input);
  const seconds = sessionSeconds(profile, role, input);
  return issue(keys, { leaf: verified.leaf, input, seconds, now });
}

function assumableRole(rolesAnywhere: RolesAnywhere, profile: SandboxProfile, { roleArn }: SessionInput): SandboxRole {
  const role = rolesAnywhere.roles.get(roleArn);
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

/** `CN=name`, the bare name if the prefix would make it too long, the serial number if there is no name. */
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
