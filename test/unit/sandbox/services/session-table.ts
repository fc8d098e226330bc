import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { hasOpenssl } from '../certificate-authority.ts';
import { send, startTestSandbox, type Sent } from '../fixtures.ts';
import { makeAuthorities, rolesAnywhere, signSession, type Authorities, type SessionRequest } from './session-fixtures.ts';

/** One change to a good CreateSession request, and how it is refused. */
export interface SessionRefusal {
  readonly name: string;
  /** What is signed. */
  readonly signing?: (made: Authorities) => Partial<SessionRequest>;
  /** What is done to it after it was signed. */
  readonly wire?: (sent: Sent) => Sent;
  /** Milliseconds that the server's clock is ahead of the signature's. */
  readonly late?: number;
  /** Milliseconds from the start of the tests to the time of the request. */
  readonly at?: number;
  /** 403 by default. */
  readonly status?: number;
  /** AccessDeniedException by default. */
  readonly code?: string;
  readonly message: string | RegExp;
  readonly reason?: RegExp;
}

/** A minute ahead, so that certificates which the tests issue as they go are valid by then. */
export const START = new Date(Math.floor(Date.now() / 1000 + 60) * 1000);

/** What tests of CreateSession skip for, or false. */
export const skip = hasOpenssl() ? false : 'there is no openssl to issue certificates with';

/** Runs a table against a sandbox of its own: the good request first, then each of its changes. */
export function refusedSessions(title: string, rows: readonly SessionRefusal[]): void {
  describe(title, { skip }, () => {
    let now = START;
    let sandbox: Sandbox;
    let made: Authorities;
    before(async () => {
      made = makeAuthorities();
      sandbox = await startTestSandbox({ ...rolesAnywhere(made.root), now: () => now });
    });
    after(() => sandbox.close());

    test('accepted without a change', async () => {
      now = START;
      const sent = signSession({ leaf: made.leaf, chain: [made.intermediate], date: now });
      assert.equal((await send(sandbox, sent)).status, 201);
    });

    for (const row of rows) {
      test(`refused: ${row.name}`, async () => {
        const date = new Date(START.getTime() + (row.at ?? 0));
        now = new Date(date.getTime() + (row.late ?? 0));
        const sent = signSession({ leaf: made.leaf, chain: [made.intermediate], date, ...row.signing?.(made) });
        const received = await send(sandbox, row.wire ? row.wire(sent) : sent);
        assert.deepEqual(
          { status: received.status, code: received.headers['x-amzn-errortype'] },
          { status: row.status ?? 403, code: row.code ?? 'AccessDeniedException' },
          received.body,
        );
        const { message } = JSON.parse(received.body) as { message: string };
        if (typeof row.message === 'string') assert.equal(message, row.message);
        else assert.match(message, row.message);
        if (row.reason) assert.match(received.headers['x-sandbox-reason'] ?? '', row.reason);
        assert.equal(Date.parse(received.headers['date'] ?? ''), now.getTime());
      });
    }
  });
}
