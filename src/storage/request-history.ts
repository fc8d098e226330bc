/** The place of a request. */
export interface RequestPlace {
  /** URI of its document, as text. */
  readonly uri: string;
  /** Line (from 0) of its request line. */
  readonly line: number;
  /** Shows whether the request there is still the same one, without revealing anything of it. */
  readonly fingerprint: string;
}

/** One request that got a response. Contains no headers, no bodies and no secret. */
export interface HistoryEntry {
  readonly method: string;
  /** With secrets masked. */
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly status: number;
  readonly place: RequestPlace;
}

/** The part of VS Code's workspace Memento that the history needs. */
export interface HistoryPort {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'requestHistory';
const longest = 50;

/** The last requests of a workspace, if its user wants them kept. */
export class RequestHistory {
  readonly #memento: HistoryPort;
  readonly #enabled: () => boolean;

  constructor(memento: HistoryPort, enabled: () => boolean) {
    this.#memento = memento;
    this.#enabled = enabled;
  }

  /** Newest first. */
  list(): readonly HistoryEntry[] {
    const stored = this.#memento.get(key);
    return Array.isArray(stored) ? (stored as HistoryEntry[]) : [];
  }

  /** Adds an entry, if the history is enabled. */
  async add(entry: HistoryEntry): Promise<void> {
    if (this.#enabled()) await this.#memento.update(key, [entry, ...this.list()].slice(0, longest));
  }

  async clear(): Promise<void> {
    await this.#memento.update(key, undefined);
  }
}
