import { type EventReader, oneLine, type StreamedEvent } from './streamed-event.ts';

/** Reads `text/event-stream`: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
export class ServerSentEventReader implements EventReader {
  readonly #decoder = new TextDecoder('utf-8');
  /** Parts of a line whose end has not arrived. */
  #pieces: string[] = [];
  #endsWithReturn = false;
  #type = '';
  #data: string[] = [];
  #remarks: string[] = [];

  push(bytes: Uint8Array): StreamedEvent[] {
    return this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): string | undefined {
    const isOpen = this.#pieces.join('') !== '' || this.#data.length > 0 || this.#type !== '';
    // A browser does not hand out an event without the empty line that ends it either.
    return isOpen ? 'the last event is incomplete: the empty line that ends it did not come' : undefined;
  }

  #read(text: string): StreamedEvent[] {
    // The line feed of a line break that was cut in two.
    const rest = this.#endsWithReturn && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') this.#endsWithReturn = text.endsWith('\r');
    const lines = rest.split(/\r\n|\r|\n/);
    const events: StreamedEvent[] = [];
    lines.forEach((line, index) => {
      this.#pieces.push(line);
      if (index === lines.length - 1) return;
      const event = this.#line(this.#pieces.join(''));
      this.#pieces = [];
      if (event !== undefined) events.push(event);
    });
    return events;
  }

  #line(line: string): StreamedEvent | undefined {
    if (line === '') return this.#dispatch();
    const [, name, value = ''] = /^([^:]*)(?:: ?([^]*))?$/.exec(line) ?? [];
    if (name === 'event') this.#type = oneLine(value);
    else if (name === 'data') this.#data.push(value);
    else if (name === 'id' || name === 'retry') this.#remarks.push(`${name}: ${oneLine(value)}`);
    // A line that begins with a colon is a comment, and other fields are to be ignored.
    return undefined;
  }

  #dispatch(): StreamedEvent | undefined {
    const [type, data, remarks] = [this.#type, this.#data, this.#remarks];
    this.#type = '';
    this.#data = [];
    this.#remarks = [];
    if (data.length === 0 && type === '') return undefined;
    const payload = data.join('\n');
    const title = `event ${type === '' ? 'message' : type}`;
    if (type !== 'error') return { title, remarks, payload };
    return { title, remarks, payload, failure: payload === '' ? 'event error' : `event error: ${oneLine(payload)}` };
  }
}
