import type { CarriedValue } from '../carried-value.ts';
import type { Header } from '../../http/message.ts';

/** One side of an exchange, as later requests may refer to it. */
export interface RecordedMessage {
  readonly headers: readonly Header[];
  /** Decoded; undefined if it was not kept in memory, as one streamed from or to a file. */
  readonly body: Uint8Array | undefined;
  /** Where and why it broke off, `cut after 1024 bytes: reset`; absent for a complete one. */
  readonly cut?: string | undefined;
}

/** A request that was sent, and its response. */
export interface RecordedExchange {
  readonly request: RecordedMessage;
  readonly response: RecordedMessage;
  /** The values that the request took from outside its file: both sides may repeat them. */
  readonly carried?: readonly CarriedValue[];
}

/** Longer bodies, in bytes, are not kept. */
const longestBody = 8 * 1024 * 1024;

/** The last exchange of every named request, only in memory and separate for each file, for `{{name.response.body.$.path}}`. */
export class RecordedResponses {
  readonly #files = new Map<string, Map<string, RecordedExchange>>();

  /** Keeps an exchange in place of an earlier one of that name. `file` is the document's URI. */
  record(
    file: string,
    name: string,
    request: RecordedMessage,
    response: RecordedMessage,
    carried: readonly CarriedValue[] = [],
  ): void {
    const exchanges = this.#files.get(file) ?? new Map<string, RecordedExchange>();
    this.#files.set(file, exchanges);
    exchanges.set(name, { request: withoutLongBody(request), response: withoutLongBody(response), carried });
  }

  /** Forgets the exchanges of a file that was closed. */
  forget(file: string): void {
    this.#files.delete(file);
  }

  /** The last exchange of a file's request; undefined if it has not been sent yet. */
  get(file: string, name: string): RecordedExchange | undefined {
    return this.#files.get(file)?.get(name);
  }
}

function withoutLongBody(message: RecordedMessage): RecordedMessage {
  const { body } = message;
  return { ...message, body: body !== undefined && body.length <= longestBody ? body : undefined };
}
