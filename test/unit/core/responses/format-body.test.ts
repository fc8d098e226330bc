import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatJson } from '../../../../src/core/responses/format-json.ts';
import { formatXml } from '../../../../src/core/responses/format-xml.ts';

describe('JSON', () => {
  it('is indented as JSON.stringify indents it', () => {
    const values = [
      {},
      [],
      1,
      'x',
      null,
      { a: [1, { b: [] }, [[]]], c: {}, 'd"\\{,}': 'e:"\\\\' },
      [[[1], 2], {}],
      { ü: '\u2028\n\t' },
    ];
    for (const value of values) {
      assert.equal(formatJson(JSON.stringify(value)), JSON.stringify(value, undefined, 2));
      assert.equal(formatJson(JSON.stringify(value, undefined, 7)), JSON.stringify(value, undefined, 2));
    }
  });
  it('keeps what parsing would change', () => {
    const text = '{"id":12345678901234567890,"x":1.0e3,"2":0,"1":-0,"1":"\\u00fc\\/"}';
    assert.equal(formatJson(text)?.replace(/\n\s*/g, '').replaceAll('": ', '":'), text);
  });
  for (const text of ['', '{', '{"a":}', "{'a':1}", '{} {}', 'nothing', '['.repeat(100_000)]) {
    it(`“${text.slice(0, 20)}” is none`, () => assert.equal(formatJson(text), undefined));
  }
});

describe('what is nested or would grow beyond all use', () => {
  const json = (levels: number, inner = ''): string => '['.repeat(levels) + inner + ']'.repeat(levels);
  const xml = (levels: number, inner = ''): string => '<a>'.repeat(levels) + inner + '</a>'.repeat(levels);
  const cases: [what: string, text: string, isFormatted: boolean][] = [
    ['JSON of 200 levels', json(200), true],
    ['JSON of 201 levels', json(201), false],
    ['JSON of a million levels', json(1_000_000), false],
    ['brackets in strings', JSON.stringify(['['.repeat(500), '\\"', '{'.repeat(500)]), true],
    ['JSON that indenting would make a hundred times as long', json(199, `${'1,'.repeat(500_000)}1`), false],
    ['XML of 99 levels', xml(99), true],
    ['XML of 500 levels', xml(500), false],
    ['XML of 300,000 levels', xml(300_000), false],
    ['XML that indenting would make fifty times as long', xml(95, '<b/>'.repeat(400_000)), false],
  ];
  for (const [what, text, isFormatted] of cases) {
    it(`${what} is ${isFormatted ? 'indented' : 'left as it came'}`, () => {
      const formatted = text.startsWith('<') ? formatXml(text) : formatJson(text);
      assert.equal(formatted !== undefined, isFormatted);
      assert.ok((formatted?.length ?? 0) <= 20_000_000);
    });
  }
});

describe('XML', () => {
  const cases: [what: string, text: string, expected: string][] = [
    [
      'an answer of S3',
      '<?xml version="1.0" encoding="UTF-8"?>\n<R xmlns="http://s3"><Name>b</Name><Contents><Key>a&amp;b</Key><ETag>&quot;x&quot;</ETag></Contents><Prefix/></R>',
      '<?xml version="1.0" encoding="UTF-8"?>\n<R xmlns="http://s3">\n  <Name>b</Name>\n  <Contents>\n    <Key>a&amp;b</Key>\n    <ETag>&quot;x&quot;</ETag>\n  </Contents>\n  <Prefix/>\n</R>',
    ],
    [
      'text keeps its blanks, zeros and length',
      '<a><b> x </b><c>1.10</c><d>  </d></a>',
      '<a>\n  <b> x </b>\n  <c>1.10</c>\n  <d>  </d>\n</a>',
    ],
    ['what is indented otherwise', '<a>\n\t<b>\n\t\t<c/></b>\n</a>', '<a>\n  <b>\n    <c/>\n  </b>\n</a>'],
    ['text between elements stays in its line', '<p>one <b>two</b> three</p>', '<p>one <b>two</b> three</p>'],
    [
      'comments, CDATA and attributes',
      `<a x="1" y='"'><!-- c --><b><![CDATA[<&]]></b></a>`,
      `<a x="1" y='"'>\n  <!-- c -->\n  <b><![CDATA[<&]]></b>\n</a>`,
    ],
  ];
  for (const [what, text, expected] of cases) it(what, () => assert.equal(formatXml(text), expected));
  for (const text of [
    '',
    '<a>',
    '<a></b>',
    'text',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    '<a>'.repeat(50_000) + '</a>'.repeat(50_000),
  ]) {
    it(`“${text.slice(0, 20)}” is left alone`, () => assert.ok([undefined, ''].includes(formatXml(text))));
  }
});
