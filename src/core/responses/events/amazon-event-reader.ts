import { crc32 } from 'node:zlib';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { byteSize } from '../../text/units.ts';
import { type EventReader, oneLine, type StreamedEvent } from './streamed-event.ts';

type MessageHeaderValue = ReturnType<EventStreamCodec['decode']>['headers'][string];

const preludeLength = 12;
/** Bytes; AWS's C library accepts no longer messages either (`AWS_EVENT_STREAM_MAX_MESSAGE_SIZE`). */
const longestMessage = 16 * 1024 * 1024;
/** Two lengths, three checksums. */
const shortestMessage = 16;

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => Buffer.from(text, 'utf8'),
);

/**
 * Reads `application/vnd.amazon.eventstream`: https://smithy.io/2.0/aws/amazon-eventstream.html. Damage ends the reading, because
 * the start of the next message is then unknown.
 */
export class AmazonEventReader implements EventReader {
  #chunks: Uint8Array[] = [];
  #length = 0;
  /** The length of the current message in bytes; undefined until its beginning has arrived. */
  #wanted: number | undefined;
  #count = 0;
  #damage: string | undefined;

  push(bytes: Uint8Array): StreamedEvent[] {
    if (this.#damage !== undefined) return [];
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    const events: StreamedEvent[] = [];
    for (let message = this.#next(); message !== undefined; message = this.#next()) {
      const event = this.#decode(message);
      if (event === undefined) break;
      events.push(event);
    }
    return events;
  }

  end(): string | undefined {
    if (this.#damage !== undefined || this.#length === 0) return this.#damage;
    const whole = this.#wanted === undefined ? '' : ` of ${byteSize(this.#wanted)}`;
    return `message ${this.#count + 1} is incomplete: only ${byteSize(this.#length)}${whole} came`;
  }

  /** The bytes of the next message, once all have arrived. */
  #next(): Uint8Array | undefined {
    if (this.#damage !== undefined || this.#length < (this.#wanted ?? preludeLength)) return undefined;
    const all = this.#chunks.length === 1 && this.#chunks[0] !== undefined ? this.#chunks[0] : Buffer.concat(this.#chunks);
    if (this.#wanted === undefined) {
      this.#chunks = [all];
      const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
      const [length, headers] = [view.getUint32(0), view.getUint32(4)];
      // Before trusting its length: otherwise 4 GB would be waited for.
      if (crc32(all.subarray(0, 8)) !== view.getUint32(8)) {
        this.#damaged('its beginning does not match its checksum');
        return undefined;
      }
      if (length < shortestMessage || length > longestMessage || headers > length - shortestMessage) {
        this.#damaged(`it says that it is ${length} bytes long, ${headers} of them headers`);
        return undefined;
      }
      this.#wanted = length;
      if (this.#length < length) return undefined;
    }
    const length = this.#wanted;
    this.#chunks = all.length > length ? [all.subarray(length)] : [];
    this.#length = all.length - length;
    this.#wanted = undefined;
    return all.subarray(0, length);
  }

  #decode(message: Uint8Array): StreamedEvent | undefined {
    try {
      // A separate copy: a length in its headers cannot lead beyond the message.
      const { headers, body } = codec.decode(Uint8Array.from(message));
      this.#count += 1;
      return describe(new Map(Object.entries(headers)), body);
    } catch {
      this.#length += message.length;
      this.#damaged('it does not match its checksum, or its headers cannot be read');
      return undefined;
    }
  }

  #damaged(why: string): void {
    this.#damage = `message ${this.#count + 1} is damaged: ${why}; it and what follows, ${byteSize(this.#length)} so far, is not read`;
    this.#chunks = [];
  }
}

/** The headers that say what a message is, shown in its title. */
const titled = new Set([':message-type', ':event-type', ':exception-type', ':error-code', ':error-message', ':content-type']);

function describe(headers: ReadonlyMap<string, MessageHeaderValue>, payload: Uint8Array): StreamedEvent {
  const text = (name: string): string => {
    const header = headers.get(name);
    return header === undefined ? '' : oneLine(valueText(header));
  };
  const type = text(':message-type') === '' ? 'event' : text(':message-type');
  const name = type === 'error' ? text(':error-code') : type === 'exception' ? text(':exception-type') : text(':event-type');
  const content = text(':content-type');
  const title = [`${type} ${name}`.trim(), ...(content === '' ? [] : [content]), byteSize(payload.length)].join(', ');
  const remarks = Array.from(headers)
    .filter(([header]) => !titled.has(header))
    .map(([header, value]) => `${oneLine(header)}: ${oneLine(valueText(value))}`);
  if (type !== 'exception' && type !== 'error') return { title, remarks, payload };
  const message = type === 'error' ? text(':error-message') : messageOf(payload);
  const failure = message === '' ? `${type} ${name}`.trim() : `${type} ${name}`.trim() + `: ${message}`;
  return { title, remarks: type === 'error' && message !== '' ? [message, ...remarks] : remarks, payload, failure };
}

function valueText({ type, value }: MessageHeaderValue): string {
  if (type === 'binary') return `${byteSize(value.length)} (${Buffer.from(value.subarray(0, 32)).toString('hex')})`;
  return type === 'timestamp' ? dateText(value) : String(value);
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString();
}

/** The message of an exception whose payload is JSON as AWS writes it. */
function messageOf(payload: Uint8Array): string {
  const [, message] =
    /"[Mm]essage"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(Buffer.from(payload.subarray(0, 4096)).toString('utf8')) ?? [];
  try {
    return message === undefined ? '' : oneLine(String(JSON.parse(message)));
  } catch {
    return '';
  }
}
