import { UserError } from '../core/errors.ts';
import type { Event, Subscription } from '../core/event.ts';
import { EventSource } from '../core/event.ts';
import { readSecretRecord, writeSecretRecord } from '../core/profiles/profile-secret.ts';
import type { ProfileSecret } from '../core/profiles/profile-secret.ts';
import { readSessionRecord, writeSessionRecord } from '../core/credentials/session-record.ts';
import type { KeptSession } from '../core/signing/credentials.ts';

/** The part of VS Code's SecretStorage that the vault needs. */
export interface SecretStoragePort {
  get(key: string): Thenable<string | undefined>;
  store(key: string, value: string): Thenable<void>;
  delete(key: string): Thenable<void>;
  /** Absent in older editors. */
  keys?(): Thenable<string[]>;
  readonly onDidChange: (listener: (event: { readonly key: string }) => void) => Subscription;
}

/** Profiles that are not in the settings: their entries stay in memory and end with the window. */
const builtInPrefix = 'built-in/';

const profilePrefix = 'profile/';
const sessionPrefix = 'session/';
const authorityPrefix = 'authority/';
/** Beside the secret and not in it: a certificate without a password has no secret. */
const destinationPrefix = 'destination/';

/**
 * Keeps one entry per profile secret and one per session in the system's secret storage, and those of built-in profiles in
 * memory. Separate entries make every write atomic and let other windows see which one changed.
 */
export class SecretVault implements Subscription {
  readonly #storage: SecretStoragePort;
  readonly #memory = new Map<string, string>();
  readonly #sessionChanged = new EventSource<string>();
  readonly #secretChanged = new EventSource<string>();
  readonly #destinationChanged = new EventSource<string>();
  readonly #subscription: Subscription;

  /** Fires a profile's id when its stored session changes, in this window or another. */
  readonly onDidChangeSession: Event<string> = this.#sessionChanged.event;
  /** Fires a profile's id when its stored secret changes, in this window or another. */
  readonly onDidChangeSecret: Event<string> = this.#secretChanged.event;
  /** Fires a profile's id when the consent for its secret changes, in this window or another. */
  readonly onDidChangeDestination: Event<string> = this.#destinationChanged.event;

