import type { Finding } from '../certificates/check-identity.ts';
import type { Identity } from '../certificates/identity.ts';
import { isUserError, UserError } from '../errors.ts';
import type { RolesAnywhereProfile } from '../profiles/profile.ts';
import type { Session } from './credentials.ts';
import { readProfileIdentity } from './read-profile-identity.ts';
import type { IdentityReader, ReadProfileIdentityOptions } from './read-profile-identity.ts';
import { createSession } from './roles-anywhere.ts';
import type { CreateSessionOptions } from './roles-anywhere.ts';

/** The part of the certificates room that sessions need. */
export interface CertificateChecker extends IdentityReader {
  readonly checkIdentity: (identity: Identity, now: Date) => Finding[];
}

export interface ObtainSessionOptions
  extends Omit<ReadProfileIdentityOptions, 'certificates'>, Pick<CreateSessionOptions, 'send' | 'now' | 'clock'> {
  readonly certificates: () => Promise<CertificateChecker>;
}

/**
 * From a profile to a session: reads the certificate files, checks what Roles Anywhere demands, and calls CreateSession.
 * @throws {UserError} with the reason; nothing has been sent unless the reason is AWS's or the network's
 */
export async function obtainSession(profile: RolesAnywhereProfile, options: ObtainSessionOptions): Promise<Session> {
  const identity = await readProfileIdentity(profile, options);
  const { checkIdentity } = await options.certificates();
  const findings = checkIdentity(identity, new Date(options.now()));
  const failure = findings.find(({ outcome }) => outcome === 'fail');
  if (failure !== undefined) {
    throw new UserError({
      code: `certificate-${failure.rule}`,
      message: failure.message,
      remedy: failure.remedy ?? 'Use another certificate.',
      place: { file: profile.certificate, field: 'certificate' },
    });
  }
  try {
    return await createSession(identity, profile, {
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

/** Where AWS refuses the certificate or the role, what the check of the certificate already found doubtful stands beside it. */
function withWarnings(error: unknown, findings: readonly Finding[]): unknown {
  if (!isUserError(error) || !refusesIdentity.test(error.code)) return error;
  const doubts = findings.filter(({ outcome }) => outcome === 'warning').map(({ message }) => message);
  if (doubts.length === 0) return error;
  const { code, message, remedy } = error;
  return new UserError({ code, message, remedy: `${remedy} The certificate itself: ${doubts.join(' ')}`, cause: error });
}

const refusesIdentity = /^(?:certificate-|role-not-assumable$|attributes-unmappable$|session-refused$)/;
