import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { HttpFile } from '../../../../src/core/http-file/http-file.ts';
import { sourceOf } from '../../../../src/core/http-file/moved-request.ts';
import { parseHttpFile, reparse } from '../../../../src/core/http-file/parse.ts';
import type { ParsedHttpFile } from '../../../../src/core/http-file/parsed-http-file.ts';
import { asHttps } from '../../../../src/core/requests/editing/as-https.ts';
import { everything } from './outline.ts';
import { drawn } from '../../sample.ts';

/** All that a file says, and where its blocks are for the next change. */
function whole(file: ParsedHttpFile) {
  return {
    ...everything(file),
    messages: file.problems.map(({ message }) => message),
    blocks: file.blocks.map(({ firstLine, lineCount, length, titleLength }) => [firstLine, lineCount, length, titleLength]),
  };
}

interface Edit {
  /** Where, as a part of the text's length. */
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

function apply(text: string, { at, removed, inserted }: Edit): string {
  const start = Math.round(at * text.length);
  return text.slice(0, start) + inserted + text.slice(start + removed);
}

/** How many requests of a file were read anew after a change. */
function countRead(before: HttpFile, after: HttpFile): number {
  const known = new Set(before.requests.map(sourceOf));
  return after.requests.filter((request) => !known.has(sourceOf(request))).length;
}

/** What blocks end and begin with, what reaches across them, and what is skipped as a whole. */
const fragments = [
  ...[
    '###',
    '###\n',
    '\n###',
    '\n\n### a\n',
    '### b\r\n',
    '\n### ---\n',
    '### ---\n### a\n### ---\n',
    '{{a.response.body.$.b}}',
    '#',
    '##',
    '####',
    '\r',
    '\n',
    '\r\n',
    '\n\n',
    '\r\r',
    '\n\r',
    ' ',
    '\t',
  ],
  ...[
    '# @name a\n',
    '# @name b\r\n',
    '// @aws-profile dev\n',
    '# @aws-presign x\n',
    '# @aws-region eu-central-1\n',
    '# @aws-x\n',
  ],
  ...[
    '@v = 1\n',
    '@v = 2\r\n',
    '@w={{v}}\r',
    '@',
    '{{v}}',
    '{{',
    '}}',
    '# comment\n',
    '// c\r\n',
    '/*\n',
    '*/',
    '{{\n',
    'é',
    '🎉',
  ],
  ...[
    'GET https://e.com\n',
    'POST https://e.com/{{v}}\r\n',
    ' HTTP/1.1\n',
    '?q=1\n',
    '  &r\n',
    'A: b\n',
    '  c\r\n',
    'nonsense\n',
  ],
  ...[
    '\n\nbody\n',
    '\n< file\n',
    '\n<@utf8 {{v}}\n',
    '> {%\n',
    '%}\n',
    '> x.js\n',
    '\nHTTP/1.1 200 OK\nA: b\n\n',
    '\uD83C',
    '\uFEFF',
  ],
  ...["curl https://e.com -d '", "curl https://e.com \\\n -d 'x'\n", "'", '"', '\\\n', 'Content-Type: multipart/form-data\n'],
];
const text = fc.array(fc.constantFrom(...fragments), { maxLength: 40, size: 'max' }).map((each) => each.join(''));
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 60 })),
  inserted: fc.oneof(
    fc.constant(''),
    fc.constantFrom(...fragments),
    fc.array(fc.constantFrom(...fragments), { maxLength: 6 }).map((each) => each.join('')),
  ),
});