  constructor(storage: SecretStoragePort) {
    this.#storage = storage;
    this.#subscription = storage.onDidChange(({ key }) => {
      if (key.startsWith(sessionPrefix)) this.#sessionChanged.fire(key.slice(sessionPrefix.length));
      if (key.startsWith(profilePrefix)) this.#secretChanged.fire(key.slice(profilePrefix.length));
      if (key.startsWith(destinationPrefix)) this.#destinationChanged.fire(key.slice(destinationPrefix.length));
    });
  }

  /**
   * The secret of a profile, or undefined if none is stored.
   * @throws {UserError} `secret-storage-locked` if the storage does not respond, `secret-unreadable` if it returns garbage
   */
  async readSecret(profileId: string): Promise<ProfileSecret | undefined> {
    const text = await this.#attempt('read', () => this.#storageOf(profileId).get(profilePrefix + profileId));
    if (text === undefined) return undefined;
    const secret = readSecretRecord(text);
    if (secret !== undefined) return secret;
    throw new UserError({
      code: 'secret-unreadable',
      message:
        'The stored secret of this profile cannot be read: its entry in the secret storage is damaged or was written by another version.',
      remedy: 'Edit the profile and enter the secret again.',
    });
  }

  /** @throws {UserError} `secret-storage-locked` */
  async writeSecret(profileId: string, secret: ProfileSecret): Promise<void> {
    await this.#attempt('write', () => this.#storageOf(profileId).store(profilePrefix + profileId, writeSecretRecord(secret)));
  }

  /** Also deletes the consent for it. @throws {UserError} `secret-storage-locked` */
  async deleteSecret(profileId: string): Promise<void> {
    await this.#attempt('change', () => this.#storageOf(profileId).delete(destinationPrefix + profileId));
    await this.#attempt('change', () => this.#storageOf(profileId).delete(profilePrefix + profileId));
  }

  /** The text of the consent for a profile's secret, which `readDestinationRecord` reads. @throws {UserError} `secret-storage-locked` */
  async readDestination(profileId: string): Promise<string | undefined> {
    return this.#attempt('read', () => this.#storageOf(profileId).get(destinationPrefix + profileId));
  }

  /** @throws {UserError} `secret-storage-locked` */
  async writeDestination(profileId: string, text: string): Promise<void> {
    await this.#attempt('write', () => this.#storageOf(profileId).store(destinationPrefix + profileId, text));
  }

  /** A stored session, even an expired one; undefined if none is stored or it cannot be read: a session can be obtained again. */
  async readSession(profileId: string): Promise<KeptSession | undefined> {
    const text = await this.#attempt('read', () => this.#storageOf(profileId).get(sessionPrefix + profileId));
    return text === undefined ? undefined : readSessionRecord(text);
  }

  /** @throws {UserError} `secret-storage-locked` */
  async writeSession(profileId: string, session: KeptSession): Promise<void> {
    await this.#attempt('write', () => this.#storageOf(profileId).store(sessionPrefix + profileId, writeSessionRecord(session)));
  }

  /** @throws {UserError} `secret-storage-locked` */
  async deleteSession(profileId: string): Promise<void> {
    await this.#attempt('change', () => this.#storageOf(profileId).delete(sessionPrefix + profileId));
  }

  /**
   * Ids of all profiles, of this workspace and others, that have entries; undefined if the editor does not list them.
   * @throws {UserError} `secret-storage-locked`
   */
  async profileIds(): Promise<readonly string[] | undefined> {
    const keys = await this.#attempt('list', async () => this.#storage.keys?.());
    const prefixes = [profilePrefix, sessionPrefix, destinationPrefix];
    return (
      keys && [
        ...new Set(
          keys.flatMap((key) => prefixes.filter((prefix) => key.startsWith(prefix)).map(({ length }) => key.slice(length))),
        ),
      ]
    );
  }

  /** The password of a development CA. @throws {UserError} `secret-storage-locked` */
  async readAuthorityPassword(id: string): Promise<string | undefined> {
    return this.#attempt('read', () => this.#storage.get(authorityPrefix + id));
  }

  /** @throws {UserError} `secret-storage-locked` */
  async writeAuthorityPassword(id: string, password: string): Promise<void> {
    await this.#attempt('write', () => this.#storage.store(authorityPrefix + id, password));
  }

  /** @throws {UserError} `secret-storage-locked` */
  async deleteAuthorityPassword(id: string): Promise<void> {
    await this.#attempt('change', () => this.#storage.delete(authorityPrefix + id));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#sessionChanged.dispose();
    this.#secretChanged.dispose();
    this.#destinationChanged.dispose();
  }

  #storageOf(profileId: string): Pick<SecretStoragePort, 'get' | 'store' | 'delete'> {
    if (!profileId.startsWith(builtInPrefix)) return this.#storage;
    return {
      get: (key) => Promise.resolve(this.#memory.get(key)),
      store: (key, value) => Promise.resolve(void this.#memory.set(key, value)),
      delete: (key) => Promise.resolve(void this.#memory.delete(key)),
    };
  }

  async #attempt<T>(verb: string, call: () => Thenable<T>): Promise<T> {
    try {
      return await call();
    } catch (cause) {
      throw new UserError({
        code: 'secret-storage-locked',
        message: `The system's secret storage could not be used to ${verb} a secret: it is locked or not available.`,
        remedy:
          'Unlock the keyring (on Linux: start gnome-keyring or KWallet), then try again. Nothing was written anywhere else.',
        retryable: true,
        cause,
      });
    }
  }
}
