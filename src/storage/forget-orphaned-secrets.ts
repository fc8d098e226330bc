import type { ChoicePort } from './active-profile.ts';
import type { ProfileStore } from './profile-store.ts';
import type { SecretVault } from './secret-vault.ts';

export interface OrphanedSecretsPorts {
  readonly vault: Pick<SecretVault, 'profileIds' | 'deleteSecret' | 'deleteSession'>;
  readonly profiles: Pick<ProfileStore, 'list' | 'formerSandboxes' | 'scopeKey'>;
  /** Shared by all windows. */
  readonly memory: ChoicePort;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const key = 'profilesMissingSince';
/** Checking out a branch or switching user settings removes profiles only for a while. */
const patience = 90 * 86_400_000;

/**
 * Forgets the entries of profiles that are no longer in any settings, as when somebody removes one from settings.json by hand. An
 * entry is deleted once its profile has been missing for 90 days in every window that would list it; entries of other workspaces
 * are left alone, because only their windows know whether they are still in use. Nothing happens if the editor does not list its
 * secrets.
 * @throws {UserError} `secret-storage-locked`
 */
export async function forgetOrphanedSecrets({ vault, profiles, memory, now }: OrphanedSecretsPorts): Promise<void> {
  const stored = await vault.profileIds();
  if (stored === undefined) return;
  const listed = new Set([...profiles.list(), ...profiles.formerSandboxes()].map(({ id }) => id));
  const scopes = [`${profiles.scopeKey('user')}/`, `${profiles.scopeKey('workspace')}/`];
  const before = (memory.get(key) ?? {}) as Readonly<Record<string, number | undefined>>;
  const after: Record<string, number> = {};
  for (const id of stored) {
    const isOurs = scopes.some((scope) => id.startsWith(scope));
    const since = before[id];
    if (!isOurs) {
      if (since !== undefined) after[id] = since;
    } else if (!listed.has(id)) {
      if (now() - (since ?? now()) < patience) {
        after[id] = since ?? now();
        continue;
      }
      await vault.deleteSecret(id);
      await vault.deleteSession(id);
    }
  }
  if (JSON.stringify(after) !== JSON.stringify(before)) await memory.update(key, after);
}
