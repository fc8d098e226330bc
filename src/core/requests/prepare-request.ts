import type { Credentials } from '../credentials/credentials.ts';
import { UserError } from '../errors.ts';
import { buildRequest } from '../http/build-request.ts';
import type { AwsSettings, BuildContext } from '../http/build-request.ts';
import type { HttpFileRequest } from '../http/http-file.ts';
import { headerValues } from '../http/message.ts';
import type { HttpRequest } from '../http/message.ts';
import type { Profile } from '../profiles/profile.ts';
import { profileRegion } from '../profiles/profile.ts';
import { presignRequest } from '../signing/presign.ts';
import { signRequest } from '../signing/sign.ts';
import type { SigningAlgorithm } from '../signing/signature.ts';
import type { SignedRequest } from '../signing/signed-request.ts';
import { signingScope } from './signing-scope.ts';
import type { SigningScope } from './signing-scope.ts';

/** A profile as requests use it. */
export interface RequestProfile {
  readonly id: string;
  readonly name: string;
  readonly profile: Profile;
}

export interface PrepareRequestPorts {
  /** The profile with this name, or undefined. @throws {UserError} when its settings are invalid */
  readonly profileByName: (name: string) => RequestProfile | undefined;
  /** @throws {UserError} when its settings are invalid */
  readonly activeProfile: () => RequestProfile | undefined;
  readonly credentials: (profile: RequestProfile, signal: AbortSignal) => Promise<Credentials>;
  /** Asks a person for what the request does not tell; undefined when they decline. */
  readonly askScope: (missing: 'service' | 'region', host: string) => Promise<string | undefined>;
  readonly now: () => Date;
  /** Signs for sets of regions; loaded when a request asks for one. */
  readonly sigv4a: () => Promise<SigningAlgorithm>;
}

/** How long a presigned URL is to work, in seconds; false for a signature in the headers whatever the request says. */
export type Presigning = number | false;

/** A signed request with everything that a person may want to know about it. */
export interface PreparedRequest {
  readonly request: SignedRequest;
  readonly scope: SigningScope;
  /** The profile that signed, or undefined for keys that stand in the file. */
  readonly profile: RequestProfile | undefined;
  /** What a person was asked for, to be written into the file. */
  readonly asked: Readonly<Partial<Record<'service' | 'region', string>>>;
  /** How long its URL works, in seconds, where the signature stands in it. */
  readonly expiresIn: number | undefined;
  /** Whether the request names its own date, which no clock may correct. */
  readonly datePinned: boolean;
  /** The same request, signed anew with the time of now. */
  readonly signAgain: () => Promise<PreparedRequest>;
}

/**
 * Takes a request of a file all the way to its signature. It is signed last and complete, or this throws and nothing may be sent.
 * @throws {UserError} those of `buildRequest`, of the profile's session and of `signRequest` and `presignRequest`; `profile-unknown`, `profile-missing`, `scope-missing`
 */
export async function prepareRequest(
  fileRequest: HttpFileRequest,
  context: BuildContext & { readonly signal: AbortSignal },
  ports: PrepareRequestPorts,
  presigning?: Presigning,
): Promise<PreparedRequest> {
  const { request: built, aws } = await buildRequest(fileRequest, context);
  const profile = aws.credentials === undefined ? chooseProfile(aws, context, ports) : undefined;
  const { scope, asked } = await completeScope(built, aws, profile, ports);
  const credentials = profile === undefined ? requireCredentials(aws) : await ports.credentials(profile, context.signal);
  const endpoint = profile?.profile.endpoint;
  const datePinned = hasPinnedDate(built);
  const expiresIn = presigning === false ? undefined : (presigning ?? (aws.presign && Number(aws.presign.value)));
  const sign = async (): Promise<PreparedRequest> => {
    const options = {
      credentials,
      service: scope.service,
      region: scope.region,
      ...(scope.algorithm === 'SigV4a' && { algorithm: await ports.sigv4a() }),
      ...(datePinned ? {} : { date: ports.now() }),
      signal: context.signal,
    };
    const signed = await (expiresIn === undefined
      ? signRequest(built, options)
      : presignRequest(built, { ...options, expiresIn }));
    // An address that the request itself names wins over the profile's.
    const request = endpoint === undefined || signed.connectTo !== undefined ? signed : { ...signed, connectTo: endpoint };
    return { request, scope, profile, asked, expiresIn, datePinned, signAgain: sign };
  };
  return sign();
}

function chooseProfile(aws: AwsSettings, context: BuildContext, ports: PrepareRequestPorts): RequestProfile {
  if (aws.profile !== undefined) {
    const profile = ports.profileByName(aws.profile.value);
    if (profile !== undefined) return profile;
    throw new UserError({
      code: 'profile-unknown',
      message: `The request names the profile “${aws.profile.value}”, and there is none of that name.`,
      remedy: 'Correct the name in the request, or add the profile.',
      place: {
        ...(context.fileName !== undefined && { file: context.fileName }),
        line: aws.profile.range.start.line + 1,
        field: 'aws-profile',
      },
    });
  }
  const active = ports.activeProfile();
  if (active !== undefined) return active;
  throw new UserError({
    code: 'profile-missing',
    message: 'No profile is active, and the request names none.',
    remedy: 'Add a profile or make one active, or write “# @aws-profile name” above the request.',
  });
}

async function completeScope(
  request: HttpRequest,
  aws: AwsSettings,
  profile: RequestProfile | undefined,
  ports: PrepareRequestPorts,
): Promise<{ scope: SigningScope; asked: Partial<Record<'service' | 'region', string>> }> {
  const known: Partial<Record<'service' | 'region', { value: string }>> = {
    ...(aws.service && { service: aws.service }),
    ...(aws.region && { region: aws.region }),
  };
  const asked: Partial<Record<'service' | 'region', string>> = {};
  const fallback = profile && { name: profile.name, region: profileRegion(profile.profile) };
  for (;;) {
    const scope = signingScope(request, known, fallback);
    if (!('missing' in scope)) return { scope, asked };
    const answer = await ports.askScope(scope.missing, request.host);
    if (answer === undefined) {
      throw new UserError({
        code: 'scope-missing',
        message: `Neither the request nor its host ${request.host} tells the ${scope.missing} that it is to be signed for.`,
        remedy: `Write “# @aws-${scope.missing} …” above the request.`,
      });
    }
    known[scope.missing] = { value: answer };
    asked[scope.missing] = answer;
  }
}

function requireCredentials(aws: AwsSettings): Credentials {
  if (aws.credentials !== undefined) return aws.credentials.value;
  throw new UserError({
    code: 'profile-missing',
    message: 'The request has no credentials.',
    remedy: 'Write “# @aws-profile name” above the request.',
  });
}

/** A date that the user pinned is signed; the date of an older signature is not pinned, it belongs to that signature. */
function hasPinnedDate({ headers }: HttpRequest): boolean {
  return headerValues(headers, 'x-amz-date').length > 0 && headerValues(headers, 'authorization').length === 0;
}
