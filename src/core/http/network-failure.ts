import type { ErrorCode } from '../error-codes.ts';
import { UserError } from '../errors.ts';

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
  'INVALID_PURPOSE',
]);

/** What was being transmitted when a connection failed: the request, or the response once it had begun. */
export type Transmission = 'request' | 'response';

/** The `cancelled` error; callers distinguish it from failures by its code. */
export function cancelled(): UserError {
  return new UserError({ code: 'cancelled', message: 'The request was cancelled.', remedy: 'Send it again when you want to.' });
}

/** @param milliseconds how long nothing arrived */
export function timedOut(host: string, milliseconds: number): UserError {
  const message = `Nothing came for ${milliseconds / 1000} seconds from “${host}”.`;
  const remedy = 'Check the network, the VPN and the proxy, or allow more time.';
  return new UserError({ code: 'timeout', message, remedy, retryable: true });
}

/** @param host as people know it @param during what was being transmitted */
export function connectionClosed(host: string, during: Transmission, cause?: unknown): UserError {
  const when = during === 'response' ? 'in the middle of the response' : 'before a response';
  const message = `The connection was closed ${when} by “${host}”.`;
  return new UserError({ code: 'connection-reset', message, remedy: 'Send the request again.', retryable: true, cause });
}

/** @param host as people know it */
export function otherProtocol(host: string): UserError {
  const message = `A protocol other than HTTP was chosen (101) by “${host}”.`;
  return new UserError({ code: 'response-not-http', message, remedy: 'Leave the header “Upgrade” out of the request.' });
}

/** @param host as people know it */
export function endlessPreface(host: string): UserError {
  const message = `Nothing but interim responses (1xx) came from “${host}”.`;
  return new UserError({ code: 'response-not-http', message, remedy: 'Tell its owner.' });
}

/**
 * The error for a failure of node:net, node:tls or node:http.
 * @param host as people know it, with the address that was connected to if that is another
 * @param during what was being transmitted
 */
export function networkFailure(cause: unknown, host: string, during: Transmission): UserError {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const failure = (name: ErrorCode, message: string, remedy: string, { retryable = false } = {}) =>
    new UserError({ code: name, message, remedy, retryable, cause });

  if (error.message.includes('connection to proxies')) {
    return failure('proxy-failed', `The proxy could not be reached for “${host}”.`, 'Check the setting “http.proxy”.', {
      retryable: true,
    });
  }
  if (code === 'ECONNREFUSED') {
    const remedy = 'Check the host and the port, and that the server is running.';
    return failure('connection-refused', `The connection was refused by “${host}”.`, remedy, { retryable: true });
  }
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) {
    const remedy = 'Check its spelling and the region in it, then the network, the VPN and the proxy.';
    return failure('host-not-found', `No address was found for “${host}”.`, remedy, { retryable: code !== 'ENOTFOUND' });
  }
  if (code === 'ETIMEDOUT') {
    const remedy = 'Check the network, the VPN and the proxy.';
    return failure('timeout', `No response came in time from “${host}”.`, remedy, { retryable: true });
  }
  if (['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL'].includes(code)) {
    const remedy = 'Check the network, the VPN and the proxy.';
    return failure('host-unreachable', `There is no route to “${host}”.`, remedy, { retryable: true });
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const remedy = 'Check the host; a tunnel or a proxy in between may have responded in its place.';
    return failure('tls-host-mismatch', `The certificate belongs to another host than “${host}”.`, remedy);
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const state = code === 'CERT_HAS_EXPIRED' ? 'An expired certificate' : 'A certificate that is not valid yet';
    return failure('tls-expired', `${state} was shown by “${host}”.`, 'Check the clock of this machine, or tell its owner.');
  }
  if (untrusted.has(code)) {
    const remedy =
      'Behind a proxy that inspects TLS (see “http.proxy”, “http.proxyStrictSSL”), add its CA certificate to the system store and keep ' +
      '“http.systemCertificates” on.';
    return failure('tls-untrusted', `No authority that this machine trusts issued the certificate of “${host}”.`, remedy);
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    const remedy = 'Check that the server speaks https on this port.';
    return failure('tls-failed', `No secure connection could be made to “${host}”.`, remedy);
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return failure('response-not-http', `The headers are too long in the response from “${host}”.`, 'Tell its owner.');
  }
  if (code.startsWith('HPE_')) {
    const remedy = 'Check the port and whether it is https.';
    return failure('response-not-http', `Something other than an HTTP response came from “${host}”.`, remedy);
  }
  if (['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE'].includes(code)) {
    return connectionClosed(host, during, cause);
  }
  const detail = code === '' ? '' : ` (${code})`;
  return failure('network-failed', `The connection failed${detail} to “${host}”.`, 'Check the network, then send it again.', {
    retryable: true,
  });
}
