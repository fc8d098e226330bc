import { parseArgs } from 'node:util';
import type { BodyPart, HttpFileHeader, Range } from '../http-file.ts';
import { type Block, report, type RequestHead } from './block.ts';
import { checkMisplaced } from './directives.ts';
import { readShellWords, UnclosedQuote } from './shell-words.ts';
import { skipScript } from './skipped.ts';

/** Whether the current line starts a curl command. */
export function isCurl({ lines, at }: Block): boolean {
  // `c`
  return lines.firstVisibleCode(at) === 99 && /^\s*curl(?:\.exe)?(?:\s|$)/.test(lines.line(at));
}

const text = (short?: string) => ({ type: 'string', ...(short !== undefined && { short }) }) as const;
const flag = (short?: string) => ({ type: 'boolean', ...(short !== undefined && { short }) }) as const;

/** What is sent; https://curl.se/docs/manpage.html */
const data = {
  data: text('d'),
  'data-ascii': text(),
  'data-raw': text(),
  'data-binary': text(),
  'data-urlencode': text(),
  json: text(),
};
const fields = { header: text('H'), user: text('u'), 'user-agent': text('A'), referer: text('e'), cookie: text('b') };
const rest = { request: text('X'), url: text(), get: flag('G'), head: flag('I'), 'aws-sigv4': text() };
/** What curl prints and where, and redirects, which have their own rule here; nobody misses them. */
const quiet = {
  ...{ silent: flag('s'), 'show-error': flag('S'), include: flag('i'), verbose: flag('v'), fail: flag('f'), compressed: flag() },
  ...{ location: flag('L'), output: text('o'), 'write-out': text('w'), 'dump-header': text('D'), 'cookie-jar': text('c') },
};
/** How curl connects. Those with a value have to be known, or the value would be taken for the URL. */
const connection = {
  ...{ 'max-time': text('m'), 'connect-timeout': text(), retry: text(), 'retry-delay': text(), 'max-redirs': text() },
  ...{ proxy: text('x'), 'proxy-user': text('U'), noproxy: text(), cacert: text(), capath: text(), cert: text('E'), key: text() },
  ...{ resolve: text(), 'connect-to': text(), interface: text(), 'limit-rate': text(), ciphers: text() },
};
/** Without these another request would be sent than the one that is written. */
const refused = {
  form: text('F'),
  'form-string': text(),
  'upload-file': text('T'),
  config: text('K'),
  range: text('r'),
  next: flag(),
};
const options = { ...data, ...fields, ...rest, ...quiet, ...connection, ...refused };

/** The reader of options takes time in proportion to the square of their number. */
const mostWords = 2000;

/** Reads a curl command at the block's current line as the request that it sends; reports and returns undefined when it cannot be read. */
export function readCurl(block: Block): RequestHead | undefined {
  const { lines, at: first, end } = block;
  const source = lines.textOf(first, end);
  try {
    const { words, length } = readShellWords(source);
    block.at = first + source.slice(0, length).split('\n').length;
    const range = lines.rangeOfLines(first, block.at);
    checkRest(block);
    if (words.length > mostWords) {
      report(block, 'error', 'curl-unreadable', range, `A curl command of more than ${mostWords} words is not read.`);
      return undefined;
    }
    return readOptions(block, words.slice(1), range);
  } catch (error) {
    if (!(error instanceof UnclosedQuote)) throw error;
    report(
      block,
      'error',
      'curl-unreadable',
      lines.rangeOfLines(first, first + 1),
      'A quote of this curl command is not closed.',
    );
    return undefined;
  }
}

function checkRest(block: Block): void {
  while (block.at < block.end) {
    if (skipScript(block)) continue;
    if (block.lines.isComment(block.at)) checkMisplaced(block, block.at);
    else if (!block.lines.isBlank(block.at)) {
      const message = 'Not part of the curl command above. Where it should be, end the line before it with “\\”.';
      report(block, 'error', 'curl-unreadable', block.lines.rangeOfLines(block.at, block.at + 1), message);
      return;
    }
    block.at++;
  }
}

