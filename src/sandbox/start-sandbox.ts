import { UserError } from '../core/errors.ts';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { FrontDesk } from './front-desk.ts';
import { randomId } from './signatures/key-ring.ts';
import { receiveBody } from './wire/receive-body.ts';
import type { Sandbox, SandboxOptions, SandboxRequest } from './sandbox.ts';
import { readServiceHost } from './services/service-host.ts';
import { claimedService } from './signatures/signature-claim.ts';
import { header, readWireRequest, redactedTarget } from './wire/wire-request.ts';

const LOGGED_REQUESTS = 200;
/** Room for a leaf and five more certificates with keys of 4096 bits. */
const HEADER_BYTES = 64 * 1024;

/**
 * Starts a local AWS that verifies every signature by its own reading of the specification and refuses in AWS's own words.
 * Where those keep the cause to themselves, the header `x-sandbox-reason` and the log tell it. Throws a `UserError` (`sandbox-certificate`, `sandbox-port`).
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const requests: SandboxRequest[] = [];
  const front = new FrontDesk(options, now);
  const server = createServer({ maxHeaderSize: HEADER_BYTES }, (message, response) => {
    serve(front, message, response, now).then(
      (entry) => {
        requests.push(entry);
        if (requests.length > LOGGED_REQUESTS) requests.shift();
      },
      // The connection broke while the body was on its way: nobody is left to answer.
      () => response.destroy(),
    );
  });

  const traffic = { connections: 0, requests: 0, closedBytes: 0 };
  const sockets = new Set<Socket>();
  server.on('request', () => (traffic.requests += 1));
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
  front: FrontDesk,
  message: IncomingMessage,
  response: ServerResponse,
  now: () => Date,
): Promise<SandboxRequest> {
  const request = readWireRequest(message, await receiveBody(message, Number(message.headers['content-length'] ?? 0)));
  const hostName = header(request, 'host') ?? '';
  const host = readServiceHost(hostName);
  const service = host.service ?? claimedService(request);
  const requestId = service === 's3' ? randomId(16) : randomUUID();
  const { answer, refusal } = front.answer(request, { host, service, requestId });
  const time = now();
  const reason = refusal?.reason?.replaceAll('\n', ', ').replace(/[^ -~]/g, '?');
  response.writeHead(answer.status, {
    ...answer.headers,
    Date: time.toUTCString(),
    [service === 's3' ? 'x-amz-request-id' : 'x-amzn-RequestId']: requestId,
    ...(reason === undefined ? {} : { 'x-sandbox-reason': reason }),
    ...(answer.status === 204 ? {} : { 'Content-Length': String(Buffer.byteLength(answer.body)) }),
  });
  response.end(answer.body);
  return {
    time,
    method: request.method,
    host: hostName,
    target: redactedTarget(request),
    status: answer.status,
    verdict: refusal?.code ?? 'accepted',
    ...(reason === undefined ? {} : { reason }),
  };
}
