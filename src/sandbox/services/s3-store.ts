/** An object in memory. */
export interface StoredObject {
  readonly bytes: Buffer;
  /** With its quotation marks. */
  readonly etag: string;
  readonly modified: Date;
  /** Content-Type and the other headers that S3 returns unchanged. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly created: Date;
  readonly objects: Map<string, StoredObject>;
}

export interface Listing {
  readonly contents: readonly (readonly [key: string, object: StoredObject])[];
  readonly commonPrefixes: readonly string[];
  readonly truncated: boolean;
  /** The last key or prefix of this page. */
  readonly last: string | undefined;
}

export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Keys up to this one, and keys under it if it is a common prefix, are left out. */
  readonly after: string;
  readonly maxKeys: number;
}

/** One page of a bucket's keys, in the order of their UTF-8 bytes; keys with a delimiter after the prefix are rolled up. */
export function listObjects({ objects }: Bucket, { prefix, delimiter, after, maxKeys }: ListingQuery): Listing {
  const contents: [string, StoredObject][] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  for (const key of [...objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = cut < 0 ? key : key.slice(0, cut + delimiter.length);
    const object = objects.get(key);
    if (!key.startsWith(prefix) || entry === last || object === undefined) continue;
    if (Buffer.compare(Buffer.from(entry), Buffer.from(after)) <= 0) continue;
    if (contents.length + commonPrefixes.length >= maxKeys) return { contents, commonPrefixes, truncated: maxKeys > 0, last };
    if (cut < 0) contents.push([key, object]);
    else commonPrefixes.push(entry);
    last = entry;
  }
  return { contents, commonPrefixes, truncated: false, last };
}
