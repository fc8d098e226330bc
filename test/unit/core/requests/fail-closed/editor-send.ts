import { receiveBody } from '../../../../../src/core/http/receive-body.ts';
import type { HttpRequest, HttpResponse } from '../../../../../src/core/http/message.ts';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';
import { sendRequest } from '../../../../../src/core/http/transport.ts';
import { exchange } from '../../../../../src/core/exchange/exchange.ts';
import { prepareRequest } from '../../../../../src/core/requests/prepare-request.ts';
import type {
  PreparedRequest,
  PrepareRequestPorts,
  Presigning,
  RequestProfile,
} from '../../../../../src/core/requests/prepare-request.ts';
import { requestAt } from '../../../../../src/core/requests/editing/request-at.ts';
import { sendDirectives } from '../../../../../src/core/requests/send-directives.ts';
import { sendWithServerTime } from '../../../../../src/core/exchange/send-with-server-time.ts';
import { ServerClock } from '../../../../../src/core/http/server-clock.ts';
import { sigv4a } from '../../../../../src/core/signing/algorithms/sigv4a.ts';
import { responseVariables } from '../../../../../src/core/variables/responses/response-variables.ts';
import { readEnvironments } from '../../../../../src/core/variables/environments/environments.ts';
import { RecordedResponses } from '../../../../../src/core/variables/responses/recorded-responses.ts';
import { requestSources } from '../../../../../src/core/variables/request-sources.ts';
import { inMemoryDestinations } from '../../../fakes/in-memory-destinations.ts';
import { staticProfile } from '../../../fakes/sample-profiles.ts';

export const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

/** What a request meets on its way, where that is not the ordinary. */
export interface Circumstances {
  /** Line of the cursor, from 0; the last one by default. */
  readonly cursor?: number;
  /** Folder of the file. */
  readonly directory?: string;
  readonly environment?: string;
  /** What is typed into every prompt; undefined for a person who leaves. */
  readonly prompt?: string;
  /** JSON that the earlier request `login` of the file was answered with. */
  readonly login?: string;
  readonly ports?: Partial<PrepareRequestPorts>;
  readonly presigning?: Presigning;
  /** What is answered when a destination is asked about; allowed by default. */
  readonly allows?: boolean;
  readonly signal?: AbortSignal;
  /** Runs between signing and sending, and gives what is sent. */
  readonly afterSigning?: (prepared: PreparedRequest) => PreparedRequest | Promise<PreparedRequest>;
}

export interface EditorSend {
  /** Sends the request at the cursor as the editor does. Requests for AWS are connected to `origin`. */
  readonly send: (text: string, circumstances?: Circumstances) => Promise<{ readonly status: number }>;
  /** How many requests were handed to the transport, wherever they lead. */
  readonly sends: number;
}

export function editorSend(origin: string, folder: string): EditorSend {
  let sends = 0;
  const ci: RequestProfile = { id: 'user/ci', name: 'ci', profile: { ...staticProfile, endpoint: origin } };
  const transport = (request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> => {
    sends += 1;
    return sendRequest(request, { signal, timeout: 60_000 });
  };
  return {
    get sends() {
      return sends;
    },
    send: async (text, circumstances = {}) => {
      const { directory = folder, environment, prompt, login } = circumstances;
      const signal = circumstances.signal ?? new AbortController().signal;
      const destinations = inMemoryDestinations();
      destinations.answer = () => circumstances.allows ?? true;
      const clock = new ServerClock(Date.now);
      const answers = new RecordedResponses();
      if (login !== undefined) {
        answers.record('file', 'login', { headers: [], body: undefined }, { headers: [], body: Buffer.from(login) });
      }
      const file = parseHttpFile(text);
      const lines = text.split(/\r?\n/);
      const document = { lineCount: lines.length, lineAt: (line: number) => ({ text: lines[line] ?? '' }) };
      const request = requestAt(file, document, circumstances.cursor ?? lines.length - 1, 'demo.http');
      const directives = sendDirectives(request, file, 'demo.http');
      if (directives.refusal !== undefined) throw directives.refusal;
      const sources = requestSources({
        ...{ file, request, directory, environment, environmentFirst: false },
        environments: () => readEnvironments({ directory }),
        responses: responseVariables({
          names: ['login'],
          exchange: (name) => answers.get('file', name),
          xmlPath: () => Promise.reject(new Error('No response here is XML.')),
        }),
        ask: () => Promise.resolve(prompt),
      });
      const signed = await prepareRequest(
        request,
        { file, fileName: 'demo.http', baseDirectory: directory, ...sources, signal },
        {
          profileByName: (name) => (name === 'ci' ? ci : undefined),
          activeProfile: () => ci,
          credentials: () => Promise.resolve({ accessKeyId: staticProfile.accessKeyId, secretAccessKey }),
          confirmDestination: (journey) => destinations.guard.confirm(journey),
          askScope: () => Promise.resolve(undefined),
          now: (request) => clock.nowFor(request),
          sigv4a: () => Promise.resolve(sigv4a),
          ...circumstances.ports,
        },
        circumstances.presigning,
      );
      const prepared = (await circumstances.afterSigning?.(signed)) ?? signed;
      const { response } = await sendWithServerTime(prepared, {
        clock,
        now: Date.now,
        explain: () => Promise.resolve(undefined),
        exchange: async (next) => {
          const { response: answer, prepared: last } = await exchange(
            next,
            { ...directives, signal },
            {
              send: transport,
              clock: () => performance.now(),
              receiveBody: (incoming) =>
                receiveBody(incoming, { memoryLimit: 1e6, file: () => Promise.reject(new Error('The answer is short.')) }),
            },
          );
          return { prepared: last, response: answer, body: new Uint8Array() };
        },
      });
      return { status: response.status };
    },
  };
}
