import type { Credentials } from '../signing/credentials.ts';
import { UserError, isUserError } from '../errors.ts';
import { buildRequest } from './building/build-request.ts';
import type { BuildContext } from './building/build-request.ts';
import type { CarriedValue } from '../variables/carried-value.ts';
import type { HttpFileRequest } from '../http-file/http-file.ts';
import { headerValues } from '../http/message.ts';
import type { HttpRequest } from '../http/message.ts';
import { hasSessions } from '../profiles/kinds.ts';
import type { Profile } from '../profiles/profile.ts';
import { profileRegion } from '../profiles/profile.ts';
import { payloadHash } from '../signing/payload-hash.ts';
import { UNSIGNED_PAYLOAD } from '../signing/service-rules.ts';
import { presignRequest } from '../signing/presign.ts';
import { signRequest } from '../signing/sign.ts';
import type { SignOptions } from '../signing/sign.ts';
import type { SigningAlgorithm } from '../signing/signing-scope.ts';
import type { SignedRequest } from '../signing/signed-request.ts';
import { chooseProfile, type ProfilePorts, requireNoOtherAuthorization } from './choose-profile.ts';
import type { JourneyToConfirm } from '../destinations/destination-guard.ts';
import { requireHostAsMeant } from './require-host-as-meant.ts';
import { connectionOf, requestScope, signerOf } from './signer.ts';
import type { RequestScope, SaidScope, SigningSettings } from './signer.ts';
import { untilAborted } from '../until-aborted.ts';

/** A profile as requests use it. */
export interface RequestProfile {
  readonly id: string;
  readonly name: string;
  readonly profile: Profile;
}

/** What signs for a profile. */
export interface CredentialPorts {
  readonly credentials: (profile: RequestProfile, signal: AbortSignal) => Promise<Credentials>;
  /** Credentials of a fresh session, whatever time the one at hand has left; absent where nothing can be renewed. */
  readonly renewCredentials?: (profile: RequestProfile, signal: AbortSignal) => Promise<Credentials>;
}

export interface PrepareRequestPorts extends ProfilePorts<RequestProfile>, CredentialPorts {
  /** Waits for what is about to bring a profile along, or to change its endpoint. */
  readonly sandboxStart?: () => Promise<void>;
  /**
   * Asks a person for the consent that the destination of the request lacks: before credentials are obtained, and again when it
   * is known whether they include a session token.
   * @throws {UserError} if it is refused; then nothing is signed
   */
  readonly confirmDestination: (journey: JourneyToConfirm) => Promise<void>;
  /** Asks a person for what the request does not tell; undefined when they decline. */
  readonly askScope: (missing: 'service' | 'region', host: string) => Promise<string | undefined>;
  /** The time of the server that a request is going to. */
  readonly now: (request: Pick<HttpRequest, 'protocol' | 'host' | 'connectTo'>) => Date;
  /** Signs for sets of regions; loaded when a request needs it. */
  readonly sigv4a: () => Promise<SigningAlgorithm>;
}

/** The lifetime of a presigned URL in seconds; false for a signature in the headers, whatever the request says. */
export type Presigning = number | false;

/** A signed request with everything that a person may want to know about it. */
export interface PreparedRequest {
  readonly request: SignedRequest;
  readonly scope: RequestScope;
  /** The request's own settings for signing. */
  readonly aws: SigningSettings;
  /** The profile that signed, or undefined for keys in the file. */
  readonly profile: RequestProfile | undefined;
  /** The credentials that signed, with the token of temporary keys. */
  readonly credentials: Credentials;
  /** A person's answers, to be written into the file. */
  readonly asked: Readonly<Partial<Record<'service' | 'region', string>>>;
  /** Secrets that no document may show: the secret access key and the session token that signed. */
  readonly secrets: readonly string[];
  /** Values of secret variables that are part of the request: no record of it may contain them. */
  readonly secretVariables: readonly string[];
  /** The values that it takes from outside its file; its response may repeat them. */
  readonly carried: readonly CarriedValue[];
  /** Signs another request with the same credentials for the same service, in `region` if given. @throws {UserError} */
  readonly resign: (request: HttpRequest, region?: string) => Promise<PreparedRequest>;
  /** Signs the same request with a fresh session; undefined if there is none to renew. @throws {UserError} */
  readonly renew: (() => Promise<PreparedRequest>) | undefined;
  /** How long its URL works, in seconds, if the signature is in it. */
  readonly expiresIn: number | undefined;
  /** Whether the request names its own date, which no clock may correct. */
  readonly datePinned: boolean;
  /** The same request, signed again with the current time. */
  readonly signAgain: () => Promise<PreparedRequest>;
}

/**
 * Takes a request of a file all the way to its signature. It is signed last and in full, or this throws and nothing may be sent.
 * @throws {UserError} those of `buildRequest`, of `confirmDestination`, of the profile's session and of `signRequest` and
 * `presignRequest`; `profile-unknown`, `profile-none`, `profile-missing`, `host-mistyped`, `scope-missing`
 */
