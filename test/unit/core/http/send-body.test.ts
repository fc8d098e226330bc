import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { it } from 'node:test';
import { sendBody } from '../../../../src/core/http/send-body.ts';

it('a body is written no faster than it is taken', async () => {
  const server = net.createServer((socket) => socket.pause().on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const body = Buffer.alloc(64 * 2 ** 20);
  const request = http.request({
    port,
    host: '127.0.0.1',
    method: 'PUT',
    agent: false,
    headers: { 'content-length': body.length },
  });
  request.on('error', () => undefined);
  let progress = 0;
  const sent = sendBody(request, body, () => progress++);
  await once(request, 'socket');
  // Far more turns than 64 chunks need when nothing holds them back.
  for (let turn = 0; turn < 2000; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(progress < 32, `${progress} of 64 chunks were written`);
  request.destroy();
  await sent;
  server.close();
});
