/** Sends the one request of a file that was read before, and gives the body of the answer. */
export type Subject = () => Promise<string>;

/** What the module of a client exports. */
export interface Client {
  readonly open: (text: string, directory: string) => Promise<Subject>;
}

/** What the receiver answers. */
export interface Arrival {
  /** When the first byte of the request arrived, in nanoseconds of the clock that all processes of a machine share. */
  readonly at: string;
  /** All bytes of the request, in Base64. */
  readonly bytes: string;
}
