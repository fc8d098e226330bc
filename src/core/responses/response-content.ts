import { type Header, headerValues } from '../http/message.ts';
import { eventStreamKind } from './events/streamed-event.ts';

/** The kind of content of a body, for showing it and for naming its file. */
export interface ResponseContent {
  /** `picture`, `audio` and `video` have previews in the editor; `events` are shown one by one. */
  readonly kind: 'text' | 'events' | 'picture' | 'audio' | 'video' | 'binary';
  /** Language identifier of the editor; `plaintext` for content other than text. */
  readonly language: string;
  /** With its dot, for example `.png`. */
  readonly extension: string;
}

const text = (language: string, extension: string): ResponseContent => ({ kind: 'text', language, extension });
const media = (kind: ResponseContent['kind'], extension: string): ResponseContent => ({ kind, language: 'plaintext', extension });

const json = text('json', '.json');
const xml = text('xml', '.xml');
const plain = text('plaintext', '.txt');
const binary = media('binary', '.bin');
const png = media('picture', '.png');
const jpeg = media('picture', '.jpg');
const mp3 = media('audio', '.mp3');
const ogg = media('audio', '.ogg');

/** Content by media type without parameters. */
const types: ReadonlyMap<string, ResponseContent> = new Map([
  ['image/png', png],
  ['image/jpeg', jpeg],
  ['image/gif', media('picture', '.gif')],
  ['image/webp', media('picture', '.webp')],
  ['image/bmp', media('picture', '.bmp')],
  ['image/avif', media('picture', '.avif')],
  ['image/svg+xml', text('xml', '.svg')],
  ['audio/mpeg', mp3],
  ['audio/mp3', mp3],
  ['audio/ogg', ogg],
  ['application/ogg', ogg],
  ['audio/wav', media('audio', '.wav')],
  ['audio/x-wav', media('audio', '.wav')],
  ['video/mp4', media('video', '.mp4')],
  ['video/webm', media('video', '.webm')],
  ['text/html', text('html', '.html')],
  ['text/css', text('css', '.css')],
  ['text/csv', text('plaintext', '.csv')],
  ['text/javascript', text('javascript', '.js')],
  ['application/javascript', text('javascript', '.js')],
  ['text/markdown', text('markdown', '.md')],
  ['application/yaml', text('yaml', '.yaml')],
  ['application/x-yaml', text('yaml', '.yaml')],
  ['text/yaml', text('yaml', '.yaml')],
  ['application/x-ndjson', text('jsonl', '.jsonl')],
  ['application/jsonl', text('jsonl', '.jsonl')],
  ['application/vnd.amazon.eventstream', { kind: 'events', language: 'plaintext', extension: '.eventstream' }],
  ['text/event-stream', { kind: 'events', language: 'plaintext', extension: '.txt' }],
  ['application/pdf', media('binary', '.pdf')],
  ['application/zip', media('binary', '.zip')],
  ['application/gzip', media('binary', '.gz')],
]);

/** First bytes, https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern; a dot stands for any byte. */
/* eslint-disable no-control-regex -- they are what files begin with */
const signatures: readonly (readonly [RegExp, ResponseContent])[] = [
  [/^\x89PNG\r\n\x1a\n/, png],
  [/^\xff\xd8\xff/, jpeg],
  [/^GIF8[79]a/, media('picture', '.gif')],
  [/^RIFF....WEBPVP/s, media('picture', '.webp')],
  [/^RIFF....WAVE/s, media('audio', '.wav')],
  [/^ID3/, mp3],
  [/^\xff[\xe2\xe3\xf2\xf3\xfa\xfb]/, mp3],
  [/^OggS\0/, ogg],
  [/^....ftyp(?:isom|iso2|mp41|mp42|avc1)/s, media('video', '.mp4')],
  [/^%PDF-/, media('binary', '.pdf')],
  [/^PK\x03\x04/, media('binary', '.zip')],
];
/* eslint-enable no-control-regex */

/**
 * Trusts the type unless the bytes contradict it. Stores often know no type (S3 says `binary/octet-stream` if none was given),
 * and errors sometimes have the type of the requested content: then the bytes decide.
 *
 * @param start the first bytes of the body, a few hundred are enough
 */
export function responseContent(headers: readonly Header[], start: Uint8Array): ResponseContent {
  const type = mediaType(headers);
  const declared = declaredContent(type);
  const found = signatures.find(([pattern]) => pattern.test(Buffer.from(start.subarray(0, 64)).toString('latin1')))?.[1];
  if (declared?.kind === 'events') return isEventStream(headers, start) ? declared : textContent(start);
  if (found !== undefined && declared?.kind !== 'text') return found;
  if (declared !== undefined && (declared.kind === 'text' || !isText(start))) return declared;
  if (start.length === 0) return declared ?? plain;
  if (isText(start)) return textContent(start);
  // In another charset than UTF-8.
  return type === 'text/plain' && !start.includes(0) ? plain : binary;
}

/** A message of AWS begins with its length, whose first byte is zero at up to 16 MiB: text is an error, not a message. */
function isEventStream(headers: readonly Header[], start: Uint8Array): boolean {
  return eventStreamKind(headers) !== 'amazon' || start.length === 0 || !isText(start);
}

function mediaType(headers: readonly Header[]): string {
  return (headerValues(headers, 'content-type')[0] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function declaredContent(type: string): ResponseContent | undefined {
  const known = types.get(type);
  if (known !== undefined) return known;
  if (/^(?:application|text)\/(?:json$|x-amz-json-|[\w.-]+\+json$)/.test(type)) return json;
  if (/^(?:application|text)\/(?:xml$|[\w.-]+\+xml$)/.test(type)) return xml;
  // A type that only says text may be anything.
  return type.startsWith('text/') && type !== 'text/plain' ? plain : undefined;
}

function textContent(start: Uint8Array): ResponseContent {
  const [first] = /[^\s\ufeff]/.exec(new TextDecoder().decode(start.subarray(0, 256))) ?? [];
  if (first === '{' || first === '[') return json;
  return first === '<' ? xml : plain;
}

/** Whether the bytes may be UTF-8 text; a character cut off at the end is allowed. */
function isText(start: Uint8Array): boolean {
  if (start.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return true;
  } catch {
    return false;
  }
}