function readOptions(block: Block, args: string[], range: Range): RequestHead | undefined {
  const { tokens, values } = parseArgs({ args, options, strict: false, tokens: true, allowPositionals: true });
  const headers: HttpFileHeader[] = [];
  const add = (name: string, value: string) => headers.push({ name, value, range, valueRange: range });
  const parts: Data[] = [];
  const urls: string[] = [];
  const ignored: string[] = [];
  let user: string | undefined;

  for (const token of tokens) {
    if (token.kind === 'positional') urls.push(token.value);
    if (token.kind !== 'option') continue;
    const value = token.value ?? '';
    if (token.name === 'url') urls.push(value);
    else if (token.name === 'header') {
      const colon = value.indexOf(':');
      if (colon > 0) add(value.slice(0, colon).trim(), value.slice(colon + 1).trim());
    } else if (token.name === 'user') user = value;
    else if (token.name === 'user-agent') add('User-Agent', value);
    else if (token.name === 'referer') add('Referer', value);
    else if (token.name === 'cookie') add('Cookie', value);
    else if (token.name in data) parts.push(readData(token.name, value));
    else if (token.name in refused) {
      report(block, 'error', 'curl-unreadable', range, `“${token.rawName}” of curl is not supported.`);
      return undefined;
    } else if (!(token.name in rest) && !(token.name in quiet)) ignored.push(token.rawName);
  }
  if (user !== undefined) add('Authorization', authorization(user, values['aws-sigv4']));

  const [url] = urls;
  if (url === undefined || url === '') {
    report(block, 'error', 'url-missing', range, 'The URL of this curl command is missing.');
    return undefined;
  }
  if (urls.length > 1 || (parts.length > 1 && parts.some(({ file }) => file !== undefined))) {
    const what = urls.length > 1 ? 'has more than one URL' : 'joins a file with other data';
    report(block, 'error', 'curl-unreadable', range, `This curl command ${what}, which is not supported.`);
    return undefined;
  }
  if (ignored.length > 0) {
    report(block, 'warning', 'curl-option-ignored', range, `Not taken over from this curl command: ${ignored.join(', ')}.`);
  }

  const isJson = values.json !== undefined;
  const isBody = parts.length > 0 && values.get !== true;
  const has = (name: string) => headers.some((header) => header.name.toLowerCase() === name);
  if (isBody && !has('content-type')) add('Content-Type', isJson ? 'application/json' : 'application/x-www-form-urlencoded');
  if (isBody && isJson && !has('accept')) add('Accept', 'application/json');
  const joined = parts.map((part) => part.text).join(isJson ? '' : '&');
  const whole = isBody || joined === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${joined}`;
  const defaultMethod = values.head === true ? 'HEAD' : isBody ? 'POST' : 'GET';
  return {
    syntax: 'curl',
    method: typeof values.request === 'string' ? values.request.toUpperCase() : defaultMethod,
    url: whole,
    urlLines: [{ text: whole, range }],
    httpVersion: undefined,
    headers,
    body: isBody ? bodyOf(parts[0]?.file, joined, range) : [],
    requestLineRange: range,
  };
}

interface Data {
  readonly text: string;
  readonly file: string | undefined;
}

function readData(option: string, value: string): Data {
  if (option === 'data-urlencode') {
    const equals = value.indexOf('=');
    if (equals === -1 && value.includes('@')) return { text: '', file: value.slice(value.indexOf('@') + 1) };
    const name = equals > 0 ? value.slice(0, equals + 1) : '';
    return { text: name + encodeURIComponent(value.slice(equals + 1).toWellFormed()), file: undefined };
  }
  return value.startsWith('@') && option !== 'data-raw' ? { text: '', file: value.slice(1) } : { text: value, file: undefined };
}

function bodyOf(file: string | undefined, text: string, range: Range): BodyPart[] {
  if (file !== undefined) return [{ kind: 'file', path: file, substitute: false, encoding: undefined, range, pathRange: range }];
  return text === '' ? [] : [{ kind: 'text', text, range }];
}

/** `--aws-sigv4 aws:amz:region:service` takes its keys from `--user`. */
function authorization(user: string, sigv4: string | boolean | undefined): string {
  if (typeof sigv4 !== 'string') return `Basic ${Buffer.from(user).toString('base64')}`;
  const [, , region, service] = sigv4.split(':');
  const scope = [region && `region:${region}`, service && `service:${service}`].filter(Boolean);
  return ['AWS', user.replace(':', ' '), ...scope].join(' ');
}
