import { open } from 'node:fs/promises';
import { type Header, headerValues, type HttpRequest, type ResponseTiming } from '../http/message.ts';
import { otherOrigin } from '../http/origin.ts';
import { bodyLength } from '../http/send-body.ts';
import { type ReceivedResponse, cutText } from '../http/received-response.ts';
import { type ResponseContent, responseContent } from './response-content.ts';
import { EventsText } from './events/events-text.ts';
import { formatJson } from './format-json.ts';
import { formatXml } from './format-xml.ts';
import { hexView } from './hex-view.ts';
import { maskHeader } from '../redaction/mask-by-name.ts';
import { maskKnown } from '../redaction/mask-known.ts';
import { maskedUrl } from '../redaction/masked-url.ts';
import { byteSize, milliseconds } from '../text/units.ts';

/** A response as text for people: status line, remarks after `#`, headers, an empty line, body. */
export interface ResponseText {
  readonly text: string;
  /** Line (from 0) on which the body begins. */
  readonly bodyLine: number;
  readonly content: ResponseContent;
}

export interface ResponseTextOptions {
  /** The request that it responds to. */
  readonly request: Pick<HttpRequest, 'method' | 'protocol' | 'host' | 'target' | 'connectTo'>;
  /** The signer and scope, for example `sandbox for 20260131/eu-central-1/s3/aws4_request`; undefined if it was not signed. */
  readonly signer: string | undefined;
  /** Sentences about what was done automatically. */
  readonly notes: readonly string[];
  /** Values that must not appear in the text, wherever the server put them. */
  readonly secrets: readonly string[];
  /** Values of variables that must not appear in the line of the URL. */
  readonly secretVariables: readonly string[];
  /** The first bytes of a body in a file. */
  readonly start?: Uint8Array;
}

/** Bodies above this many bytes are shown unformatted: formatting them would slow down the editor. */
const formatLimit = 2_000_000;
const hexLimit = 4096;

/** Lays out a response. JSON and XML are indented; of binary data the first bytes are shown, of a body in a file nothing. */
export function responseText(response: ReceivedResponse, options: ResponseTextOptions): ResponseText {
  const { body } = response;
  const content = responseContent(
    response.headers,
    body instanceof Uint8Array ? body.subarray(0, 4096) : (options.start ?? new Uint8Array()),
  );
  const events = body instanceof Uint8Array ? eventsOf(response.headers, body) : undefined;
  const remarks = [
    ...(events?.failure === undefined ? [] : [events.failure]),
    ...(response.cut === undefined ? [] : [cutText(response.cut)]),
  ];
  const head = responseHead(response, options, {
    remarks,
    progress: `${timingText(response.timing, response.duration)}; body ${byteSize(bodyLength(body))}${response.lengthUnknown === true && response.cut === undefined ? ' (until the connection ended)' : ''}`,
  });
  return { text: `${head.text}\n${bodyText(response, content, options.secrets)}`, bodyLine: head.lines, content };
}

/** An event stream that is arriving, with the events so far. */
export function arrivingText(
  response: ResponseHead,
  options: ResponseTextOptions,
  { latest, count, failure }: Pick<EventsText, 'latest' | 'count' | 'failure'>,
  bytes: number,
): string {
  const remarks = [...(failure === undefined ? [] : [failure]), 'arriving'];
  const progress = `${count} event${count === 1 ? '' : 's'} so far, ${byteSize(bytes)}`;
  return `${responseHead(response, options, { remarks, progress }).text}\n${readable(latest, options.secrets)}`;
}

/** The text before the body. */
export type ResponseHead = Pick<ReceivedResponse, 'status' | 'statusText' | 'httpVersion' | 'headers'>;

/** @param how the remarks in brackets after the status, and the progress of the response */
function responseHead(
  { status, statusText, httpVersion, headers }: ResponseHead,
  { request, secrets, secretVariables, signer, notes }: ResponseTextOptions,
  { remarks, progress }: { readonly remarks: readonly string[]; readonly progress: string },
): { readonly text: string; readonly lines: number } {
  // Problems despite a successful status are shown where nobody overlooks them: `HTTP/1.1 200 OK (cut after 1024 bytes: reset)`.
  const elsewhere = otherOrigin(request);
  const line = `HTTP/${httpVersion} ${status} ${statusText}`.trimEnd();
  const head = [
    remarks.length === 0 ? line : `${line} (${remarks.join('; ')})`,
    `# ${request.method} ${maskedUrl(request, [...secrets, ...secretVariables])}`,
    ...(elsewhere === undefined ? [] : [`# → ${elsewhere.replace(/^https?:\/\//, '')}, in place of ${request.host}`]),
    `# ${progress}`,
    signer === undefined ? '# not signed' : `# signed by ${signer}`,
    ...notes.map((note) => `# ${note}`),
    // A cookie that a server sets is as secret as one that was sent.
    ...headers.map((header) => maskHeader(header)).map(([name, value]) => `${name}: ${value}`),
    '',
  ].map((text) => text.replace(/[\r\n]+/g, ' '));
  return { text: maskKnown(head.join('\n'), secrets).toWellFormed(), lines: head.length };
}

