import { inferService } from '../aws/infer-service.ts';
import type { AwsAuthorization } from '../http-file/aws-authorization.ts';
import { findDirective, type SigningDirective } from '../http-file/directives.ts';
import type { Directive, Range } from '../http-file/http-file.ts';
import type { HttpRequest } from '../http/message.ts';
import type { Credentials } from '../signing/credentials.ts';

/** A value with the place where it is written. */
export interface PlacedValue {
  readonly value: string;
  readonly range: Range;
}

/** A setting for signing, given by a request, its `Authorization: AWS …` or its file. */
export interface SigningSetting extends PlacedValue {
  readonly source: 'request' | 'authorization' | 'file';
  /** The line that gives it; undefined for an argument of `Authorization: AWS …`, whose whole value is the range. */
  readonly directive: Directive | undefined;
}

/** How a request is to be signed. */
export interface SigningSettings {
  readonly profile: SigningSetting | undefined;
  readonly service: SigningSetting | undefined;
  /** A region, or a comma-separated set of regions for SigV4a. */
  readonly region: SigningSetting | undefined;
  /** `signed` or `unsigned`. */
  readonly payload: SigningSetting | undefined;
  /** The lifetime of a presigned URL in seconds. */
  readonly presign: SigningSetting | undefined;
  /** Keys written into the file; the range is that of the header's value. */
  readonly credentials: { readonly value: Credentials; readonly range: Range } | undefined;
}

/** The content of `Authorization: AWS …`, with its variables resolved, and the place of its value. */
export type PlacedAuthorization = AwsAuthorization & { readonly range: Range };

/** The lines that say how a request is signed. */
export interface SigningLines {
  readonly request: readonly Directive[];
  /** The directives that apply to the whole file. */
  readonly file: readonly Directive[];
  /** Resolved by the caller, as far as it can. */
  readonly authorization?: PlacedAuthorization | undefined;
}

/**
 * THE precedence of settings: a directive of the request, then its `Authorization: AWS …`, then a directive of the file. Keys in
 * the header sign, whatever the file says. Values of directives are as written: the caller resolves the effective ones.
 */
export function signingSettings({ request, file, authorization }: SigningLines): SigningSettings {
  const setting = (name: SigningDirective, inHeader?: string): SigningSetting | undefined => {
    const own = findDirective(request, name);
    if (own !== undefined) return ofDirective(own, 'request');
    if (inHeader !== undefined && authorization !== undefined) {
      return { value: inHeader, range: authorization.range, source: 'authorization', directive: undefined };
    }
    const ofFile = findDirective(file, name);
    return ofFile && ofDirective(ofFile, 'file');
  };
  const keys = authorization?.credentials;
  return {
    profile: keys === undefined ? setting('aws-profile', authorization?.profile) : undefined,
    service: setting('aws-service', authorization?.service),
    region: setting('aws-region', authorization?.region),
    payload: setting('aws-payload'),
    presign: setting('aws-presign'),
    credentials: keys === undefined || authorization === undefined ? undefined : { value: keys, range: authorization.range },
  };
}

function ofDirective(directive: Directive, source: SigningSetting['source']): SigningSetting {
  return { value: directive.value, range: directive.valueRange, source, directive };
}

/** The directive of a request that names a profile although its header holds keys: the signer is ambiguous. */
export function ambiguousProfile({ request, authorization }: SigningLines): Directive | undefined {
  return authorization?.credentials === undefined ? undefined : findDirective(request, 'aws-profile');
}

/** Whether a request, or its file, sets the lifetime of a presigned URL. */
export function saysPresign(request: { readonly directives: readonly Directive[] }, file: typeof request): boolean {
  return signingSettings({ request: request.directives, file: file.directives }).presign !== undefined;
}

/** The signer: keys in the file, the named profile, or the active one. */
export type Signer =
  | { readonly by: 'keys' }
  | { readonly by: 'named-profile'; readonly profile: SigningSetting }
  | { readonly by: 'active-profile' };

/** Keys in the file take precedence over every profile, and a named profile over the active one. */
export function signerOf({ credentials, profile }: Pick<SigningSettings, 'credentials' | 'profile'>): Signer {
  if (credentials !== undefined) return { by: 'keys' };
  return profile === undefined ? { by: 'active-profile' } : { by: 'named-profile', profile };
}

/** The address that a request is sent to in place of its host: one that the request itself names takes precedence over the profile's endpoint. */
export function connectionOf(written: string | undefined, endpoint: string | undefined): string | undefined {
  return written ?? endpoint;
}

/** The service and region that a request is signed for, with their sources. */
export interface RequestScope {
  readonly service: string;
  /** With SigV4a a set of regions, for example `*`. */
  readonly region: string;
  readonly algorithm: 'SigV4' | 'SigV4a';
  /** In words, for people: `the request`, `the host …`. */
  readonly serviceSource: string;
  readonly regionSource: string;
}

/** A scope with a missing part, which the caller asks for. Nothing is guessed. */
export interface IncompleteScope {
  readonly missing: 'service' | 'region';
}

type SaidValue = Pick<PlacedValue, 'value'> & Partial<Pick<SigningSetting, 'source'>>;

/** The scope given by the lines of a request, or by a person, whose answer is written into the request. */
export interface SaidScope {
  readonly service?: SaidValue | undefined;
  readonly region?: SaidValue | undefined;
}

const sourceWords = { request: 'the request', authorization: 'the Authorization header', file: 'the file' } as const;

/**
 * The service that a request is signed for: a setting takes precedence over the host. Undefined if neither names it.
 * @param address undefined if unknown
 */
export function signedService(
  address: Pick<HttpRequest, 'host' | 'target'> | undefined,
  { service }: Pick<SaidScope, 'service'>,
): string | undefined {
  return service?.value ?? (address && inferService(address.host, address.target)?.service);
}

/** A setting comes first, then the host, then (only for the region) the profile. */
export function requestScope(
  { host, target }: Pick<HttpRequest, 'host' | 'target'>,
  { service: saidService, region: saidRegion }: SaidScope,
  profile: { readonly name: string; readonly region: string } | undefined,
): RequestScope | IncompleteScope {
  const inferred = inferService(host, target);
  const service = saidService?.value ?? inferred?.service;
  if (service === undefined) return { missing: 'service' };
  const ofHost = inferred?.regionSet ?? inferred?.region;
  const region = saidRegion?.value ?? ofHost ?? profile?.region;
  if (region === undefined) return { missing: 'region' };
  const hostWords = inferred?.source ?? '';
  return {
    service,
    region,
    // A set of regions has no place in the credential scope of SigV4.
    algorithm: inferred?.regionSet !== undefined || /[*,]/.test(region) ? 'SigV4a' : 'SigV4',
    serviceSource: saidService === undefined ? hostWords : sourceWords[saidService.source ?? 'request'],
    regionSource:
      saidRegion !== undefined
        ? sourceWords[saidRegion.source ?? 'request']
        : ofHost !== undefined
          ? hostWords
          : `profile ${profile?.name ?? ''}`,
  };
}
