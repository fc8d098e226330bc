import type { FileBody, HttpResponse } from './message.ts';

/** Why a response is incomplete: `damaged` means that its framing or encoding cannot be read any further. */
export type CutReason = 'cancelled' | 'timed out' | 'reset' | 'damaged';

/** Where a response broke off. */
export interface Cut {
  /** The number of decoded bytes that arrived. */
  readonly after: number;
  readonly reason: CutReason;
}

/** A body as far as it arrived. */
export interface ReceivedBody {
  /** Decoded; in memory or, if it is long, in a file. */
  readonly body: Uint8Array | FileBody;
  /** Undefined for a complete one. */
  readonly cut?: Cut;
  /** Whether a person chose its file, which then stays. */
  readonly isSaved?: boolean;
}

/** A response as far as it arrived. */
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

/** A file name that says if a body was cut: `report - cut after 1024 bytes`. */
export function cutName(name: string, cut: Cut | undefined): string {
  return cut === undefined ? name : `${name} - cut after ${cut.after} bytes`;
}
