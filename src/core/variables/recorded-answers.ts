import { UserError } from '../errors.ts';
import { type Header, headerValues } from '../http/message.ts';
import type { FoundVariable, VariableSource } from '../http/variables.ts';
import { followPath } from './json-path.ts';
import type { followXmlPath } from './xml-path.ts';

/** One side of an exchange, as later requests may refer to it. */
export interface RecordedMessage {
  readonly headers: readonly Header[];
  /** Decoded; undefined where it was not kept in memory, as one that was streamed from or to a file. */
  readonly body: Uint8Array | undefined;
}

interface Exchange {
  readonly request: RecordedMessage;
  readonly response: RecordedMessage;
}

/** Longer bodies are not kept, in bytes. */
const longestBody = 8 * 1024 * 1024;

const reference = /^([^\s.]+)\.(request|response)\.(headers|body)(?:\.([^]*)|(\[[^]*))?$/;

/** A reference to another request's exchange: `login.response.body.$.token`, `login.response.headers.ETag`. */
export interface AnswerReference {
  readonly name: string;
  readonly side: 'request' | 'response';
  readonly part: 'headers' | 'body';
  /** A header's name, or a path into a JSON or XML body; `*` for the whole body. */
  readonly path: string;
}

/** Reads what stands between the braces; undefined when it is no reference to an exchange. */
export function readAnswerReference(expression: string): AnswerReference | undefined {
  const [, name, side, part, path, bracket] = reference.exec(expression) ?? [];
  if (name === undefined) return undefined;
  return {
    name,
    side: side === 'request' ? side : 'response',
    part: part === 'body' ? part : 'headers',
    path: path ?? bracket ?? '*',
  };
}

/**
 * The last exchange of every named request, in memory alone and apart for each file, for `{{name.response.body.$.path}}`.
 * What a body is read for: fields and indexes of JSON, an XPath of XML, or `*` for all of it.
 */
export class RecordedAnswers {
  readonly #files = new Map<string, Map<string, Exchange>>();
  readonly #xmlPath: () => Promise<typeof followXmlPath>;

  /** @param xmlPath loads what reads XML; asked for the first XPath */
  constructor(xmlPath: () => Promise<typeof followXmlPath>) {
    this.#xmlPath = xmlPath;
  }

  /** Keeps an exchange in place of an earlier one of that name. `file` is the document's URI. */
  record(file: string, name: string, request: RecordedMessage, response: RecordedMessage): void {
    const exchanges = this.#files.get(file) ?? new Map<string, Exchange>();
    this.#files.set(file, exchanges);
    exchanges.set(name, { request: withoutLongBody(request), response: withoutLongBody(response) });
  }

  /** Drops what is kept for a file that was closed. */
  forget(file: string): void {
    this.#files.delete(file);
  }

  /** What requests of this file may refer to. `names` are its named requests, sent or not. */
  source(file: string, names: readonly string[]): VariableSource {
    return {
      find: (expression) => {
        const wanted = readAnswerReference(expression);
        if (wanted === undefined || !names.includes(wanted.name)) return undefined;
        return read(wanted, this.#files.get(file)?.get(wanted.name), this.#xmlPath);
      },
    };
  }
}

function withoutLongBody({ headers, body }: RecordedMessage): RecordedMessage {
  return { headers, body: body !== undefined && body.length <= longestBody ? body : undefined };
}

function read(
  { name, side, part, path }: AnswerReference,
  exchange: Exchange | undefined,
  xmlPath: () => Promise<typeof followXmlPath>,
): FoundVariable | Promise<FoundVariable> {
  if (exchange === undefined) {
    throw unreadable(`The request “${name}” has not been sent yet, so it has no ${side}.`, `Send “${name}” first.`);
  }
  const message = exchange[side];
  if (part === 'headers') {
    const values = headerValues(message.headers, path);
    if (values.length > 0) return { value: values.join(', ') };
    throw unreadable(`The last ${side} of “${name}” has no header “${path}”.`, 'Correct the name of the header.');
  }
  if (message.body === undefined) {
    throw unreadable(`The body of the last ${side} of “${name}” was not kept in memory.`, 'Refer to a smaller one.');
  }
  const text = new TextDecoder().decode(message.body);
  if (path === '*' || path === '') return { value: text };
  const isXml = path.startsWith('/') || (/^\s*</.test(text) && !path.startsWith('$'));
  return isXml
    ? readXml(`the last ${side} of “${name}”`, text, path, xmlPath)
    : readJson(`the last ${side} of “${name}”`, text, path);
}

function readJson(whose: string, text: string, path: string): FoundVariable {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unreadable(
      `The body of ${whose} is not JSON.`,
      'Refer to “*”, the whole body, to XML by an XPath such as “//Name”, or ask for JSON with “Accept: application/json”.',
    );
  }
  const found = followPath(json, path);
  if ('value' in found) return { value: typeof found.value === 'string' ? found.value : JSON.stringify(found.value) };
  if (found.problem === 'path-missing') throw missing(whose, path);
  throw unreadable(`The path “${path}” cannot be read.`, 'Write fields and indexes, as in “$.items[0].id”.');
}

async function readXml(
  whose: string,
  text: string,
  path: string,
  xmlPath: () => Promise<typeof followXmlPath>,
): Promise<FoundVariable> {
  const follow = await xmlPath();
  const found = follow(text, path);
  if ('value' in found) return { value: found.value };
  switch (found.problem) {
    case 'path-missing':
      throw missing(whose, path);
    case 'path-malformed':
      throw unreadable(`The XPath “${path}” cannot be read.`, 'Write names, as in “//Credentials/AccessKeyId”.');
    case 'xml-too-large':
      throw unreadable(`The XML of ${whose} is too large or too deep to search.`, 'Refer to a smaller one.');
    case 'xml-malformed':
      throw unreadable(
        `The body of ${whose} is not XML that can be read.`,
        'Refer to “*”, the whole body, or to JSON as in “$.id”.',
      );
  }
}

function missing(whose: string, path: string): UserError {
  return unreadable(`The body of ${whose} has nothing at “${path}”.`, 'Correct the path.');
}

function unreadable(message: string, remedy: string): UserError {
  return new UserError({ code: 'variable-unreadable', message, remedy });
}
