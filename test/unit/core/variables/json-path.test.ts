import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { followPath } from '../../../../src/core/variables/json-path.ts';

const json = { token: 't', items: [{ id: 1 }, { id: 2 }], 'a name': { "it's": true }, nothing: null, 'é-1': 0 };

describe('a path', () => {
  const found: [path: string, value: unknown][] = [
    ['$', json],
    ['$.token', 't'],
    ['token', 't'],
    ['$.items[1].id', 2],
    ['items[0].id', 1],
    ['$.items[-1].id', 2],
    ["$['items'][0]['id']", 1],
    ['$["a name"]["it\'s"]', true],
    ["$['a name']['it\\'s']", true],
    ['$.nothing', null],
    ['$.é-1', 0],
  ];
  for (const [path, value] of found) {
    it(`${path} names a value`, () => assert.deepEqual(followPath(json, path), { value }));
  }

  const missing = [
    '$.other',
    '$.token.length',
    '$.items[2]',
    '$.items[-3]',
    '$.token[0]',
    '$.nothing.x',
    '$.constructor',
    '$.__proto__',
  ];
  for (const path of missing) {
    it(`${path} names nothing`, () => assert.deepEqual(followPath(json, path), { problem: 'path-missing' }));
  }

  for (const path of [
    '$..id',
    '$.items.0',
    '$.items[*]',
    '$.items[?(@.id)]',
    '$.',
    '$.items[',
    '$.items[0',
    "$['a",
    '',
    'a..b',
    '$x',
  ]) {
    it(`${JSON.stringify(path)} is not read`, () => assert.deepEqual(followPath(json, path), { problem: 'path-malformed' }));
  }

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.string({ unit: fc.constantFrom('$', '.', '[', ']', "'", '"', 'a', '0', '-', '\\', '*') }),
        (text, path) => void followPath(JSON.parse(text), path),
      ),
    );
  });
});
