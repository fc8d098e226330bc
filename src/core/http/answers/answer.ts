import type { FileBody, HttpResponse } from '../message.ts';

/** An answer that has arrived whole: its body, decoded, is in memory or, where it is long, in a file. */
export interface Answer extends Pick<HttpResponse, 'status' | 'statusText' | 'httpVersion' | 'headers' | 'timing'> {
  readonly body: Uint8Array | FileBody;
  /** Milliseconds from the start of the request to the last byte. */
  readonly duration: number;
}

/** Bodies of more bytes than this are streamed to a file, and neither formatted nor shown as text. */
export const memoryLimit = 5_000_000;
