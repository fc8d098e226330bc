import { createHash } from 'node:crypto';
import type { BodyPart, Range } from '../http-file.ts';
import { UnreadableCommand } from './read-shell-words.ts';
import { ownValue } from '../../own-value.ts';

/** One `-F` or `--form-string` of a curl command. */
export interface FormOption {
  readonly name: 'form' | 'form-string';
  readonly value: string;
}

interface Field {
  readonly name: string;
  readonly text: string;
  readonly file: string | undefined;
  readonly fileName: string | undefined;
  readonly type: string | undefined;
}

/** The types that curl derives from a file's extension; every other file is application/octet-stream. */
const typesByEnding: Readonly<Record<string, string>> = {
  ...{ gif: 'image/gif', jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', svg: 'image/svg+xml' },
  ...{ txt: 'text/plain', htm: 'text/html', html: 'text/html', pdf: 'application/pdf', xml: 'application/xml' },
};

/**
 * The body that curl builds from form options, https://www.rfc-editor.org/rfc/rfc7578. The boundary follows from the fields, so
 * that reading a file twice gives the same request.
 * @throws UnreadableCommand for what cannot be part of such a body
 */
export function readForm(options: readonly FormOption[], range: Range): { readonly boundary: string; readonly body: BodyPart[] } {
  const fields = options.map(readField);
  const boundary = `form-${createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 32)}`;
  const body: BodyPart[] = [];
  let text = '';
  for (const { name, text: value, file, fileName, type } of fields) {
    text += `--${boundary}\r\nContent-Disposition: form-data; name="${quotable(name)}"`;
    if (fileName !== undefined) text += `; filename="${quotable(fileName)}"`;
    if (type !== undefined) text += `\r\nContent-Type: ${type}`;
    text += '\r\n';
    if (file === undefined) {
      text += `\r\n${value}\r\n`;
      continue;
    }
    // A line end separates two parts of a body: here the one that ends the headers, and then the one after the file.
    body.push(
      { kind: 'text', text, range },
      { kind: 'file', path: file, substitute: false, encoding: undefined, range, pathRange: range },
    );
    text = '';
  }
  return { boundary, body: [...body, { kind: 'text', text: `${text}--${boundary}--\r\n`, range }] };
}

/** `name=value`, `name=@file` (sent as a file), `name=<file` (sent as a value), followed by `;type=` and `;filename=`. */
function readField({ name: option, value: written }: FormOption): Field {
  const equals = written.indexOf('=');
  if (equals < 1)
    throw new UnreadableCommand(`“${option === 'form' ? '-F' : '--form-string'}” of curl needs a name and a value.`);
  const name = written.slice(0, equals);
  const rest = written.slice(equals + 1);
  const plain = { name, file: undefined, fileName: undefined, type: undefined };
  if (option === 'form-string') return { ...plain, text: rest };

  const [first = '', ...parameters] = rest.split(/;(?=\s*[a-z]+=)/i);
  const sign = /^[@<]/.exec(first)?.[0];
  const text = unquote(sign === undefined ? first : first.slice(1), { isPath: sign !== undefined });
  let type: string | undefined;
  let fileName = sign === '@' ? baseName(text) : undefined;
  for (const parameter of parameters) {
    const [, key = '', value = ''] = /^\s*([a-z]+)=([^]*)$/i.exec(parameter) ?? [];
    if (key === 'type') type = value.trim();
    else if (key === 'filename') fileName = unquote(value.trim(), { isPath: false });
    // A type may have parameters of its own.
    else if (type !== undefined && key === 'charset') type += `; ${parameter.trim()}`;
    else throw new UnreadableCommand(`“;${key}=” in a form field of curl is not supported.`);
  }
  if (sign === undefined) return { ...plain, text, fileName, type };
  const ending = /\.([a-z]+)$/i.exec(text)?.[1]?.toLowerCase() ?? '';
  const guessed = sign === '@' ? (ownValue(typesByEnding, ending) ?? 'application/octet-stream') : undefined;
  return { name, text: '', file: text, fileName, type: type ?? guessed };
}

function unquote(text: string, { isPath }: { readonly isPath: boolean }): string {
  const quoted = text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : undefined;
  // One pattern for all of it would record each iteration, and engines run out of memory.
  if (quoted !== undefined && !/["\\]/.test(quoted.replace(/\\[^]/g, ''))) return quoted.replace(/\\(["\\])/g, '$1');
  if (isPath) filePath(text);
  if (text.includes(';') || text.startsWith('(') || (isPath && text.includes(','))) {
    throw new UnreadableCommand(
      'curl gives “;”, “,” and “(” in a form field a meaning that is not supported: use “--form-string”.',
    );
  }
  return text;
}

/** @throws UnreadableCommand for standard input */
export function filePath(path: string): string {
  if (path === '-' || path === '.') throw new UnreadableCommand('Standard input, “-”, is not read: name a file.');
  if (path === '') throw new UnreadableCommand('The name of a file is missing.');
  return path;
}

/** The last part of a path, with either kind of slash. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function quotable(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
