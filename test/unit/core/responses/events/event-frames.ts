import { crc32 } from 'node:zlib';

/** A header value of a type of its own: the number of the type, and its bytes. */
export type RawHeader = readonly [type: number, bytes: Uint8Array];

/** A message of an AWS event stream, its checksums computed by zlib: https://smithy.io/2.0/aws/amazon-eventstream.html */
export function frame(headers: Readonly<Record<string, string | RawHeader>>, payload: Uint8Array | string): Buffer {
  const encoded = Buffer.concat(
    Object.entries(headers).map(([name, value]) => {
      const [type, bytes] = typeof value === 'string' ? ([7, text(value)] as const) : value;
      return Buffer.concat([Buffer.from([Buffer.byteLength(name)]), Buffer.from(name), Buffer.from([type]), bytes]);
    }),
  );
  const body = Buffer.from(payload);
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(16 + encoded.length + body.length, 0);
  prelude.writeUInt32BE(encoded.length, 4);
  const head = Buffer.concat([prelude, checksum(prelude), encoded, body]);
  return Buffer.concat([head, checksum(head)]);
}

/** A message as Bedrock streams it: JSON within Base64 within JSON. */
export function chunk(value: unknown, padding?: string): Buffer {
  const bytes = Buffer.from(JSON.stringify(value)).toString('base64');
  return event('chunk', JSON.stringify({ bytes, ...(padding !== undefined && { p: padding }) }));
}

export function event(type: string, payload: Uint8Array | string, contentType = 'application/json'): Buffer {
  return frame({ ':event-type': type, ':content-type': contentType, ':message-type': 'event' }, payload);
}

export function exception(type: string, payload: string): Buffer {
  return frame({ ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' }, payload);
}

/** The bytes of a string as the value of a header. */
export function text(value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([length, Buffer.from(value)]);
}

export function checksum(bytes: Uint8Array): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
