import type { FileBody, HttpResponse } from './message.ts';

/** Why a response is not whole: `damaged` is one whose framing or encoding cannot be read any further. */
export type CutReason = 'cancelled' | 'timed out' | 'reset' | 'damaged';

/** Where a response broke off. */
export interface Cut {
  /** Bytes that there are, decoded. */
  readonly after: number;
  readonly reason: CutReason;
}

/** What came of a body. */
export interface ReceivedBody {
  /** Decoded; in memory or, where it is long, in a file. */
  readonly body: Uint8Array | FileBody;
  /** Undefined for a whole one. */
  readonly cut?: Cut;
  /** Whether its file is where a person wanted it, to stay there. */
  readonly isSaved?: boolean;
}

/** A response that has arrived, as far as it came. */
export interface ReceivedResponse
  extends ReceivedBody, Pick<HttpResponse, 'status' | 'statusText' | 'httpVersion' | 'headers' | 'timing' | 'lengthUnknown'> {
  /** Milliseconds from the start of the request to the last byte. */
  readonly duration: number;
}

/** Bodies of more bytes than this are streamed to a file, and neither formatted nor shown as text. */
export const memoryLimit = 5_000_000;

/** `cut after 1024 bytes: reset`. */
export function cutText({ after, reason }: Cut): string {
  return `cut after ${after} bytes: ${reason}`;
}

/** What is called after a body says of one that broke off: `report - cut after 1024 bytes`. */
export function cutName(name: string, cut: Cut | undefined): string {
  return cut === undefined ? name : `${name} - cut after ${cut.after} bytes`;
}
