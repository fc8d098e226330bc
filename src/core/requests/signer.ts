import { inferService } from '../aws/infer-service.ts';
import type { AwsAuthorization } from '../http-file/aws-authorization.ts';
import { findDirective, type SigningDirective } from '../http-file/directives.ts';
import type { Directive, Range } from '../http-file/http-file.ts';
import type { HttpRequest } from '../http/message.ts';
import type { Credentials } from '../signing/credentials.ts';

/** A value with the place that it was written at. */
export interface PlacedValue {
  readonly value: string;
  readonly range: Range;
}

/** What a request, its `Authorization: AWS …` or its file says of how it is signed. */
export interface SigningSetting extends PlacedValue {
  readonly source: 'request' | 'authorization' | 'file';
  /** The line that says it; undefined for an argument of `Authorization: AWS …`, whose whole value is the range. */
  readonly directive: Directive | undefined;
}

/** How a request wants to be signed. */
export interface SigningSettings {
  readonly profile: SigningSetting | undefined;
  readonly service: SigningSetting | undefined;
  /** A region, or a comma-separated set of regions for SigV4a. */
  readonly region: SigningSetting | undefined;
  /** `signed` or `unsigned`. */
  readonly payload: SigningSetting | undefined;
  /** Seconds that a presigned URL is to live. */
  readonly presign: SigningSetting | undefined;
  /** Keys written into the file; the range is that of the header's value. */
  readonly credentials: { readonly value: Credentials; readonly range: Range } | undefined;
}

/** What `Authorization: AWS …` says, with its variables resolved, and where its value stands. */
export type PlacedAuthorization = AwsAuthorization & { readonly range: Range };

/** The lines that say how a request is signed. */
export interface SigningLines {
  readonly request: readonly Directive[];
  /** The directives that hold for the whole file. */
  readonly file: readonly Directive[];
  /** Resolved by whoever asks, as far as its means reach. */
  readonly authorization?: PlacedAuthorization | undefined;
}

/**
 * THE precedence of what counts: a directive of the request, then its `Authorization: AWS …`, then a directive of the file. Keys in the
 * header sign whatever the file says. Values of directives are as they are written: whoever asks resolves those that count.
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

/** The directive of a request that names a profile while its header holds keys: nobody can tell who is to sign. */
export function ambiguousProfile({ request, authorization }: SigningLines): Directive | undefined {
  return authorization?.credentials === undefined ? undefined : findDirective(request, 'aws-profile');
}

/** Whether a request, or its file, says how long a presigned URL of it is to live. */
export function saysPresign(request: { readonly directives: readonly Directive[] }, file: typeof request): boolean {
  return signingSettings({ request: request.directives, file: file.directives }).presign !== undefined;
}

/** Who signs: keys of the file, the profile that is named, or the active one. */
export type Signer =
  | { readonly by: 'keys' }
  | { readonly by: 'named-profile'; readonly profile: SigningSetting }
  | { readonly by: 'active-profile' };

/** Keys in the file come before every profile, and a profile that is named before the active one. */
export function signerOf({ credentials, profile }: Pick<SigningSettings, 'credentials' | 'profile'>): Signer {
  if (credentials !== undefined) return { by: 'keys' };
  return profile === undefined ? { by: 'active-profile' } : { by: 'named-profile', profile };
}

/** Where a request is sent in place of its host: an address that the request itself names wins over the profile's endpoint. */
export function connectionOf(written: string | undefined, endpoint: string | undefined): string | undefined {
  return written ?? endpoint;
}

/** For which service and region a request is signed, and where each came from. */
export interface RequestScope {
  readonly service: string;
  /** With SigV4a a set of regions, for example `*`. */
  readonly region: string;
  readonly algorithm: 'SigV4' | 'SigV4a';
  /** In words, for people: `the request`, `the host …`. */
  readonly serviceSource: string;
  readonly regionSource: string;
}

/** A scope that lacks a part: the caller asks for it. Nothing is guessed. */
export interface IncompleteScope {
  readonly missing: 'service' | 'region';
}

type SaidValue = Pick<PlacedValue, 'value'> & Partial<Pick<SigningSetting, 'source'>>;

/** What the lines of a request say of its scope, or a person who was asked: that is written into the request. */
export interface SaidScope {
  readonly service?: SaidValue | undefined;
  readonly region?: SaidValue | undefined;
}

const sourceWords = { request: 'the request', authorization: 'the Authorization header', file: 'the file' } as const;

/**
 * The service that a request is signed for: what is said comes before the host. Undefined where neither tells.
 * @param address undefined where it is not known
 */
export function signedService(
  address: Pick<HttpRequest, 'host' | 'target'> | undefined,
  { service }: Pick<SaidScope, 'service'>,
): string | undefined {
  return service?.value ?? (address && inferService(address.host, address.target)?.service);
}

/** What is said comes first, then the host, then (for the region alone) the profile. */
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