export async function prepareRequest(
  fileRequest: HttpFileRequest,
  context: BuildContext & { readonly signal: AbortSignal },
  ports: PrepareRequestPorts,
  presigning?: Presigning,
): Promise<PreparedRequest> {
  const made = await orCancelled(context.signal, () => buildRequest(fileRequest, context));
  const { request: built, aws, secrets: secretVariables, carried } = made;
  requireNoOtherAuthorization(built);
  const signer = signerOf(aws);
  const settled = signer.by === 'keys' ? undefined : ports.sandboxStart?.();
  if (settled !== undefined) await orCancelled(context.signal, () => untilAborted(settled, context.signal));
  const profile = chooseProfile(signer, ports, context.fileName);
  const { scope, asked } = await completeScope(built, aws, profile, ports);
  const connectTo = connectionOf(built.connectTo, profile?.profile.endpoint);
  const confirm = ({ hasSessionToken }: Pick<JourneyToConfirm, 'hasSessionToken'>): Promise<void> =>
    orCancelled(context.signal, () => {
      const { protocol, host } = built;
      const confirmed = ports.confirmDestination({
        signer: profile,
        request: { protocol, host, ...(connectTo !== undefined && { connectTo }) },
        addressIsWritten: built.connectTo !== undefined,
        carried,
        hasSessionToken,
        directory: context.baseDirectory,
      });
      return untilAborted(confirmed, context.signal);
    });
  await confirm({ hasSessionToken: false });
  const credentials = profile === undefined ? requireCredentials(aws) : await ports.credentials(profile, context.signal);
  if (credentials.sessionToken !== undefined) await confirm({ hasSessionToken: true });
  const datePinned = hasPinnedDate(built);
  const expiresIn = presigning === false ? undefined : (presigning ?? (aws.presign && Number(aws.presign.value)));
  const sign = async (unsigned: HttpRequest, by: Credentials, region = scope.region): Promise<PreparedRequest> => {
    const { protocol, host, connectTo: address = connectTo } = unsigned;
    const options: SignOptions = {
      credentials: by,
      service: scope.service,
      region,
      ...(scope.algorithm === 'SigV4a' && { algorithm: await ports.sigv4a() }),
      ...(hasPinnedDate(unsigned)
        ? {}
        : { date: ports.now({ protocol, host, ...(address !== undefined && { connectTo: address }) }) }),
      signal: context.signal,
    };
    const signed = await orCancelled(context.signal, async () => {
      const all = { ...options, ...(await payloadOptions(unsigned, aws, context.signal)) };
      return expiresIn === undefined ? signRequest(unsigned, all) : presignRequest(unsigned, { ...all, expiresIn });
    });
    const request = address === undefined ? signed : { ...signed, connectTo: address };
    const { renewCredentials } = ports;
    return {
      request,
      scope: region === scope.region ? scope : { ...scope, region, regionSource: 'the response' },
      aws,
      profile,
      credentials: by,
      asked,
      expiresIn,
      datePinned,
      secretVariables,
      carried,
      secrets: [by.secretAccessKey, by.sessionToken].filter((secret) => secret !== undefined),
      resign: (next, nextRegion) => sign(next, by, nextRegion ?? region),
      signAgain: () => sign(unsigned, by, region),
      renew:
        renewCredentials === undefined || profile === undefined || !hasSessions(profile.profile)
          ? undefined
          : async () => sign(unsigned, await renewCredentials(profile, context.signal), region),
    };
  };
  return sign(built, credentials);
}

/** The payload setting of `# @aws-payload`, which overrides that of the service or a header. */
async function payloadOptions(
  { body }: HttpRequest,
  { payload }: SigningSettings,
  signal: AbortSignal,
): Promise<Pick<SignOptions, 'payloadHash' | 'contentSha256Header'>> {
  if (payload === undefined) return {};
  if (payload.value === 'signed') return { payloadHash: await payloadHash(body, signal) };
  // A server cannot know that the body is not covered unless the header says so.
  return { payloadHash: UNSIGNED_PAYLOAD, contentSha256Header: true };
}

async function completeScope(
  request: HttpRequest,
  aws: SigningSettings,
  profile: RequestProfile | undefined,
  ports: PrepareRequestPorts,
): Promise<{ scope: RequestScope; asked: Partial<Record<'service' | 'region', string>> }> {
  let said: SaidScope = aws;
  const asked: Partial<Record<'service' | 'region', string>> = {};
  const fallback = profile && { name: profile.name, region: profileRegion(profile.profile) };
  for (;;) {
    const scope = requestScope(request, said, fallback);
    if (!('missing' in scope)) return { scope, asked };
    if (scope.missing === 'service') requireHostAsMeant(request.host);
    const response = await ports.askScope(scope.missing, request.host);
    if (response === undefined) {
      throw new UserError({
        code: 'scope-missing',
        message: `Neither the request nor its host ${request.host} names the ${scope.missing} to sign for.`,
        remedy: `Write “# @aws-${scope.missing} …” above the request.`,
      });
    }
    said = { ...said, [scope.missing]: { value: response } };
    asked[scope.missing] = response;
  }
}

function requireCredentials(aws: SigningSettings): Credentials {
  if (aws.credentials !== undefined) return aws.credentials.value;
  throw new UserError({
    code: 'profile-missing',
    message: 'The request has no credentials.',
    remedy: 'Write “# @aws-profile name” above the request.',
  });
}

/** A date that the user pinned is signed; the date of an older signature is not pinned, because it belongs to that signature. */
function hasPinnedDate({ headers }: HttpRequest): boolean {
  return headerValues(headers, 'x-amz-date').length > 0 && headerValues(headers, 'authorization').length === 0;
}

/** Waiting, and hashing a large body, can be cancelled; that is not a failure, and nothing was sent. */
async function orCancelled<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUserError(error) || !signal.aborted) throw error;
    throw new UserError({
      code: 'cancelled',
      message: 'Signing the request was cancelled.',
      remedy: 'Sign it again when you need it.',
      retryable: true,
    });
  }
}
