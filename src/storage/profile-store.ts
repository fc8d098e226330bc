import type { ProfileScope } from '../core/profiles/profile.ts';
import type { StoredProfile, UsableProfile } from './stored-profile.ts';
import { createHash } from 'node:crypto';
import { UserError } from '../core/errors.ts';
import { EventSource } from '../core/event.ts';
import type { Event, Subscription } from '../core/event.ts';
import { parseProfile, profileNameProblem } from '../core/profiles/profile.ts';
import { isFormerSandboxProfile, sandboxProfileId, sandboxProfileName } from '../core/profiles/sandbox-profile.ts';
import type { Profile } from '../core/profiles/profile.ts';
import type { ProfileSecret } from '../core/profiles/profile-secret.ts';
import { type ChangeableProfile, requireChangeable } from './stored-profile.ts';
import type { RunningSandbox } from './running-sandbox.ts';
import type { SecretVault } from './secret-vault.ts';

/** The raw settings entries by profile name, per scope. */
export interface ProfileEntriesPort {
  read(scope: ProfileScope): Readonly<Record<string, unknown>>;
  write(scope: ProfileScope, entries: Readonly<Record<string, unknown>>): Promise<void>;
  readonly onDidChange: (listener: () => void) => Subscription;
}

/** A profile to be saved by a wizard. Without `secret`, a replaced profile keeps the one it has. */
export interface ProfileDraft {
  readonly name: string;
  readonly scope: ProfileScope;
  readonly profile: Profile;
  readonly secret?: ProfileSecret;
}

/**
 * The single access to profiles, that of the running sandbox included: it keeps public parts in the settings and secret parts in
 * the vault. Every change writes the secret first and removes last, so that a failure half way loses nothing.
 */
export class ProfileStore implements Subscription {
  readonly #entries: ProfileEntriesPort;
  readonly #vault: SecretVault;
  readonly #workspaceKey: string;
  readonly #sandbox: Pick<RunningSandbox, 'running' | 'onDidChange'> | undefined;
  readonly #changed = new EventSource<undefined>();
  readonly #subscriptions: readonly Subscription[];
  #profiles: readonly StoredProfile[] | undefined;
  readonly onDidChange: Event<undefined> = this.#changed.event;

