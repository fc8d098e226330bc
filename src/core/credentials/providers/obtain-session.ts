import type { Finding } from '../../certificates/checks/check-identity.ts';
import { preflight } from '../../certificates/checks/preflight.ts';
import { isUserError, UserError } from '../../errors.ts';
import type { RolesAnywhereProfile } from '../../profiles/profile.ts';
import type { Session } from '../../signing/credentials.ts';
import { readProfileIdentity } from '../read-profile-identity.ts';
import type { ReadProfileIdentityOptions } from '../read-profile-identity.ts';
import { createSession } from '../roles-anywhere.ts';
import type { CreateSessionOptions } from '../roles-anywhere.ts';

export type ObtainSessionOptions = ReadProfileIdentityOptions & Pick<CreateSessionOptions, 'send' | 'now' | 'clock'>;

/**
 * From a profile to a session: reads the certificate files, checks all that Roles Anywhere demands and that can be known, and calls
 * CreateSession.
 * @throws {UserError} with the reason, `certificate-…` or `profile-…` with the rule for what a check says; nothing has been sent unless
 *   the reason is AWS's or the network's
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

function refusal({ rule, message, remedy, fix }: Finding, profile: RolesAnywhereProfile): UserError {
  const isOfProfile = fix === 'edit-profile';
  return new UserError({
    code: `${isOfProfile ? 'profile' : 'certificate'}-${rule}`,
    message,
    remedy: remedy ?? (isOfProfile ? 'Correct the profile.' : 'Use another certificate.'),
    ...(isOfProfile ? {} : { place: { file: profile.certificate, field: 'certificate' } }),
  });
}

/** Where AWS refuses the certificate or the role, what the check of the certificate already found doubtful stands beside it. */
function withWarnings(error: unknown, findings: readonly Finding[]): unknown {
  if (!isUserError(error) || !refusesIdentity.test(error.code)) return error;
  const doubts = findings.filter(({ outcome }) => outcome === 'warning').map(({ message }) => message);
  if (doubts.length === 0) return error;
  const { code, message, remedy } = error;
  return new UserError({ code, message, remedy: `${remedy} The certificate itself: ${doubts.join(' ')}`, cause: error });
}

const refusesIdentity = /^(?:certificate-|role-not-assumable$|attributes-unmappable$|session-refused$)/;
