/** Megabytes (2^20 bytes) that one request may have with all that variables put into it, files that are read into it included. */
export const mostMegabytes = {
  /** Where somebody only looks: findings, hovers, lenses. */
  looking: 4,
  sending: 64,
} as const;

/** References within values that are looked up: so many are no work, and those that multiply without adding a character end too. */
const mostNested = 100_000;

/** Bytes that such a reference counts as, where the work of many requests is limited. */
const bytesOfReference = 500;

/** What is left of the bytes of one request, counted over its URL, headers and body: a few lines that refer to each other ask for terabytes. */
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

  /** Bytes spent so far, and what references within the values of others count as: those that add nothing are work as well. */
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

  /** Counts references within the values of others. */
  spendReference(count = 1): void {
    this.#nested += count;
  }
}

/** Thrown where a text becomes longer than what is looked at, although it could be sent. */
export class TooLongToLookAt extends Error {
  override readonly name = 'TooLongToLookAt';
}
