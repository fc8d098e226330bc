import { isUserError, UserError } from '../../errors.ts';
import { closestNames } from '../../text/closest-names.ts';
import { nestsDeeper } from '../../nests-deeper.ts';
import { headerValues } from '../../http/message.ts';
import type { FoundVariable, SimilarVariables, VariableSource } from '../variable-source.ts';
import { parseJsonAsWritten } from '../../parse-json-as-written.ts';
import { followPath, mostSearched, type PathResult, type SearchBudget } from './follow-path.ts';
import type { RecordedExchange } from './recorded-responses.ts';
import type { XmlPathResult } from './follow-xml-path.ts';

/** Titles may be long, but longer texts are not looked up as one. */
const longestName = 1000;
/** The part after the name of a request. */
const rest = /^\.(request|response)\.(headers|body)(?:\.([^]*)|(\[[^]*))?$/;

/** A reference to another request's exchange: `login.response.body.$.token`, `login.response.headers.ETag`. */
export interface ResponseReference {
  readonly name: string;
  readonly side: 'request' | 'response';
  readonly part: 'headers' | 'body';
  /** A header's name, or a path into a JSON or XML body; `*` for the whole body. */
  readonly path: string;
}

/** The names of requests. */
export type RequestNames = Pick<ReadonlySet<string>, 'has'>;

/**
 * Reads the text between the braces; undefined if it is not a reference to an exchange.
 * @param names of the file's requests: titles may contain spaces and dots, so only the names show where they end
 */
export function readResponseReference(expression: string, names: RequestNames): ResponseReference | undefined {
  const start = expression.slice(0, longestName);
  const known = Array.from(start.matchAll(/\.re(?:quest|sponse)\./g), ({ index }) => expression.slice(0, index))
    .reverse()
    .filter((name) => names.has(name));
  for (const name of [...known, /^[^\s.]+/.exec(expression)?.[0] ?? '']) {
    const [, side, part, path, bracket] = (name === '' ? null : rest.exec(expression.slice(name.length))) ?? [];
    if (side === undefined) continue;
    return {
      name,
      side: side === 'request' ? side : 'response',
      part: part === 'body' ? part : 'headers',
      path: path ?? bracket ?? '*',
    };
  }
  return undefined;
}

/** Whether an expression may be a reference to an exchange, depending on the existing requests. */
export function mayReferToResponse(expression: string): boolean {
  return /\.re(?:quest|sponse)\./.test(expression);
}

/** Evaluates an XPath in an XML document. */
export type XmlPathSearch = (xml: string, path: string) => Promise<XmlPathResult>;

/** Access to the responses of earlier requests. */
export interface ResponseVariablesOptions {
  /** The file's named requests, sent or not. */
  readonly names: readonly string[];
  /** The name of the request with the references. */
  readonly own?: string | undefined;
  /** The last exchange of a request. */
  readonly exchange: (name: string) => RecordedExchange | undefined;
  /** Loads the XPath code; called for the first XPath. */
  readonly xmlPath: () => Promise<XmlPathSearch>;
}

/** State shared by the references of one request. */
interface Search {
  /** The parsed bodies. */
  readonly json: Map<Uint8Array, unknown>;
  readonly budget: SearchBudget;
  readonly xmlPath: () => Promise<XmlPathSearch>;
}

/** References of a file's requests to each other: headers, and in a body JSON fields and indexes, an XPath in XML, or `*` for all of it. */
export function responseVariables({ names: list, own, exchange, xmlPath }: ResponseVariablesOptions): VariableSource {
  const names = new Set(list);
  const search: Search = { json: new Map(), budget: { left: mostSearched }, xmlPath };
  return {
    find: (expression) => {
      const wanted = readResponseReference(expression, names);
      if (wanted === undefined || !names.has(wanted.name)) return undefined;
      const recorded = exchange(wanted.name);
      const found = read(wanted, recorded, search, own);
      const { carried: carries = [] } = recorded ?? {};
      return carries.length === 0 ? found : Promise.resolve(found).then((one) => ({ ...one, carries }));
    },
    similar: (expression) => similarResponses(expression, names),
  };
}

/**
 * Like `responseVariables`, before anything is sent: every possibly valid reference has the value `later`.
 * @param later stands for what only the response will provide
 */
export function laterResponses(names: ReadonlySet<string>, later: string): VariableSource {
  return {
    find: (expression) => {
      const wanted = readResponseReference(expression, names);
      if (wanted === undefined || !names.has(wanted.name)) return undefined;
      // Any other path may be an XPath.
      const isJson = wanted.part === 'body' && wanted.path.startsWith('$');
      if (isJson && isMalformed(followPath(undefined, wanted.path))) throw malformedPath(wanted.path);
      return { value: later };
    },
    similar: (expression) => similarResponses(expression, names),
  };
}

function isMalformed(found: PathResult): boolean {
  return 'problem' in found && found.problem === 'path-malformed';
}

/** The same reference to requests with similar names. */
function similarResponses(expression: string, names: ReadonlySet<string>): SimilarVariables | undefined {
  const meant = meantResponse(expression, names);
  if (meant !== undefined) return meant;
  const plain = readResponseReference(expression, names)?.name;
  const wanted = plain ?? /^(.+?)\.re(?:quest|sponse)\./.exec(expression)?.[1];
  if (wanted === undefined) return undefined;
  const expressions = closestNames(wanted, names).map((name) => name + expression.slice(wanted.length));
  if (plain === undefined && expressions.length === 0) return undefined;
  return { missing: `there is no request “${wanted}” in this file`, expressions };
}

/** The form of a response field in httpYac, `login.token`: there the whole response is an object. */
function meantResponse(expression: string, names: RequestNames): SimilarVariables | undefined {
  if (readResponseReference(expression, names) !== undefined) return undefined;
  const start = expression.slice(0, longestName);
  const ends = Array.from(start.matchAll(/[.[]/g), ({ index }) => index);
  const end = ends.findLast((index) => names.has(expression.slice(0, index)));
  if (end === undefined) return undefined;
  const name = expression.slice(0, end);
  const field =
    /^(?:\.(request|response))?(?:\.(headers?)|\.(?:body|parsedBody))?((?:\.[\w$-]+|\[(?:\d+|"[^"]*"|'[^']*')\])*)$/.exec(
      expression.slice(end),
    );
  if (field === null) return undefined;
  const [, side = 'response', headers, path = ''] = field;
  const header = /^(?:\.([\w-]+)|\[["']([\w-]+)["']\])$/.exec(path);
  if (headers !== undefined && header === null) return undefined;
  const part = headers === undefined ? `body.${path === '' ? '*' : `$${path}`}` : `headers.${header?.[1] ?? header?.[2] ?? ''}`;
  return { missing: `only the headers and the body of “${name}” can be referred to`, expressions: [`${name}.${side}.${part}`] };
}

function read(
  { name, side, part, path }: ResponseReference,
  exchange: RecordedExchange | undefined,
  search: Search,
  own: string | undefined,
): FoundVariable | Promise<FoundVariable> {
  if (exchange === undefined) {
    const message = `The request “${name}” has not been sent yet, so it has no ${side}.`;
    if (name === own) throw unreadable(message, 'Write a value in place of its own response for the first time.');
    throw new UserError({ code: 'variable-unreadable', message, remedy: `Send “${name}” first.`, unsentRequest: name });
  }
  const message = exchange[side];
  if (message.cut !== undefined) {
    const what = `The last ${side} of “${name}” is incomplete (${message.cut}), so nothing is taken from it.`;
    if (name === own) throw unreadable(what, 'Write a value in place of its own response until there is a complete one.');
    throw new UserError({ code: 'variable-unreadable', message: what, remedy: `Send “${name}” again.`, unsentRequest: name });
  }
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
    ? readXml(`the last ${side} of “${name}”`, text, path, search.xmlPath)
    : readJson(`the last ${side} of “${name}”`, message.body, text, path, search);
}

function readJson(whose: string, body: Uint8Array, text: string, path: string, { json: known, budget }: Search): FoundVariable {
  let json = known.get(body);
  try {
    if (!known.has(body)) {
      if (nestsDeeper(text))
        throw unreadable(`The JSON of ${whose} is nested too deeply to be searched.`, 'Refer to “*”, the whole body.');
      json = parseJsonAsWritten(text);
      known.set(body, json);
    }
  } catch (error) {
    if (isUserError(error)) throw error;
    throw unreadable(
      `The body of ${whose} is not JSON.`,
      'Refer to “*”, the whole body, to XML by an XPath such as “//Name”, or ask for JSON with “Accept: application/json”.',
    );
  }
  const found = followPath(json, path, budget);
  if ('value' in found) return { value: typeof found.value === 'string' ? found.value : JSON.stringify(found.value) };
  if (found.problem === 'path-missing') throw missing(whose, path);
  if (found.problem === 'search-too-long') {
    throw unreadable(`The search for “${path}” in ${whose} takes too long.`, 'Write the path from the root, without “..”.');
  }
  throw malformedPath(path);
}

function malformedPath(path: string): UserError {
  return unreadable(
    `The path “${path}” cannot be read.`,
    'Write fields, indexes, “*” or “..”, as in “$.items[0].id”; filters are not read.',
  );
}

async function readXml(whose: string, text: string, path: string, xmlPath: () => Promise<XmlPathSearch>): Promise<FoundVariable> {
  const follow = await xmlPath();
  const found = await follow(text, path);
  if ('value' in found) return { value: found.value };
  switch (found.problem) {
    case 'path-missing':
      throw missing(whose, path);
    case 'path-malformed':
      throw unreadable(`The XPath “${path}” cannot be read.`, 'Write names, as in “//Credentials/AccessKeyId”.');
    case 'xml-too-large':
      throw unreadable(`The XML of ${whose} is too large or too deep to search.`, 'Refer to a smaller one.');
    case 'search-too-long':
      throw unreadable(
        `The search for “${path}” in ${whose} took too long.`,
        'Write the path from the root, without conditions.',
      );
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
