import type { Header } from '../../http/message.ts';
import { formatJson } from '../format-json.ts';
import { formatXml } from '../format-xml.ts';
import { hexView } from '../hex-view.ts';
import { byteSize } from '../../text/units.ts';
import { AmazonEventReader } from './amazon-event-reader.ts';
import { ServerSentEventReader } from './server-sent-event-reader.ts';
import { type EventReader, eventStreamKind, type StreamedEvent } from './streamed-event.ts';

/** How many bytes of a binary payload are shown. */
const shownBytes = 256;
/** The most characters of all events: small messages, indented, can become a hundred times as long. */
const longestText = 10_000_000;
/** The most characters of events shown while more arrive. */
const longestLatest = 100_000;

/** The text of an event stream, built as its bytes arrive. */
export class EventsText {
  readonly #reader: EventReader;
  readonly #parts: string[] = [];
  #failure: string | undefined;
  #count = 0;
  #length = 0;
  #leftOut = 0;

  constructor(reader: EventReader) {
    this.#reader = reader;
  }

  /** Undefined for a response that is not an event stream. */
  static of(headers: readonly Header[]): EventsText | undefined {
    const kind = eventStreamKind(headers);
    if (kind === undefined) return undefined;
    return new EventsText(kind === 'amazon' ? new AmazonEventReader() : new ServerSentEventReader());
  }

  /** @returns whether these bytes completed an event */
  push(bytes: Uint8Array): boolean {
    const events = this.#reader.push(bytes);
    for (const event of events) {
      this.#count += 1;
      this.#failure ??= event.failure;
      this.#add(event);
    }
    return events.length > 0;
  }

  /** The number of events so far. */
  get count(): number {
    return this.#count;
  }

  /** The text of the first event that reports a failure, in one line; undefined if none does. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** The latest events so far: they are shown again and again while more arrive. */
  get latest(): string {
    let first = this.#parts.length;
    for (let length = 0; first > 0; first--) {
      length += this.#parts[first - 1]?.length ?? 0;
      if (length > longestLatest && first < this.#parts.length) break;
    }
    const before = first === 0 ? [] : [`# ${first} event${first === 1 ? '' : 's'} before, shown when all have come\n`];
    return [...before, ...this.#parts.slice(first)].join('\n');
  }

  /** At the end of the stream: all events, and a last remark on what is wrong with the rest. */
  end(): string {
    const problem = this.#reader.end();
    const remarks = [
      ...(this.#leftOut === 0 ? [] : [`${this.#leftOut} more events: save the body to see them`]),
      ...(problem === undefined ? [] : [problem]),
    ];
    return [...this.#parts, ...remarks.map((remark) => `# ${remark}\n`)].join('\n');
  }

  #add(event: StreamedEvent): void {
    if (this.#length >= longestText) {
      this.#leftOut += 1;
      return;
    }
    const text = eventText(event, this.#count);
    this.#length += text.length;
    this.#parts.push(text);
  }
}

/** `# 1: event chunk, application/json, 79 B`, remarks, and the payload. */
function eventText({ title, remarks, payload }: StreamedEvent, count: number): string {
  const lines = [`# ${count}: ${title}`, ...remarks.map((remark) => `#    ${remark}`)];
  const text = typeof payload === 'string' ? textOf(payload) : payloadText(payload);
  return [...lines, ...(text === '' ? [] : [text]), ''].join('\n');
}

/** JSON and XML indented, other text as it arrived, binary data by its size and first bytes. */
function payloadText(payload: Uint8Array): string {
  const text = utf8(payload);
  if (text === undefined) {
    const rest = payload.length - shownBytes;
    const more = rest > 0 ? `\n# ${byteSize(rest)} more` : '';
    return `# ${byteSize(payload.length)} of binary data\n${hexView(payload.subarray(0, shownBytes))}${more}`;
  }
  const bytes = bytesWithin(text);
  if (bytes === undefined) return textOf(text);
  // Bedrock's streams contain the model's output here.
  return `# bytes, decoded\n${payloadText(bytes)}`;
}

function textOf(text: string): string {
  const [first] = /\S/.exec(text) ?? [];
  const formatted = first === '{' || first === '[' ? formatJson(text) : first === '<' ? formatXml(text) : undefined;
  return withoutLastBreaks(formatted ?? text);
}

/** Not with a pattern, which would try every break of a long run. */
function withoutLastBreaks(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\n') end--;
  return text.slice(0, end);
}

/** A payload of nothing but Base64 bytes, and padding that hides its length (`p`). */
function bytesWithin(text: string): Uint8Array | undefined {
  const [, base64] = /^\s*\{\s*"bytes"\s*:\s*"([A-Za-z0-9+/]*={0,2})"\s*(?:,\s*"p"\s*:\s*"[^"\\]*"\s*)?\}\s*$/.exec(text) ?? [];
  if (base64 === undefined) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : undefined;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
