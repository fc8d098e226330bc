import type { TextEdit } from '../http-file/text-edit.ts';
import { isDeepStrictEqual } from 'node:util';
import { partitionOfRegion } from '../aws/partitions.ts';
import { signingNames } from '../aws/signing-names.ts';
import { parseAwsAuthorization, isAwsAuthorization } from '../http-file/aws-authorization.ts';
import type { AwsAuthorization } from '../http-file/aws-authorization.ts';
import { directiveLine, type DirectiveName, findDirective } from '../http-file/directives.ts';
import type { HttpFile, HttpFileHeader, HttpFileRequest, Range, VariableDefinition } from '../http-file/http-file.ts';
import { sourceOf } from '../http-file/moved-request.ts';
import type { Credentials } from '../signing/credentials.ts';
import { accessKeyIdPattern, secretAccessKeyPattern } from '../redaction/secret-name.ts';
import { readShellWords, UnreadableCommand } from '../http-file/curl/read-shell-words.ts';
import { findReferences } from '../http-file/references.ts';
import { linesAbove, wholeLines } from '../http-file/text-edit.ts';
import { awsAuthorizationOf } from '../requests/static-signing.ts';
import { staticVariables } from '../variables/static-variables.ts';
import { TextPlaces } from './text-places.ts';

/** An `Authorization: AWS …` header whose keys are in the file, in the header itself or in the file's variables. */
export interface LiteralKeys {
  readonly request: HttpFileRequest;
  readonly header: HttpFileHeader;
  /** The separate headers that contain the token of temporary keys. */
  readonly tokenHeaders: readonly HttpFileHeader[];
  readonly credentials: Credentials;
  readonly region: string | undefined;
  readonly service: string | undefined;
}

/** The requests whose keys are in the file. */
export function literalKeys(file: HttpFile): LiteralKeys[] {
  return file.requests.flatMap((request) => literalKeysOf(request, file) ?? []);
}

export function literalKeysOf(request: HttpFileRequest, file: HttpFile): LiteralKeys | undefined {
  const found = awsAuthorizationOf(request, file);
  const read = found && readKeys(found.value);
  if (found === undefined || read?.credentials === undefined) return undefined;
  const { region, service } = read;
  const written = sourceOf(request).headers.flatMap(({ name, value }, index) =>
    name.toLowerCase() === 'x-amz-security-token' ? [{ index, value: staticVariables(file).resolve(value).trim() }] : [],
  );
  // As when signing: a token beside the keys is theirs, and of headers the first one counts.
  const sessionToken = read.credentials.sessionToken ?? written[0]?.value ?? '';
  const credentials = { ...read.credentials, ...(sessionToken !== '' && { sessionToken }) };
  if (Object.values(credentials).some((value) => typeof value === 'string' && value.includes('{{'))) return undefined;
  const tokenHeaders = written.flatMap(({ index }) => request.headers[index] ?? []);
  return { request, header: found.header, tokenHeaders, credentials, region, service };
}

type ReadKeys = Pick<AwsAuthorization, 'credentials' | 'region' | 'service'>;

/** Includes malformed values, most often without the labels: `AWS <id> <secret> us-east-1 s3`. */
function readKeys(value: string): ReadKeys | undefined {
  const parsed = parseAwsAuthorization(value);
  if (!('problem' in parsed)) return parsed;
  // Keys are at its beginning, if anywhere.
  return readUnlabelledKeys(value.slice(0, longestKeys));
}

/** Characters; nobody writes longer keys by hand. */
const longestKeys = 10_000;

function readUnlabelledKeys(value: string): ReadKeys | undefined {
  const label = (name: string): string | undefined => new RegExp(`\\s${name}:\\s*(\\S+)`, 'i').exec(value)?.[1];
  const words = value.split(/\s+/).slice(1);
  const bare = words.map((word) => word.replace(/^[a-z]+:/i, ''));
  const accessKeyId = bare.find((word) => accessKeyIdPattern.exec(word)?.[0] === word);
  const secret = bare.find((word) => secretAccessKeyPattern.test(word));
  if (accessKeyId === undefined || secret === undefined) return undefined;
  const sessionToken = label('token');
  return {
    credentials: { accessKeyId, secretAccessKey: secret, ...(sessionToken !== undefined && { sessionToken }) },
    region: label('region') ?? words.find((word) => partitionOfRegion(word) !== undefined),
    service: label('service') ?? words.find((word) => signingNames().includes(word)),
  };
}

