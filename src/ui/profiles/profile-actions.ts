import type { SessionManager } from '../../core/credentials/session-manager.ts';
import type { ProfileTarget } from '../../platform/contributions.ts';
import type { ActiveProfile } from '../../storage/active-profile.ts';
import { type ChangeableProfile, requireChangeable } from '../../storage/stored-profile.ts';
import type { ProfileStore } from '../../storage/profile-store.ts';
import type { StoredProfile } from '../../storage/stored-profile.ts';
import { requireUsable } from '../../storage/stored-profile.ts';
import type { CertificatePrefill } from '../certificates/certificate-ports.ts';
import { pickProfile } from '../kit/pick-profile.ts';
import { type ProfileWizardPorts, runProfileWizard } from './run-profile-wizard.ts';
import { askInDialog } from '../kit/messages.ts';
import { askText } from '../kit/text-input.ts';

export interface ProfileActionsPorts extends ProfileWizardPorts {
  readonly active: ActiveProfile;
  readonly sessions: SessionManager;
}

/** Asks for a profile and saves it, with a certificate filled in if given. */
export async function addProfile(ports: Omit<ProfileActionsPorts, 'sessions'>, prefill?: CertificatePrefill): Promise<void> {
  const { profiles, active } = ports;
  const draft = await runProfileWizard(ports, prefill && { prefill });
  if (draft === undefined) return;
  const stored = await profiles.save(draft);
  await (await ports.destinations()).agreeTo(stored.id, draft.profile);
  if (active.get() === undefined) await active.choose(stored.id);
}

/** Asks for changes to a profile, and ends its session. */
export async function editProfile(ports: ProfileActionsPorts, target: ProfileTarget | undefined): Promise<void> {
  const { profiles, sessions } = ports;
  const stored = await changeable(profiles, target, 'Edit Profile');
  if (stored === undefined) return;
  const draft = await runProfileWizard(ports, { existing: { ...requireUsable(stored), scope: stored.scope } });
  if (draft === undefined) return;
  const saved = await profiles.save(draft, stored);
  await (await ports.destinations()).agreeTo(saved.id, draft.profile);
  // A session of the former settings would go on signing with the former role.
  await sessions.end(stored.id);
}

/** Asks for another name; secret and session are kept. */
export async function renameProfile(
  { profiles, active, sessions }: ProfileActionsPorts,
  target: ProfileTarget | undefined,
): Promise<void> {
  const stored = await changeable(profiles, target, 'Rename Profile');
  if (stored === undefined) return;
  const name = await askName(`Rename Profile ${stored.name}`, stored.name, (text) =>
    profiles.nameProblem(text, stored.scope, stored.id),
  );
  if (name === undefined) return;
  const wasActive = active.get()?.id === stored.id;
  sessions.abandon(stored.id);
  const id = await profiles.rename(stored, name);
  await sessions.restore([stored.id, id]);
  if (wasActive) await active.choose(id);
}

/** Asks for the name of a copy with the same settings and secret. */
export async function duplicateProfile({ profiles }: ProfileActionsPorts, target: ProfileTarget | undefined): Promise<void> {
  const stored = await changeable(profiles, target, 'Duplicate Profile');
  if (stored === undefined) return;
  const usable = requireUsable(stored);
  const name = await askName(`Duplicate Profile ${stored.name}`, `${stored.name} copy`, (text) =>
    profiles.nameProblem(text, stored.scope),
  );
  if (name !== undefined) await profiles.duplicate(usable, name);
}

/** Removes a profile with its secret and its session, after confirmation. */
export async function deleteProfile(
  { profiles, sessions }: ProfileActionsPorts,
  target: ProfileTarget | undefined,
): Promise<void> {
  const stored = await changeable(profiles, target, 'Delete Profile');
  if (stored === undefined) return;
  const answer = await askInDialog(
    `Delete the profile “${stored.name}”?`,
    'Its settings, its stored secret and its session are removed. The certificate file stays.',
    'Delete',
  );
  if (answer !== 'Delete') return;
  sessions.abandon(stored.id);
  await profiles.remove(stored);
  await sessions.restore([stored.id]);
}

/** Makes a profile the one that signs if a request names none. */
export async function activateProfile(
  { profiles, active }: ProfileActionsPorts,
  target: ProfileTarget | undefined,
): Promise<void> {
  const stored = await chosen(profiles, target, 'Switch Active Profile');
  if (stored !== undefined) await active.choose(stored.id);
}

/** Like {@link chosen}, among those that can be changed. @throws {UserError} `profile-built-in` */
async function changeable(
  profiles: ProfileStore,
  target: ProfileTarget | undefined,
  title: string,
): Promise<ChangeableProfile | undefined> {
  const stored =
    target === undefined
      ? await pickProfile(
          profiles.list().filter(({ scope }) => scope !== 'built-in'),
          title,
        )
      : profiles.find(target.profileId);
  return stored && requireChangeable(stored);
}

/** The profile of a row, or the one that a person picks. */
async function chosen(
  profiles: ProfileStore,
  target: ProfileTarget | undefined,
  title: string,
): Promise<StoredProfile | undefined> {
  return target === undefined ? pickProfile(profiles.list(), title) : profiles.find(target.profileId);
}

async function askName(title: string, value: string, problem: (text: string) => string | undefined): Promise<string | undefined> {
  const name = await askText({
    title,
    value,
    prompt: 'Name of the profile',
    problem: (text) => problem(text.trim()),
  });
  return name?.trim();
}
