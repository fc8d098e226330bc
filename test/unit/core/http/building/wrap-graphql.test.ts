import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wrapGraphql } from '../../../../../src/core/http/building/wrap-graphql.ts';

const wrapped = (text: string, operation?: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(wrapGraphql(text, operation)).toString()) as Record<string, unknown>;

describe('the operation of a GraphQL document', () => {
  const cases: [document: string, operation: string | undefined][] = [
    ['{ a }', undefined],
    ['query { a }', undefined],
    ['query A { a }', 'A'],
    ['query A($x: Int = 1) @d { a }', 'A'],
    ['mutation _m1 { a }', '_m1'],
    ['subscription S { a }', 'S'],
    ['query\n  A\n{ a }', 'A'],
    ['query { query A }', undefined],
    ['# query A\nquery B { a }', 'B'],
    ['{ a(b: "query A") }', undefined],
    ['{ a(b: """query A { " """) }\nquery B { b }', 'B'],
    ['{ a(b: "\\"{") }\nquery B { b }', 'B'],
    ['fragment query on T { a }', undefined],
    ['fragment F on T { a }\nquery A { ...F }', 'A'],
    ['query A { a }\nquery B { b }', 'A'],
    ['myquery A { a }', undefined],
  ];
  for (const [document, operation] of cases) {
    it(JSON.stringify(document), () => {
      assert.deepEqual(wrapped(document), { query: document, ...(operation !== undefined && { operationName: operation }) });
      assert.equal(wrapped(`${document}\n\n{"v": 1}`)['operationName'], operation);
    });
  }
  it('is the one that is asked for', () => {
    assert.equal(wrapped('query A { a }\nquery B { b }', 'B')['operationName'], 'B');
  });
  it('is found in time in proportion to the document', () => {
    for (const unit of ['"', '"""', '{', 'query ', 'fragment ', '#', '"\\', '\n']) {
      const start = performance.now();
      wrapGraphql(unit.repeat(300_000 / unit.length), undefined);
      assert.ok(performance.now() - start < 1500, `${JSON.stringify(unit)} takes ${performance.now() - start} ms`);
    }
  });
});