/** All events of a stream that has ended; undefined for any other body. */
function eventsOf(
  headers: readonly Header[],
  body: Uint8Array,
): { readonly text: string; readonly failure: string | undefined } | undefined {
  const events = EventsText.of(headers);
  events?.push(body);
  return events && { text: events.end(), failure: events.failure };
}

/** `43 ms: DNS 2 ms, connect 10 ms, TLS 20 ms, first byte after 41 ms`; phases that a kept connection skips are left out. */
export function timingText({ lookup, connect, secureConnect, firstByte }: ResponseTiming, duration: number): string {
  const phases = [
    ...(lookup === undefined ? [] : [`DNS ${milliseconds(lookup)}`]),
    ...(connect === undefined ? ['connection kept'] : [`connect ${milliseconds(connect - (lookup ?? 0))}`]),
    ...(secureConnect === undefined ? [] : [`TLS ${milliseconds(secureConnect - (connect ?? 0))}`]),
    `first byte after ${milliseconds(firstByte)}`,
  ];
  return `${milliseconds(duration)}: ${phases.join(', ')}`;
}

/** Only the body as people read it, without these secrets. */
export function bodyText(response: ReceivedResponse, content: ResponseContent, secrets: readonly string[]): string {
  return readable(readableBody(response, content), secrets);
}

function readable(text: string, secrets: readonly string[]): string {
  return `${maskKnown(text, secrets).toWellFormed().replace(/\r\n?/g, '\n')}\n`;
}

function readableBody({ headers, body }: ReceivedResponse, content: ResponseContent): string {
  if (!(body instanceof Uint8Array)) return `# ${byteSize(body.size)} are too long to be shown here: open the body, or save it.`;
  if (body.length === 0) return '';
  if (content.kind === 'events') return eventsOf(headers, body)?.text ?? '';
  const text = content.kind === 'text' ? decodeText(headers, body) : undefined;
  if (text === undefined) {
    const rest = body.length - hexLimit;
    return hexView(body.subarray(0, hexLimit)) + (rest > 0 ? `\n# ${byteSize(rest)} more: save the body to see them` : '');
  }
  if (body.length > formatLimit) return text;
  if (content.language === 'json') return formatJson(text) ?? text;
  if (content.language === 'xml') return formatXml(text) ?? text;
  return text;
}

/** How many bytes of a body are shown in hex; a file is read no further. */
const longestHex = 262_144;

/** The body in hex, up to 256 KiB of it, with these secrets overwritten by asterisks. */
export async function hexText(body: ReceivedResponse['body'], secrets: readonly string[]): Promise<string> {
  const bytes = Buffer.from(body instanceof Uint8Array ? body.subarray(0, longestHex) : await fileStart(body.path, longestHex));
  for (const secret of secrets.map((text) => Buffer.from(text)).filter(({ length }) => length > 0)) {
    for (let at = bytes.indexOf(secret); at >= 0; at = bytes.indexOf(secret, at)) bytes.fill('*', at, at + secret.length);
  }
  const rest = bodyLength(body) - bytes.length;
  return `${hexView(bytes)}\n${rest > 0 ? `# ${byteSize(rest)} more: save the body to see them\n` : ''}`;
}

async function fileStart(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The body as text in its charset, or undefined if it is not text. */
export function decodeText(headers: readonly Header[], body: Uint8Array): string | undefined {
  const type = headerValues(headers, 'content-type')[0]?.toLowerCase() ?? '';
  const [, charset = 'utf-8'] = /charset="?([\w-]+)/.exec(type) ?? [];
  for (const label of [charset, 'utf-8', ...(type.startsWith('text/') ? ['windows-1252'] : [])]) {
    try {
      const text = new TextDecoder(label, { fatal: true }).decode(body);
      if (!text.includes('\0')) return text;
    } catch {
      // Not in its declared charset, or an unknown one.
    }
  }
  return undefined;
}
