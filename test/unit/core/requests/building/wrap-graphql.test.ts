import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wrapGraphql } from '../../../../../src/core/requests/building/wrap-graphql.ts';

const body = (text: string, operation?: string): string => {
  const bytes = wrapGraphql(text, operation);
  assert.ok(bytes instanceof Uint8Array);
  return Buffer.from(bytes).toString();
};
const wrapped = (text: string, operation?: string): Record<string, unknown> =>
  JSON.parse(body(text, operation)) as Record<string, unknown>;

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
  it('is found behind texts that are longer than an engine of regular expressions repeats a choice', () => {
    for (const text of ['a', '\\"', '\\\\', '"""a""" "" ']) {
      const quoted = text.startsWith('"') ? text.repeat(1_000_000) : `"${text.repeat(12_000_000 / text.length)}"`;
      assert.equal(wrapped(`{ a(b: ${quoted}) }\nquery B { b }`)['operationName'], 'B', text);
    }
    assert.equal(wrapped('{ a(b: "open\\\n) }\nquery B { b }')['operationName'], 'B');
  });
  it('is the one that is asked for', () => {
    assert.equal(wrapped('query A { a }\nquery B { b }', 'B')['operationName'], 'B');
  });
});

describe('the variables of a GraphQL document', () => {
  it('keep their numbers as they are written', () => {
    const variables = '{"id":9007199254740993,"price":10.00,"big":1e400,"few":7,"in":[{"n":-0}]}';
    assert.equal(body(`query A { a }\n\n${variables}`), `{"query":"query A { a }","operationName":"A","variables":${variables}}`);
  });

  const malformed: [text: string, at: number][] = [
    ['query A { a }\n\n{"id": "1",}', 15],
    ['query A { a }\n\n{"id": 1 // one\n}', 15],
    ['{ a }\n\n\n{id: 1}', 8],
    ['query ($x: In = {b: 1}) { a }\n\n{"x": }', 31],
    ['fragment F on T { a }\n\nquery { ...F }\n\n{x}', 39],
    ['subscription { a(b: "}") } # {\n\n{"x": 01}', 32],
  ];
  for (const [text, malformedAt] of malformed)
    it(`are no JSON in ${JSON.stringify(text)}`, () => assert.deepEqual(wrapGraphql(text, undefined), { malformedAt }));

  for (const document of ['fragment F on T { a }\n\n{ ...F }', '\n\n{ a }', '{ a }\n\nquery B { b }', '{ a }\n{"x": }'])
    it(`are none in ${JSON.stringify(document)}`, () =>
      assert.deepEqual(Object.keys(wrapped(document)).includes('variables'), false));
});
