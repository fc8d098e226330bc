import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatJson } from '../../../../../src/core/http/answers/format-json.ts';
import { formatXml } from '../../../../../src/core/http/answers/format-xml.ts';

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
