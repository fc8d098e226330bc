import { serviceOfHost } from '../aws/infer-service.ts';
import { mistypedHost } from '../aws/mistyped-host.ts';
import { isUserError } from '../errors.ts';
import { holdsKeys } from '../http-file/aws-authorization.ts';
import { readMethod, readSigningSettings } from './building/build-request.ts';
import { readAddress } from './building/read-address.ts';
import { readHeaders } from './building/read-headers.ts';
import { checkEncoding, formPartsOf, wrapGraphqlBody } from './building/build-body.ts';
import { TooLongToLookAt } from '../variables/expansion-budget.ts';
import { joinForm } from './building/join-form.ts';
import { requireNoMisplacedKeys } from './building/require-no-misplaced-keys.ts';
import { NotKnownYet, type PlacedFailure, RequestTexts } from './building/request-texts.ts';
import type { HttpFile, HttpFileHeader, HttpFileRequest, Range } from '../http-file/http-file.ts';
import { headerValues, type HttpRequest } from '../http/message.ts';
import { isAwsDirective } from '../http-file/directives/unknown-directive.ts';
import { VariableResolver, type VariableScope } from '../variables/variable-resolver.ts';
import { type EncodedValue } from '../variables/resolvable-text.ts';
import { checkSignable } from '../signing/check-signable.ts';
import { signingScope } from '../signing/signing-scope.ts';
import { wireRequest } from '../signing/wire-request.ts';
import { withUrl } from '../http-file/with-url.ts';
import { asHttps } from './editing/as-https.ts';
import { chooseProfile, requireNoOtherAuthorization } from './choose-profile.ts';
import { requireHostAsMeant } from './require-host-as-meant.ts';
import { requestScope, signerOf, type SigningSettings, signingSettings } from './signer.ts';

/** Stands for every value that is only known when a request is sent; does not occur in texts of people. */
export const later = 'known0later7f3b9c';

export interface RehearsalContext
  extends Required<Pick<VariableScope, 'sourcesBeforeFile' | 'sourcesAfterFile'>>, Pick<VariableScope, 'pace' | 'budget'> {
  readonly file: Pick<HttpFile, 'variables' | 'directives'>;
  readonly profileNames: readonly string[];
}

export interface RehearsedRequest {
  readonly refusals: readonly PlacedFailure[];
  /** Values inserted unchanged, because somebody had encoded them. */
  readonly encodedAlready: readonly EncodedValue[];
}

/**
 * Everything for which building and signing a request would fail, as far as its text and the variables show, in no particular
 * order: by the same steps, continuing after each failure. Neither a person nor the disk or the network is asked. The problems of
 * the request's syntax are not repeated.
 */
export async function rehearseRequest(written: HttpFileRequest, context: RehearsalContext): Promise<RehearsedRequest> {
  const resolver = new VariableResolver({ ...context, gatherFailures: true });
  const refusals = await rehearse(written, context, new RequestTexts(written, resolver, undefined, later));
  return { refusals, encodedAlready: resolver.encodedAlready };
}

async function rehearse(
  written: HttpFileRequest,
  context: RehearsalContext,
  texts: RequestTexts,
): Promise<readonly PlacedFailure[]> {
  const request = withoutWebSocket(written);
  const { refusals } = texts;
  /** The result of a step; undefined if it fails, or is not known yet. */
  const attempt = async <Result>(
    step: () => Result | Promise<Result>,
    placeOf: (field: string) => Range = () => request.requestLineRange,
  ): Promise<Result | undefined> => {
    try {
      return await step();
    } catch (error) {
      if (error instanceof NotKnownYet || error instanceof TooLongToLookAt) return undefined;
      if (!isUserError(error)) throw error;
      if (!refusals.some((refusal) => refusal.error === error)) {
        refusals.push({ error, range: placeOf(error.place?.field ?? '') });
      }
      return undefined;
    }
  };

  const method = await attempt(() => readMethod(request, texts));
  const { headers, read } = await attemptHeaders(request, texts, attempt);
  const isComplete = headers.length === request.headers.length;
  const hidesHost = !isComplete && request.headers.some((header) => !headers.includes(header) && mayBe(header, 'host'));
  const address = hidesHost || read === undefined ? undefined : await attempt(() => readAddress(request, read.host, texts));
  if (address === undefined) for (const line of request.urlLines) await attempt(() => texts.resolveAll(line, 'URL'));

  const hidesSigner =
    !isComplete && request.headers.some((header) => !headers.includes(header) && mayBe(header, 'authorization'));
  const lines = { request: request.directives, file: context.file.directives };
  const aws = await attempt(() => readSigningSettings({ ...lines, authorization: read?.authorization }, texts));
  if (aws === undefined) {
    const { profile, service, region, payload, presign } = signingSettings(lines);
    for (const setting of [profile, service, region, payload, presign]) {
      if (setting?.directive === undefined) continue;
      const alone = { request: [setting.directive], file: [] };
      await attempt(() => readSigningSettings(alone, texts));
    }
  }
  const isGraphql = method === 'GRAPHQL' || read?.graphql === true;
  const [contentType = ''] = headerValues(read?.headers ?? [], 'content-type');
  const form = isGraphql || request.syntax === 'curl' ? undefined : formPartsOf(request.body, contentType);
  const isJoined = form !== undefined && (await attempt(() => joinForm(form, texts))) !== undefined;
  for (const part of isJoined ? [] : request.body) {
    if (part.kind === 'text') {
      await attempt(async () => {
        const text = await texts.resolve(part);
        requireNoMisplacedKeys(text, part, texts);
        if (isGraphql && request.body.length === 1) wrapGraphqlBody(text, part.range, undefined, texts);
      });
    } else {
      await attempt(() => texts.resolveAll({ text: part.path, range: part.pathRange }));
      await attempt(() => checkEncoding(part, texts));
    }
  }
  if (method === undefined || read === undefined || address === undefined || aws === undefined || hidesSigner) return refusals;

  const built: HttpRequest = { method, ...address, headers: read.headers, body: new Uint8Array(0) };
  const isMeant = request.directives.some(isAwsDirective) || isAwsHost(address.host);
  if (!isMeant && Object.values(aws).every((setting) => setting === undefined)) return refusals;
  const placeOf = (field: string): Range => {
    const { profile, region, service, credentials } = aws;
    const settings: Readonly<Record<string, { readonly range: Range } | undefined>> = { 'aws-profile': profile, region, service };
    const setting = / key|token$/.test(field) ? credentials : settings[field];
    const header = request.headers.findLast(({ name }) => name.toLowerCase() === field.toLowerCase());
    const url = field === 'target' || (field === 'host' && read.host === undefined) ? request.urlLines[0]?.range : undefined;
    return setting?.range ?? header?.range ?? url ?? request.requestLineRange;
  };
  // Many AWS APIs also accept tokens: a request that asks for no signature gets no advice to sign.
  const isWished = !request.directives.some(isAwsDirective) && hasToken(built);
  const before = refusals.length;
  if (isMeant) await attempt(() => requireNoOtherAuthorization(built), placeOf);
  if (isWished) return refusals.map((refusal, index) => (index < before ? refusal : { ...refusal, isWished }));
  await attempt(() => checkSigner(built, aws, context.profileNames), placeOf);
  return refusals;
}

