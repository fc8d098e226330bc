import { inferService } from '../aws/infer-service.ts';
import { fileValues, resolveWritten } from '../http-file/file-values.ts';
import type { HttpFile, HttpFileRequest } from '../http-file/http-file.ts';
import { sourceOf } from '../http-file/moved-request.ts';
import { isAwsDirective } from '../http-file/directives/directive-spelling.ts';
import { baseReference } from '../http-file/base-variable.ts';

/**
 * For whom a request is meant: `aws` where a directive, its Authorization or its host says so; `foreign` where it has an Authorization of
 * another scheme, which a signature would replace; `unknown` where that depends on variables that are not known.
 */
export type Addressee = 'aws' | 'foreign' | 'other' | 'unknown';

/** The variables of an environment, as far as they are known. */
export type EnvironmentVariables = ReadonlyMap<string, { readonly value: string | undefined }>;

/** Whether a request is meant for AWS, as far as that can be told without asking anyone. */
export function isAwsRequest(request: HttpFileRequest, file: HttpFile, environment?: EnvironmentVariables): boolean {
  return addresseeOf(request, file, environment) === 'aws';
}

/** Nothing is asked or evaluated; cheap when asked again for the same request or another one of the same host. */
export function addresseeOf(request: HttpFileRequest, file: HttpFile, environment?: EnvironmentVariables): Addressee {
  const { isMarked, authorization, host } = wordsOf(request);
  if (isMarked) return 'aws';
  const judged = judgementsOf(file, environment);
  const scheme = authorization === undefined ? 'other' : judged(`:${authorization}`);
  if (scheme === 'aws' || scheme === 'foreign') return scheme;
  if (file.directives.some(isAwsDirective)) return 'aws';
  const addressee = judged(host);
  return addressee === 'other' ? scheme : addressee;
}

/** What decides, as it is written. */
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
    const host = header('host') ?? (source.url.startsWith('/') ? '/' : hostOf(source.url));
    words = { isMarked: source.directives.some(isAwsDirective), authorization: header('authorization'), host };
    known.set(source, words);
  }
  return words;
}

/** Characters that are searched for the end of an authority: no host is longer. */
const longestAuthority = 10_000;

/** The authority of a URL as it is written, with its variables. */
export function hostOf(url: string): string {
  return /^(?:(?:https?|wss):\/\/)?((?:\{\{[^{}]*\}\}|[^/?#\s{])+)/i.exec(url.slice(0, longestAuthority))?.[1] ?? '';
}

interface Judgements {
  readonly environment: EnvironmentVariables | undefined;
  readonly judge: (text: string) => Addressee;
}

const judgements = new WeakMap<HttpFile['variables'], Judgements>();

/** Judges hosts, and values of Authorization with a colon before them; large files hold few different ones. */
function judgementsOf(file: HttpFile, environment: EnvironmentVariables | undefined): Judgements['judge'] {
  const last = judgements.get(file.variables);
  if (last !== undefined && last.environment === environment) return last.judge;
  const values = fileValues(file);
  const done = new Map<string, Addressee>();
  const judge = (text: string): Addressee => {
    let addressee = done.get(text);
    if (addressee === undefined) {
      // A path stands behind the variable `host`, if there is one.
      const valueOf = (name: string): string | undefined => values.get(name) ?? environment?.get(name)?.value;
      const value = resolveWritten(text === '/' ? baseReference : text, valueOf);
      if (text === '/' && value === baseReference && environment !== undefined) addressee = 'other';
      else addressee = value.startsWith(':') ? ofScheme(value.slice(1)) : ofHost(hostOf(value));
      done.set(text, addressee);
    }
    return addressee;
  };
  judgements.set(file.variables, { environment, judge });
  return judge;
}

function ofScheme(authorization: string): Addressee {
  if (/^AWS(?:4-|\s|$)/i.test(authorization)) return 'aws';
  return authorization.startsWith('{{') ? 'unknown' : 'foreign';
}

function ofHost(host: string): Addressee {
  if (host.includes('{{')) return 'unknown';
  return inferService(host) === undefined ? 'other' : 'aws';
}
