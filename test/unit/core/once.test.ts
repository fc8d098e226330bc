import assert from 'node:assert/strict';
import { it } from 'node:test';
import { once } from '../../../src/core/once.ts';

it('what is made once is made when it is first asked for, and not again, whatever it is', () => {
  for (const result of ['made', undefined]) {
    let calls = 0;
    const made = once(() => {
      calls++;
      return result;
    });
    assert.equal(calls, 0);
    assert.deepEqual([made(), made(), calls], [result, result, 1]);
  }
});
