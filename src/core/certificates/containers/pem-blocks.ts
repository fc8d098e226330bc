import { damaged } from './problems.ts';

/** One `-----BEGIN label-----` … `-----END label-----`. */
export interface PemBlock {
  readonly label: string;
  /** RFC 1421 headers such as `DEK-Info`. */
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Buffer;
}

const boundary = /-----(BEGIN|END) ([^-\r\n]+)-----/g;
const remains = /(?:BEGIN|END) [A-Z0-9 ]+-|-(?:BEGIN|END) /;
/** A line that was cut off within the word. */
const cutLine = /^[ \t]*-----(?:B|BE|BEG|BEGI|BEGIN|E|EN|END)[ \t]*$/m;

/** Whether a text holds PEM, even if it is cut off within its first line. */
export function isPem(text: string): boolean {
  return text.includes('-----BEGIN ') || (text.trimStart().startsWith('-----') && isCut(text));
}

/**
 * All blocks of a PEM text, in order; text around them and any kind of line end are allowed. Throws `certificate-damaged` for a
 * block that is cut or not base64.
 */
export function pemBlocks(text: string, name: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { label: string; start: number } | undefined;
  for (const { 0: line, 1: word, 2: label = '', index } of text.matchAll(boundary)) {
    if (word === 'BEGIN' && open === undefined) {
      open = { label, start: index + line.length };
    } else if (word === 'END' && open?.label === label) {
      blocks.push({ label, ...readBody(text.slice(open.start, index), label, name) });
      open = undefined;
    } else {
      throw damaged(name, `the beginning and the end of its PEM block ${label} do not match`);
    }
  }
  if (open !== undefined || isCut(text)) {
    throw damaged(name, 'a PEM block in it is cut off');
  }
  return blocks;
}

function isCut(whole: string): boolean {
  // Half of a character of UTF-16 may be left at the end.
  const text = whole.replace(/\uFFFD$/, '');
  // Dashes alone may be decoration, but then their line has an end.
  const lastLine = text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
  return remains.test(text.replaceAll(boundary, '')) || cutLine.test(text) || /^-{1,5}$/.test(lastLine);
}

function readBody(body: string, label: string, name: string): { headers: ReadonlyMap<string, string>; bytes: Buffer } {
  const lines = body.split(/\r\n|\n|\r/).map((line) => line.trim());
  const headers = new Map<string, string>();
  const content: string[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) {
      headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
    } else {
      content.push(line);
    }
  }
  const bytes = decodeBase64(content.join(''));
  if (bytes === undefined) {
    throw damaged(name, `the block ${label} is not valid base64`);
  }
  return { headers, bytes };
}

/** Undefined unless `text` is base64 and nothing else but white space. */
export function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replace(/\s+/g, '');
  return compact.length > 0 && compact.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(compact)
    ? Buffer.from(compact, 'base64')
    : undefined;
}
