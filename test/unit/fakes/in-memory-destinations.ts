import type { DestinationQuestion } from '../../../src/core/destinations/destination.ts';
import { DestinationGuard } from '../../../src/core/destinations/destination-guard.ts';
import type { DestinationGuardPorts } from '../../../src/core/destinations/destination-guard.ts';
import { DestinationConsents } from '../../../src/storage/destination-consents.ts';
import { SecretVault } from '../../../src/storage/secret-vault.ts';
import { InMemorySecretStorage } from './in-memory-secret-storage.ts';

/** A workspace's memory, as the editor keeps it. */
export class InMemoryMemento {
  readonly values = new Map<string, unknown>();

  get(key: string): unknown {
    return this.values.get(key);
  }

  async update(key: string, value: unknown): Promise<void> {
    await Promise.resolve();
    // As stored: what is changed later in place is not.
    this.values.set(key, structuredClone(value));
  }
}

/** A guard over storages in memory, the questions that it asked, and who answers them. */
export interface InMemoryDestinations {
  readonly guard: DestinationGuard;
  readonly consents: DestinationConsents;
  readonly asked: DestinationQuestion[];
  /** Whether a question is allowed. */
  answer: (question: DestinationQuestion) => boolean | Promise<boolean>;
}

export interface DestinationWindow {
  readonly storage?: InMemorySecretStorage;
  readonly workspace?: InMemoryMemento;
  readonly folder?: string;
  readonly ports?: Partial<DestinationGuardPorts>;
}

/** A window of its own over what it is given: two over one storage are two windows of one machine. */
export function inMemoryDestinations({
  storage = new InMemorySecretStorage(),
  workspace = new InMemoryMemento(),
  folder = 'first folder',
  ports = {},
}: DestinationWindow = {}): InMemoryDestinations {
  const consents = new DestinationConsents({
    vault: new SecretVault(storage),
    workspace,
    folder: () => Promise.resolve(folder),
  });
  const asked: DestinationQuestion[] = [];
  const destinations: InMemoryDestinations = {
    guard: new DestinationGuard({
      memory: consents,
      ask: async (question) => {
        asked.push(question);
        return destinations.answer(question);
      },
      isOwnSandbox: () => false,
      refusal: () => undefined,
      profileNow: () => undefined,
      folderOf: (id) => Promise.resolve(id.startsWith('user/') ? '' : folder),
      workspaceFolders: () => [],
      ...ports,
    }),
    consents,
    asked,
    answer: () => true,
  };
  return destinations;
}
