import type { ChoicePort } from './active-profile.ts';
import type { ProfileStore } from './profile-store.ts';
import type { SecretVault } from './secret-vault.ts';

export interface OrphanedSecretsPorts {
  readonly vault: Pick<SecretVault, 'profileIds' | 'deleteSecret' | 'deleteSession'>;
  readonly profiles: Pick<ProfileStore, 'list' | 'formerSandboxes' | 'scopeKey'>;
  /** The same for all windows. */
  readonly memory: ChoicePort;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const key = 'profilesMissingSince';
/** A branch that is checked out, or a set of user settings that is switched, takes profiles away for a while only. */
const patience = 90 * 86_400_000;

/**
 * Forgets what is kept for profiles that are in no settings any more, as when somebody takes one out of settings.json by hand. An entry
 * goes when its profile was missing for 90 days in every window that would list it; what belongs to other workspaces is never touched,
 * because only their windows know whether it is still in use. Nothing happens where the editor does not list its secrets.
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
