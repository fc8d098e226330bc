import { sandboxProfileId } from '../profiles/sandbox-profile.ts';
import { remainingTime } from '../text/remaining-time.ts';
import type { PreparedRequest } from './prepare-request.ts';

/** A presigned request, as far as its URL matters. */
type Presigned = Pick<PreparedRequest, 'expiresIn'> & {
  readonly request: Pick<PreparedRequest['request'], 'method' | 'protocol' | 'host' | 'target' | 'connectTo'> & {
    readonly signing: Pick<PreparedRequest['request']['signing'], 'date' | 'signedHeaders'>;
  };
};

/** The URL that carries the signature; a WebSocket's begins with `wss:`. */
export function presignedUrl({ request }: Presigned, { webSocket }: { readonly webSocket: boolean }): string {
  const { protocol, host, target } = request;
  return `${webSocket ? 'wss:' : protocol}//${host}${target}`;
}

/**
 * The address of the local sandbox if its own profile signed: no AWS host knows its keys, so a URL has to be signed for that address.
 * Undefined otherwise, also if the request names an address of its own.
 */
export function sandboxAddress({
  request: { connectTo },
  profile,
}: {
  readonly request: Pick<PreparedRequest['request'], 'connectTo'>;
  readonly profile: PreparedRequest['profile'];
}): string | undefined {
  return profile?.id === sandboxProfileId && connectTo === profile.profile.endpoint ? connectTo : undefined;
}

/**
 * For how long the URL works, where, and what has to be sent with it, in sentences.
 * @param sessionEnd when the session that signed it ends; undefined for keys that do not end
 */
export function presignedUrlNote(presigned: Presigned, sessionEnd: Date | undefined): string {
  const { request, expiresIn = 0 } = presigned;
  const signed = request.signing.date.getTime();
  const own = signed + expiresIn * 1000;
  const isSessionSooner = sessionEnd !== undefined && sessionEnd.getTime() < own;
  const left = remainingTime((isSessionSooner ? sessionEnd.getTime() : own) - signed).text;
  const headers = request.signing.signedHeaders.filter((name) => name !== 'host');
  return [
    `It works ${left}${where(presigned)}${isSessionSooner ? ': the session ends then' : ''}.`,
    ...(request.method === 'GET' ? [] : [`It is for ${request.method}.`]),
    ...(headers.length === 0 ? [] : [`These headers have to be sent with it: ${headers.join(', ')}.`]),
  ].join(' ');
}

/** Where the URL works, if sending would connect elsewhere than the request says; otherwise empty. */
function where({ request: { connectTo, protocol, host } }: Presigned): string {
  if (connectTo === undefined) return '';
  return connectTo === `${protocol}//${host}` ? ' at the local sandbox' : ` at ${host}, not at ${connectTo}`;
}
