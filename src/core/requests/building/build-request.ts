import type { CarriedValue } from '../../variables/carried-value.ts';
import { buildBody } from './build-body.ts';
import { demandsLastLineEnd } from './demands-last-line-end.ts';
import { ExpansionBudget, mostMegabytes } from '../../variables/expansion-budget.ts';
import type { HttpFile, HttpFileRequest } from '../../http-file/http-file.ts';
import { type Header, headerValues, type HttpRequest } from '../../http/message.ts';
import { RequestTexts } from './request-texts.ts';
import { messageWithProposal, unknownDirective } from '../../http-file/directives/unknown-directive.ts';
import { directiveProblem } from '../../http-file/directives/directive-problem.ts';
import { isMethod, noTunnel } from '../../http-file/syntax/request-line.ts';
import { ambiguousProfile, type SigningLines, type SigningSetting, type SigningSettings, signingSettings } from '../signer.ts';
import { VariableResolver } from '../../variables/variable-resolver.ts';
import { type VariableSource } from '../../variables/variable-source.ts';
import { readHeaders } from './read-headers.ts';
import { readAddress } from './read-address.ts';
import { requireVisible } from './require-visible.ts';

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

/** Names the operation of a GraphQL document; a mark for the client, as REST Client has it. */
const operationHeader = 'x-graphql-operation';

function graphqlHeaders(headers: readonly Header[]): Header[] {
  const kept = headers.filter(([name]) => name.toLowerCase() !== operationHeader);
  // Without this, a server would not recognise the JSON that a query was wrapped into.
  return headerValues(kept, 'content-type').length > 0 ? kept : [...kept, ['Content-Type', 'application/json']];
}

/** The settings that count, resolved. @throws UserError where one is not legal, or where nobody can tell who is to sign */
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
