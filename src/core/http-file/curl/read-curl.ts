import { parseArgs } from 'node:util';
import type { BodyPart, HttpFileHeader, Range } from '../http-file.ts';
import { findInvisible } from '../../text/invisible-characters.ts';
import { type Block, report, reportInvisible, type RequestHead } from '../syntax/block.ts';
import { isForCmd, readCmdWords } from './read-cmd-words.ts';
import { type Data, filePart, readData, readQuery, withFileName } from './read-data.ts';
import { type FormOption, readForm } from './read-form.ts';
import { curlOptions, dataOptions, fileOptions, isTaken, refusalOf } from './curl-options.ts';
import { checkMisplaced } from '../directives/read-comment.ts';
import { noTunnel } from '../syntax/request-line.ts';
import { readShellWords, UnreadableCommand } from './read-shell-words.ts';
import { skipScript } from '../syntax/skip-script.ts';

/** Whether the current line starts a curl command. */
export function isCurl({ lines, at }: Block): boolean {
  const code = lines.firstVisibleCode(at);
  // `c`, or the `$` or `%` of a shell's prompt
  return (code === 99 || code === 36 || code === 37) && command.test(lines.line(at));
}

const command = /^\s*(?:[$%]\s+)?curl(?:\.exe)?(?:\s|$)/;

/** Parsing options takes time proportional to the square of their number. */
const mostWords = 2000;

/** Reads a curl command at the block's current line as the request that it sends; reports a problem and returns undefined if it cannot. */
export function readCurl(block: Block): RequestHead | undefined {
  const { lines, at: first, end } = block;
  const source = lines.textOf(first, end).replace(/^\s*[$%]\s+/, '');
  try {
    const { words, length, output } = (isForCmd(source) ? readCmdWords : readShellWords)(source);
    block.at = first + source.slice(0, length).split('\n').length;
    const range = lines.rangeOfLines(first, block.at);
    for (const operator of output) {
      const why = operator.includes('>') ? 'no file is written; the response can be saved once it is shown' : 'no shell is run';
      report(block, 'information', 'curl-option-ignored', range, `“${operator}” is left out: ${why}.`);
    }
    checkRest(block);
    if (words.length > mostWords) {
      throw new UnreadableCommand(`A curl command of more than ${mostWords} words is not read.`);
    }
    if (reportHidden(block, words, range)) return undefined;
    return readOptions(block, words.slice(1), range);
  } catch (error) {
    if (!(error instanceof UnreadableCommand)) throw error;
    report(block, 'error', 'curl-unreadable', lines.rangeOfLines(first, Math.max(first + 1, block.at)), error.message);
    return undefined;
  }
}

