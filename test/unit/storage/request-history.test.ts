import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RequestHistory } from '../../../src/storage/request-history.ts';
import type { HistoryEntry } from '../../../src/storage/request-history.ts';

function memento(initial?: unknown) {
  let value = initial;
  return {
    get: () => value,
    update: (_: string, next: unknown) => {
      value = next;
      return Promise.resolve();
    },
  };
}

const entry = (time: number): HistoryEntry => ({
  method: 'GET',
  url: 'https://sts.amazonaws.com/',
  time,
  duration: 5,
  status: 200,
  place: { uri: 'file:///a.http', line: 3, fingerprint: 'f' },
});

test('keeps nothing until it is turned on', async () => {
  let enabled = false;
  const history = new RequestHistory(memento(), () => enabled);
  await history.add(entry(1));
  assert.deepEqual(history.list(), []);
  enabled = true;
  await history.add(entry(2));
  assert.deepEqual(history.list(), [entry(2)]);
});

test('keeps the last fifty, newest first', async () => {
  const history = new RequestHistory(memento(), () => true);
  for (let time = 0; time < 60; time++) await history.add(entry(time));
  assert.deepEqual(
    history.list().map(({ time }) => time),
    Array.from({ length: 50 }, (_, index) => 59 - index),
  );
});

test('forgets', async () => {
  const history = new RequestHistory(memento([entry(1)]), () => true);
  assert.equal(history.list().length, 1);
  await history.clear();
  assert.deepEqual(history.list(), []);
});

test('what is stored otherwise counts as nothing', () => {
  assert.deepEqual(new RequestHistory(memento('nonsense'), () => true).list(), []);
});
