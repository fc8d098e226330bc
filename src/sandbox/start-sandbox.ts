import { UserError } from '../core/errors.ts';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { RequestRouter, type Answered } from './request-router.ts';
import { discardBody, receiveBody } from './wire/receive-body.ts';
import type { Sandbox, SandboxOptions, SandboxRequest } from './sandbox.ts';
import { readRequestSubject, type RequestSubject } from './signatures/request-subject.ts';
import { header, readWireHead, redactedTarget, type WireHead } from './wire/wire-request.ts';

const LOGGED_REQUESTS = 200;
/** Enough for a leaf and five more certificates with keys of 4096 bits. */
const HEADER_BYTES = 64 * 1024;
/** With what each may send unverified, connections stay below a hundred megabytes together. */
const MOST_CONNECTIONS = 1000;
/** How many bytes of a refused body are read so that its sender receives the refusal. */
const DISCARDED_BYTES = 64 * 1024 * 1024;

/**
 * Starts a local AWS that verifies every signature with its own implementation of the specification and refuses in AWS's own
 * words. If those conceal the cause, the header `x-sandbox-reason` and the log give it. Throws a `UserError`
 * (`sandbox-certificate`, `sandbox-port`).
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const requests: SandboxRequest[] = [];
  const router = new RequestRouter(options, now);
  const traffic = { connections: 0, requests: 0, closedBytes: 0 };
  const listen = (message: IncomingMessage, response: ServerResponse): void => {
    traffic.requests += 1;
    serve(router, message, response, now).then(
      (entry) => {
        requests.push(entry);
        if (requests.length > LOGGED_REQUESTS) requests.shift();
      },
      // The connection broke while the body was on its way: nobody is left to answer.
      () => response.destroy(),
    );
  };
  const server = createServer({ maxHeaderSize: HEADER_BYTES }, listen);
  // A client that asks whether to send a body is answered only after the head of the request was verified.
  server.on('checkContinue', listen);
  server.maxConnections = MOST_CONNECTIONS;

  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    traffic.connections += 1;
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      traffic.closedBytes += socket.bytesRead;
    });
  });

  const listening = once(server, 'listening');
  try {
    server.listen(options.port ?? 0, '127.0.0.1');
    await listening;
  } catch (cause) {
    throw new UserError({
      code: 'sandbox-port',
      message: `The sandbox cannot listen on port ${options.port ?? 0} of 127.0.0.1: ${cause instanceof Error ? cause.message : String(cause)}.`,
      remedy: 'Choose another port, or none to take a free one.',
      cause,
    });
  }
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    get received() {
      const open = [...sockets].reduce((sum, socket) => sum + socket.bytesRead, 0);
      return { connections: traffic.connections, requests: traffic.requests, bytes: traffic.closedBytes + open };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  router: RequestRouter,
  message: IncomingMessage,
  response: ServerResponse,
  now: () => Date,
): Promise<SandboxRequest> {
  const head = readWireHead(message);
  const subject = readRequestSubject(head);
  const { answer, refusal, isBodyRead } = await takeRequest(router, message, response, head, subject);
  const time = now();
  const reason = refusal?.reason?.replaceAll('\n', ', ').replace(/[^ -~]/g, '?');
  response.writeHead(answer.status, {
    ...answer.headers,
    Date: time.toUTCString(),
    [subject.service === 's3' ? 'x-amz-request-id' : 'x-amzn-RequestId']: subject.requestId,
    ...(reason === undefined ? {} : { 'x-sandbox-reason': reason }),
    // A client that was not told to continue sends no body, and the next request must not be taken for it.
    ...(!isBodyRead && expectsContinue(message) && { Connection: 'close' }),
    ...(answer.status === 204 || answer.status === 304 ? {} : { 'Content-Length': String(Buffer.byteLength(answer.body)) }),
  });
  if (isBodyRead || expectsContinue(message)) response.end(answer.body);
  // A connection that closes with the answer is closed at its end: too early for a client that is still sending, and reads only afterwards.
  else response.write(answer.body);
  if (!isBodyRead) discardBody(message, DISCARDED_BYTES, () => response.end());
  return {
    time,
    method: head.method,
    host: header(head, 'host') ?? '',
    target: redactedTarget(head),
    status: answer.status,
    verdict: refusal?.code ?? 'accepted',
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Reads as much of the body as the head of the request allows, and answers. */
async function takeRequest(
  router: RequestRouter,
  message: IncomingMessage,
  response: ServerResponse,
  head: WireHead,
  subject: RequestSubject,
): Promise<Answered & { readonly isBodyRead: boolean }> {
  const admitted = router.admit(head, subject);
  if ('answer' in admitted) return { ...admitted, isBodyRead: false };
  const announced = Number(message.headers['content-length'] ?? 0);
  if (announced <= admitted.most && expectsContinue(message)) response.writeContinue();
  const body = await receiveBody(message, admitted, announced);
  if (body === undefined) return { ...router.refuseBody(head, subject, announced), isBodyRead: false };
  return { ...router.answer({ ...head, body }, subject), isBodyRead: true };
}

function expectsContinue({ headers }: IncomingMessage): boolean {
  return headers.expect?.toLowerCase() === '100-continue';
}
