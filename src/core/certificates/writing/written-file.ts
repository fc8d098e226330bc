/** A file that is to be written. */
export interface WrittenFile {
  /** Without a directory: `build-7.crt`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whether it holds a private key: then only its owner may read it. */
  readonly private: boolean;
}
