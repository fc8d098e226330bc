import { parseAwsAuthorization, isAwsAuthorization } from '../http/aws-authorization.ts';
import type { AwsAuthorization } from '../http/aws-authorization.ts';
import type { HttpFile, HttpFileHeader, HttpFileRequest, Range, VariableDefinition } from '../http/http-file.ts';
import { asRead } from '../http/moved-request.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { findReferences } from '../http/variables.ts';
import { substituteFileVariables } from './request-address.ts';

/** Long-term and session key ids, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const accessKeyId = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/;

/** A secret access key has 40 characters of base64; asked for together with a name that says secret, as hashes look alike. */
const secretAccessKey = /^[A-Za-z0-9/+]{40}$/;

/** An `Authorization: AWS …` header with keys that stand in the file, in it or in the file's variables. */
export interface LiteralKeys {
  readonly request: HttpFileRequest;
  readonly header: HttpFileHeader;
  readonly credentials: Credentials;
  readonly region: string | undefined;
  readonly service: string | undefined;
}

/** The requests whose keys stand in the file. */
export function literalKeys(file: HttpFile): LiteralKeys[] {
  return file.requests.flatMap((request) => literalKeysOf(request, file) ?? []);
}

export function literalKeysOf(request: HttpFileRequest, file: HttpFile): LiteralKeys | undefined {
  const index = asRead(request).headers.findIndex(
    ({ name, value }) => isAwsAuthorization(value) && name.toLowerCase() === 'authorization',
  );
  const header = index === -1 ? undefined : request.headers[index];
  if (header === undefined) return undefined;
  const parsed: AwsAuthorization | { problem: string } = parseAwsAuthorization(substituteFileVariables(header.value, file));
  if ('problem' in parsed || parsed.credentials === undefined) return undefined;
  const { credentials, region, service } = parsed;
  if (Object.values(credentials).some((value) => typeof value === 'string' && value.includes('{{'))) return undefined;
  return { request, header, credentials, region, service };
}

/** Whether a variable's value is a key: it looks like one, and for a secret the name says so too. */
export function isKeyText({ name, value }: VariableDefinition): boolean {
  return accessKeyId.test(value) || (secretAccessKey.test(value) && /secret|key|password/i.test(name));
}

/** A change of the file's text. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/**
 * The edits that put `# @aws-profile name` in place of every header with these keys, and take out the variables that nothing else
 * refers to. Requests written as curl keep theirs.
 */
export function moveKeysEdits(file: HttpFile, text: string, { credentials }: LiteralKeys, profile: string): TextEdit[] {
  const moved = literalKeys(file).filter(
    ({ request, credentials: { accessKeyId: id, secretAccessKey: secret } }) =>
      request.syntax === 'http' && id === credentials.accessKeyId && secret === credentials.secretAccessKey,
  );
  const edits = moved.flatMap(({ request, header, region, service }): TextEdit[] => {
    const lines = [`# @aws-profile ${profile}`];
    const has = (name: string): boolean => request.directives.some((directive) => directive.name === name);
    if (region !== undefined && !has('aws-region')) lines.push(`# @aws-region ${region}`);
    if (service !== undefined && !has('aws-service')) lines.push(`# @aws-service ${service}`);
    const start = { line: request.requestLineRange.start.line, character: 0 };
    return [
      { range: { start, end: start }, text: `${lines.join('\n')}\n` },
      { range: wholeLines(header.range), text: '' },
    ];
  });
  const gone = new Set(moved.flatMap(({ header }) => findReferences(header.value).map(({ expression }) => expression)));
  const all = findReferences(text).map(({ expression }) => expression);
  const inHeaders = moved.flatMap(({ header }) => findReferences(header.value).map(({ expression }) => expression));
  const count = (list: readonly string[], name: string): number => list.filter((each) => each === name).length;
  const values = new Set([credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken]);
  for (const { name, value, range } of file.variables) {
    if (gone.has(name) && values.has(value) && count(all, name) === count(inHeaders, name)) {
      edits.push({ range: wholeLines(range), text: '' });
    }
  }
  return edits;
}

function wholeLines({ start, end }: Range): Range {
  return { start: { line: start.line, character: 0 }, end: { line: end.line + 1, character: 0 } };
}
