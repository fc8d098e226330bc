// Takes requests with a Content-Length at a port of its own and answers each with the time of its first byte and all that it was.
// Every answer ends its connection, as a person's next send finds none that is still open.
import net from 'node:net';

const server = net.createServer((socket) => {
  let at: bigint | undefined;
  const chunks: Buffer[] = [];
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    at ??= process.hrtime.bigint();
    chunks.push(chunk);
    const all = Buffer.concat(chunks);
    const head = all.indexOf('\r\n\r\n');
    const length = Number(/\r\nContent-Length: *(\d+)/i.exec(all.toString('latin1'))?.[1] ?? Infinity);
    if (head === -1 || all.length < head + 4 + length) return;
    const body = JSON.stringify({ at: String(at), bytes: all.toString('base64') });
    socket.end(
      `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : undefined);
});
