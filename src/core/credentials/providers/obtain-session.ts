import type { PreflightFinding, PreflightRule } from '../../certificates/checks/preflight-finding.ts';
import { preflight } from '../../certificates/checks/preflight.ts';
import { type ErrorCode, type ProfileRule, profileRules } from '../../error-codes.ts';
import { isUserError, UserError } from '../../errors.ts';
import type { RolesAnywhereProfile } from '../../profiles/profile.ts';
import type { Session } from '../../signing/credentials.ts';
import { readProfileIdentity } from '../read-profile-identity.ts';
import type { ReadProfileIdentityOptions } from '../read-profile-identity.ts';
import { createSession } from '../roles-anywhere.ts';
import type { CreateSessionOptions } from '../roles-anywhere.ts';

export type ObtainSessionOptions = ReadProfileIdentityOptions & Pick<CreateSessionOptions, 'send' | 'now' | 'clock'>;

/**
 * From a profile to a session: reads the certificate files, checks every demand of Roles Anywhere that can be checked, and calls
 * CreateSession.
 * @throws {UserError} with the reason, `certificate-…` or `profile-…` with the rule for what a check says; nothing has been sent
 * unless the reason comes from AWS or the network
 */
export async function obtainSession(profile: RolesAnywhereProfile, options: ObtainSessionOptions): Promise<Session> {
  const identity = await readProfileIdentity(profile, options);
  const findings = preflight({ identity, profile, now: new Date(options.now()) });
  const failure = findings.find(({ outcome }) => outcome === 'fail');
  if (failure !== undefined) throw refusal(failure, profile);
  const { trustAnchorArn, profileArn, roleArn, durationSeconds, roleSessionName } = profile;
  // Not the profile's region: that is where its requests go, while a session comes from the region of its trust anchor.
  const parameters = { trustAnchorArn, profileArn, roleArn, durationSeconds, roleSessionName };
  try {
    return await createSession(identity, parameters, {
      send: options.send,
      now: options.now,
      signal: options.signal,
      ...(options.clock !== undefined && { clock: options.clock }),
      ...(profile.endpoint !== undefined && { connectTo: profile.endpoint }),
    });
  } catch (error) {
    throw withWarnings(error, findings);
  }
}

function refusal({ rule, message, remedy }: PreflightFinding, profile: RolesAnywhereProfile): UserError {
  if (isProfileRule(rule)) return new UserError({ code: `profile-${rule}`, message, remedy: remedy ?? 'Correct the profile.' });
  return new UserError({
    code: `certificate-${rule}`,
    message,
    remedy: remedy ?? 'Use another certificate.',
    place: { file: profile.certificate, field: 'certificate' },
  });
}

function isProfileRule(rule: PreflightRule): rule is ProfileRule {
  return profileRules.some((each) => each === rule);
}

/** If AWS refuses the certificate or the role, adds the warnings of the check before. */
function withWarnings(error: unknown, findings: readonly PreflightFinding[]): unknown {
  if (!isUserError(error) || !refusesIdentity.has(error.code)) return error;
  const doubts = findings.filter(({ outcome }) => outcome === 'warning').map(({ message }) => message);
  if (doubts.length === 0) return error;
  const { code, message, remedy } = error;
  return new UserError({ code, message, remedy: `${remedy} The certificate itself: ${doubts.join(' ')}`, cause: error });
}

const refusesIdentity: ReadonlySet<ErrorCode> = new Set([
  'attributes-unmappable',
  'certificate-insufficient',
  'certificate-untrusted',
  'role-not-assumable',
  'session-refused',
]);
