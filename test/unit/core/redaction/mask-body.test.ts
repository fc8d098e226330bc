import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maskBody } from '../../../../src/core/redaction/mask-body.ts';
import { mask } from '../../../../src/core/redaction/mask-by-name.ts';

describe('values whose names say secret are hidden', () => {
  const cases: [what: string, type: string, text: string, expected: string][] = [
    ['a member of JSON', 'application/json', '{"password": "a\\"b"}', `{"password": "${mask}"}`],
    ['XML', 'text/xml', '<a><Password>p&amp;w</Password><n>1</n></a>', `<a><Password>${mask}</Password><n>1</n></a>`],
    ['XML without a type', '', '\n<a><Token>t</Token></a>', `\n<a><Token>${mask}</Token></a>`],
    ['XML by its type', 'application/soap+xml; charset=utf-8', 'x<Token>t</Token>', `x<Token>${mask}</Token>`],
    [
      'XML with a prefix and attributes',
      '',
      '<w:Password Type="x">p</w:Password >',
      `<w:Password Type="x">${mask}</w:Password >`,
    ],
    ['CDATA', '', '<a><secret><![CDATA[<p>]]></secret></a>', `<a><secret>${mask}</secret></a>`],
    ['attributes', '', `<user name="n" password="p" x:token='t'/>`, `<user name="n" password="${mask}" x:token="${mask}"/>`],
    ['elements that hold others', '', '<Credentials><Id>1</Id></Credentials>', '<Credentials><Id>1</Id></Credentials>'],
    [
      'ordinary keys and codes',
      '',
      '<Key>k</Key><Code>c</Code><NextToken>n</NextToken>',
      '<Key>k</Key><Code>c</Code><NextToken>n</NextToken>',
    ],
    ['an open element', '', '<Password>p', '<Password>p'],
    [
      'a part of multipart',
      'multipart/form-data; charset=utf-8; boundary=b-1',
      '--b-1\r\nContent-Disposition: form-data; name="password"\r\n\r\np\r\nq\r\n--b-1\r\nContent-Disposition: form-data; name="n"; filename="token"\r\n\r\nv\r\n--b-1--',
      `--b-1\r\nContent-Disposition: form-data; name="password"\r\n\r\n${mask}\r\n--b-1\r\nContent-Disposition: form-data; name="n"; filename="token"\r\n\r\nv\r\n--b-1--`,
    ],
    ['several sections of CDATA', '', '<Secret><![CDATA[a]]>\n<![CDATA[b]]></Secret>', `<Secret>${mask}</Secret>`],
    ['an open text of JSON', '', '{"password": "p', `{"password": "${mask}"`],
    [
      'a part with line feeds alone',
      'multipart/form-data; boundary=b',
      '--b\nContent-Type: text/plain\nContent-Disposition: form-data; name=pin\n\n1\n--b--\n',
      `--b\nContent-Type: text/plain\nContent-Disposition: form-data; name=pin\n\n${mask}\n--b--\n`,
    ],
  ];
  for (const [what, type, text, expected] of cases) it(what, () => assert.equal(maskBody(text, type), expected));
});
