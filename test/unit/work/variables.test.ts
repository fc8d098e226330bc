import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertLinear, countWork } from './count-work.ts';
import { readResponseReference } from '../../../src/core/variables/responses/response-variables.ts';
import { followPath } from '../../../src/core/variables/responses/follow-path.ts';
import { followXmlPath, type XmlPathResult } from '../../../src/core/variables/responses/follow-xml-path.ts';

describe('a reference to an answer is read in steps in proportion to its length', () => {
  const none = new Set<string>();
  const shapes: [what: string, text: (size: number) => string, names?: (size: number) => ReadonlySet<string>][] = [
    ['a long name', (size) => `${'a'.repeat(size)}.response`],
    ['many names', (size) => 'a.response.body.'.repeat(size)],
    [
      'many names of which half are one',
      (size) => 'a.response.body.'.repeat(size),
      (size) => new Set(['a.response.body.'.repeat(size / 2)]),
    ],
    ['responses of nothing', (size) => '.response.'.repeat(size)],
  ];
  for (const [what, text, names = () => none] of shapes)
    it(what, () =>
      assertLinear(
        1000,
        (size) => [text(size), names(size)] as const,
        ([reference, known]) => readResponseReference(reference, known),
      ),
    );
});

describe('a path into JSON is followed in steps in proportion to the value', () => {
  it('however deep the value is and however often the path looks everywhere', () =>
    assertLinear(
      2000,
      (size) => {
        let value: unknown = 0;
        for (let depth = 0; depth < size; depth++) value = depth % 2 === 0 ? { a: value } : [value];
        return value;
      },
      (value) => assert.deepEqual(followPath(value, `$${'..a'.repeat(10)}..nowhere`), { problem: 'path-missing' }),
    ));
  it('however long a list is', () =>
    assertLinear(
      2000,
      (size) => Array.from({ length: size }, (_, id) => ({ id: { at: id } })),
      (value) => assert.deepEqual(followPath(value, '$..id..at..nowhere'), { problem: 'path-missing' }),
    ));
});

describe('a path into XML is followed in steps in proportion to the document', () => {
  const shapes: [what: string, xml: (size: number) => string, path: string, expected: (size: number) => XmlPathResult][] = [
    ['open elements without an end', (size) => '<a>'.repeat(size), '//a', () => ({ problem: 'xml-malformed' })],
    [
      'many attributes',
      (size) => `<a ${Array.from({ length: size }, (_, i) => `b${i}=""`).join(' ')}>x</a>`,
      '//a',
      () => ({ value: 'x' }),
    ],
  ];
  for (const [what, xml, path, expected] of shapes)
    it(what, () =>
      assertLinear(
        300,
        (size) => [xml(size), expected(size)] as const,
        ([document, value]) => assert.deepEqual(followXmlPath(document, path), value),
      ),
    );

  it('but that nodes of a result are compared with each other, once', async () => {
    const count = 2000;
    const list = `<L xmlns="u">${'<C><Key>k</Key><Size>1</Size></C>'.repeat(count)}</L>`;
    const { steps } = await countWork(() => assert.deepEqual(followXmlPath(list, '//C[last()]/Key'), { value: 'k' }));
    // Half of the pairs, a few blocks for each; nodes that are sorted by asking all siblings take a hundred times as many.
    assert.ok(steps < 4 * count * count, `${steps} steps`);
  });
});
