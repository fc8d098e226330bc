import { createHash } from 'node:crypto';
import type { ChoicePort } from './active-profile.ts';
import type { SecretVault } from './secret-vault.ts';

/** A development CA that was made on this machine. */
export interface ShelvedAuthority {
  /** Absolute path of its PFX. */
  readonly path: string;
  /** For people: `CN=Development CA`. */
  readonly subject: string;
}

const key = 'authorities';
const most = 10;

/** Remembers where development CAs are; their passwords are in the secret storage, one entry each. */
export class AuthorityStore {
  readonly #memory: ChoicePort;
  readonly #vault: SecretVault;

  constructor(memory: ChoicePort, vault: SecretVault) {
    this.#memory = memory;
    this.#vault = vault;
  }

  /** The latest comes first. */
  list(): readonly ShelvedAuthority[] {
    return (this.#memory.get(key) ?? []) as ShelvedAuthority[];
  }

  /** @throws {UserError} `secret-storage-locked` */
  async password(path: string): Promise<string | undefined> {
    return this.#vault.readAuthorityPassword(entryOf(path));
  }

  /** Stores the password first, so that no unusable authority is listed. @throws {UserError} `secret-storage-locked` */
  async add(authority: ShelvedAuthority, password: string): Promise<void> {
    await this.#vault.writeAuthorityPassword(entryOf(authority.path), password);
    const others = this.list().filter(({ path }) => path !== authority.path);
    for (const { path } of others.slice(most - 1)) await this.#vault.deleteAuthorityPassword(entryOf(path));
    await this.#memory.update(key, [authority, ...others.slice(0, most - 1)]);
  }
}

function entryOf(path: string): string {
  return createHash('sha256').update(path).digest('hex');
}
