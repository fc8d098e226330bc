import { UserError } from '../errors.ts';
import { type Header, type HttpRequest, headerValues } from '../http/message.ts';
import { checkTarget, splitTarget } from './canonical/canonical-target.ts';
import { signatureHeaders } from './signature-headers.ts';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HOST = /^(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
const FOLD = /\r?\n[ \t]+/g;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const PRINTABLE = /^[\t\x20-\x7e]*$/;
const OWN_HEADERS = new Set(['host', 'date', ...signatureHeaders]);
const DEFAULT_PORTS = { 'https:': ':443', 'http:': ':80' };

/**
 * The request as it will be on the wire, without any older signature: the method in upper case, the host in lower case and
 * without the protocol's default port, `+` in the query written as `%20` (AWS reads both as a space, other readers do not),
 * folded header lines unfolded. `Host`, `Authorization`, `Date`, `X-Amz-Date`, `X-Amz-Region-Set`, `X-Amz-Security-Token` and
 * `X-Amz-Content-Sha256` headers are removed: signing writes those that it needs.
 *
 * @throws UserError for anything that cannot be sent, or is ambiguous
 */
export function wireRequest(request: HttpRequest): HttpRequest {
  if (!TOKEN.test(request.method)) {
    throw new UserError({
      code: 'method-invalid',
      message: 'The method of the request is not a word that HTTP allows.',
      remedy: 'Use a method such as GET or POST.',
      place: { field: 'method' },
    });
  }
  const host = wireHost(request.host, request.protocol);
  for (const written of headerValues(request.headers, 'host')) {
    if (wireHost(written.trim(), request.protocol) === host) continue;
    throw new UserError({
      code: 'host-mismatch',
      message: `The Host header is not the host of the request, ${host}.`,
      remedy: 'Remove the Host header, or write the request to that host and give the address to connect to separately.',
      place: { field: 'Host' },
    });
  }
  const headers = request.headers.filter(([name]) => !OWN_HEADERS.has(name.toLowerCase())).map(wireHeader);
  return { ...request, method: request.method.toUpperCase(), host, target: wireTarget(request.target), headers };
}

function wireTarget(target: string): string {
  checkTarget(target);
  const { path, query } = splitTarget(target);
  return query?.includes('+') === true ? `${path}?${query.replaceAll('+', '%20')}` : target;
}

function wireHost(host: string, protocol: HttpRequest['protocol']): string {
  if (!HOST.test(host)) {
    throw new UserError({
      code: 'host-invalid',
      message: 'The host of the request is not a host name, with a port at most.',
      remedy: 'Write the host as in s3.eu-central-1.amazonaws.com or localhost:8080; international names in their ASCII form.',
      place: { field: 'Host' },
    });
  }
  const port = DEFAULT_PORTS[protocol];
  return (host.endsWith(port) ? host.slice(0, -port.length) : host).toLowerCase();
}

function wireHeader([name, written]: Header): Header {
  if (!TOKEN.test(name)) {
    throw new UserError({
      code: 'header-name-invalid',
      message: 'A header of the request has a name that HTTP does not allow.',
      remedy: 'Use letters, digits and hyphens in header names, and a colon after them.',
      place: { field: 'headers' },
    });
  }
  const value = written.includes('\n') ? written.replace(FOLD, ' ') : written;
  if (CONTROL.test(value)) {
    throw new UserError({
      code: 'header-control-character',
      message: `The header ${name} holds a line break or another control character.`,
      remedy: 'Remove it; a line break inside a header would start a header of its own.',
      place: { field: name },
    });
  }
  if (!PRINTABLE.test(value)) {
    throw new UserError({
      code: 'header-not-ascii',
      message: `The header ${name} holds characters outside US-ASCII, which have no bytes on the wire that both sides would sign.`,
      remedy: 'Encode the value, for example as RFC 2047 or with percent signs.',
      place: { field: name },
    });
  }
  return [name, value];
}
