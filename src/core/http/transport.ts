// Without the prefix `node:` on purpose: these are the names that VS Code replaces with modules that follow its proxy settings and
// trust the system's certificates.
import http from 'http';
import https from 'https';
import { isIP } from 'node:net';
import { isUserError, UserError } from '../errors.ts';
import { ResponseBody, endsWithConnection } from './response-body.ts';
import type { Header, HttpRequest, HttpResponse } from './message.ts';
import {
  type Transmission,
  cancelled,
  connectionClosed,
  endlessPreface,
  networkFailure,
  otherProtocol,
  timedOut,
} from './network-failure.ts';
import { bodyLength, sendBody } from './send-body.ts';

export interface SendOptions {
  readonly signal?: AbortSignal;
  /** How long, in milliseconds, no byte may arrive, before the response and within it, before the request is given up. */
  readonly timeout: number;
}

/** The most interim responses (1xx). A server that works long sends some; one that never stops has no response. */
const mostInformation = 100;

/** Methods that may be sent twice, https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
const idempotent = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']);

/**
 * Sends a request exactly as it is, over one connection. Follows no redirect, decodes nothing, adds only `Content-Length` and
 * `Connection`. Header lines of one name are kept together, in order.
 *
 * The body of the response has to be read to its end, or its iterator returned, or the connection stays open.
 * @throws UserError with a code for the cause; `cancelled` when the signal ended it. Reading the body throws the same.
 */
export async function sendRequest(request: HttpRequest, options: SendOptions): Promise<HttpResponse> {
  const reused = { socket: false };
  try {
    return await sendOnce(request, options, reused);
  } catch (error) {
    // A kept connection that the server has just closed: it never received this request, so the second try is the first.
    const isStale = reused.socket && isUserError(error) && error.code === 'connection-reset' && idempotent.has(request.method);
    if (!isStale) throw error;
    return await sendOnce(request, options, reused);
  }
}

function sendOnce(request: HttpRequest, options: SendOptions, reused: { socket: boolean }): Promise<HttpResponse> {
  const { signal, timeout } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(cancelled());
      return;
    }
    const start = performance.now();
    const since = () => performance.now() - start;
    const timing: { lookup?: number; connect?: number; secureConnect?: number } = {};
    const name = hostLabel(request);
    let outgoing: http.ClientRequest;
    try {
      outgoing = open(request);
    } catch (cause) {
      const message = 'The request cannot be sent as it is: its method, path or a header is not legal.';
      reject(new UserError({ code: 'request-not-legal', message, remedy: 'Correct the request.', cause }));
      return;
    }
    let failure: UserError | undefined;
    let response: http.IncomingMessage | undefined;
    /** What ended the connection before the response had ended. */
    let interruption: UserError | undefined;
    const fail = (error: UserError) => {
      failure ??= error;
      if (response?.complete === false) interruption ??= failure;
      outgoing.destroy(failure);
    };
    const onAbort = () => {
      fail(cancelled());
    };
    const timer = setTimeout(() => {
      fail(timedOut(name, timeout));
    }, timeout);
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const explain = (cause: unknown, during: Transmission) =>
      failure ?? (isUserError(cause) ? cause : networkFailure(cause, name, during));
    signal?.addEventListener('abort', onAbort, { once: true });

    outgoing.once('socket', (socket) => {
      reused.socket = outgoing.reusedSocket;
      timer.refresh();
      if (!socket.connecting) return;
      socket.once('lookup', () => (timing.lookup = since()));
      socket.once('connect', () => {
        timing.connect = since();
        timer.refresh();
      });
      socket.once('secureConnect', () => {
        timing.secureConnect = since();
        timer.refresh();
      });
    });
    // Stays attached: failures after the response has begun are reported by the response's body.
    outgoing.on('error', (cause) => {
      if (response === undefined) {
        settle();
        reject(explain(cause, 'request'));
      } else if (!response.complete) interruption ??= explain(cause, 'response');
    });
    // Node also ends a request without an error when no response can come any more.
    outgoing.on('close', () => {
      if (response !== undefined) return;
      settle();
      reject(failure ?? connectionClosed(name, 'request'));
    });
    outgoing.once('upgrade', (_, socket) => {
      failure ??= otherProtocol(name);
      socket.destroy();
    });
    let informed = 0;
    outgoing.on('information', () => {
      informed += 1;
      if (informed > mostInformation) fail(endlessPreface(name));
    });
    outgoing.once('response', (incoming) => {
      response = incoming;
      clearTimeout(timer);
      const body = new ResponseBody(incoming, {
        timeout,
        onTimeout: () => {
          fail(timedOut(name, timeout));
        },
        onEnd: () => {
          settle();
          // A response that arrived before the whole body was sent: the rest is not needed.
          if (!outgoing.writableFinished) outgoing.destroy();
        },
        explain: (cause) => interruption ?? explain(cause, 'response'),
        interruption: () => interruption,
      });
      resolve({
        status: incoming.statusCode ?? 0,
        statusText: incoming.statusMessage ?? '',
        httpVersion: incoming.httpVersion,
        headers: pairs(incoming.rawHeaders),
        body,
        ...(endsWithConnection(incoming) && mayHaveBody(request.method, incoming.statusCode) && { lengthUnknown: true }),
        timing: { ...timing, firstByte: since() },
      });
    });
    sendBody(outgoing, request.body, () => timer.refresh()).catch((error: unknown) => {
      fail(explain(error, 'request'));
    });
  });
}

