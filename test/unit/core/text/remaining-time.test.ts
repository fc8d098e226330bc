import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remainingTime } from '../../../../src/core/text/remaining-time.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const cases: [milliseconds: number, text: string][] = [
  [12 * hour, '12h 00m'],
  [2 * hour + 5 * minute + 59 * second, '2h 05m'],
  [hour, '1h 00m'],
  [hour - 1, '59m'],
  [59 * minute, '59m'],
  [minute, '1m'],
  [minute - 1, '59s'],
  [second, '1s'],
  [second - 1, 'expired'],
  [0, 'expired'],
  [-hour, 'expired'],
];

for (const [milliseconds, text] of cases) {
  test(`${milliseconds} ms read “${text}”`, () => assert.equal(remainingTime(milliseconds).text, text));
}

test('the text is the same until it is said to change, and another then', () => {
  for (const start of [2 * hour + 17, hour, hour - 1, 61 * second, minute, 59_999, 1500, 1000]) {
    const { text, changesIn } = remainingTime(start);
    assert.ok(changesIn !== undefined && changesIn > 0);
    assert.equal(remainingTime(start - changesIn + 1).text, text, `just before the change, from ${start}`);
    assert.notEqual(remainingTime(start - changesIn).text, text, `at the change, from ${start}`);
  }
});

test('an expired session never changes again', () => assert.equal(remainingTime(-1).changesIn, undefined));
