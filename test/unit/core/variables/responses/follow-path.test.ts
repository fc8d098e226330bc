import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { followPath } from '../../../../../src/core/variables/responses/follow-path.ts';
import '../../../sample.ts';

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
    ['$..id', 1],
    ['$..token', 't'],
    ["$..['it\\'s']", true],
    ['$..["a name"]..["it\'s"]', true],
    ['$..[1].id', 2],
    ['$..items..id', 1],
    ['$.items.length', 2],
    ['$.items[*].id', 1],
    ['items[*]', { id: 1 }],
    ['$.items.*.id', 1],
    ['$.*', 't'],
    ['$..*', 't'],
    ['$.items[1:].id', 2],
    ['$.items[-1:].id', 2],
    ['$.items[:1].id', 1],
    ['$.items[:].id', 1],
    ['$.items[0:-1].id', 1],
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
    '$..constructor',
    '$.items[5:]',
    '$.items[1:1]',
    '$.token[*]',
    '$.token.*',
    '$..other',
    'a..b',
    '$.__proto__',
  ];
  for (const path of missing) {
    it(`${path} names nothing`, () => assert.deepEqual(followPath(json, path), { problem: 'path-missing' }));
  }

  for (const path of [
    '$..',
    '$...id',
    '$.items.0',
    '$.items[?(@.id)]',
    '$.items[?@.id == 2]',
    '$.items[0,1]',
    '$.items[::2]',
    '$.items[(@.length-1)]',
    '$.items.[0]',
    '$.items[**]',
    '$.',
    '$.items[',
    '$.items[0',
    "$['a",
    '',
    '$x',
  ]) {
    it(`${JSON.stringify(path)} is not read`, () => assert.deepEqual(followPath(json, path), { problem: 'path-malformed' }));
  }

  it('takes the first of several in the order of the text', () => {
    const nested = { a: { b: { id: 'deep' } }, list: [[{ id: 'inner' }]], id: 'top' };
    assert.deepEqual(followPath(nested, '$..id'), { value: 'top' });
    assert.deepEqual(followPath({ a: nested.a, list: nested.list }, '$..id'), { value: 'deep' });
    assert.deepEqual(followPath(nested, '$.list..id'), { value: 'inner' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.string({ unit: fc.constantFrom('$', '.', '[', ']', "'", '"', 'a', '0', '-', '\\', '*', ':') }),
        (text, path) => void followPath(JSON.parse(text), path),
      ),
    );
  });
});

it('a search that looks at all values again and again has an end', () => {
  const flat: unknown = Array.from({ length: 100_000 }, () => [[1]]);
  assert.deepEqual(followPath(flat, '$..*..*'), { value: [1] });
  assert.deepEqual(followPath(flat, '$[99999][0][0]'), { value: 1 });
  const nested = (): unknown => {
    let value: unknown = 1;
    for (let level = 0; level < 190; level++) value = [value];
    return value;
  };
  const deep: unknown = Array.from({ length: 1000 }, nested);
  assert.deepEqual(followPath(deep, `$${'..*'.repeat(60)}`), { problem: 'search-too-long' });
  const budget = { left: 1_200_000 };
  const found = [1, 2, 3].map(() => 'value' in followPath(flat, '$..*', budget));
  assert.deepEqual(found, [true, false, false]);
});