const quoted = String.raw`(?:'[^']*'|"(?:[^"\\]|\\[^])*")`;
/** A curl option, with the line end before it if it is on a line of its own. */
const curlOption = (what: string): RegExp => new RegExp(String.raw`(?<!\s)\s+(?:\\\r?\n\s*)?(?:${what})(?=\s|$)`, 'g');
const word = String.raw`(?:${quoted}|[^\s"'\\]+)`;
const header = String.raw`(?:-H\s*|--header(?:\s+|=))`;
const [authorization, securityToken] = ['authorization', 'x-amz-security-token'].map((name) =>
  name.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`),
);
const curlKeys = curlOption(
  String.raw`${header}(?=["']\s*${authorization}\s*:\s*[Aa][Ww][Ss]\s)${quoted}|(?:-u\s*|--user(?:\s+|=))${word}`,
);
const curlToken = curlOption(String.raw`${header}(?=["']?\s*${securityToken}\s*:)${word}`);
const optionOfKeys = /^(?:-H|--header(?:=|$)|-u|--user(?:=|$))/;

/** The ranges removed when keys move; undefined if they cannot be determined. */
export function keysInText(
  { request, header, tokenHeaders }: LiteralKeys,
  text: string,
  places: TextPlaces,
): Range[] | undefined {
  if (request.syntax === 'http') return [header, ...tokenHeaders].map(({ range }) => wholeLines(range));
  const start = places.offset(header.range.start);
  const command = text.slice(start, places.offset(header.range.end));
  const [keys, tokens] = [[...command.matchAll(curlKeys)], [...command.matchAll(curlToken)]];
  if (keys.length !== 1 || tokens.length !== tokenHeaders.length) return undefined;
  const gone = [...keys, ...tokens].map(({ 0: option, index }) => ({ from: index, to: index + option.length }));
  // Removing part of a word would join its rest to another one, as in `-u id:'secret'`.
  if (!gone.every(({ from, to }) => isWholeOption(command, from, to))) return undefined;
  return gone.map(({ from, to }) => places.range(start + from, start + to));
}

/** Whether part of a command is an option for keys with its value, to a shell that also reads what surrounds it. */
function isWholeOption(command: string, from: number, to: number): boolean {
  try {
    const [before, option, after] = [command.slice(0, from), command.slice(from, to), command.slice(to)].map(
      (part) => readShellWords(part).words,
    );
    const whole = readShellWords(command).words;
    return optionOfKeys.test(option?.[0] ?? '') && isDeepStrictEqual([before, option, after].flat(), whole);
  } catch (error) {
    if (error instanceof UnreadableCommand) return false;
    throw error;
  }
}

/** Whether a variable's value is a key: it looks like one, and for a secret key its name says so too. */
export function isKeyText({ name, value }: VariableDefinition): boolean {
  return accessKeyIdPattern.test(value) || (secretAccessKeyPattern.test(value) && /secret|key|password/i.test(name));
}

/**
 * The edits that replace every header with these keys, and every such curl option, by `# @aws-profile name`, and remove the
 * variables that nothing else refers to.
 */
export function moveKeysEdits(file: HttpFile, text: string, { credentials }: LiteralKeys, profile: string): TextEdit[] {
  const places = new TextPlaces(text);
  const moved = literalKeys(file).flatMap((keys) => {
    const { accessKeyId, secretAccessKey: secret, sessionToken } = keys.credentials;
    const gone = keysInText(keys, text, places);
    const isSame =
      accessKeyId === credentials.accessKeyId &&
      secret === credentials.secretAccessKey &&
      // A token that the profile does not get would be lost.
      sessionToken === credentials.sessionToken;
    return isSame && gone !== undefined ? [{ ...keys, gone }] : [];
  });
  const edits = moved.flatMap(({ request, gone, region, service }): TextEdit[] => {
    const lines = [directiveLine('aws-profile', profile)];
    const has = (name: DirectiveName): boolean => findDirective(request.directives, name) !== undefined;
    if (region !== undefined && !has('aws-region')) lines.push(directiveLine('aws-region', region));
    if (service !== undefined && !has('aws-service')) lines.push(directiveLine('aws-service', service));
    return [...linesAbove(request.requestLineRange.start.line, lines.join('')), ...gone.map((range) => ({ range, text: '' }))];
  });
  for (const { range } of unneededVariables(file, text, moved, credentials)) edits.push({ range: wholeLines(range), text: '' });
  return edits;
}

/** The variables that contain these keys, or the header with them, and that nothing refers to once the headers are gone. */
function unneededVariables(
  file: HttpFile,
  text: string,
  moved: readonly LiteralKeys[],
  { accessKeyId, secretAccessKey: secret, sessionToken }: Credentials,
): VariableDefinition[] {
  const namesIn = (part: string): string[] => findReferences(part).map(({ expression }) => expression);
  const keys = new Set([accessKeyId, secret, sessionToken]);
  let gone = file.variables.filter(
    ({ value }) => keys.has(value) || (isAwsAuthorization(value) && staticVariables(file).resolve(value).includes(secret)),
  );
  const count = (names: readonly string[], name: string): number => names.filter((each) => each === name).length;
  const all = namesIn(text);
  const inHeaders = moved.flatMap(({ header, tokenHeaders }) => [header, ...tokenHeaders].flatMap(({ value }) => namesIn(value)));
  for (;;) {
    const going = [...inHeaders, ...gone.flatMap(({ value }) => namesIn(value))];
    const next = gone.filter(({ name }) => going.includes(name) && count(all, name) === count(going, name));
    if (next.length === gone.length) return gone;
    gone = next;
  }
}
