import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { TLSSocket } from 'node:tls';
import forge from 'node-forge';
import { isUserError } from '../../../../src/core/errors.ts';
import type { HttpRequest, HttpResponse } from '../../../../src/core/http/message.ts';
import { readBody } from '../../../../src/core/http/read-body.ts';
import { sendRequest } from '../../../../src/core/http/transport.ts';

const servers: Server[] = [];
const sockets = new Set<net.Socket>();

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const folder = mkdtempSync(join(tmpdir(), 'transport-'));
after(() => {
  for (const server of servers) server.close();
  for (const socket of sockets) socket.destroy();
  http.globalAgent.destroy();
  https.globalAgent.destroy();
  rmSync(folder, { recursive: true });
});

function request(port: number, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    protocol: 'http:',
    host: `127.0.0.1:${port}`,
    target: '/',
    headers: [],
    body: new Uint8Array(0),
    ...more,
  };
}

const send = (each: HttpRequest, timeout = 60_000, signal?: AbortSignal): Promise<HttpResponse> =>
  sendRequest(each, { timeout, ...(signal !== undefined && { signal }) });

async function bodyText(response: HttpResponse): Promise<string> {
  return Buffer.from(await readBody(response, { limit: 1e9 })).toString();
}

async function codeOf(promise: Promise<unknown>, pattern = /127\.0\.0\.1/): Promise<string> {
  try {
    await promise;
  } catch (error) {
    assert.ok(isUserError(error), String(error));
    if (error.code !== 'cancelled') assert.match(error.message, pattern);
    assert.notEqual(error.remedy, '');
    return error.code;
  }
  assert.fail('It did not fail.');
}

/** A server that keeps every byte and answers when `isWhole` says so. */
async function recorder(isWhole: (received: string) => boolean, answer = 'HTTP/1.1 204 No Content\r\n\r\n') {
  const state = { received: '', connections: 0, closed: Promise.withResolvers<undefined>() };
  const port = await listen(
    net.createServer((socket) => {
      state.connections++;
      socket.on('data', (chunk) => {
        state.received += chunk.toString('latin1');
        if (isWhole(state.received)) socket.write(answer);
      });
      socket.on('close', () => state.closed.resolve(undefined));
    }),
  );
  return { port, state };
}

const headEnds = (received: string) => received.endsWith('\r\n\r\n');

describe('on the wire', () => {
  it('a request is exactly what it says', async () => {
    const { port, state } = await recorder((received) => received.endsWith('hello'));
    const { status } = await send({
      method: 'POST',
      protocol: 'https:',
      host: 'bucket.s3.amazonaws.com',
      target: '/a/../b//c?x=%2f&&y',
      headers: [
        ['X-First', '1'],
        ['x-UTF', 'é✓'],
        ['X-Again', 'a'],
        ['x-again', 'b'],
        ['Content-Length', '99'],
        ['host', 'evil'],
      ],
      body: Buffer.from('hello'),
      connectTo: `http://127.0.0.1:${port}`,
    });
    assert.equal(status, 204);
    assert.equal(
      Buffer.from(state.received, 'latin1').toString(),
      [
        'POST /a/../b//c?x=%2f&&y HTTP/1.1',
        'Host: bucket.s3.amazonaws.com',
        'X-First: 1',
        'x-UTF: é✓',
        'X-Again: a',
        'X-Again: b',
        'Content-Length: 5',
        'Connection: keep-alive',
        '',
        'hello',
      ].join('\r\n'),
    );
  });

  const lengths: [method: string, expected: boolean][] = [
    ['GET', false],
    ['HEAD', false],
    ['DELETE', false],
    ['POST', true],
    ['PUT', true],
    ['PATCH', true],
  ];
  for (const [method, expected] of lengths) {
    it(`${method} without a body says ${expected ? 'that its length is 0' : 'nothing of a length'}`, async () => {
      const { port, state } = await recorder(headEnds);
      await send(request(port, { method }));
      assert.equal(/content-length: 0\r\n/i.test(state.received), expected);
      assert.ok(!/transfer-encoding/i.test(state.received));
    });
  }

  for (const size of [0, 10, 2 ** 20, 2 ** 20 + 1, 5_000_000]) {
    it(`a file of ${size} bytes and the same bytes from memory arrive whole`, async () => {
      const bytes = Buffer.alloc(size, 'abcdefghij');
      const path = join(folder, `file-${size}`);
      writeFileSync(path, bytes);
      for (const body of [{ kind: 'file', path, size } as const, bytes]) {
        const port = await listen(http.createServer((incoming, outgoing) => incoming.pipe(outgoing)));
        const response = await send(request(port, { method: 'PUT', body }));
        assert.ok(Buffer.from(await readBody(response, { limit: 1e9 })).equals(bytes));
      }
    });
  }

  const changed: [name: string, actual: number, announced: number][] = [
    ['shorter', 3_000_000, 3_000_001],
    ['longer', 3_000_001, 3_000_000],
    ['empty', 0, 5],
    ['no longer empty', 5, 0],
    ['longer by a chunk', 2 ** 20 + 1, 2 ** 20],
  ];
  for (const [name, actual, announced] of changed) {
    it(`a file that is ${name} than announced is never completed`, async () => {
      const path = join(folder, `changed-${actual}-${announced}`);
      writeFileSync(path, Buffer.alloc(actual, 'a'));
      const { port, state } = await recorder(() => false);
      const sent = send(request(port, { method: 'PUT', body: { kind: 'file', path, size: announced } }));
      assert.equal(await codeOf(sent, /changed-/), 'body-file-changed');
      if (state.connections > 0) await state.closed.promise;
      const body = state.received.split('\r\n\r\n')[1];
      assert.ok(body === undefined || announced === 0 || body.length < announced, `${body?.length} bytes arrived`);
    });
  }

  it('a file that is gone is a failure', async () => {
    const { port } = await recorder(() => false);
    const body = { kind: 'file', path: join(folder, 'gone'), size: 5 } as const;
    assert.equal(await codeOf(send(request(port, { method: 'PUT', body })), /gone/), 'body-file-unreadable');
  });

  for (const more of [
    { target: '/a b' },
    { method: 'A B' },
    { headers: [['A', 'b\nc']] as const },
    { headers: [['A B', 'c']] as const },
  ]) {
    it(`${JSON.stringify(more)} is refused`, async () =>
      assert.equal(await codeOf(send(request(1, more)), /./), 'request-not-legal'));
  }
});

