import type { Identity } from '../core/certificates/identity.ts';
import type { ReadIdentityOptions } from '../core/certificates/read-identity.ts';
import type { CertificateDescription } from '../core/certificates/inspection/describe-certificate.ts';
import { SessionManager } from '../core/credentials/session-manager.ts';
import { UserError } from '../core/errors.ts';
import type { CertificateSummary } from '../core/profiles/certificate-summary.ts';
import { profileFingerprint } from '../core/profiles/profile-fingerprint.ts';
import type { RolesAnywhereProfile } from '../core/profiles/profile.ts';
import { ConfigValue } from '../platform/config-value.ts';
import { CertificateSummaries } from '../storage/certificate-summaries.ts';
import type { StoredProfile } from '../storage/stored-profile.ts';
import { requireUsable } from '../storage/stored-profile.ts';
import type { Services } from './services.ts';
import { rooms } from './bundles.ts';

const minute = 60_000;

export interface Sessions {
  readonly sessions: SessionManager;
  /** What rows and tooltips say of certificates. */
  readonly summaries: CertificateSummaries;
  /** Opens the files of a profile with this password. @throws {UserError} when they cannot be opened */
  readonly identity: (
    profile: RolesAnywhereProfile,
    password: string | undefined,
    choose?: ReadIdentityOptions['choose'],
  ) => Promise<Identity>;
  /** The certificate of {@link identity}. */
  readonly describe: (profile: RolesAnywhereProfile, password: string | undefined) => Promise<CertificateDescription>;
}

/** Sessions, and the certificates that they are had with. */
export function composeSessions({
  context,
  store,
  paths,
  vault,
  profiles,
  password,
  clock,
  send,
  destinations,
}: Services): Sessions {
  const { certificates, requests } = rooms;
  const renewBefore = store.add(new ConfigValue('session.renewBefore'));
  const sessions = store.add(
    new SessionManager({
      store: vault,
      now: Date.now,
      clockOffset: ({ issuer }) => (issuer === undefined ? 0 : clock.offsetOf(issuer)),
      renewBefore: () => renewBefore.value * minute,
      fingerprint: (profileId) => {
        const profile = profiles.find(profileId)?.profile;
        return profile?.kind === 'rolesAnywhere' ? profileFingerprint(profile) : undefined;
      },
      obtain: async (profileId, signal) => {
        const { name, profile } = requireRolesAnywhere(profiles.find(profileId));
        const { obtainConsentedSession } = await requests();
        const options = { certificates, paths, send, signal, now: Date.now, clock, password: await password(profileId) };
        return obtainConsentedSession({ id: profileId, name, profile }, await destinations(), options);
      },
    }),
  );
  const identity: Sessions['identity'] = async (profile, secret, choose) => {
    const { readProfileIdentity } = await certificates();
    const { signal } = new AbortController();
    return readProfileIdentity(profile, { certificates, paths, password: secret, signal, choose });
  };
  const describe: Sessions['describe'] = async (profile, secret) => {
    const { leaf } = await identity(profile, secret);
    return (await certificates()).describeCertificate(leaf);
  };
  const summarize = async (profileId: string, profile: RolesAnywhereProfile): Promise<CertificateSummary> => {
    const { commonName, subject, notAfter } = await describe(profile, await password(profileId));
    return { subject: commonName === undefined ? subject : `CN=${commonName}`, notAfter: notAfter.getTime() };
  };
  return { sessions, summaries: new CertificateSummaries(context.workspaceState, paths, summarize), identity, describe };
}

/** @throws {UserError} `profile-unknown`, `profile-invalid` */
function requireRolesAnywhere(stored: StoredProfile | undefined): {
  readonly name: string;
  readonly profile: RolesAnywhereProfile;
} {
  const usable = stored === undefined ? undefined : requireUsable(stored);
  if (usable?.profile.kind === 'rolesAnywhere') return { name: usable.name, profile: usable.profile };
  throw new UserError({
    code: 'profile-unknown',
    message: 'The profile of this session is gone or has become one without sessions.',
    remedy: 'Choose another profile.',
  });
}
