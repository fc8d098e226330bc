import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

/** The parts of a URL that a request needs, rewritten only as far as the wire demands. */
export interface SplitUrl {
  readonly protocol: 'https:' | 'http:';
  /** Undefined if the URL is only a path. With the port unless it is the protocol's default. */
  readonly host: string | undefined;
  /** Starts with `/`; without the fragment. */
  readonly target: string;
}

const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|[^:]*\.localhost)$/i;

/**
 * Splits a URL by hand, because the standard `URL` removes dot segments and encodes again, which breaks the signature. Spaces,
 * characters outside ASCII and those that RFC 3986 does not allow are percent-encoded as UTF-8.
 * @returns the problem, as a sentence, if it is not a URL for HTTP
 */
export function splitUrl(url: string): SplitUrl | { readonly problem: string } {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https' && scheme !== 'http') return { problem: `“${scheme}” is not supported` };
  const target = encodeTarget(url.slice(scheme === undefined ? 0 : scheme.length + 3));
  if (typeof target !== 'string') return target;
  if (scheme === undefined && target.startsWith('/')) return { protocol: 'https:', host: undefined, target };

  const end = target.search(/[/?]/);
  const written = end === -1 ? target : target.slice(0, end);
  const rest = end === -1 ? '' : target.slice(end);
  const protocol = scheme === undefined ? protocolFor(written) : scheme === 'https' ? 'https:' : 'http:';
  const host = readHost(written, protocol);
  if (typeof host !== 'string') return host;
  return { protocol, host, target: rest.startsWith('/') ? rest : `/${rest}` };
}

/** The protocol if none is written: http for this machine and for ports other than that of https, https for everything else. */
export function protocolFor(host: string): 'https:' | 'http:' {
  const port = /:(\d+)$/.exec(host)?.[1];
  if (port !== undefined) return port === '443' || port === '8443' ? 'https:' : 'http:';
  return loopback.test(host) ? 'http:' : 'https:';
}

/** The host as in the `Host` header: international names in ASCII, the protocol's default port left out. */
export function readHost(written: string, protocol: 'https:' | 'http:'): string | { readonly problem: string } {
  if (written.includes('@')) return { problem: 'a user name or password in the URL is not sent' };
  const match = /^(\[[^\]]*\]|[^:[\]]*)(?::(\d*))?$/.exec(written);
  const name = match?.[1];
  if (match === null || name === undefined) return { problem: 'the host is not legal' };
  if (name === '') return { problem: 'the host is missing' };
  let host = name;
  if (name.startsWith('[')) {
    if (!isIPv6(name.slice(1, -1))) return { problem: 'the IPv6 address is not legal' };
  } else if (!/^[a-z0-9._~-]+$/i.test(name)) {
    const decoded = decode(name);
    const placeholder = /[{<][^{}<>]*[>}]/.exec(decoded)?.[0];
    if (placeholder !== undefined) return { problem: `“${placeholder}” in the host is a placeholder for a value` };
    // For a name with one of these, `domainToASCII` gives the part before it, which is another host.
    host = /[\0-\x20\x7f"#%'/:<>?@\\`]/.test(decoded) ? '' : domainToASCII(decoded);
    if (host === '') return { problem: 'the host is not legal' };
  }
  const port = match[2] ?? '';
  if (Number(port) > 65_535 || (port !== '' && Number(port) === 0)) return { problem: 'the port is not legal' };
  const isOwn = port === '' || Number(port) === (protocol === 'https:' ? 443 : 80);
  return isOwn ? host : `${host}:${Number(port)}`;
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return '';
  }
}

function encodeTarget(text: string): string | { readonly problem: string } {
  const fragment = text.indexOf('#');
  const kept = fragment === -1 ? text : text.slice(0, fragment);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\0-\x1f\x7f]/.test(kept)) return { problem: 'it holds a control character' };
  if (/%(?![0-9a-f]{2})/i.test(kept))
    return { problem: 'a “%” is not followed by two hex digits (write “%25” for the character itself)' };
  if (!kept.isWellFormed()) return { problem: 'it holds half a character' };
  return kept.replace(/[^\x21-\x7e]+|["<>\\^`{|}]/gu, (illegal) => encodeURIComponent(illegal));
}
