import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import { after, describe, it } from 'node:test';
import tls from 'node:tls';
import forge from 'node-forge';
import type { ReceivedBody } from '../../../../src/core/http/received-response.ts';
import { receiveBody } from '../../../../src/core/http/receive-body.ts';
import { isUserError } from '../../../../src/core/errors.ts';
import type { HttpRequest, HttpResponse } from '../../../../src/core/http/message.ts';
import { sendRequest } from '../../../../src/core/http/transport.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();
after(() => {
  for (const server of servers) server.close();
  for (const socket of sockets) socket.destroy();
  http.globalAgent.destroy();
  https.globalAgent.destroy();
});

/** A server that answers the first bytes it gets with whatever `answer` does. */
async function listen(answer: (socket: Socket) => void, server: Server = net.createServer()): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => sockets.add(socket));
  server.on(server instanceof tls.Server ? 'secureConnection' : 'connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function send(
  port: number,
  {
    timeout = 5000,
    signal,
    protocol = 'http:',
    method = 'GET',
  }: { timeout?: number; signal?: AbortSignal; protocol?: HttpRequest['protocol']; method?: string } = {},
): Promise<HttpResponse> {
  const host = `127.0.0.1:${port}`;
  const request: HttpRequest = { method, protocol, host, target: '/', headers: [], body: new Uint8Array() };
  return sendRequest(request, { timeout, ...(signal !== undefined && { signal }) });
}

const receive = (response: HttpResponse, onChunk?: () => void): Promise<ReceivedBody> =>
  receiveBody(response, {
    memoryLimit: 1_000_000,
    file: () => Promise.reject(new Error('It is short.')),
    ...(onChunk !== undefined && { onChunk }),
  });

const outcome = ({ body, cut }: ReceivedBody): string =>
  `${Buffer.from(body as Uint8Array).toString()} ${cut === undefined ? 'whole' : `${cut.after} ${cut.reason}`}`;

const framings: readonly (readonly [name: string, headers: string, start: string, end: string])[] = [
  ['Content-Length', 'Content-Length: 8\r\n', 'half', 'half'],
  ['chunks', 'Transfer-Encoding: chunked\r\n', '4\r\nhalf\r\n', '4\r\nhalf\r\n0\r\n\r\n'],
  ['the end of the connection', '', 'half', 'half'],
  ['the end of the connection, HTTP/1.0', 'X-Old: 1\r\n', 'half', 'half'],
];

for (const [framing, headers, start, end] of framings) {
  describe(`a body that ${framing} ends`, () => {
    const version = framing.endsWith('1.0') ? '1.0' : '1.1';
    const head = `HTTP/${version} 200 OK\r\n${headers}\r\n`;
    const endsWithConnection = headers === '' || version === '1.0';

    it('is whole when it is', async () => {
      const port = await listen((socket) => socket.end(head + start + end));
      const response = await send(port);
      assert.equal(response.lengthUnknown === true, endsWithConnection);
      assert.equal(outcome(await receive(response)), 'halfhalf whole');
    });

    it('is cut when the connection is reset', async () => {
      let socketOfServer: Socket | undefined;
      const port = await listen((socket) => {
        socketOfServer = socket;
        socket.write(head + start);
      });
      const response = await send(port);
      // Reset only once the first half has arrived: a reset takes along what is still on its way.
      assert.equal(outcome(await receive(response, () => socketOfServer?.resetAndDestroy())), 'half 4 reset');
    });

    it('is cut when nothing more comes', async (t) => {
      const port = await listen((socket) => socket.write(head + start));
      const response = await send(port);
      t.mock.timers.enable({ apis: ['setTimeout'] });
      const silence = (): unknown => setImmediate(() => t.mock.timers.tick(3_600_000));
      assert.equal(outcome(await receive(response, silence)), 'half 4 timed out');
    });

    it('is cut when a person has had enough', async () => {
      const port = await listen((socket) => socket.write(head + start));
      const controller = new AbortController();
      const response = await send(port, { signal: controller.signal });
      assert.equal(outcome(await receive(response, () => controller.abort())), 'half 4 cancelled');
    });

    it('is cut also before its first byte', async () => {
      const port = await listen((socket) => socket.write(head));
      const controller = new AbortController();
      const response = await send(port, { signal: controller.signal });
      const receiving = receive(response);
      setImmediate(() => controller.abort());
      assert.equal(outcome(await receiving), ' 0 cancelled');
    });

    it('is whole when a person has had enough after its end', async () => {
      const port = await listen((socket) => socket.end(head + start + end));
      const controller = new AbortController();
      const received = await receive(await send(port, { signal: controller.signal }));
      controller.abort();
      assert.equal(outcome(received), 'halfhalf whole');
    });

    if (!endsWithConnection) {
      it('is cut when the connection is closed early', async () => {
        const port = await listen((socket) => socket.end(head + start));
        assert.equal(outcome(await receive(await send(port))), 'half 4 reset');
      });
    }
  });
}

