import { serviceOfHost } from '../aws/infer-service.ts';
import type { HttpFile, HttpFileRequest } from '../http-file/http-file.ts';
import { sourceOf } from '../http-file/moved-request.ts';
import { isAwsDirective } from '../http-file/directives/unknown-directive.ts';
import { baseReference } from '../http-file/base-variable.ts';
import { type EnvironmentVariables, type StaticVariables, staticVariables } from '../variables/static-variables.ts';
import { writtenHost } from './static-address.ts';

/**
 * Whether a request is meant for AWS: `aws` if a directive, its Authorization or its host says so; `foreign` if it has an
 * Authorization of another scheme, which a signature would replace; `unknown` if that depends on unknown variables.
 */
export type Addressee = 'aws' | 'foreign' | 'other' | 'unknown';

/** Whether a request is meant for AWS, as far as that can be told without asking anyone. */
export function isAwsRequest(request: HttpFileRequest, file: HttpFile, environment?: EnvironmentVariables): boolean {
  return addresseeOf(request, file, environment) === 'aws';
}

/** Nothing is asked or evaluated; cheap when repeated for the same request or another one of the same host. */
export function addresseeOf(request: HttpFileRequest, file: HttpFile, environment?: EnvironmentVariables): Addressee {
  const { isMarked, authorization, host } = wordsOf(request);
  if (isMarked) return 'aws';
  const variables = staticVariables(file, environment);
  const scheme = authorization === undefined ? 'other' : ofScheme(variables.resolve(authorization));
  if (scheme === 'aws' || scheme === 'foreign') return scheme;
  if (file.directives.some(isAwsDirective)) return 'aws';
  const addressee = ofHost(host, variables, environment !== undefined);
  return addressee === 'other' ? scheme : addressee;
}

/** The deciding parts, as written. */
interface Words {
  readonly isMarked: boolean;
  readonly authorization: string | undefined;
  readonly host: string;
}

const known = new WeakMap<HttpFileRequest, Words>();

function wordsOf(request: HttpFileRequest): Words {
  const source = sourceOf(request);
  let words = known.get(source);
  if (words === undefined) {
    const header = (wanted: string): string | undefined =>
      source.headers.find(({ name }) => name.toLowerCase() === wanted)?.value;
    const host = header('host') ?? (source.url.startsWith('/') ? '/' : writtenHost(source.url));
    words = { isMarked: source.directives.some(isAwsDirective), authorization: header('authorization'), host };
    known.set(source, words);
  }
  return words;
}

function ofScheme(authorization: string): Addressee {
  if (/^AWS(?:4-|\s|$)/i.test(authorization)) return 'aws';
  return authorization.startsWith('{{') ? 'unknown' : 'foreign';
}

/** @param isAllKnown whether all variables are known: then a path without the host variable has no host */
function ofHost(written: string, variables: StaticVariables, isAllKnown: boolean): Addressee {
  const url = variables.resolve(written === '/' ? baseReference : written);
  if (isAllKnown && written === '/' && url === baseReference) return 'other';
  const host = writtenHost(url);
  if (host.includes('{{')) return 'unknown';
  return serviceOfHost(host) === undefined ? 'other' : 'aws';
}
