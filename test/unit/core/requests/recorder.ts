import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

/** What arrived over a time. */
export interface Received<T> {
  readonly result: T;
  readonly bytes: Buffer;
  readonly connections: number;
}

/** A TCP server that keeps every byte it gets. */
export interface Recorder {
  readonly origin: string;
  readonly port: number;
  /** All that arrives until `work` is done and whatever it had begun to connect has connected. */
  during<T>(work: () => Promise<T>): Promise<Received<T>>;
  close(): Promise<void>;
}

/**
 * @param answer what a connection is answered once something has arrived on it, which ends it; or a port of 127.0.0.1 that all is passed on to;
 * or nothing, to keep silent
 */
export async function startRecorder(answer?: { readonly onwardTo: number } | string): Promise<Recorder> {
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const ports: (number | undefined)[] = [];
  const server = net.createServer((socket) => {
    ports.push(socket.remotePort);
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => chunks.push(chunk));
    if (typeof answer === 'string') socket.once('data', () => socket.end(answer));
    if (typeof answer !== 'object') return;
    const onward = net.connect(answer.onwardTo, '127.0.0.1');
    onward.on('error', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  /** Connections are accepted in the order of their making: behind one of our own there is none left. */
  const settle = async (): Promise<void> => {
    const last = net.connect(port, '127.0.0.1');
    await once(last, 'connect');
    while (!ports.includes(last.localPort)) await once(server, 'connection');
    ports.splice(ports.indexOf(last.localPort), 1);
    last.destroy();
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    during: async (work) => {
      const [firstChunk, firstConnection] = [chunks.length, ports.length];
      const result = await work();
      await settle();
      return { result, bytes: Buffer.concat(chunks.slice(firstChunk)), connections: ports.length - firstConnection };
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