it('what had arrived of a reset connection is kept, however slowly it is read', async () => {
  const piece = 'x'.repeat(30_000);
  let socketOfServer: Socket | undefined;
  const port = await listen((socket) => {
    socketOfServer = socket;
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n${piece}`);
  });
  const response = await send(port);
  const { body } = response;
  const first = await body[Symbol.asyncIterator]().next();
  assert.ok(first.done !== true);
  // Nobody reads; what comes now waits within Node when the connection goes.
  await new Promise<void>((resolve) => socketOfServer?.write('y'.repeat(10_000), () => resolve()));
  socketOfServer?.end();
  assert.ok(socketOfServer);
  await once(socketOfServer, 'close');
  const rest = await receive(response);
  assert.equal(first.value.length + (rest.body as Uint8Array).length, 40_000);
  assert.equal(rest.cut?.reason, 'reset');
});

it('bodies that cannot be have no unknown length', async () => {
  for (const [method, status] of [
    ['HEAD', '200 OK'],
    ['GET', '204 No Content'],
    ['GET', '304 Not Modified'],
  ] as const) {
    const port = await listen((socket) => socket.end(`HTTP/1.1 ${status}\r\n\r\n`));
    const response = await send(port, { method });
    assert.equal(response.lengthUnknown, undefined);
    assert.equal(outcome(await receive(response)), ' whole');
  }
});

it('a connection over TLS that is reset cuts as any other', async () => {
  const keys = forge.pki.rsa.generateKeyPair(1024);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.validity.notAfter.setFullYear(certificate.validity.notBefore.getFullYear() + 1);
  certificate.setSubject([{ name: 'commonName', value: '127.0.0.1' }]);
  certificate.setIssuer(certificate.subject.attributes);
  certificate.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }]);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  const cert = forge.pki.certificateToPem(certificate);
  const server = tls.createServer({
    key: forge.pki.privateKeyToPem(keys.privateKey),
    cert,
    minVersion: 'TLSv1.2',
    ciphers: 'DEFAULT:@SECLEVEL=0',
  });
  let raw: Socket | undefined;
  server.on('connection', (socket: Socket) => (raw = socket));
  const port = await listen((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nhalf'), server);
  const { ca, ciphers } = https.globalAgent.options;
  https.globalAgent.options.ca = cert;
  https.globalAgent.options.ciphers = 'DEFAULT:@SECLEVEL=0';
  try {
    const response = await send(port, { protocol: 'https:' });
    assert.equal(outcome(await receive(response, () => raw?.resetAndDestroy())), 'half 4 reset');
  } finally {
    https.globalAgent.options.ca = ca;
    https.globalAgent.options.ciphers = ciphers;
  }
});

describe('a server that means harm', () => {
  const refused: [what: string, answer: (socket: Socket) => void, code: string][] = [
    ['sends interim answers without end', (socket) => flood(socket, 'HTTP/1.1 102 Processing\r\n\r\n'), 'response-not-http'],
    ['sends 100 Continue without end', (socket) => flood(socket, 'HTTP/1.1 100 Continue\r\n\r\n'), 'response-not-http'],
    ['sends headers without end', (socket) => flood(socket, 'X-A: b\r\n', 'HTTP/1.1 200 OK\r\n'), 'response-not-http'],
    ['sends one header without end', (socket) => flood(socket, 'b'.repeat(1000), 'HTTP/1.1 200 OK\r\nA: '), 'response-not-http'],
    [
      'changes the protocol',
      (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
      'response-not-http',
    ],
    [
      'says two lengths',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
      'response-not-http',
    ],
    [
      'says length and chunks',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
      'response-not-http',
    ],
    [
      'puts a control character into a header',
      (socket) => socket.end('HTTP/1.1 302 Found\r\nLocation: https://e.example/\u0001\r\nContent-Length: 0\r\n\r\n'),
      'response-not-http',
    ],
  ];
  for (const [what, answer, code] of refused) {
    it(`and ${what} is left`, async () => {
      const port = await listen(answer);
      const failed = await send(port).then(
        ({ status }) => `status ${status}`,
        (error: unknown) => (isUserError(error) ? error.code : String(error)),
      );
      assert.equal(failed, code);
    });
  }

  const cut: [what: string, text: string, expected: string][] = [
    ['says a length of more than there is', 'Content-Length: 4294967296\r\n\r\nhalf', 'half 4 reset'],
    ['says a chunk of more than there is', 'Transfer-Encoding: chunked\r\n\r\nffffffff\r\nhalf', 'half 4 reset'],
    ['writes a chunk that is none', 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n', 'half 4 damaged'],
    ['ends with trailers', 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\nX-Checksum: 1\r\n\r\n', 'half whole'],
    ['says a length of less than there is', 'Content-Length: 4\r\n\r\nhalfhalf', 'half whole'],
  ];
  for (const [what, text, expected] of cut) {
    it(`and ${what} is read as far as that goes`, async () => {
      const port = await listen((socket) => socket.end(`HTTP/1.1 200 OK\r\n${text}`));
      assert.equal(outcome(await receive(await send(port))), expected);
    });
  }

  it('and sends trailers without end is left', async () => {
    const port = await listen((socket) =>
      flood(socket, 'X-A: b\r\n', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n'),
    );
    const { cut: found } = await receive(await send(port));
    assert.equal(found?.reason, 'damaged');
  });
});

/** Writes the same again and again, until the other side has had enough. */
function flood(socket: Socket, text: string, start = ''): void {
  const block = text.repeat(Math.ceil(4096 / text.length));
  socket.write(start);
  const more = (): void => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on('drain', more);
  more();
}
