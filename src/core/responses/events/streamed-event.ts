import { visibleCharacters } from '../../text/plain-text.ts';
import { type Header, headerValues } from '../../http/message.ts';

/** One event of a stream, for display. */
export interface StreamedEvent {
  /** The kind of event, in one line. */
  readonly title: string;
  /** Further facts, one line each. */
  readonly remarks: readonly string[];
  readonly payload: Uint8Array | string;
  /** The failure that the event reports, if any, in one line. */
  readonly failure?: string;
}

/** Reads the events of a stream as its bytes arrive. */
export interface EventReader {
  /** Gives the events that these bytes complete. */
  push(bytes: Uint8Array): StreamedEvent[];
  /** At the end of the stream: what is wrong with the rest, in one line; undefined if nothing is left. */
  end(): string | undefined;
}

/** The kinds of streams that are read event by event, by media type. */
export type EventStreamKind = 'amazon' | 'server-sent';

/** The kind of event stream of a response; undefined for any other response. */
export function eventStreamKind(headers: readonly Header[]): EventStreamKind | undefined {
  const [type] = (headerValues(headers, 'content-type')[0] ?? '').split(';', 1);
  const name = type?.trim().toLowerCase();
  if (name === 'application/vnd.amazon.eventstream') return 'amazon';
  return name === 'text/event-stream' ? 'server-sent' : undefined;
}

/** Foreign text as one line: no line breaks, no invisible characters, and of limited length. */
export function oneLine(text: string, longest = 300): string {
  const plain = visibleCharacters(
    text
      .slice(0, 2 * longest)
      .replace(/\s+/gu, ' ')
      .trim(),
  );
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}
