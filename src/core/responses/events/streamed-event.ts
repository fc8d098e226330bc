import { visibleCharacters } from '../../text/plain-text.ts';
import { type Header, headerValues } from '../../http/message.ts';

/** One event of a stream, as people read it. */
export interface StreamedEvent {
  /** One line: what kind of event it is. */
  readonly title: string;
  /** Further facts, one line each. */
  readonly remarks: readonly string[];
  readonly payload: Uint8Array | string;
  /** Where the event says that something failed: what, in one line. */
  readonly failure?: string;
}

/** Reads the events of a stream as its bytes arrive. */
export interface EventReader {
  /** The events that these bytes complete. */
  push(bytes: Uint8Array): StreamedEvent[];
  /** When no more is to come: what is wrong with what is left, in one line; undefined where nothing is left. */
  end(): string | undefined;
}

/** The kinds of streams that are read event by event, by media type. */
export type EventStreamKind = 'amazon' | 'server-sent';

/** Which kind of event stream a response is; undefined for any other response. */
export function eventStreamKind(headers: readonly Header[]): EventStreamKind | undefined {
  const [type] = (headerValues(headers, 'content-type')[0] ?? '').split(';', 1);
  const name = type?.trim().toLowerCase();
  if (name === 'application/vnd.amazon.eventstream') return 'amazon';
  return name === 'text/event-stream' ? 'server-sent' : undefined;
}

/** Foreign text on one line of its own: no line breaks, nothing that is not seen, and not without end. */
export function oneLine(text: string, longest = 300): string {
  const plain = visibleCharacters(
    text
      .slice(0, 2 * longest)
      .replace(/\s+/gu, ' ')
      .trim(),
  );
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}
