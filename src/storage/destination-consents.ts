import type { Subscription } from '../core/event.ts';
import {
  type DestinationRecord,
  readDestinationRecord,
  writeDestinationRecord,
} from '../core/destinations/destination-record.ts';
import type { DestinationMemory } from '../core/destinations/destination-guard.ts';
import type { ChoicePort } from './active-profile.ts';
import type { SecretVault } from './secret-vault.ts';

export interface DestinationConsentsPorts {
  readonly vault: Pick<SecretVault, 'readDestination' | 'writeDestination' | 'onDidChangeDestination'>;
  /** The workspace's own state, not a file in it. */
  readonly workspace: ChoicePort;
  /** The identity of the workspace folder: state kept by path may come from an earlier folder. */
  readonly folder: () => Promise<string>;
}

const key = 'destinations';
/** How many answers a workspace remembers; the oldest are forgotten and asked for again. */
const mostRemembered = 500;

/**
 * Keeps what a person agreed to: for profiles in an entry beside the secret, for addresses of requests in the workspace's state.
 * Entries of the secret storage are read again only after they change, in this window or another.
 */
export class DestinationConsents implements DestinationMemory, Subscription {
  readonly #ports: DestinationConsentsPorts;
  readonly #known = new Map<string, DestinationRecord>();
  readonly #subscription: Subscription;
  #changes = 0;

  constructor(ports: DestinationConsentsPorts) {
    this.#ports = ports;
    this.#subscription = ports.vault.onDidChangeDestination((profileId) => {
      this.#changes += 1;
      this.#known.delete(profileId);
    });
  }

  readonly agreed = async (profileId: string): Promise<DestinationRecord | undefined> => {
    const known = this.#known.get(profileId);
    if (known !== undefined) return known;
    const changes = this.#changes;
    const text = await this.#ports.vault.readDestination(profileId);
    const record = text === undefined ? undefined : readDestinationRecord(text);
    // An entry that changed while it was read is read again next time.
    if (record !== undefined && changes === this.#changes) this.#known.set(profileId, record);
    return record;
  };

  readonly agree = async (profileId: string, record: DestinationRecord): Promise<void> => {
    await this.#ports.vault.writeDestination(profileId, writeDestinationRecord(record));
  };

  readonly isRemembered = async (response: string): Promise<boolean> => this.#remembered().includes(await this.#entry(response));

  readonly remember = async (response: string): Promise<void> => {
    const entry = await this.#entry(response);
    const others = this.#remembered().filter((each) => each !== entry);
    await this.#ports.workspace.update(key, [...others, entry].slice(-mostRemembered));
  };

  dispose(): void {
    this.#subscription.dispose();
  }

  #remembered(): readonly unknown[] {
    const entries = this.#ports.workspace.get(key);
    return Array.isArray(entries) ? (entries as unknown[]) : [];
  }

  async #entry(response: string): Promise<string> {
    return `${await this.#ports.folder()} ${response}`;
  }
}
