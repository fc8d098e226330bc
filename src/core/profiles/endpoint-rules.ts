/** Hosts that are this machine for certain. Some systems resolve names below `localhost` with a name server. */
const loopback = String.raw`(?:localhost|127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}|\[::1\])`;

/** The patterns that an endpoint has to match, each with the message if it does not. */
export const endpointRules = [
  [/^https?:\/\/[^/?#\\\s@]+\/?$/i, 'must be an origin such as http://127.0.0.1:4566, without a path'],
  [
    new RegExp(`^(?!http:(?!//${loopback}(?::\\d+)?/?$))`, 'i'),
    'must begin with https://; plain http:// goes to this machine only, as http://127.0.0.1:4566',
  ],
] as const;

/** Whether data sent to an origin could be read on its way: plain http to another machine. */
export function isInClear(origin: string): boolean {
  return !endpointRules[1][0].test(origin);
}

/** Host and port of an origin: `127.0.0.1:9000`. */
export function authorityOf(origin: string): string {
  return origin.replace(/^https?:\/\//i, '');
}
