import { type InferredService, inferService } from '../aws/infer-service.ts';
import { canonicalOrigin } from '../http/origin.ts';
import { protocolFor, readHost } from '../http/split-url.ts';
import { baseReference } from '../http-file/base-variable.ts';
import type { HttpFileRequest } from '../http-file/http-file.ts';
import { sourceOf } from '../http-file/moved-request.ts';
import type { StaticVariables } from '../variables/static-variables.ts';

/** How many characters are searched for the end of an authority: no host is longer. */
const longestAuthority = 10_000;
/** Longer addresses are cut, because they are shown beside other text. */
const longestShown = 60;

/** The authority of a URL as written, with its variables. */
export function writtenHost(url: string): string {
  return /^(?:(?:https?|wss):\/\/)?((?:\{\{[^{}]*\}\}|[^/?#\s{])+)/i.exec(url.slice(0, longestAuthority))?.[1] ?? '';
}

/** The host that a request is signed for; undefined if unknown without asking. */
export function staticHost(request: HttpFileRequest, variables: StaticVariables): string | undefined {
  const { url } = sourceOf(request);
  const header = hostHeader(request);
  const host = header === undefined ? writtenHost(staticUrl(url, variables)) : variables.resolve(header).trim();
  return host === '' || host.includes('{{') ? undefined : host;
}

/** That host with the path and query, as far as they are known; undefined if the host is not. */
export function staticAddress(
  request: HttpFileRequest,
  variables: StaticVariables,
): { readonly host: string; readonly target: string } | undefined {
  const host = staticHost(request, variables);
  const target = staticUrl(request.url, variables).replace(/^(?:(?:https?|wss):\/\/)?[^/?#]*/i, '');
  return host === undefined ? undefined : { host, target };
}

/** Service and region as inferred from a request's host and path. */
export function inferFromRequest(request: HttpFileRequest, variables: StaticVariables): InferredService | undefined {
  const address = staticAddress(request, variables);
  return address && inferService(address.host, address.target);
}

/**
 * The address in the URL of a request whose `Host` header names another, for example `127.0.0.1:9000`; undefined for any other
 * request. Unknown variables stay as written.
 */
export function writtenAddress(request: HttpFileRequest, variables: StaticVariables): string | undefined {
  const header = hostHeader(request);
  if (header === undefined) return undefined;
  const url = variables.resolve(request.url).trim();
  const protocol = protocolOf(url);
  const [address, signed] = [writtenHost(url), variables.resolve(header).trim()].map((host) => asSent(host, protocol));
  if (address === '' || address === undefined || address.toLowerCase() === signed?.toLowerCase()) return undefined;
  return address.length > longestShown ? `${address.slice(0, longestShown)}…` : address;
}

/** The origin that a request is sent to, whatever host it is signed for; undefined where it cannot be told without asking. */
export function staticOrigin(request: HttpFileRequest, variables: StaticVariables): string | undefined {
  const url = variables.resolve(request.url).trim();
  const header = url.startsWith('/') ? hostHeader(request) : undefined;
  const address = header === undefined ? staticUrl(request.url, variables) : variables.resolve(header).trim();
  return canonicalOrigin(`${protocolOf(address)}//${writtenHost(address)}`);
}

function protocolOf(url: string): 'https:' | 'http:' {
  return /^http:/i.test(url) ? 'http:' : /^(?:https|wss):/i.test(url) ? 'https:' : protocolFor(writtenHost(url));
}

function hostHeader(request: HttpFileRequest): string | undefined {
  return sourceOf(request).headers.find(({ name }) => name.toLowerCase() === 'host')?.value;
}

/** A path follows the variable `host`, if there is one. */
function staticUrl(written: string, variables: StaticVariables): string {
  const url = variables.resolve(written).trim();
  return url.startsWith('/')
    ? variables
        .resolve(baseReference)
        .trim()
        .replace(/([^/])\/$/, '$1') + url
    : url;
}

/** Without the default port; as written if it cannot be sent. */
function asSent(host: string, protocol: 'https:' | 'http:'): string {
  const sent = readHost(host, protocol);
  return typeof sent === 'string' ? sent : host;
}
