import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Header, HttpResponse } from '../../../../src/core/http/message.ts';
import type { PreparedRequest } from '../../../../src/core/requests/prepare-request.ts';
import { sendWithServerTime } from '../../../../src/core/exchange/send-with-server-time.ts';
import { type ClockedRequest, ServerClock } from '../../../../src/core/http/server-clock.ts';
import { explainRefusal } from '../../../../src/core/refusals/explain-refusal.ts';

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
const request = { protocol: 'https:', host: 's3.eu-central-1.amazonaws.com' } as const;
const learn = (clock: ServerClock, answer: { headers: Header[] }, named?: number, of: ClockedRequest = request): boolean =>
  clock.learn(of, answer, named === undefined ? undefined : new Date(named), exchange);

for (const [name, answer, named, offset] of rows) {
  test(`the server's clock from ${name}`, () => {
    const clock = new ServerClock(() => start);
    assert.equal(learn(clock, answer, named), offset !== 0);
    assert.equal(clock.offsetFor(request), offset);
    assert.equal(clock.nowFor(request).getTime(), start + offset);
  });
}

test('what is known already is no reason to try again', () => {
  const clock = new ServerClock(() => start);
  assert.ok(learn(clock, date(midpoint + minutes(10))));
  const told: number[] = [];
  clock.onDidLearn((learned) => told.push(learned.offset));
  assert.ok(!learn(clock, date(midpoint + minutes(10))));
  assert.ok(learn(clock, date(midpoint + minutes(12))));
  assert.deepEqual(told, [minutes(12)]);
});

const others: readonly (readonly [name: string, other: ClockedRequest, isSame: boolean])[] = [
  ['the same host in other letters', { protocol: 'https:', host: 'S3.EU-central-1.amazonaws.com' }, true],
  ['an address that is the host itself', { ...request, connectTo: 'https://s3.eu-central-1.amazonaws.com:443' }, true],
  ['another host', { protocol: 'https:', host: 'sts.eu-central-1.amazonaws.com' }, false],
  ['another port', { protocol: 'https:', host: 's3.eu-central-1.amazonaws.com:8443' }, false],
  ['the same host over plain http', { ...request, protocol: 'http:' }, false],
  ['an endpoint in its place', { ...request, connectTo: 'https://127.0.0.1:9000' }, false],
];
for (const [name, other, isSame] of others) {
  test(`what a host says of its clock ${isSame ? 'holds' : 'does not hold'} for ${name}, nor the other way round`, () => {
    const clock = new ServerClock(() => start);
    assert.ok(learn(clock, date(midpoint + minutes(10))));
    assert.equal(clock.offsetFor(other), isSame ? minutes(10) : 0);
    const another = new ServerClock(() => start);
    learn(another, date(midpoint + minutes(10)), undefined, other);
    assert.equal(another.offsetFor(request), isSame ? minutes(10) : 0);
  });
}

test('an endpoint teaches nothing, whether it refuses or not', () => {
  const clock = new ServerClock(() => start);
  clock.onDidLearn(() => assert.fail('nothing was learned'));
  const endpoint = { ...request, connectTo: 'http://127.0.0.1:9000' };
  assert.ok(!learn(clock, date(midpoint + minutes(10)), midpoint + minutes(10), endpoint));
  clock.observe(endpoint, date(midpoint + minutes(10)), exchange);
  assert.deepEqual([clock.offsetFor(endpoint), clock.offsetFor(request)], [0, 0]);
});

const day = 24 * 60;
const limits: readonly (readonly [name: string, answer: { headers: Header[] }, named: number | undefined, isLearned: boolean])[] =
  [
    ['a day ahead', date(midpoint + minutes(day)), undefined, true],
    ['more than a day ahead', date(midpoint + minutes(day + 1)), undefined, false],
    ['a day behind', date(midpoint - minutes(day)), undefined, true],
    ['more than a day behind', date(midpoint - minutes(day + 1)), undefined, false],
    ['a year ahead, named', date(midpoint), midpoint + minutes(365 * day), false],
    ['the end of time', { headers: [['Date', 'Sat, 13 Sep 275760 00:00:00 GMT']] }, undefined, false],
    ['a Date with an Age of 31 years', date(midpoint, '999999999'), undefined, false],
    ['a time that is none', date(midpoint), Number.NaN, false],
  ];
for (const [name, answer, named, isLearned] of limits) {
  test(`a clock is put right by a day at most: ${name}`, () => {
    const clock = new ServerClock(() => start);
    assert.equal(learn(clock, answer, named), isLearned);
    assert.equal(clock.offsetFor(request) !== 0, isLearned);
  });
}

test('an answer that refuses nothing is learned from without a word', () => {
  const clock = new ServerClock(() => start);
  clock.onDidLearn(() => assert.fail('nobody complained'));
  clock.observe(request, date(midpoint - minutes(14)), exchange);
  assert.equal(clock.offsetFor(request), -minutes(14));
});

/** A server that refuses every time but the last `accepted`, and counts. */
function serverThatRefuses(accepted: number, pinned = false) {
  const clock = new ServerClock(() => start);
  let requests = 0;
  const signed: number[] = [];
  const prepared = {
    request: { ...request, signing: { canonicalRequest: '', stringToSign: '' } },
    datePinned: pinned,
    signAgain: () => {
      signed.push(clock.nowFor(request).getTime());
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
  assert.equal(server.clock.offsetFor(request), 0);
  assert.ok(answer.refusal);
});
