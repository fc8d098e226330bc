import type { BodyPart, Range } from '../http-file.ts';
import { findReferences } from '../references.ts';
import { baseName, filePath } from './read-form.ts';
import { UnreadableCommand } from './read-shell-words.ts';

/** A data option. */
export interface Data {
  readonly text: string;
  readonly file: string | undefined;
  readonly losesLineEnds: boolean;
}

/** @throws UnreadableCommand for a file that curl would encode */
export function readData(option: string, value: string): Data {
  const text = (content: string): Data => ({ text: content, file: undefined, losesLineEnds: false });
  if (option === 'data-urlencode') return text(encodePair(option, value));
  if (!value.startsWith('@') || option === 'data-raw') return text(value);
  return { text: '', file: filePath(value.slice(1)), losesLineEnds: option === 'data' || option === 'data-ascii' };
}

/**
 * The text that `--url-query` adds to the query: encoded as by `--data-urlencode`, or unchanged after a `+`.
 * @throws UnreadableCommand as `readData`
 */
export function readQuery(value: string): string {
  return value.startsWith('+') ? value.slice(1) : encodePair('url-query', value);
}

/** `name=text`, `=text` or `text`; only the text is encoded. */
function encodePair(option: string, value: string): string {
  const equals = value.indexOf('=');
  if (equals === -1 && value.includes('@')) {
    throw new UnreadableCommand(`“--${option}” with a file is not supported: write the text out.`);
  }
  return (equals > 0 ? value.slice(0, equals + 1) : '') + encodeText(value.slice(equals + 1));
}

/** Percent-encodes a text; its variables' values are encoded when they are resolved. */
function encodeText(text: string): string {
  let encoded = '';
  let from = 0;
  for (const { expression, start, end } of findReferences(text)) {
    encoded += `${encodeURIComponent(text.slice(from, start).toWellFormed())}{{%${expression}}}`;
    from = end;
  }
  return encoded + encodeURIComponent(text.slice(from).toWellFormed());
}

/** A body, or a part of one, that is a file. @throws UnreadableCommand for standard input */
export function filePart(file: string, range: Range): BodyPart {
  return { kind: 'file', path: filePath(file), substitute: false, encoding: undefined, range, pathRange: range };
}

/** The URL that a file is uploaded to: if it is a folder, the file keeps its name. */
export function withFileName(url: string, file: string): string {
  const [, path = '', query = ''] = /^([^?#]*)([^]*)$/.exec(url) ?? [];
  if (path.endsWith('/')) return `${path}${encodeText(baseName(file))}${query}`;
  return /^(?:https?:\/\/)?[^/{}]+$/i.test(path) ? `${path}/${encodeText(baseName(file))}${query}` : url;
}