describe('reading a file again after changes', () => {
  const numRuns = drawn(1500, 6000);

  it('says what reading all of it says, and leaves what was read before as it is', () => {
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 5 }), (original, edits) => {
        let file = parseHttpFile(original);
        for (const each of edits) {
          const before = file;
          const said = whole(before);
          file = reparse(before, apply(before.text, each));
          assert.deepEqual(whole(file), whole(parseHttpFile(file.text)));
          assert.deepEqual(whole(before), said);
          const problems = new Set(file.problems);
          for (const request of file.requests) assert.ok(request.problems.every((problem) => problems.has(problem)));
        }
      }),
      { numRuns },
    );
  });

  const cases: [name: string, before: string, after: string][] = [
    ['nothing', 'GET https://a', 'GET https://a'],
    ['all of it', 'GET https://a', '### x\nGET https://b'],
    ['text to nothing', 'GET https://a\n###\n', ''],
    ['nothing to text', '', '###\nGET https://a'],
    ['a separator that a character before it ends', 'GET https://a\n###\nGET https://b', 'GET https://a\nx###\nGET https://b'],
    ['a separator that loses a hash', 'GET https://a\n###\nGET https://b', 'GET https://a\n##\nGET https://b'],
    ['a separator that loses its line end', 'GET https://a\n### c\nGET https://b', 'GET https://a### c\nGET https://b'],
    ['half of a CRLF before a separator', 'GET https://a\r\n###\nGET https://b', 'GET https://a\r###\nGET https://b'],
    [
      'a hash more',
      'GET https://a\n##\nGET https://b\n###\nGET https://c',
      'GET https://a\n###\nGET https://b\n###\nGET https://c',
    ],
    ['a byte order mark', 'GET https://a\n###\nGET https://b', '\uFEFFGET https://a\n###\nGET https://b'],
    ['a line end after the last separator', '###\nGET https://a\n###', '###\nGET https://a\n###\n'],
    ['the request above directives of the file', 'GET https://a\n###\n# @aws-profile x', '\n###\n# @aws-profile x'],
    ['the first of two names', '### a\nGET https://a\n### a\nGET https://b', '### b\nGET https://a\n### a\nGET https://b'],
    ['the name that others had first', '\n### a\nGET https://a', '### a\nGET https://c\n### a\nGET https://a'],
    ['a heading', '###-\n### a\n###-\nGET https://a', '###-\n### b\n###-\nGET https://a'],
    ['a heading that goes', '\n### a\n###-\nGET https://a', '\n###-\nGET https://a'],
    ['a heading that gets a line', '### a\n###-\nGET https://a', '### a\n\n###-\nGET https://a'],
    [
      'what two titles are referred by',
      '### a\nGET https://a\n### a\nGET b',
      '### a\nGET https://a\n### a\nGET {{a.response.body}}',
    ],
    [
      'a repeated block',
      '###\nGET https://a\n###\nGET https://a\n',
      '###\nGET https://a\n###\nGET https://a\n###\nGET https://a\n',
    ],
  ];
  for (const [name, before, after] of cases) {
    it(`follows a change of ${name}`, () => {
      assert.deepEqual(whole(reparse(parseHttpFile(before), after)), whole(parseHttpFile(after)));
    });
  }

  const block = (number: number): string => `### ${number}\nGET wss://e.com/${number}\nA: ${number}\n\nbody\n`;
  const large = Array.from({ length: 1000 }, (_, number) => block(number)).join('');
  const middle = large.indexOf('### 500\n');
  const changes: [name: string, from: number, removed: number, inserted: string, read: number][] = [
    ['a character in a body', large.indexOf('body', middle), 0, 'x', 1],
    ['a line break in a body', large.indexOf('body', middle), 0, '\n', 1],
    ['a header that goes', large.indexOf('A: ', middle), 7, '', 1],
    ['a title', middle + 4, 3, 'another', 1],
    ['the end of the file', large.length, 0, 'more\n', 1],
    ['a separator that goes', middle, 4, '', 1],
    ['a separator in a block', large.indexOf('A: ', middle), 0, '###\n', 1],
    ['a request more', middle, 0, '###\nGET https://e.com\n', 2],
  ];
  for (const [name, from, removed, inserted, read] of changes) {
    it(`reads no other block than those it touches: ${name}`, () => {
      const before = parseHttpFile(large);
      const after = reparse(before, large.slice(0, from) + inserted + large.slice(from + removed));
      assert.equal(countRead(before, after), read);
      assert.deepEqual(whole(after), whole(parseHttpFile(after.text)));
    });
  }

  it('a request that only moved is the same one after any number of changes', () => {
    let file = parseHttpFile(large);
    const last = file.requests.at(-1);
    for (let count = 0; count < 5; count++) file = reparse(file, `\n${file.text}`);
    const moved = file.requests.at(-1);
    assert.ok(last !== undefined && moved !== undefined);
    assert.equal(moved.requestLineRange.start.line, last.requestLineRange.start.line + 5);
    assert.equal(sourceOf(moved), last);
    file = reparse(file, large);
    assert.equal(file.requests.at(-1), last);
  });

  it('a WebSocket that moved keeps its places', () => {
    const { requests } = reparse(parseHttpFile(large), `\n\n${large}`);
    const [request] = requests.slice(-1);
    assert.ok(request !== undefined);
    const found = asHttps(request);
    const expected = everything({ requests: [request], variables: [], directives: [], problems: [] });
    const [line] = expected.requests;
    const actual = everything({ requests: [found.request], variables: [], directives: [], problems: [] });
    assert.deepEqual(actual.requests, [
      { ...line, line: 'GET https://e.com/999', urlLines: [['https://e.com/999', line?.urlLines[0]?.[1]]] },
    ]);
  });

  it('does not hold on to the texts that came between', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    let file = parseHttpFile(large);
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let number = 0; number < 500; number++) {
      const at = file.text.indexOf('body', file.text.indexOf(`### ${number}\n`));
      file = reparse(file, `${file.text.slice(0, at)}a longer line of text ${number}\n${file.text.slice(at)}`);
    }
    collect();
    const more = process.memoryUsage().heapUsed - before;
    assert.ok(more < 2_000_000, `${more} bytes more`);
    assert.equal(file.requests.length, 1000);
  });
});
