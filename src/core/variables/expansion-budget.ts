/** The largest size of one request in megabytes (2^20 bytes), variables and files included. */
export const mostMegabytes = {
  /** For display only: findings, hovers, lenses. */
  looking: 4,
  sending: 64,
} as const;

/** How many references within values are looked up: so many are cheap, and those that multiply without adding a character end too. */
const mostNested = 100_000;

/** How many bytes such a reference counts as when the work of many requests is limited. */
const bytesOfReference = 500;

/** The remaining bytes of one request, counted over its URL, headers and body: a few lines that refer to each other could expand to terabytes. */
export class ExpansionBudget {
  readonly megabytes: number;
  #left: number;
  #nested = 0;

  constructor(megabytes: number) {
    this.megabytes = megabytes;
    this.#left = megabytes * 2 ** 20;
  }

  /** Bytes; below 0 when more was spent than there was. */
  get left(): number {
    return this.#left;
  }

  /** Bytes spent so far, including what references within other values count as, because those that add nothing are work as well. */
  get work(): number {
    return this.megabytes * 2 ** 20 - this.#left + bytesOfReference * this.#nested;
  }

  get isSpent(): boolean {
    return this.#left < 0 || this.#nested > mostNested;
  }

  /** @param bytes as they are sent, in UTF-8 */
  spend(bytes: number): void {
    this.#left -= bytes;
  }

  /** Counts references within other values. */
  spendReference(count = 1): void {
    this.#nested += count;
  }
}

/** Thrown if a text becomes too long to be displayed, although it could be sent. */
export class TooLongToLookAt extends Error {
  override readonly name = 'TooLongToLookAt';
}
