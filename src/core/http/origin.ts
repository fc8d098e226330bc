import { readHost } from './split-url.ts';
import type { HttpRequest } from './message.ts';

/**
 * The one form of an origin, for example `http://127.0.0.1:9000`: lower case, international names in ASCII, the protocol's own port left
 * away. Two texts of one form lead to one place; what may lead elsewhere (a dot at the end, another notation of an address) stays apart.
 * @returns undefined for anything else, also for one with a path, a query, a user name or a blank
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

/** The origin that a request is connected to, if that is not the host that it names. */
export function otherOrigin(request: Addressed): string | undefined {
  const { protocol, host } = request;
  const origin = originOf(request);
  return origin === originOf({ protocol, host }) ? undefined : origin;
}
