import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIdentity } from '../src/core/certificates/read-identity.ts';
import { createSession } from '../src/core/credentials/roles-anywhere.ts';
import type { HttpRequest, HttpResponse } from '../src/core/http/message.ts';
import { readBody } from '../src/core/http/read-body.ts';
import { sendRequest } from '../src/core/http/transport.ts';
import { signRequest } from '../src/core/signing/sign.ts';
import { provisionSandbox } from '../src/sandbox/provision-sandbox.ts';
import { startSandbox } from '../src/sandbox/start-sandbox.ts';

const whoAmI = 'Action=GetCallerIdentity&Version=2011-06-15';

/**
 * Runs the main job once against a sandbox of its own: a certificate gets a session, the session signs a request, the sandbox verifies it.
 * Prints a line for each step. @throws {UserError} when a step fails
 */
export async function runMainJob(print: (line: string) => void): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'main-job-'));
  const { options, profile, password } = await provisionSandbox(directory);
  const sandbox = await startSandbox(options);
  const send = (request: HttpRequest): Promise<HttpResponse> => sendRequest(request, { timeout: 60_000 });
  try {
    print(`The local sandbox answers at ${sandbox.url}.`);
    const identity = await readIdentity([{ name: 'sandbox.pfx', bytes: readFileSync(profile.certificate) }], password);
    print(`A certificate was made and opened: ${identity.leaf.subject.replaceAll('\n', ', ')}.`);
    const signal = new AbortController().signal;
    const session = await createSession(identity, profile, { send, now: Date.now, signal, connectTo: sandbox.url });
    print(`It signed CreateSession: a session of ${session.roleArn} until ${session.expiration.toLocaleTimeString()}.`);
    const request: HttpRequest = {
      method: 'POST',
      protocol: 'https:',
      host: 'sts.eu-central-1.amazonaws.com',
      target: '/',
      headers: [
        ['Content-Type', 'application/x-www-form-urlencoded'],
        ['Accept', 'application/json'],
      ],
      body: Buffer.from(whoAmI),
      connectTo: sandbox.url,
    };
    const { credentials } = session;
    const response = await send(await signRequest(request, { credentials, service: 'sts', region: 'eu-central-1' }));
    const answer = new TextDecoder().decode(await readBody(response, { limit: 100_000 }));
    const arn = /"Arn":\s*"([^"]+)"/.exec(answer)?.[1];
    if (response.status !== 200 || arn === undefined)
      throw new Error(`The signed request was refused: ${response.status} ${answer}`);
    print(`The session signed a request, and the sandbox verified it: ${arn}.`);
  } finally {
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