describe('answers', () => {
  it('are told as they came', async () => {
    const answer =
      'HTTP/1.1 302 Over There\r\nLocation: /other\r\nset-cookie: a\r\nSet-Cookie: b\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc';
    const { port, state } = await recorder(headEnds, answer);
    const response = await send(request(port));
    const { status, statusText, httpVersion, headers, timing } = response;
    assert.deepEqual({ status, statusText, httpVersion }, { status: 302, statusText: 'Over There', httpVersion: '1.1' });
    assert.deepEqual(headers, [
      ['Location', '/other'],
      ['set-cookie', 'a'],
      ['Set-Cookie', 'b'],
      ['Content-Encoding', 'gzip'],
      ['Content-Length', '3'],
    ]);
    assert.equal(await bodyText(response), 'abc');
    assert.equal(state.connections, 1);
    assert.ok(timing.connect !== undefined && timing.connect <= timing.firstByte && timing.secureConnect === undefined);
  });

  it('wait for their reader', async () => {
    const total = 64 * 2 ** 20;
    let sent = 0;
    const full = Promise.withResolvers<undefined>();
    const port = await listen(
      http.createServer((_, outgoing) => {
        const chunk = Buffer.alloc(2 ** 18);
        const more = () => {
          while (sent < total) {
            sent += chunk.length;
            if (!outgoing.write(chunk)) {
              full.resolve(undefined);
              outgoing.once('drain', more);
              return;
            }
          }
          outgoing.end();
        };
        more();
      }),
    );
    const response = await send(request(port));
    await full.promise;
    let read = 0;
    for await (const chunk of response.body) {
      // However slow this reader is, what has been sent and not read fits the buffers in between.
      if (read === 0) for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
      if (read === 0) assert.ok(sent < total / 2, `${sent} bytes were sent`);
      read += chunk.length;
    }
    assert.equal(read, total);
  });

  it('may come before the whole body was sent', async () => {
    const path = join(folder, 'huge');
    const file = createWriteStream(path);
    for (let index = 0; index < 32; index++) file.write(Buffer.alloc(2 ** 20));
    file.end();
    await once(file, 'finish');
    const answered = Promise.withResolvers<net.Socket>();
    const port = await listen(
      net.createServer((socket) => {
        socket.once('readable', () => {
          socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
          answered.resolve(socket);
        });
      }),
    );
    const response = await send(request(port, { method: 'PUT', body: { kind: 'file', path, size: 32 * 2 ** 20 } }));
    assert.equal(response.status, 403);
    assert.equal(await bodyText(response), 'no');
    const socket = await answered.promise;
    socket.resume();
    await once(socket, 'close');
    assert.ok(socket.bytesRead < 32 * 2 ** 20, `${socket.bytesRead} bytes were sent`);
  });

  it('end the transfer when nobody wants them', async () => {
    const { port, state } = await recorder(headEnds, 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc');
    const { body } = await send(request(port));
    await body[Symbol.asyncIterator]().return?.();
    await state.closed.promise;
  });

  it('over a kept connection need no new one', async () => {
    const { port, state } = await recorder(headEnds, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    for (let index = 0; index < 3; index++) assert.equal(await bodyText(await send(request(port))), 'ok');
    assert.equal(state.connections, 1);
  });

  for (const [method, expected] of [
    ['GET', 'ok'],
    ['POST', 'connection-reset'],
  ] as const) {
    it(`${method} over a kept connection that is gone: ${expected}`, async () => {
      let requests = 0;
      const port = await listen(
        http.createServer((incoming, outgoing) => {
          requests++;
          if (requests === 2) incoming.socket.destroy();
          else outgoing.end('ok');
        }),
      );
      assert.equal(await bodyText(await send(request(port, { method }))), 'ok');
      await new Promise((resolve) => setImmediate(resolve));
      const second = send(request(port, { method })).then(bodyText);
      assert.equal(method === 'GET' ? await second : await codeOf(second), expected);
      assert.equal(requests, method === 'GET' ? 3 : 2);
    });
  }
});

describe('failures', () => {
  it('refused', async () => {
    const server = net.createServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    assert.equal(await codeOf(send(request(port))), 'connection-refused');
    const tunnelled = request(port, { host: 'sts.amazonaws.com', connectTo: `http://127.0.0.1:${port}` });
    assert.equal(await codeOf(send(tunnelled), /127\.0\.0\.1:\d+ \(for sts\.amazonaws\.com\)/), 'connection-refused');
  });
  it('reset before the answer', async () => {
    const port = await listen(net.createServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
    assert.equal(await codeOf(send(request(port))), 'connection-reset');
  });
  for (const end of ['resetAndDestroy', 'destroy'] as const) {
    it(`reset in the middle of the response (${end})`, async () => {
      const port = await listen(
        net.createServer((socket) =>
          socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', () => socket[end]())),
        ),
      );
      assert.equal(await codeOf(send(request(port)).then(bodyText), /(?:middle of|before).*127\.0\.0\.1/), 'connection-reset');
    });
  }
  it('no such host', async () => {
    const sent = send(request(80, { host: 'no-such-host.invalid' }));
    assert.equal(await codeOf(sent, /no-such-host\.invalid/), 'host-not-found');
  });
  it('silence before the answer', async () => {
    const { port } = await recorder(() => false);
    assert.equal(await codeOf(send(request(port), 50)), 'timeout');
  });
  it('silence within the answer', async () => {
    const { port } = await recorder(headEnds, 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc');
    assert.equal(await codeOf(send(request(port), 100).then(bodyText)), 'timeout');
  });
  it('a slow answer that goes on is none', async (t) => {
    const answered = Promise.withResolvers<http.ServerResponse>();
    const port = await listen(
      http.createServer((_, outgoing) => {
        outgoing.flushHeaders();
        answered.resolve(outgoing);
      }),
    );
    const body = (await send(request(port), 60_000)).body[Symbol.asyncIterator]();
    const outgoing = await answered.promise;
    t.mock.timers.enable({ apis: ['setTimeout'] });
    for (let count = 0; count < 8; count++) {
      const next = body.next();
      t.mock.timers.tick(50_000);
      outgoing.write('x');
      assert.equal(Buffer.from(((await next) as IteratorResult<Uint8Array, undefined>).value ?? []).toString(), 'x');
    }
    const last = body.next();
    t.mock.timers.tick(60_000);
    await assert.rejects(last, { code: 'timeout' });
  });
  it('not HTTP', async () => {
    const port = await listen(net.createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')));
    assert.equal(await codeOf(send(request(port))), 'response-not-http');
  });
});

describe('cancelling', () => {
  it('before anything', async () => {
    const { port, state } = await recorder(() => false);
    assert.equal(await codeOf(send(request(port), 5000, AbortSignal.abort())), 'cancelled');
    assert.equal(state.connections, 0);
  });
  it('while connecting', async () => {
    const { port } = await recorder(() => false);
    const controller = new AbortController();
    const sent = send(request(port), 5000, controller.signal);
    controller.abort();
    assert.equal(await codeOf(sent), 'cancelled');
  });
  it('while waiting for the answer', async () => {
    const controller = new AbortController();
    const { port, state } = await recorder(() => {
      controller.abort();
      return false;
    });
    assert.equal(await codeOf(send(request(port), 5000, controller.signal)), 'cancelled');
    await state.closed.promise;
  });
  it('while a large body is sent that nobody takes', async () => {
    const controller = new AbortController();
    const port = await listen(net.createServer((socket) => socket.once('readable', () => controller.abort())));
    const sent = send(request(port, { method: 'PUT', body: Buffer.alloc(32 * 2 ** 20) }), 5000, controller.signal);
    assert.equal(await codeOf(sent), 'cancelled');
  });
  it('within the answer', async () => {
    const controller = new AbortController();
    const { port, state } = await recorder(headEnds, 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc');
    const response = await send(request(port), 5000, controller.signal);
    const reading = (async () => {
      for await (const chunk of response.body) {
        assert.equal(Buffer.from(chunk).toString(), 'abc');
        controller.abort();
      }
    })();
    assert.equal(await codeOf(reading), 'cancelled');
    await state.closed.promise;
  });
});

describe('https', () => {
  let certificate: string;
  let port: number;
  const names: (string | false | null)[] = [];

  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

  function issue(name: string, notBefore: Date, notAfter: Date): string {
    const issued = forge.pki.createCertificate();
    issued.publicKey = forge.pki.publicKeyFromPem(keys.publicKey);
    issued.serialNumber = '01';
    issued.validity.notBefore = notBefore;
    issued.validity.notAfter = notAfter;
    const names = [{ name: 'commonName', value: name }];
    issued.setSubject(names);
    issued.setIssuer(names);
    issued.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }]);
    issued.sign(forge.pki.privateKeyFromPem(keys.privateKey), forge.md.sha256.create());
    return forge.pki.certificateToPem(issued);
  }

  const day = 86_400_000;
  const serve = (cert: string) => {
    const server = https.createServer({ key: keys.privateKey, cert }, (incoming, outgoing) => {
      assert.ok(incoming.socket instanceof TLSSocket);
      names.push(incoming.socket.servername);
      outgoing.end(incoming.headers.host);
    });
    server.on('tlsClientError', () => undefined);
    return listen(server);
  };
  /** What VS Code does with the certificates of the system. */
  const trust = (ca: string | undefined) => {
    if (ca === undefined) delete https.globalAgent.options.ca;
    else https.globalAgent.options.ca = ca;
  };

  before(async () => {
    certificate = issue('service.test', new Date(Date.now() - day), new Date(Date.now() + day));
    port = await serve(certificate);
  });
  after(() => trust(undefined));

  const secure = (host: string, more: Partial<HttpRequest> = {}) =>
    request(port, { protocol: 'https:', host, connectTo: `https://127.0.0.1:${port}`, ...more });

  it('shows the name of the signed host, wherever it connects', async () => {
    trust(certificate);
    const response = await send(secure('service.test'));
    assert.equal(await bodyText(response), 'service.test');
    assert.equal(names.at(-1), 'service.test');
    const { connect, secureConnect, firstByte } = response.timing;
    assert.ok(connect !== undefined && secureConnect !== undefined && connect <= secureConnect && secureConnect <= firstByte);
  });
  it('a certificate that nobody vouches for', async () => {
    trust(undefined);
    assert.equal(await codeOf(send(secure('service.test')), /service\.test/), 'tls-untrusted');
  });
  it('a certificate of another host', async () => {
    trust(certificate);
    assert.equal(await codeOf(send(secure('other.test')), /other\.test/), 'tls-host-mismatch');
    assert.equal(await codeOf(send(secure(`127.0.0.1:${port}`))), 'tls-host-mismatch');
  });
  it('a certificate that is over', async () => {
    const old = issue('service.test', new Date(Date.now() - 2 * day), new Date(Date.now() - day));
    const oldPort = await serve(old);
    trust(old);
    const connectTo = `https://127.0.0.1:${oldPort}`;
    assert.equal(await codeOf(send(secure('service.test', { connectTo })), /service\.test/), 'tls-expired');
  });
  it('a server without TLS', async () => {
    const plain = await listen(http.createServer((_, outgoing) => outgoing.end()));
    assert.equal(await codeOf(send(request(plain, { protocol: 'https:' }))), 'tls-failed');
  });
});
