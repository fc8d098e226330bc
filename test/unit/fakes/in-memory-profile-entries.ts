import type { ProfileEntriesPort } from '../../../src/storage/profile-store.ts';
import type { ProfileScope } from '../../../src/core/profiles/profile.ts';

/** The `awsAuth.profiles` setting of both scopes, with change events and writes that can fail. */
export class InMemoryProfileEntries implements ProfileEntriesPort {
  readonly scopes: Record<ProfileScope, Record<string, unknown>>;
  readonly #listeners = new Set<() => void>();
  failing = false;

  constructor(user: Record<string, unknown> = {}, workspace: Record<string, unknown> = {}) {
    this.scopes = { user, workspace };
  }

  read(scope: ProfileScope): Readonly<Record<string, unknown>> {
    return this.scopes[scope];
  }

  async write(scope: ProfileScope, entries: Readonly<Record<string, unknown>>): Promise<void> {
    await Promise.resolve();
    if (this.failing) throw new Error('settings.json has unsaved changes');
    this.scopes[scope] = { ...entries };
    for (const listener of this.#listeners) listener();
  }

  readonly onDidChange: ProfileEntriesPort['onDidChange'] = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
}
