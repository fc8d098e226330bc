import { readHost } from './split-url.ts';
import type { HttpRequest } from './message.ts';

/**
 * The canonical form of an origin, for example `http://127.0.0.1:9000`: lower case, international names in ASCII, the protocol's
 * default port left out. Equal forms lead to the same place; what may lead elsewhere (a dot at the end, another notation of an
 * address) stays distinct.
 * @returns undefined for anything else, also for one with a path, a query, a user name or a space
 */
export function canonicalOrigin(text: string): string | undefined {
  const [, scheme, authority] = /^(https?):\/\/([^/?#\\\s@]+)\/?$/i.exec(text) ?? [];
  if (scheme === undefined || authority === undefined) return undefined;
  const protocol = scheme.toLowerCase() === 'https' ? 'https:' : 'http:';
  const host = readHost(authority, protocol);
  return typeof host === 'string' ? `${protocol}//${host.toLowerCase()}` : undefined;
}

/** The host of an origin, without its port. */
export function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, '').replace(/:\d+$/, '');
}

type Addressed = Pick<HttpRequest, 'protocol' | 'host' | 'connectTo'>;

/** The origin that a request is connected to. */
export function originOf({ protocol, host, connectTo }: Addressed): string {
  const written = connectTo ?? `${protocol}//${host}`;
  return canonicalOrigin(written) ?? written;
}

/** The origin that a request is connected to, if it is not the host that it names. */
export function otherOrigin(request: Addressed): string | undefined {
  const { protocol, host } = request;
  const origin = originOf(request);
  return origin === originOf({ protocol, host }) ? undefined : origin;
}
