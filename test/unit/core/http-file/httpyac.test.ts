import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { HttpFileRequest } from '../../../../src/core/http-file/http-file.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { type ForeignRequest, requestsOfHttpyac } from './httpyac-parser.ts';
import { drawn } from '../../sample.ts';

/** What we read, in the same form. */
function ownRequest({ method, url, headers, body }: HttpFileRequest): ForeignRequest {
  const text = body.map((part) => (part.kind === 'text' ? part.text : '<file>')).join('\n');
  const isForm = headers.some(({ name, value }) => name.toLowerCase() === 'content-type' && value.includes('form-urlencoded'));
  return {
    method,
    url,
    headers: headers.map(({ name, value }) => [name.toLowerCase(), value] as const),
    // Lines of a form become one when the request is built; httpYac joins them while reading.
    body: isForm ? text.replaceAll('\n&', '&') : text,
  };
}

/** httpYac gives the lines of one header together; only the order among lines of one name says something. */
const comparable = (requests: readonly ForeignRequest[]) =>
  requests.map(({ headers, ...rest }) => ({
    ...rest,
    headers: headers.toSorted(([a], [b]) => a.localeCompare(b)).map((header) => header.join(': ')),
  }));

async function compare(text: string): Promise<void> {
  const own = parseHttpFile(text).requests.map(ownRequest);
  assert.deepEqual(comparable(own), comparable(await requestsOfHttpyac(text)), JSON.stringify(text));
}

describe('labelled files are read as httpYac reads them', () => {
  const files: [what: string, text: string][] = [
    ['one line', 'GET https://e.com/'],
    ['a bare URL', 'https://e.com/a?b=c'],
    ['a title and a name', '### title\n# @name x\nGET https://e.com/'],
    ['query lines', 'GET https://e.com/a\n  ?a=1\n  &b=2\nA: 1'],
    ['path and query lines', 'GET https://e.com\n  /a\n  /b\n  ?c=1'],
    ['an HTTP version', 'GET https://e.com/ HTTP/1.1\nA: 1'],
    ['comments between headers', 'GET https://e.com/\n# one\nA: 1\n// two\nB: 2'],
    ['repeated headers', 'GET https://e.com/\nA: 1\nB: x\nA: 2'],
    ['JSON', 'POST https://e.com/\nContent-Type: application/json\n\n{\n  "a": [1, 2],\n\n  "b": "{{c}}"\n}\n'],
    ['two requests', 'POST https://e.com/1\n\na\n\n###\n\nPOST https://e.com/2\n\nb\n'],
    ['blank lines around a body', 'POST https://e.com/1\n\n\n\na\n\nb\n\n\n\n### x\nGET https://e.com/'],
    ['a file', 'PUT https://e.com/\n\n< ./a.bin\n'],
    ['text around a file', 'PUT https://e.com/\n\na\n< ./a.bin\nb\n'],
    ['a file with variables', 'PUT https://e.com/\n\n<@ ./a.txt\n'],
    ['a file with an encoding', 'PUT https://e.com/\n\n<@latin1 ./a.txt\n'],
    ['variables', '@host = e.com\n@path=/a\n\nGET https://{{host}}{{path}}\nX: {{host}}'],
    ['variables between requests', '@a = 1\nGET https://e.com/\n\n###\n@b = 2\nGET https://e.com/{{b}}'],
    ['Authorization: AWS', 'GET https://e.com/\nAuthorization: AWS AKID SECRET token:t region:r service:s'],
    ['a script before and a handler behind', '< {%\n  client.log(1)\n%}\nGET https://e.com/\n\n> {%\n  client.log(2)\n%}\n'],
    ['a script of httpYac behind a body', 'POST https://e.com/\n\n{"a":1}\n\n{{\n  exports.a = { b: { c: 1 }}\n}}\n'],
    ['a script of httpYac right behind a body', 'POST https://e.com/\n\na\n{{@response\n  x()\n}}'],
    ['a script of httpYac behind headers', 'GET https://e.com/\nA: 1\n\n{{+\n  x()\n}}\n###\nGET https://e.com/2'],
    ['a script of httpYac below headers', 'GET https://e.com/\nA: 1\n{{@js after\n  x()\n}}'],
    ['a script of httpYac above', '{{@request\n  x()\n}}\nGET https://e.com/\nA: 1'],
    ['a word behind braces', 'POST https://e.com/\n\na\n{{name\nb\n}}\nc'],
    ['what is almost a file', 'POST https://e.com/\n\n<./b.json\n  < ./b.json\n<@./b.json'],
    ['a file in quotes', 'POST https://e.com/\n\n< "a b.json"'],
    ['separators of any length', '####\nGET https://e.com/1\n########## x\nGET https://e.com/2'],
    ['a comment above', '# about it\n// and more\nGET https://e.com/'],
    ['form lines', 'POST https://e.com/\nContent-Type: application/x-www-form-urlencoded\n\na=1\n&b=2'],
    ['XML', 'POST https://e.com/\nContent-Type: text/xml\n\n<?xml version="1.0"?>\n<a>\n  <b/>\n</a>'],
    ['a header without value', 'GET https://e.com/\nA:\nB: 1'],
    ['a header without a blank', 'GET https://e.com/\nA:1'],
    [
      'DynamoDB',
      'POST https://dynamodb.{{region}}.amazonaws.com/\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: DynamoDB_20120810.GetItem\n\n{ "TableName": "x" }',
    ],
  ];
  for (const [what, text] of files) {
    it(what, () => compare(text));
    it(`${what}, with CRLF`, () => compare(text.replaceAll('\n', '\r\n')));
  }
});

