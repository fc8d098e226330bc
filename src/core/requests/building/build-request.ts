import type { ErrorCode } from '../../error-codes.ts';
import { holdsKeys, isArgumentName, isAwsAuthorization, parseAwsAuthorization } from '../../http-file/aws-authorization.ts';
import { baseVariable } from '../../http-file/base-variable.ts';
import type { CarriedValue } from '../../variables/carried-value.ts';
import { buildBody } from './build-body.ts';
import { demandsLastLineEnd } from './line-body.ts';
import { FormFields } from '../../variables/form-fields.ts';
import { ExpansionBudget, mostMegabytes } from '../../variables/expansion-budget.ts';
import type { HttpFile, HttpFileRequest, Range } from '../../http-file/http-file.ts';
import { findInvisible } from '../../text/invisible-characters.ts';
import { type Header, headerValues, type HttpRequest, isHeaderValue } from '../../http/message.ts';
import { RequestTexts } from './request-failure.ts';
import { protocolFor, readHost, splitUrl } from '../../http/split-url.ts';
import { messageWithProposal, unknownDirective } from '../../http-file/directives/directive-spelling.ts';
import { directiveProblem } from '../../http-file/directives/directive-value.ts';
import { isMethod, noTunnel } from '../../http-file/syntax/request-line.ts';
import {
  ambiguousProfile,
  type PlacedAuthorization,
  type PlacedValue,
  type SigningLines,
  type SigningSetting,
  type SigningSettings,
  signingSettings,
} from '../signer.ts';
import { VariableResolver, type VariableSource } from '../../variables/variable-resolver.ts';

export interface BuildContext {
  /** The file of the request: its variables and its file-wide directives apply. */
  readonly file: Pick<HttpFile, 'variables' | 'directives'>;
  /** The file's name in error messages. */
  readonly fileName?: string;
  /** Absolute; the base of the paths of body files. */
  readonly baseDirectory?: string;
  /** Asked before the file's variables, in order: system variables, responses of earlier requests. */
  readonly sourcesBeforeFile?: readonly VariableSource[];
  /** Asked after the file's variables, in order: environments. */
  readonly sourcesAfterFile?: readonly VariableSource[];
  readonly signal?: AbortSignal;
}

export interface BuiltRequest {
  readonly request: HttpRequest;
  readonly aws: SigningSettings;
  /** The values in it that came from files for secrets, or from variables whose names suggest a secret. */
  readonly secrets: readonly string[];
  /** The values that it takes from outside its file. */
  readonly carried: readonly CarriedValue[];
}

/**
 * Makes the exact request that is to be signed and sent: every variable substituted, the body's bytes final.
 * @throws UserError with the place, if anything is missing or illegal. Nothing is guessed and nothing is left out.
 */
export async function buildRequest(request: HttpFileRequest, context: BuildContext): Promise<BuiltRequest> {
  const budget = new ExpansionBudget(mostMegabytes.sending);
  const resolver = new VariableResolver({ ...context, stopAtProblem: true, budget });
  const texts = new RequestTexts(request, resolver, context.fileName);
  const errors = [...request.problems, ...context.file.directives.map(unknownDirective)];
  const error = errors.find((problem) => problem?.severity === 'error');
  if (error !== undefined) {
    const { code, replacement } = error;
    const correction =
      code === 'invisible-character' ? 'Remove it' : replacement === undefined ? 'Correct it' : `Write “${replacement}”`;
    const remedy = `${correction} and send again; nothing was sent.`;
    const message = messageWithProposal(error, [...request.directives, ...context.file.directives]);
    throw texts.failure(error.range, { code, message, remedy });
  }
  const named = await readMethod(request, texts);
  const read = await readHeaders(request, texts);
  const address = await readAddress(request, read.host, texts);
  const lines = { request: request.directives, file: context.file.directives, authorization: read.authorization };
  const aws = await readSigningSettings(lines, texts);

  const graphql = named === 'GRAPHQL' || read.graphql;
  const method = named === 'GRAPHQL' ? 'POST' : named;
  const [contentType = ''] = headerValues(read.headers, 'content-type');
  const [operation] = headerValues(read.headers, operationHeader);
  const files: CarriedValue[] = [];
  const body = await buildBody(request.body, {
    texts,
    contentType,
    lastLineEnd: demandsLastLineEnd({ method, ...address }, contentType, aws),
    graphql: graphql ? { operation: operation === '' ? undefined : operation } : undefined,
    verbatim: request.syntax === 'curl',
    baseDirectory: context.baseDirectory,
    signal: context.signal,
    onFile: (path) => void files.push({ kind: 'body-file', path }),
  });
  const headers = graphql ? graphqlHeaders(read.headers) : read.headers;
  return {
    request: { method, ...address, headers, body },
    aws,
    secrets: [...resolver.secrets],
    carried: [...files, ...resolver.carried.values()],
  };
}