  /** `workspaceUri` is undefined in a window without a folder. */
  constructor(
    entries: ProfileEntriesPort,
    vault: SecretVault,
    workspaceUri: string | undefined,
    sandbox?: Pick<RunningSandbox, 'running' | 'onDidChange'>,
  ) {
    this.#entries = entries;
    this.#vault = vault;
    this.#workspaceKey = `workspace-${createHash('sha256')
      .update(workspaceUri ?? '')
      .digest('hex')
      .slice(0, 16)}`;
    this.#sandbox = sandbox;
    const changed = (): void => {
      this.#profiles = undefined;
      this.#changed.fire(undefined);
    };
    this.#subscriptions = [entries.onDidChange(changed), ...(sandbox === undefined ? [] : [sandbox.onDidChange(changed)])];
  }

  /**
   * Every profile, invalid ones included; the workspace's first, each scope in the order of its settings, that of the running
   * sandbox last. Sandbox profiles of earlier versions in the settings are left out.
   */
  list(): readonly StoredProfile[] {
    // Kept until the settings change: every send and every repaint reads them, and reading a setting is slow.
    return (this.#profiles ??= this.#read());
  }

  find(id: string): StoredProfile | undefined {
    return this.list().find((stored) => stored.id === id);
  }

  /** The profile that a directive names; the workspace's takes precedence over the user's. */
  findByName(name: string): StoredProfile | undefined {
    return this.list().find((stored) => stored.name === name);
  }

  /**
   * Saves a profile as new, or in place of `replacing`.
   * @throws {UserError} `profile-name`, `profile-built-in`, or what the vault throws; then nothing has changed
   */
  async save(draft: ProfileDraft, replacing?: StoredProfile): Promise<StoredProfile> {
    const replaces = replacing && requireChangeable(replacing);
    const id = this.#idOf(draft.scope, draft.name);
    this.#requireFreeName(draft, replaces?.id);
    const secret = draft.secret ?? (replaces && replaces.id !== id ? await this.#vault.readSecret(replaces.id) : undefined);
    const former = secret === undefined ? undefined : await this.#vault.readSecret(id).catch(() => undefined);
    if (secret !== undefined) await this.#vault.writeSecret(id, secret);
    // A new profile inherits nothing from an earlier one of its name.
    else if (replaces === undefined) this.#vault.deleteSecret(id).catch(() => undefined);
    try {
      await this.#writeEntry(draft, replaces);
    } catch (error) {
      if (secret !== undefined) await this.#restoreSecret(id, former);
      throw error;
    }
    if (replaces !== undefined && replaces.id !== id) {
      if (replaces.scope !== draft.scope) await this.#removeEntry(replaces);
      await this.#forgetSecrets(replaces.id);
    }
    return { id, name: draft.name, scope: draft.scope, profile: draft.profile };
  }

  /** Copies a profile with its secret and its consent, in the same scope. @throws {UserError} as {@link save} */
  async duplicate(source: UsableProfile, name: string): Promise<StoredProfile> {
    const { scope } = requireChangeable(source);
    const secret = await this.#vault.readSecret(source.id);
    const copy = await this.save({ name, scope, profile: source.profile, ...(secret && { secret }) });
    await this.#copyDestination(source.id, copy.id);
    return copy;
  }

  /** Renames a profile, even an invalid one; its secret and its place in the settings stay. @throws {UserError} as {@link save} */
  async rename(existing: StoredProfile, name: string): Promise<string> {
    const stored = requireChangeable(existing);
    const id = this.#idOf(stored.scope, name);
    if (id === stored.id) return id;
    this.#requireFreeName({ name, scope: stored.scope }, stored.id);
    const secret = await this.#vault.readSecret(stored.id);
    if (secret !== undefined) await this.#vault.writeSecret(id, secret);
    await this.#copyDestination(stored.id, id);
    const session = await this.#vault.readSession(stored.id);
    if (session !== undefined) await this.#vault.writeSession(id, session);
    const entries = Object.entries(this.#entries.read(stored.scope));
    const renamed = Object.fromEntries(entries.map(([key, entry]) => [key === stored.name ? name : key, entry]));
    try {
      await this.#write(stored.scope, renamed);
    } catch (error) {
      await this.#forgetSecrets(id);
      throw error;
    }
    await this.#forgetSecrets(stored.id);
    return id;
  }

  /** Removes a profile, its secret and its session. @throws {UserError} `secret-storage-locked`, with the settings untouched */
  async remove(existing: StoredProfile): Promise<void> {
    const stored = requireChangeable(existing);
    // Only a storage that responds can also delete, which is checked before the settings change.
    await this.#vault.readSession(stored.id);
    await this.#removeEntry(stored);
    await this.#forgetSecrets(stored.id);
  }

  /** Sandbox profiles of earlier versions in the settings, which {@link list} leaves out. */
  formerSandboxes(): readonly ChangeableProfile[] {
    return (['workspace', 'user'] as const)
      .flatMap((scope) => this.#fromSettings(scope))
      .filter(({ profile }) => isFormerSandboxProfile(profile));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  /** Why a profile of this scope cannot have a name, or undefined if it can. */
  nameProblem(name: string, scope: ProfileScope, exceptId?: string): string | undefined {
    const problem = profileNameProblem(name);
    if (problem !== undefined) return problem;
    const id = this.#idOf(scope, name);
    return id !== exceptId &&
      this.#fromSettings(scope).some((stored) => stored.name === name && !isFormerSandboxProfile(stored.profile))
      ? `There is a profile “${name}” already.`
      : undefined;
  }

  /** A key for a scope where entries of several scopes are kept together: this workspace's, or the user's. */
  scopeKey(scope: ProfileScope): string {
    return scope === 'user' ? 'user' : this.#workspaceKey;
  }

  #read(): StoredProfile[] {
    const profiles: StoredProfile[] = (['workspace', 'user'] as const).flatMap((scope) =>
      this.#fromSettings(scope).filter(({ profile }) => !isFormerSandboxProfile(profile)),
    );
    const running = this.#sandbox?.running;
    if (running === undefined) return profiles;
    const name = sandboxProfileName((taken) => profiles.some((stored) => stored.name === taken));
    return [...profiles, { id: sandboxProfileId, name, scope: 'built-in', profile: running.profile }];
  }

  #fromSettings(scope: ProfileScope): ChangeableProfile[] {
    return Object.entries(this.#entries.read(scope)).map(([name, entry]) => ({
      id: this.#idOf(scope, name),
      name,
      scope,
      profile: parseProfile(entry),
    }));
  }

  #idOf(scope: ProfileScope, name: string): string {
    return `${this.scopeKey(scope)}/${name}`;
  }

  #requireFreeName(draft: { name: string; scope: ProfileScope }, exceptId: string | undefined): void {
    const problem = this.nameProblem(draft.name, draft.scope, exceptId);
    if (problem !== undefined) {
      throw new UserError({
        code: 'profile-name',
        message: problem,
        remedy: 'Choose another name.',
        place: { field: 'name' },
      });
    }
  }

  async #writeEntry(draft: ProfileDraft, replaces: ChangeableProfile | undefined): Promise<void> {
    const entries = Object.entries(this.#entries.read(draft.scope));
    const position = entries.findIndex(([name]) => name === (replaces?.scope === draft.scope ? replaces.name : draft.name));
    const entry: [string, unknown] = [draft.name, draft.profile];
    if (position === -1) entries.push(entry);
    else entries[position] = entry;
    await this.#write(draft.scope, Object.fromEntries(entries));
  }

  async #removeEntry(stored: ChangeableProfile): Promise<void> {
    const entries = Object.entries(this.#entries.read(stored.scope)).filter(([name]) => name !== stored.name);
    await this.#write(stored.scope, Object.fromEntries(entries));
  }

  async #write(scope: ProfileScope, entries: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#entries.write(scope, entries);
    this.#profiles = undefined;
  }

  async #restoreSecret(id: string, former: ProfileSecret | undefined): Promise<void> {
    if (former === undefined) await this.#vault.deleteSecret(id);
    else await this.#vault.writeSecret(id, former);
  }

  /** Copies the consent along with the secret; without one, an older consent is removed. */
  async #copyDestination(id: string, copy: string): Promise<void> {
    await this.#vault.writeDestination(copy, (await this.#vault.readDestination(id)) ?? '');
  }

  async #forgetSecrets(id: string): Promise<void> {
    await this.#vault.deleteSecret(id);
    await this.#vault.deleteSession(id);
  }
}