/** Whether the request authenticates with a token or password. AWS keys do not count, whatever precedes them. */
function hasToken({ headers }: HttpRequest): boolean {
  const values = headerValues(headers, 'authorization');
  return values.length > 0 && values.every((value) => value !== '' && !/^aws/i.test(value) && !mayHoldKeys(value));
}

function mayHoldKeys(value: string): boolean {
  const password = /^basic\s+([\w+/=]+)$/i.exec(value)?.[1];
  const words = password === undefined ? value : Buffer.from(password, 'base64').toString('latin1').replace(':', ' ');
  return holdsKeys(words) || holdsKeys(`AWS ${words}`);
}

/** A WebSocket’s request is not a mistake: its URL can be signed. The text after the longer scheme keeps its place. */
function withoutWebSocket(written: HttpFileRequest): HttpFileRequest {
  const { request, webSocket } = asHttps(written);
  if (!webSocket) return written;
  const urlLines = request.urlLines.map(({ text, range: { start, end } }, index) => ({
    text,
    range: { start: { line: start.line, character: start.character - (index === 0 ? 'https'.length - 'wss'.length : 0) }, end },
  }));
  return withUrl(request, request.url, urlLines);
}

/** Whether a host is, or was meant to be, AWS's. */
function isAwsHost(host: string): boolean {
  return serviceOfHost(host) !== undefined || mistypedHost(host) !== undefined;
}

type Attempt = <Result>(step: () => Result | Promise<Result>) => Promise<Result | undefined>;

/** The readable headers, and their combined settings. */
async function attemptHeaders(
  request: HttpFileRequest,
  texts: RequestTexts,
  attempt: Attempt,
): Promise<{ headers: readonly HttpFileHeader[]; read: Awaited<ReturnType<typeof readHeaders>> | undefined }> {
  const read = await attempt(() => readHeaders(request, texts));
  if (read !== undefined) return { headers: request.headers, read };
  const headers: HttpFileHeader[] = [];
  for (const header of request.headers) {
    if ((await attempt(() => readHeaders({ headers: [header] }, texts))) !== undefined) headers.push(header);
  }
  return { headers, read: await attempt(() => readHeaders({ headers }, texts)) };
}

/** Whether an unreadable header has this name. */
function mayBe({ name }: HttpFileHeader, wanted: string): boolean {
  return name.includes('{{') || name.toLowerCase() === wanted;
}

/** Any will do: only their form is checked. */
const credentialsOfProfile = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'known-when-it-is-signed' };

/** @throws {UserError} for a missing profile, and for what cannot be signed */
function checkSigner(request: HttpRequest, aws: SigningSettings, profileNames: readonly string[]): void {
  const signer = signerOf(aws);
  if (signer.by === 'named-profile') {
    const profileByName = (name: string) => profileNames.find((each) => each === name);
    chooseProfile(signer, { profileByName, profileNames: () => profileNames, activeProfile: () => undefined });
  }
  // The signing profile has its own region if nothing else names one.
  const fallback = signer.by === 'keys' ? undefined : { name: '', region: 'us-east-1' };
  const scope = requestScope(request, aws, fallback);
  if ('missing' in scope) {
    if (scope.missing === 'service') requireHostAsMeant(request.host);
    return;
  }
  const { service, region } = scope;
  const credentials = aws.credentials?.value ?? credentialsOfProfile;
  const options = { credentials, service, region, algorithm: { namesRegionSet: scope.algorithm === 'SigV4a' } };
  if (aws.presign === undefined) checkSignable(request, options);
  else {
    wireRequest(request);
    signingScope(request, options);
  }
}