export async function readMethod({ method, requestLineRange: { start } }: HttpFileRequest, texts: RequestTexts): Promise<string> {
  if (!method.includes('{{')) return method;
  const field = 'method';
  const range = { start, end: { line: start.line, character: start.character + method.length } };
  const value = (await texts.resolve({ text: method, range }, field, { wholeRange: true })).trim();
  requireVisible(value, range, field, texts);
  if (isMethod(value)) return value.toUpperCase();
  if (/^connect$/i.test(value)) {
    throw texts.failure(range, { code: 'method-unsupported', message: noTunnel, remedy: 'Name another method.', field });
  }
  const message = `“${method}” stands for the method, but its value is not an HTTP method.`;
  throw texts.failure(range, { code: 'method-unknown', message, remedy: 'Give it a value such as GET or POST.', field });
}

/** @throws UserError for invisible characters: they would be sent, or be refused without a visible reason */
function requireVisible(value: string, range: Range, field: string, texts: RequestTexts): void {
  const found = findInvisible(value);
  if (found === undefined) return;
  const remedy = 'Remove it and send again; nothing was sent.';
  throw texts.failure(range, { code: 'invisible-character', message: found.message, remedy, field });
}

/** A URL before the values of its variables are encoded. Existing escapes are meant, and stay. */
function withoutOwnEscapes(url: string, written: string): string {
  if (/%[c-f]|\{\{%/i.test(written)) return url;
  return url.replace(/(?:%[89a-f][\da-f])+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** Whether a header that is not for keys holds keys, or has almost the name of theirs and begins with their scheme. */
function seemsToHoldKeys(name: string, value: string): boolean {
  return holdsKeys(value) || (/authori[sz]ation/.test(name) && /^aws\s+(?:\S+\s+\S|profile:)/i.test(value));
}

/** Names the operation of a GraphQL document; a marker for the client, as in REST Client. */
const operationHeader = 'x-graphql-operation';

function graphqlHeaders(headers: readonly Header[]): Header[] {
  const kept = headers.filter(([name]) => name.toLowerCase() !== operationHeader);
  // Without this, a server would not recognise the JSON that a query was wrapped into.
  return headerValues(kept, 'content-type').length > 0 ? kept : [...kept, ['Content-Type', 'application/json']];
}

interface PlacedHeader extends PlacedValue {
  readonly name: string;
}

interface ReadHeaders {
  readonly headers: Header[];
  readonly host: PlacedHeader | undefined;
  readonly authorization: PlacedAuthorization | undefined;
  readonly graphql: boolean;
}

export async function readHeaders(request: Pick<HttpFileRequest, 'headers'>, texts: RequestTexts): Promise<ReadHeaders> {
  const headers: Header[] = [];
  let host: PlacedHeader | undefined;
  let authorization: ReadHeaders['authorization'];
  let graphql = false;
  let argument: PlacedHeader | undefined;
  for (const header of request.headers) {
    const name = await texts.resolveAll({ text: header.name, range: header.range }, header.name);
    const value = (await texts.resolveAll({ text: header.value, range: header.valueRange }, name)).trim();
    requireVisible(name, header.range, name, texts);
    requireVisible(value, header.valueRange, name, texts);
    const fail = (code: ErrorCode, message: string, remedy: string) =>
      texts.failure(header.range, { code, message, remedy, field: name });
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,1000}$/.test(name)) {
      throw fail('header-malformed', 'This is not a legal header name.', 'Use letters, digits and hyphens.');
    }
    if (!isHeaderValue(value)) {
      throw fail(
        'header-malformed',
        `The value of “${name}” holds a line end or control character.`,
        'Take it out, or encode it.',
      );
    }
    const lower = name.toLowerCase();
    if (lower === 'host') {
      if (host !== undefined) throw fail('header-malformed', '“Host” is written twice.', 'Keep one of them.');
      host = { name, value, range: header.valueRange };
    } else if (lower === 'authorization' && isAwsAuthorization(value)) {
      if (authorization !== undefined) {
        throw fail('aws-authorization-malformed', '“Authorization: AWS” is written twice.', 'Keep one of them.');
      }
      const parsed = parseAwsAuthorization(value);
      if ('problem' in parsed) {
        const remedy =
          'Write “AWS profile:name”, or “AWS <access key id> <secret access key>” and token:, region:, service: as needed.';
        throw fail('aws-authorization-malformed', `“Authorization: AWS …” cannot be read: ${parsed.problem}.`, remedy);
      }
      authorization = { ...parsed, range: header.valueRange };
    } else if (lower !== 'authorization' && seemsToHoldKeys(lower, value)) {
      // They would leave this machine as they are.
      const remedy = 'Write them after “Authorization: AWS”, or name a profile with “# @aws-profile”.';
      throw fail(
        'aws-authorization-misplaced',
        `“${name}” holds keys for AWS or begins as they do, and would be sent as it is.`,
        remedy,
      );
    } else if (lower === 'transfer-encoding') {
      const remedy = 'Take the header out; the length of the body is sent instead.';
      throw fail('header-refused', '“Transfer-Encoding” cannot be chosen here.', remedy);
    } else if (lower === 'x-request-type' && value.toLowerCase() === 'graphql') {
      graphql = true;
    } else if (lower !== 'content-length') {
      // The transport counts the length, whatever a copied header says.
      headers.push([name, value]);
      if (isArgumentName(lower)) argument ??= { name, value, range: header.range };
    }
  }
  if (authorization !== undefined && headerValues(headers, 'authorization').length > 0) {
    const message = '“Authorization” is written twice, once for AWS and once for something else.';
    const details = {
      code: 'aws-authorization-malformed',
      message,
      remedy: 'Keep one of them.',
      field: 'Authorization',
    } as const;
    throw texts.failure(authorization.range, details);
  }
  if (authorization !== undefined && argument !== undefined) {
    // A token would leave as a header that nobody reads, and the signature would lack it.
    const { name, range } = argument;
    throw texts.failure(range, {
      code: 'aws-authorization-misplaced',
      message: `“${name}” is an argument of “Authorization: AWS”, but is written where it would be sent as a header.`,
      remedy: 'Put it on the “Authorization” line. To send such a header, sign with “# @aws-profile”.',
      field: name,
    });
  }
  return { headers: joinCookies(headers), host, authorization: withToken(authorization, headers), graphql };
}

/** Beside `curl --aws-sigv4` the token of temporary keys is in its own header, which signing would take for an older signature's. */
function withToken(authorization: ReadHeaders['authorization'], headers: readonly Header[]): ReadHeaders['authorization'] {
  const [sessionToken = ''] = headerValues(headers, 'x-amz-security-token');
  const keys = authorization?.credentials;
  if (authorization === undefined || keys === undefined || keys.sessionToken !== undefined || sessionToken === '') {
    return authorization;
  }
  return { ...authorization, credentials: { ...keys, sessionToken } };
}

/** A request has one `Cookie` line, https://www.rfc-editor.org/rfc/rfc6265#section-5.4 */
function joinCookies(headers: Header[]): Header[] {
  const cookies = headerValues(headers, 'cookie');
  if (cookies.length < 2) return headers;
  const first = headers.findIndex(([name]) => name.toLowerCase() === 'cookie');
  return headers
    .map((header, index): Header => (index === first ? [header[0], cookies.join('; ')] : header))
    .filter(([name], index) => index === first || name.toLowerCase() !== 'cookie');
}

/** Characters; servers end at a few thousand, https://www.rfc-editor.org/rfc/rfc9110#section-4.1-5 */
const longestUrl = 1_000_000;

type Address = Pick<HttpRequest, 'protocol' | 'host' | 'target' | 'connectTo'>;

export async function readAddress(
  request: HttpFileRequest,
  host: PlacedHeader | undefined,
  texts: RequestTexts,
): Promise<Address> {
  const [firstLine] = request.urlLines;
  const lines: string[] = [];
  // A curl command is written for the wire.
  const fields = request.syntax === 'curl' ? undefined : new FormFields('url');
  for (const line of request.urlLines) {
    const text = await texts.resolveAll({ text: line.text, range: line.range, fields }, 'URL');
    requireVisible(withoutOwnEscapes(text, line.text), line.range, 'URL', texts);
    lines.push(text);
  }
  const range = firstLine?.range ?? request.range;
  const url = lines.join('').trim();
  if (url.length > longestUrl) {
    const message = `The URL has ${url.length} characters, more than any server accepts.`;
    throw texts.failure(range, { code: 'url-not-legal', message, remedy: 'Send that much in the body.', field: 'URL' });
  }
  const base = host === undefined && url.startsWith('/') ? await texts.variable(baseVariable, range, 'URL') : undefined;
  if (base !== undefined) requireVisible(base.trim(), range, 'URL', texts);
  const split = base === undefined ? splitUrl(url) : splitJoined(base.trim(), url);
  if ('problem' in split) {
    const whole = base === undefined ? 'The URL' : `The URL after the variable “${baseVariable}”`;
    const message = `${whole} cannot be used: ${split.problem}.`;
    const remedy = base === undefined ? 'Correct the URL.' : 'Correct the variable or the URL.';
    throw texts.failure(range, { code: 'url-not-legal', message, remedy, field: 'URL' });
  }
  const { target } = split;
  if (host === undefined) {
    if (split.host !== undefined) return { protocol: split.protocol, host: split.host, target };
    const remedy = `Write the whole URL, add a “Host” header, or define “@${baseVariable} = https://…” for all such URLs.`;
    throw texts.failure(range, { code: 'host-missing', message: 'The URL has no host.', remedy, field: 'URL' });
  }
  const protocol = split.host === undefined ? protocolFor(host.value) : split.protocol;
  const signed = readHost(host.value, protocol);
  if (typeof signed !== 'string') {
    const message = `The “Host” header cannot be used: ${signed.problem}.`;
    throw texts.failure(host.range, {
      code: 'host-not-legal',
      message,
      remedy: 'Write a host, with a port if needed.',
      field: host.name,
    });
  }
  if (split.host === undefined || split.host.toLowerCase() === signed.toLowerCase()) return { protocol, host: signed, target };
  return { protocol, host: signed, target, connectTo: `${protocol}//${split.host}` };
}

function splitJoined(base: string, path: string): ReturnType<typeof splitUrl> {
  if (/[?#]/.test(base)) return { problem: 'there is a “?” or “#” before the path' };
  return splitUrl(base.replace(/([^/])\/$/, '$1') + path);
}

/** The effective settings, resolved. @throws UserError if one is illegal, or if the signer is ambiguous */
export async function readSigningSettings(lines: SigningLines, texts: RequestTexts): Promise<SigningSettings> {
  const ambiguous = ambiguousProfile(lines);
  if (ambiguous !== undefined) {
    const message = 'The request names a profile and its “Authorization” header holds keys.';
    throw texts.failure(ambiguous.range, {
      code: 'aws-authorization-ambiguous',
      message,
      remedy: 'Take one of them out.',
      field: '@aws-profile',
    });
  }
  const { profile, service, region, payload, presign, credentials } = signingSettings(lines);
  return {
    profile: await readSetting(profile, texts),
    service: await readSetting(service, texts),
    region: await readSetting(region, texts),
    payload: await readSetting(payload, texts),
    presign: await readSetting(presign, texts),
    credentials,
  };
}

async function readSetting(setting: SigningSetting | undefined, texts: RequestTexts): Promise<SigningSetting | undefined> {
  if (setting?.directive === undefined) return setting;
  const { range, directive } = setting;
  const field = `@${directive.name}`;
  const value = (await texts.resolveAll({ text: setting.value, range }, field, { wholeRange: false })).trim();
  requireVisible(value, range, field, texts);
  const problem = value === '' ? `“${field}” needs a value.` : directiveProblem(directive.name, value);
  if (problem === undefined) return { ...setting, value };
  throw texts.failure(range, { code: 'directive-value-illegal', message: problem, remedy: 'Correct the value.', field });
}