const word = fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ019-_')), minLength: 1, maxLength: 8 });
// httpYac drops a comma at the end of a header's value, and the second of two headers of one name without value: neither is generated.
const visible = fc
  .string({ unit: fc.constantFrom(...Array.from('abc XYZ019-_.,;:/()[]"\'é中😀$%&=+*!?@')), maxLength: 30 })
  .map((text) => text.trim().replace(/[\s,]+$/, ''));

const request = fc.record({
  title: fc.option(word, { nil: undefined }),
  name: fc.option(word, { nil: undefined }),
  comment: fc.boolean(),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'),
  path: fc.array(word, { maxLength: 3 }),
  query: fc.array(fc.tuple(word, word), { maxLength: 3 }),
  headers: fc.array(
    fc.tuple(
      word.map((name) => `X-${name}`),
      visible.map((text) => `v${text}`),
    ),
    { maxLength: 4 },
  ),
  body: fc.oneof(
    fc.constant([]),
    fc.array(
      visible.map((line) => `${line}.`).filter((line) => /^[a-zA-Z0-9("'é中]/.test(line)),
      { minLength: 1, maxLength: 5 },
    ),
    fc.constantFrom(['< ./data.bin'], ['< "a b.bin"'], ['<./data.bin'], ['  < ./data.bin'], ['<@./data.bin', '< ./data.bin']),
    fc.json().map((json) => [JSON.stringify({ json })]),
  ),
  script: fc.option(
    fc.record({
      event: fc.constantFrom('', '@', '+', 'request', '@response', '+after', '@streaming', '@responseLogging', '@js '),
      indent: fc.constantFrom('', ' ', '\t'),
      lines: fc.array(visible, { maxLength: 3 }),
      tight: fc.boolean(),
    }),
    { nil: undefined },
  ),
  blanks: fc.nat({ max: 2 }),
});

const file = fc
  .array(request, { minLength: 1, maxLength: 6 })
  .map((requests) =>
    requests
      .map(({ title, name, comment, method, path, query, headers, body, script, blanks }) =>
        [
          `###${title === undefined ? '' : ` ${title}`}`,
          ...(comment ? ['# a comment'] : []),
          ...(name === undefined ? [] : [`# @name ${name}`]),
          `${method} https://e.com/${path.join('/')}`,
          ...query.map(([key, value], index) => `    ${index === 0 ? '?' : '&'}${key}=${value}`),
          ...headers.map(([key, value]) => `${key}: ${value}`),
          ...(body.length > 0 ? ['', ...body] : []),
          ...(script === undefined
            ? []
            : [
                ...(script.tight ? [] : ['']),
                `${script.indent}{{${script.event}`,
                ...script.lines.map((line) => `${script.indent}  ${line}`),
                `${script.indent}}}`,
              ]),
          ...Array.from({ length: blanks }, () => ''),
        ].join('\n'),
      )
      .join('\n'),
  );

describe('generated files are read as httpYac reads them', () => {
  const numRuns = drawn(50, 500);
  it(`${numRuns} of them`, () => fc.assert(fc.asyncProperty(file, compare), { numRuns }));
});

describe('a file says the same', () => {
  const text = [
    '@host = e.com',
    '### one',
    '# @name first',
    '# @aws-region eu-central-1',
    'POST https://{{host}}/ä?x=1',
    '  &y=2',
    'Content-Type: application/json',
    'X-Ü: ignored? no: a header',
    '',
    '{',
    '\t"a": "ü"',
    '}',
    '',
    '### two',
    'GET https://{{host}}/b',
  ]
    .join('\n')
    .replace('X-Ü', 'X-U');
  const said = (changed: string) => {
    const { requests, variables, problems } = parseHttpFile(changed);
    return {
      requests: requests.map(ownRequest),
      names: requests.map(({ name }) => name),
      variables: variables.map(({ name, value }) => [name, value]),
      problems: problems.length,
    };
  };
  const expected = said(text);

  const mutations: [what: string, mutate: (text: string) => string][] = [
    ['with CRLF', (each) => each.replaceAll('\n', '\r\n')],
    ['with CR', (each) => each.replaceAll('\n', '\r')],
    [
      'with mixed line ends',
      (each) => each.split('\n').reduce((all, line, index) => all + (['\n', '\r\n'][index % 2] ?? '') + line),
    ],
    ['with a byte order mark', (each) => `\uFEFF${each}`],
    ['with a byte order mark and CRLF', (each) => `\uFEFF${each.replaceAll('\n', '\r\n')}`],
    ['with a line end at the end', (each) => `${each}\n`],
    ['with blank lines at the end', (each) => `${each}\n\n  \n\t\n`],
    [
      'with blanks at the ends of lines',
      (each) => each.replace(/^(.*[^\s{}"].*)$/gm, (line) => (/^[\t{}]/.test(line) ? line : `${line} \t`)),
    ],
    [
      'with tabs for blanks',
      (each) =>
        each
          .replace('POST https', 'POST\t\thttps')
          .replace('  &y', '\t&y')
          .replace('# @name first', '#\t@name\tfirst')
          .replace('@host = e', '@host\t=\te'),
    ],
    ['with blank lines above', (each) => `\n\n  \n${each}`],
    ['with comments above', (each) => `# a\n// b\n${each}`],
  ];
  for (const [what, mutate] of mutations) it(what, () => assert.deepEqual(said(mutate(text)), expected));
});