/** Options whose values are free text. */
const textOption = /^(?:-[sSfiLgkvNG#]*[dF]|--(?:data(?:-\w+)?|json|form(?:-string)?)(?:=|$))/;
const textFollows = /^(?:-[sSfiLgkvNG#]*[dF]|--(?:data(?:-\w+)?|json|form(?:-string)?))$/;

/** Reports invisible characters in a command, except in its data; on each line that cannot contain data. */
function reportHidden(block: Block, words: readonly string[], range: Range): boolean {
  const hidden = words.filter((word) => findInvisible(word) !== undefined);
  if (hidden.length === 0) return false;
  const isText = (word: string, at: number): boolean => textOption.test(word) || textFollows.test(words[at - 1] ?? '');
  const wrong = words.filter((word, at) => findInvisible(word) !== undefined && !isText(word, at));
  if (wrong.length === hidden.length) {
    for (let { line } = range.start; line <= range.end.line; line++) reportInvisible(block, line, block.lines.line(line), 0);
    return true;
  }
  const [found] = wrong.map(findInvisible);
  if (found !== undefined) report(block, 'error', 'invisible-character', range, found.message);
  return found !== undefined;
}

function checkRest(block: Block): void {
  while (block.at < block.end) {
    if (skipScript(block)) continue;
    if (block.lines.isComment(block.at)) checkMisplaced(block, block.at);
    else if (!block.lines.isBlank(block.at)) {
      const message = 'Not part of the curl command above. If it should be, end the line before it with “\\”.';
      report(block, 'error', 'curl-unreadable', block.lines.rangeOfLines(block.at, block.at + 1), message);
      return;
    }
    block.at++;
  }
}

const headerOptions: Readonly<Record<string, string>> = { 'user-agent': 'User-Agent', referer: 'Referer', cookie: 'Cookie' };

function readOptions(block: Block, args: string[], range: Range): RequestHead | undefined {
  const { tokens, values } = parseArgs({ args, options: curlOptions, strict: false, tokens: true, allowPositionals: true });
  const headers: HttpFileHeader[] = [];
  const add = (name: string, value: string) => headers.push({ name, value, range, valueRange: range });
  const tell = (message: string, severity: 'information' | 'warning' = 'information'): void => {
    report(block, severity, 'curl-option-ignored', range, message);
  };
  const data: Data[] = [];
  const form: FormOption[] = [];
  const urls: string[] = [];
  const queries: string[] = [];
  const uploads: string[] = [];
  const ignored: string[] = [];
  /** The headers that options other than `-H` set. */
  const byOption = new Map<string, string>();
  /** Header names given with `-H`, in lower case, also without a value. */
  const written = new Set<string>();
  let user: string | undefined;

  for (const token of tokens) {
    if (token.kind === 'positional') urls.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value = '' } = token;
    const refusal = refusalOf(name, rawName, token.value);
    if (refusal !== undefined) throw new UnreadableCommand(refusal);
    if (name === 'url') urls.push(value);
    else if (name === 'url-query') queries.push(readQuery(value));
    else if (name === 'header') written.add(readHeader(value, add));
    else if (name === 'user') user = value;
    else if (name === 'cookie') byOption.set(name, [...(byOption.get(name)?.split('; ') ?? []), readCookie(value)].join('; '));
    else if (Object.hasOwn(headerOptions, name)) byOption.set(name, value);
    else if (name === 'upload-file') uploads.push(value);
    else if (Object.hasOwn(dataOptions, name)) data.push(readData(name, value));
    else if (name === 'form' || name === 'form-string') form.push({ name, value });
    else if (Object.hasOwn(fileOptions, name)) {
      tell(`“${rawName}”: nothing is written to a file; the response can be saved once it is shown.`);
    } else if (!isTaken(name)) ignored.push(rawName);
  }
  for (const [option, value] of byOption) {
    const name = headerOptions[option] ?? '';
    if (value !== '' && !written.has(name.toLowerCase())) add(name, value);
  }
  const sigv4 = typeof values['aws-sigv4'] === 'string' ? values['aws-sigv4'] : undefined;
  if (user !== undefined) {
    if (sigv4 !== undefined) add('Authorization', awsAuthorization(user, sigv4));
    else if (!written.has('authorization')) add('Authorization', basic(user));
    if (sigv4 === undefined && !user.endsWith(':')) {
      const message =
        'A password in the text: whoever reads this file can use it. “-H "Authorization: Basic …"” can take it from a variable.';
      report(block, 'warning', 'credential-text', range, message);
    }
  } else if (sigv4 !== undefined) {
    const [, , region, service] = sigv4.split(':');
    const directives = [service && `“# @aws-service ${service}”`, region && `“# @aws-region ${region}”`]
      .filter(Boolean)
      .join(' and ');
    const advice = directives === '' ? '' : ` Put ${directives} above.`;
    tell(`“--aws-sigv4” has no keys without “-u”: a profile signs.${advice}`, 'warning');
  }
  if (ignored.length > 0) {
    const why = ignored.some((name) => name === '-k' || name === '--insecure')
      ? ' Certificates of servers are always checked.'
      : '';
    tell(`Not taken over from this curl command: ${ignored.join(', ')}.${why}`, 'warning');
  }

  const [first] = urls;
  // Browsers escape characters that curl would take for a pattern. For two braces, the escape says here too that they are not a variable.
  const url = values['globoff'] === true ? first : first?.replace(/\\(?=[[\]}])|(?<!\\\{)\\(?=\{(?!\\\{))/g, '');
  if (url === undefined || url === '') {
    report(block, 'error', 'url-missing', range, 'The URL of this curl command is missing.');
    return undefined;
  }
  if (urls.length > 1) throw new UnreadableCommand('This curl command has two URLs: write one for each, with “###” between.');
  const isJson = values['json'] !== undefined;
  const joined = data.map((part) => part.text).join(isJson ? '' : '&');
  const isData = values['get'] === true && joined !== '';
  if (isData && queries.length > 0) {
    throw new UnreadableCommand('curl leaves “--url-query” out beside “-G” with data: write all of it one way.');
  }
  const query = isData ? joined : queries.join('&');
  const whole = withQuery(uploads[0] === undefined ? url : withFileName(url, uploads[0]), query);
  checkDotSegments(whole, values['path-as-is'] === true);
  checkBodies({ data, form, uploads, get: values['get'] === true, head: values['head'] === true });
  let method = values['head'] === true ? 'HEAD' : 'GET';
  let body: BodyPart[] = [];
  if (form.length > 0) {
    const multipart = readForm(form, range);
    addBoundary(headers, multipart.boundary, range);
    method = 'POST';
    body = multipart.body;
  } else if (uploads[0] !== undefined) {
    method = 'PUT';
    body = [filePart(uploads[0], range)];
  } else if (data.length > 0 && values['get'] !== true) {
    if (!written.has('content-type')) add('Content-Type', isJson ? 'application/json' : 'application/x-www-form-urlencoded');
    if (isJson && !written.has('accept')) add('Accept', 'application/json');
    method = 'POST';
    const file = data[0]?.file;
    body = file !== undefined ? [filePart(file, range)] : joined === '' ? [] : [{ kind: 'text', text: joined, range }];
    if (data[0]?.losesLineEnds === true) {
      tell('The file is sent as it is. curl would remove its line breaks; “--data-binary” keeps them.');
    }
  }
  if (typeof values['request'] === 'string') method = values['request'].toUpperCase();
  if (method === 'CONNECT') throw new UnreadableCommand(noTunnel);
  return {
    syntax: 'curl',
    method,
    url: whole,
    urlLines: [{ text: whole, range }],
    httpVersion: undefined,
    headers,
    body,
    requestLineRange: range,
  };
}

function readCookie(value: string): string {
  if (value.includes('=') || value.includes('{{')) return value;
  throw new UnreadableCommand('Cookies from a file, “-b file”, are not supported: write them out as “-b name=value”.');
}

/** A fragment stays after the query, because everything after “#” is never sent. */
function withQuery(url: string, query: string): string {
  if (query === '') return url;
  const [base = '', ...fragment] = url.split(/(?=#)/);
  const joint = /[?&]$/.test(base) ? '' : base.includes('?') ? '&' : '?';
  return `${base}${joint}${query}${fragment.join('')}`;
}

function checkDotSegments(url: string, asIs: boolean): void {
  const path = url.replace(/^[a-z]+:\/\//i, '').replace(/[?#].*/s, '');
  if (asIs || !/\/\.\.?(?:\/|$)/.test(path)) return;
  throw new UnreadableCommand('curl removes “.” and “..” from the path: write the path that is meant, or add “--path-as-is”.');
}

/**
 * `Name: value`; `Name;` has no value, and `Name:` removes a header that curl would add itself.
 * @returns the name, in lower case, of a header that curl must not add
 */
function readHeader(text: string, add: (name: string, value: string) => void): string {
  if (text.startsWith('@')) throw new UnreadableCommand('Headers from a file, “-H @file”, are not supported: write them out.');
  const [, name, colon, value = ''] = /^([^:;]+)(?:(:)([^]*)|;\s*)$/.exec(text) ?? [];
  if (name !== undefined && (colon === undefined || value.trim() !== '')) add(name.trim(), value.trim());
  return name?.trim().toLowerCase() ?? '';
}

/** Refuses what curl refuses too, and what does not fit into one body. */
function checkBodies({
  data,
  form,
  uploads,
  get,
  head,
}: {
  readonly data: readonly Data[];
  readonly form: readonly FormOption[];
  readonly uploads: readonly string[];
  readonly get: boolean;
  readonly head: boolean;
}): void {
  const kinds = [data.length > 0 && !get, form.length > 0, uploads.length > 0, head].filter(Boolean).length;
  const hasFile = data.some(({ file }) => file !== undefined);
  const wrong =
    kinds > 1 || (get && form.length + uploads.length > 0)
      ? 'asks for two kinds of body at once'
      : uploads.length > 1
        ? 'sends more than one file'
        : hasFile && get
          ? 'takes its query from a file'
          : hasFile && data.length > 1
            ? 'joins a file with other data'
            : undefined;
  if (wrong !== undefined) throw new UnreadableCommand(`This curl command ${wrong}, which is not supported.`);
}

/** The type of a form names its boundary; a type that is written keeps its name. */
function addBoundary(headers: HttpFileHeader[], boundary: string, range: Range): void {
  const index = headers.findIndex(({ name }) => name.toLowerCase() === 'content-type');
  const written = headers[index];
  if (written !== undefined && !/^multipart\/form-data\s*$/i.test(written.value)) {
    throw new UnreadableCommand('The “Content-Type” of this curl command does not fit its form fields: leave it out.');
  }
  const value = `${written?.value ?? 'multipart/form-data'}; boundary=${boundary}`;
  const header = { name: written?.name ?? 'Content-Type', value, range, valueRange: range };
  if (written === undefined) headers.push(header);
  else headers[index] = header;
}

/** `--aws-sigv4 aws:amz:region:service` takes its keys from `--user`. */
function awsAuthorization(user: string, sigv4: string): string {
  const [, , region, service] = sigv4.split(':');
  const scope = [region && `region:${region}`, service && `service:${service}`].filter(Boolean);
  return ['AWS', user.replace(':', ' '), ...scope].join(' ');
}

function basic(user: string): string {
  if (!user.includes(':')) throw new UnreadableCommand('curl asks for the password of “-u”; write it behind a colon.');
  if (user.includes('{{')) {
    throw new UnreadableCommand('Variables in “-u” are only for “--aws-sigv4”: write “-H "Authorization: Basic …"” instead.');
  }
  return `Basic ${Buffer.from(user).toString('base64')}`;
}
