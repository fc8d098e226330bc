import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Identity } from '../../../../../src/core/certificates/identity.ts';
import type { Credentials } from '../../../../../src/core/signing/credentials.ts';
import { obtainSession } from '../../../../../src/core/credentials/obtain-session.ts';
import { createSession } from '../../../../../src/core/credentials/roles-anywhere.ts';
import type { CreateSessionParameters } from '../../../../../src/core/credentials/roles-anywhere.ts';
import { SessionManager } from '../../../../../src/core/credentials/session-manager.ts';
import { isUserError } from '../../../../../src/core/errors.ts';
import { EventSource } from '../../../../../src/core/event.ts';
import { sendRequest } from '../../../../../src/core/http/transport.ts';
import type { RolesAnywhereProfile } from '../../../../../src/core/profiles/profile.ts';
import { rolesAnywhereProfile, sampleSession } from '../../../fakes/sample-profiles.ts';
import { startRecorder } from '../recorder.ts';
import type { Received, Recorder } from '../recorder.ts';
import { editorSend } from './editor-send.ts';
import { password, sessionRefusals, unusableCalls, unusableProfiles, writeCertificates } from './refused-sessions.ts';

const folder = mkdtempSync(join(tmpdir(), 'refused-sessions-'));
const good: RolesAnywhereProfile = { ...rolesAnywhereProfile, certificate: 'good.pfx' };
const { signal } = new AbortController();
let identity: Identity;
/** Where the request would go. */
let recorder: Recorder;
before(async () => {
  identity = await writeCertificates(folder);
  recorder = await startRecorder('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
});
after(async () => {
  await recorder.close();
  rmSync(folder, { recursive: true });
});

/** Sends a request by a profile whose credentials come from `credentials`, and gives the error that stopped it. */
function attempt(credentials: () => Promise<Credentials>, cancellation = signal): Promise<Received<unknown>> {
  const profile = { id: 'user/role', name: 'role', profile: { ...good, endpoint: recorder.origin } };
  return recorder.during(() =>
    editorSend(recorder.origin, folder)
      .send('POST https://lambda.eu-west-1.amazonaws.com/\n\nx', {
        ports: { activeProfile: () => profile, credentials },
        signal: cancellation,
      })
      .catch((error: unknown) => error),
  );
}

function assertStopped({ result, bytes, connections }: Received<unknown>, code: string): void {
  assert.equal(bytes.toString(), '');
  assert.equal(connections, 0);
  assert.ok(isUserError(result), JSON.stringify(result));
  assert.equal(result.code, code, result.message);
}

it('with a session the request is sent', async () => {
  const { bytes } = await attempt(() => Promise.resolve(sampleSession(Date.now() + 1e6).credentials));
  assert.match(bytes.toString(), /\r\nAuthorization: AWS4-HMAC-SHA256 /);
});

describe('no byte and no connection goes out with an expired session and', () => {
  for (const [what, change, code, circumstances = {}] of unusableProfiles) {
    it(what, async () => {
      const cancellation = new AbortController();
      const expired = { session: sampleSession(Date.now() - 1000), madeFor: 'as it is' };
      const manager = new SessionManager({
        store: {
          readSession: () => Promise.resolve(expired),
          writeSession: () => Promise.resolve(),
          deleteSession: () => Promise.resolve(),
          onDidChangeSession: new EventSource<string>().event,
        },
        now: Date.now,
        renewBefore: () => 300_000,
        fingerprint: () => 'as it is',
        obtain: (_, aborted) => {
          if (circumstances.cancelled === true) cancellation.abort();
          return obtainSession(
            { ...good, ...change, endpoint: recorder.origin },
            {
              paths: { workspaceFolder: folder, home: folder },
              password: circumstances.password ?? password,
              now: Date.now,
              signal: aborted,
              send: (request, stop) => sendRequest(request, { signal: stop, timeout: 60_000 }),
            },
          );
        },
      });
      await manager.restore(['user/role']);
      const received = await attempt(
        async () => (await manager.use('user/role', cancellation.signal)).credentials,
        cancellation.signal,
      );
      manager.dispose();
      assertStopped(received, code);
    });
  }
});

function call(origin: string, parameters: Partial<CreateSessionParameters>, change: Partial<Identity>): Promise<Credentials> {
  const { trustAnchorArn, profileArn, roleArn } = good;
  return createSession(
    { ...identity, ...change },
    { trustAnchorArn, profileArn, roleArn, ...parameters },
    {
      send: (request, stop) => sendRequest(request, { signal: stop, timeout: 60_000 }),
      now: Date.now,
      random: () => 0,
      connectTo: origin,
      signal,
    },
  ).then(({ credentials }) => credentials);
}

describe('no byte and no connection goes out where CreateSession cannot be called with', () => {
  for (const [what, { parameters = {}, identity: change = () => ({}) }, code] of unusableCalls) {
    it(what, async () => assertStopped(await attempt(() => call(recorder.origin, parameters, change(identity))), code));
  }
});

describe('nothing of the request goes out where CreateSession answers', () => {
  for (const [code, status, body, headers = []] of sessionRefusals) {
    it(code, async () => {
      const text = JSON.stringify(body);
      const answer = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${text.length}`, 'Connection: close', '', text];
      const service = await startRecorder(answer.join('\r\n'));
      const asked = await service.during(() => attempt(() => call(service.origin, {}, {})));
      await service.close();
      assert.match(asked.bytes.toString(), /^POST \/sessions HTTP/);
      assertStopped(asked.result, code);
    });
  }
});
