import { inferService } from '../aws/infer-service.ts';
import { mistypedHost } from '../aws/mistyped-host.ts';
import { UserError } from '../errors.ts';
import type { PlacedValue } from './building/build-request.ts';
import type { HttpRequest } from '../http/message.ts';

/** For which service and region a request is signed, and where each came from. */
export interface RequestScope {
  readonly service: string;
  /** With SigV4a a set of regions, for example `*`. */
  readonly region: string;
  readonly algorithm: 'SigV4' | 'SigV4a';
  /** In words, for people: `the aws-service directive`, `the host …`. */
  readonly serviceSource: string;
  readonly regionSource: string;
}

/** A scope that lacks a part: the caller asks for it. Nothing is guessed. */
export interface IncompleteScope {
  readonly missing: 'service' | 'region';
}

/** A directive or header of the request comes first, then the host, then (for the region alone) the profile. */
export function requestScope(
  request: Pick<HttpRequest, 'host' | 'target'>,
  aws: { readonly service?: Pick<PlacedValue, 'value'>; readonly region?: Pick<PlacedValue, 'value'> },
  profile: { readonly name: string; readonly region: string } | undefined,
): RequestScope | IncompleteScope {
  const inferred = inferService(request.host, request.target);
  const service = aws.service?.value ?? inferred?.service;
  if (service === undefined) return { missing: 'service' };
  const region = aws.region?.value ?? inferred?.regionSet ?? inferred?.region ?? profile?.region;
  if (region === undefined) return { missing: 'region' };
  const inferredSource = inferred?.source ?? '';
  return {
    service,
    region,
    // A set of regions has no place in the credential scope of SigV4.
    algorithm: inferred?.regionSet !== undefined || /[*,]/.test(region) ? 'SigV4a' : 'SigV4',
    serviceSource: aws.service === undefined ? inferredSource : 'the request',
    regionSource:
      aws.region !== undefined
        ? 'the request'
        : (inferred?.regionSet ?? inferred?.region) !== undefined
          ? inferredSource
          : `profile ${profile?.name ?? ''}`,
  };
}

/**
 * Nobody has to be asked for the service of a host that is only misspelt.
 * @throws {UserError} `host-mistyped`
 */
export function requireHostAsMeant(host: string): void {
  const mistyped = mistypedHost(host);
  if (mistyped === undefined) return;
  const { wrong, meant } = mistyped;
  throw new UserError({
    code: 'host-mistyped',
    message: `“${wrong}” in the host ${host} is not of AWS. Did you mean “${meant}”?`,
    remedy: 'Correct the host, or write “# @aws-service …” above the request to sign for the host as it is.',
    place: { field: 'host' },
  });
}