/** https://www.rfc-editor.org/rfc/rfc9112#section-6.3 */
function mayHaveBody(method: string, status: number | undefined): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304;
}

/**
 * No agent of our own: with one, VS Code's `http.proxySupport: "on"` ignores the proxy settings. Its own agent hands direct
 * connections to the global agent, which keeps them alive.
 */
function open(request: HttpRequest): http.ClientRequest {
  const origin = /^(https?:)\/\/(.*)$/.exec(request.connectTo ?? `${request.protocol}//${request.host}`);
  const [, protocol = request.protocol, authority = request.host] = origin ?? [];
  const { name, port } = splitHost(authority);
  const signed = splitHost(request.host).name;
  const options = {
    protocol,
    host: name,
    port: port ?? (protocol === 'https:' ? 443 : 80),
    method: request.method,
    path: request.target,
    headers: groupHeaders(request),
    setHost: false,
    // An IP address is not a server name; empty keeps Node from using it as one.
    servername: isIP(signed) === 0 ? signed : '',
  };
  return protocol === 'https:' ? https.request(options) : http.request(options);
}

/** As an object and not as the flat list that Node takes too: agents of plain-http proxies rewrite such a request and lose the list. */
function groupHeaders({ host, headers, body, method }: HttpRequest): Record<string, string[]> {
  const grouped = new Map<string, { name: string; values: string[] }>();
  const add = (name: string, value: string) => {
    const found = grouped.get(name.toLowerCase());
    if (found === undefined) grouped.set(name.toLowerCase(), { name, values: [value] });
    else found.values.push(value);
  };
  add('Host', host);
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    // Node writes a string's lower bytes; the signature was made over UTF-8.
    if (lower !== 'host' && lower !== 'content-length') add(name, Buffer.from(value, 'utf8').toString('latin1'));
  }
  const length = bodyLength(body);
  if (length > 0 || ['POST', 'PUT', 'PATCH'].includes(method)) add('Content-Length', String(length));
  return Object.fromEntries([...grouped.values()].map(({ name, values }) => [name, values]));
}

function splitHost(authority: string): { name: string; port: number | undefined } {
  const match = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(authority);
  const port = match?.[3];
  return { name: match?.[1] ?? match?.[2] ?? authority, port: port === undefined ? undefined : Number(port) };
}

function hostLabel({ host, connectTo }: HttpRequest): string {
  const other = connectTo?.replace(/^https?:\/\//, '');
  return other === undefined || other === host ? host : `${other} (for ${host})`;
}

function pairs(raw: readonly string[]): Header[] {
  return Array.from({ length: raw.length / 2 }, (_, index): Header => [raw[index * 2] ?? '', raw[index * 2 + 1] ?? '']);
}
