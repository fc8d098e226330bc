// The product as the editor drives it: the file is parsed already, everything else happens on sending.
import { memoryLimit } from '../../../src/core/http/received-response.ts';
import { ordinarySend } from '../../../src/core/http-file/directives.ts';
import { parseHttpFile } from '../../../src/core/http-file/parse.ts';
import { ServerClock } from '../../../src/core/http/server-clock.ts';
import {
  exchange,
  prepareRequest,
  readEnvironments,
  receiveBody,
  requestSources,
  sendRequest,
  sendWithServerTime,
} from '../../../src/bundles/requests.ts';
import type { Subject } from './subject.ts';

export function open(text: string, directory: string): Promise<Subject> {
  const file = parseHttpFile(text);
  const [request] = file.requests;
  if (request === undefined) throw new Error('The text holds no request.');
  const clock = new ServerClock(Date.now);
  const ports = {
    profileByName: () => undefined,
    activeProfile: () => undefined,
    credentials: () => Promise.reject(new Error('The keys stand in the file.')),
    confirmDestination: () => Promise.resolve(),
    askScope: () => Promise.resolve(undefined),
    now: (signed: Parameters<ServerClock['nowFor']>[0]) => clock.nowFor(signed),
    sigv4a: () => Promise.reject(new Error('One region is signed with SigV4.')),
  };
  return Promise.resolve(async () => {
    const { signal } = new AbortController();
    const sources = requestSources({
      ...{ file, request, directory, environment: undefined, environmentFirst: false },
      environments: () => readEnvironments({ directory, restClientSetting: undefined }),
      responses: { find: () => undefined },
      ask: () => Promise.resolve(undefined),
    });
    const prepared = await prepareRequest(request, { file, baseDirectory: directory, ...sources, signal }, ports);
    const { body } = await sendWithServerTime(prepared, {
      clock,
      now: Date.now,
      explain: () => Promise.resolve(undefined),
      exchange: async (signed) => {
        const { response: answer, prepared: last } = await exchange(
          signed,
          { ...ordinarySend, signal },
          {
            send: (outgoing) => sendRequest(outgoing, { signal, timeout: 10_000 }),
            clock: () => performance.now(),
            receiveBody: (incoming) =>
              receiveBody(incoming, { memoryLimit, file: () => Promise.reject(new Error('The answer is short.')) }),
          },
        );
        if (!(answer.body instanceof Uint8Array)) throw new Error('The answer is not in memory.');
        return { prepared: last, response: answer, body: answer.body };
      },
    });
    return Buffer.from(body).toString();
  });
}
