import { headerValues } from './message.ts';
import type { Header, HttpResponse } from './message.ts';

/** An answer as text for people: status line, what it took, headers, body. */
export interface ResponseText {
  readonly text: string;
  /** Line (from 0) on which the body begins. */
  readonly bodyLine: number;
}

export interface FormatResponseOptions {
  /** What was asked, for example `POST https://sts.amazonaws.com/`. */
  readonly request: string;
  /** Who signed it, for example `sandbox`. */
  readonly profile: string;
  /** Credential scope of the signature. */
  readonly credentialScope: string;
  /** Milliseconds from the start of the request to the last byte. */
  readonly duration: number;
}

/** Bodies above this many bytes are shown as they came: formatting them would take longer than reading them. */
const formatLimit = 5_000_000;
const hexLimit = 4096;

/** Lays out an answer. JSON is indented; what is no text is shown as the start of its bytes. */
export function formatResponse(
  response: Pick<HttpResponse, 'status' | 'statusText' | 'httpVersion' | 'headers' | 'timing'>,
  body: Uint8Array,
  options: FormatResponseOptions,
): ResponseText {
  const head = [
    `HTTP/${response.httpVersion} ${response.status} ${response.statusText}`.trimEnd(),
    `# ${options.request}`,
    `# ${milliseconds(options.duration)}, first byte after ${milliseconds(response.timing.firstByte)}, body ${byteSize(body.byteLength)}`,
    `# signed by ${options.profile} for ${options.credentialScope}`,
    ...response.headers.map(([name, value]) => `${name}: ${value}`),
    '',
  ];
  return { text: `${head.join('\n')}\n${bodyText(response.headers, body)}\n`, bodyLine: head.length };
}

/** `812 B`, `3.4 KB`, `1.2 MB`; decimal units. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function milliseconds(duration: number): string {
  return duration < 1000 ? `${Math.round(duration)} ms` : `${(duration / 1000).toFixed(2)} s`;
}

function bodyText(headers: readonly Header[], body: Uint8Array): string {
  if (body.byteLength === 0) return '';
  const type = headerValues(headers, 'content-type')[0]?.toLowerCase() ?? '';
  const text = decodeText(body, type);
  if (text === undefined) return hexView(body);
  if (body.byteLength > formatLimit || !/json|^$|text\/plain/.test(type)) return text;
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

/** The body as text in its charset, or undefined where it is no text. */
function decodeText(body: Uint8Array, type: string): string | undefined {
  const charset = /charset="?([\w-]+)/.exec(type)?.[1] ?? 'utf-8';
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(body);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function hexView(body: Uint8Array): string {
  const shown = Buffer.from(body.subarray(0, hexLimit));
  const lines: string[] = [];
  for (let offset = 0; offset < shown.length; offset += 16) {
    const row = shown.subarray(offset, offset + 16);
    const hex = row.toString('hex').replace(/(..)(?=.)/g, '$1 ');
    const ascii = row.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    lines.push(`${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${ascii}`);
  }
  const rest = body.byteLength - shown.length;
  return [...lines, ...(rest > 0 ? [`# ${byteSize(rest)} more`] : [])].join('\n');
}
