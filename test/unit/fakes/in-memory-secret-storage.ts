import type { SecretStoragePort } from '../../../src/storage/secret-vault.ts';

/** SecretStorage as the editor's: asynchronous, with change events, lockable, and as a keyring that never answers. */
export class InMemorySecretStorage implements SecretStoragePort {
  readonly entries = new Map<string, string>();
  readonly #listeners = new Set<(event: { key: string }) => void>();
  locked = false;
  hanging = false;
  /** Whether changes reach nobody. */
  deaf = false;

  async get(key: string): Promise<string | undefined> {
    await this.#turn();
    return this.entries.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await this.#turn();
    this.entries.set(key, value);
    this.#fire(key);
  }

  async delete(key: string): Promise<void> {
    await this.#turn();
    this.entries.delete(key);
    this.#fire(key);
  }

  async keys(): Promise<string[]> {
    await this.#turn();
    return [...this.entries.keys()];
  }

  readonly onDidChange: SecretStoragePort['onDidChange'] = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  async #turn(): Promise<void> {
    await (this.hanging ? new Promise(() => undefined) : Promise.resolve());
    if (this.locked) throw new Error('the keyring is locked');
  }

  #fire(key: string): void {
    if (this.deaf) return;
    for (const listener of this.#listeners) listener({ key });
  }
}
