import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Header, HttpResponse } from '../../../../src/core/http/message.ts';
import type { PreparedRequest } from '../../../../src/core/requests/prepare-request.ts';
import { sendWithServerTime } from '../../../../src/core/requests/send-with-server-time.ts';
import { ServerClock } from '../../../../src/core/requests/server-clock.ts';
import { explainRefusal } from '../../../../src/core/signing/refusals/explain-refusal.ts';

const start = Date.parse('2026-01-31T12:00:00Z');
const exchange = { sent: start, received: start + 4000 };
const midpoint = start + 2000;
const minutes = (count: number): number => count * 60_000;
const date = (time: number, age?: string): { headers: Header[] } => ({
  headers: [['Date', new Date(time).toUTCString()], ...(age === undefined ? [] : [['Age', age] as const])],
});

const rows: readonly (readonly [name: string, headers: { headers: Header[] }, named: number | undefined, offset: number])[] = [
  ['Date, half-way between sending and receiving', date(midpoint + minutes(10)), undefined, minutes(10)],
  ['a clock that is fast', date(midpoint - minutes(20)), undefined, -minutes(20)],
  ['Date of a cached answer', date(midpoint + minutes(9), '60'), undefined, minutes(10)],
  ['an Age that is no number', date(midpoint + minutes(9), 'x'), undefined, minutes(9)],
  ['the time that the refusal names, before Date', date(midpoint), midpoint + minutes(7), minutes(7)],
  ['nothing', { headers: [] }, undefined, 0],
  ['a Date that cannot be read', { headers: [['Date', 'soon']] }, undefined, 0],
  ['a difference that no server refuses', date(midpoint + 20_000), undefined, 0],
];
for (const [name, answer, named, offset] of rows) {
  test(`the server's clock from ${name}`, () => {
    const clock = new ServerClock(() => start);
    assert.equal(clock.learn(answer, named === undefined ? undefined : new Date(named), exchange), offset !== 0);
    assert.equal(clock.offset, offset);
    assert.equal(clock.now().getTime(), start + offset);
  });
}

test('what is known already is no reason to try again', () => {
  const clock = new ServerClock(() => start);
  assert.ok(clock.learn(date(midpoint + minutes(10)), undefined, exchange));
  const told: number[] = [];
  clock.onDidLearn((offset) => told.push(offset));
  assert.ok(!clock.learn(date(midpoint + minutes(10)), undefined, exchange));
  assert.ok(clock.learn(date(midpoint + minutes(12)), undefined, exchange));
  assert.deepEqual(told, [minutes(12)]);
});

/** A server that refuses every time but the last `accepted`, and counts. */
function serverThatRefuses(accepted: number, pinned = false) {
  const clock = new ServerClock(() => start);
  let requests = 0;
  const signed: number[] = [];
  const prepared = {
    request: { signing: { canonicalRequest: '', stringToSign: '' } },
    datePinned: pinned,
    signAgain: () => {
      signed.push(clock.now().getTime());
      return Promise.resolve(prepared);
    },
  } as unknown as PreparedRequest;
  const run = () =>
    sendWithServerTime(prepared, {
      clock,
      now: () => start,
      explain: ({ response, body }) => Promise.resolve(explainRefusal({ ...response, body })),
      exchange: () => {
        requests += 1;
        const refused = requests <= accepted;
        const text = '<Error><Code>RequestTimeTooSkewed</Code><ServerTime>2026-01-31T12:30:00Z</ServerTime></Error>';
        const response = { status: refused ? 403 : 200, headers: [] } as unknown as HttpResponse;
        return Promise.resolve({ prepared, response, body: Buffer.from(refused ? text : '') });
      },
    });
  return { run, clock, signed, requests: () => requests };
}

test("a refused time is signed once more with the server's, and later requests at once", async () => {
  const server = serverThatRefuses(1);
  const answer = await server.run();
  assert.equal(answer.response.status, 200);
  assert.deepEqual(server.signed, [Date.parse('2026-01-31T12:30:00Z')]);
  assert.equal(server.requests(), 2);
});

test('it is tried once more and not a third time', async () => {
  const server = serverThatRefuses(9);
  const answer = await server.run();
  assert.equal(server.requests(), 2);
  assert.match(answer.refusal?.sentence ?? '', /too far from the server's/);
});

test('a pinned date is never changed', async () => {
  const server = serverThatRefuses(9, true);
  const answer = await server.run();
  assert.equal(server.requests(), 1);
  assert.equal(server.clock.offset, 0);
  assert.ok(answer.refusal);
});
