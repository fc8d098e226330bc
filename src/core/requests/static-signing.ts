import { isAwsAuthorization, parseAwsAuthorization } from '../http-file/aws-authorization.ts';
import type { Directive, HttpFile, HttpFileHeader, HttpFileRequest } from '../http-file/http-file.ts';
import { sourceOf } from '../http-file/moved-request.ts';
import { isHeaderValue } from '../http/message.ts';
import { findReferences } from '../http-file/references.ts';
import { promptsOf } from '../variables/prompt-variables.ts';
import { staticVariables } from '../variables/static-variables.ts';
import {
  ambiguousProfile,
  type PlacedAuthorization,
  signerOf,
  type Signer,
  type SigningSetting,
  type SigningSettings,
  signingSettings,
} from './signer.ts';

/** An `Authorization: AWS …` with the file's own variables in it. */
export interface StaticAuthorization {
  readonly header: HttpFileHeader;
  /** Unknown references stay as written. */
  readonly value: string;
}

/** What is known of how a request is signed without asking anybody: from its own texts and the variables of its file. */
export interface StaticSigning {
  /** `unknown` if a variable outside the file decides; `nobody` if the request is refused, whoever signs. */
  readonly signer: Signer | { readonly by: 'unknown'; readonly reference: string } | { readonly by: 'nobody' };
  /** References to unknown variables stay in the values. */
  readonly settings: SigningSettings;
  readonly authorization: StaticAuthorization | undefined;
  /** Why the header cannot be read, whatever the values of its variables. */
  readonly malformed: string | undefined;
  /** Whether the header may say more than could be read, so that settings of the file may not apply. */
  readonly mayTellMore: boolean;
  /** The directive that names a profile beside keys in the header. */
  readonly ambiguous: Directive | undefined;
}

/** Applies the precedence to what the file itself says: the same result as when sending, wherever it is definite. */
export function staticSigning(request: HttpFileRequest, file: Pick<HttpFile, 'variables' | 'directives'>): StaticSigning {
  const prompts = promptsOf(sourceOf(request).directives);
  const unknown = new Set(prompts.map(({ name }) => name));
  const resolve = (text: string): string => staticVariables(file).resolve(text, unknown).trim();
  const values = authorizationsOf(request, resolve);
  const authorization = awsAuthorizationAmong(values, request);
  const read = authorization && readAuthorization(authorization);
  const unread = read === undefined ? authorization?.value : undefined;
  // An unknown variable may contain the missing part.
  const isOpen = unread?.includes('{{') === true;
  const malformed = unread === undefined || isOpen || !isHeaderValue(unread) ? undefined : problemOf(unread);

  const lines = { request: request.directives, file: file.directives, authorization: read };
  const written = signingSettings(lines);
  const settings: SigningSettings = {
    profile: resolved(written.profile, resolve),
    service: resolved(written.service, resolve),
    region: resolved(written.region, resolve),
    payload: resolved(written.payload, resolve),
    presign: resolved(written.presign, resolve),
    credentials: written.credentials,
  };
  const ambiguous = ambiguousProfile(lines);
  const isRefused =
    (unread !== undefined && !isOpen) ||
    ambiguous !== undefined ||
    (authorization !== undefined && values.length > 1) ||
    values.some(({ value }) => isForeign(value)) ||
    settings.profile?.value === '';
  const undecided = isOpen ? unread : values.find(({ value }) => value.startsWith('{{'))?.value;
  const isNamed = settings.profile?.source === 'request';
  return {
    signer: isRefused
      ? { by: 'nobody' }
      : undecided !== undefined && !isNamed
        ? { by: 'unknown', reference: firstReference(undecided) }
        : signerOf(settings),
    settings,
    authorization,
    malformed,
    mayTellMore: undecided !== undefined || malformed !== undefined || authorization?.value.includes('{{') === true,
    ambiguous,
  };
}

/** The `Authorization: AWS …` of a request, with the file's own variables in its value. */
export function awsAuthorizationOf(request: HttpFileRequest, file: Pick<HttpFile, 'variables'>): StaticAuthorization | undefined {
  return awsAuthorizationAmong(
    authorizationsOf(request, (text) => staticVariables(file).resolve(text).trim()),
    request,
  );
}

function awsAuthorizationAmong(
  values: ReturnType<typeof authorizationsOf>,
  { headers }: HttpFileRequest,
): StaticAuthorization | undefined {
  const found = values.find(({ value }) => isAwsAuthorization(value));
  const header = found && headers[found.index];
  return found && header && { header, value: found.value };
}

function authorizationsOf(
  request: HttpFileRequest,
  resolve: (text: string) => string,
): { readonly index: number; readonly value: string }[] {
  return sourceOf(request).headers.flatMap(({ name, value }, index) =>
    resolve(name).toLowerCase() === 'authorization' ? [{ index, value: resolve(value) }] : [],
  );
}

function isForeign(value: string): boolean {
  return !isAwsAuthorization(value) && !/^AWS4-/i.test(value) && !value.startsWith('{{');
}

/** An unknown reference counts as one word, however it is written. */
function readAuthorization({ header, value }: StaticAuthorization): PlacedAuthorization | undefined {
  const references: string[] = [];
  let words = '';
  let from = 0;
  for (const { start, end } of findReferences(value)) {
    words += `${value.slice(from, start)}{{${references.length}}}`;
    references.push(value.slice(start, end));
    from = end;
  }
  const parsed = parseAwsAuthorization(words + value.slice(from));
  if ('problem' in parsed) return undefined;
  if (references.length === 0) return { ...parsed, range: header.valueRange };
  const restored = (text: string): string =>
    text.replace(/\{\{(\d+)\}\}/g, (whole, index: string) => references[Number(index)] ?? whole);
  const { profile, region, service, credentials } = parsed;
  return {
    profile: profile && restored(profile),
    region: region && restored(region),
    service: service && restored(service),
    credentials: credentials && {
      accessKeyId: restored(credentials.accessKeyId),
      secretAccessKey: restored(credentials.secretAccessKey),
      ...(credentials.sessionToken !== undefined && { sessionToken: restored(credentials.sessionToken) }),
    },
    range: header.valueRange,
  };
}

function problemOf(value: string): string | undefined {
  const parsed = parseAwsAuthorization(value);
  return 'problem' in parsed ? parsed.problem : undefined;
}

function resolved(setting: SigningSetting | undefined, resolve: (text: string) => string): SigningSetting | undefined {
  return setting?.directive === undefined ? setting : { ...setting, value: resolve(setting.value) };
}

function firstReference(text: string): string {
  const [reference] = findReferences(text);
  return reference === undefined ? '' : text.slice(reference.start, reference.end);
}
