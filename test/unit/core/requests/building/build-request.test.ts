import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isUserError, UserError } from '../../../../../src/core/errors.ts';
import { buildRequest, type BuildContext } from '../../../../../src/core/requests/building/build-request.ts';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';

const folder = mkdtempSync(join(tmpdir(), 'build-request-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'raw.bin'), Buffer.from([0, 255, 123, 123, 97, 125, 125]));
writeFileSync(join(folder, 'text.txt'), 'name={{name}}\r\n# kept');
writeFileSync(join(folder, 'latin.txt'), Buffer.from('é{{name}}', 'latin1'));
writeFileSync(join(folder, 'wide.txt'), Buffer.from('\uFEFFé{{name}}', 'utf16le'));
writeFileSync(join(folder, 'broken.txt'), 'first\r\nsecond {{nobody}}');
writeFileSync(join(folder, 'nested.txt'), 'x\n{{a}}');
writeFileSync(join(folder, 'query.graphql'), 'query { a }\n\n{"x": 1}');
mkdirSync(join(folder, 'directory'));
writeFileSync(join(folder, 'megabyte.txt'), 'x'.repeat(2 ** 20));
writeFileSync(join(folder, 'multiplying.txt'), '{{a}}'.repeat(20));

async function build(text: string, more: Partial<BuildContext> = {}) {
  const file = parseHttpFile(text);
  const request = file.requests.at(-1);
  assert.ok(request, 'the text has a request');
  return buildRequest(request, { file, baseDirectory: folder, fileName: 'demo.http', ...more });
}

async function bodyOf(text: string): Promise<string> {
  const { body } = (await build(text)).request;
  assert.ok(body instanceof Uint8Array);
  return Buffer.from(body).toString();
}

/** The code and the place of the refusal. */
async function refusal(text: string, more: Partial<BuildContext> = {}): Promise<string> {
  try {
    await build(text, more);
  } catch (error) {
    assert.ok(isUserError(error), String(error));
    assert.ok(error.message.endsWith('.') && error.remedy !== '', error.message);
    assert.ok(
      !/secret/i.test(error.message.replace('secret access key', '') + error.remedy.replace('<secret access key>', '')),
      error.message,
    );
    const { file, line, column, field } = error.place ?? {};
    assert.equal(file, 'demo.http');
    return `${error.code} ${line}:${column}${field === undefined ? '' : ` ${field}`}`;
  }
  assert.fail('It was built.');
}

describe('address', () => {
  const cases: [text: string, expected: object][] = [
    ['GET https://e.com/a/../b?c=d e#f', { protocol: 'https:', host: 'e.com', target: '/a/../b?c=d%20e' }],
    ['@h = https://e.com:8443\nGET {{h}}/{{h}}', { protocol: 'https:', host: 'e.com:8443', target: '/https://e.com:8443' }],
    ['@q = a b\nGET https://e.com\n  ?x={{%q}}\n  &y=1', { protocol: 'https:', host: 'e.com', target: '/?x=a%20b&y=1' }],
    ['GET /a\nHost: e.com', { protocol: 'https:', host: 'e.com', target: '/a' }],
    ['GET /a\nHost: e.com:8443', { protocol: 'https:', host: 'e.com:8443', target: '/a' }],
    ['GET /a\nHost: localhost:3000', { protocol: 'http:', host: 'localhost:3000', target: '/a' }],
    ['@host = https://e.com\nGET /a?b', { protocol: 'https:', host: 'e.com', target: '/a?b' }],
    ['@host = http://e.com:81/v1/\nGET /a', { protocol: 'http:', host: 'e.com:81', target: '/v1/a' }],
    ['@host = sts.amazonaws.com\nGET /', { protocol: 'https:', host: 'sts.amazonaws.com', target: '/' }],
    ['@host = localhost:3000\nGET /', { protocol: 'http:', host: 'localhost:3000', target: '/' }],
    ['@host = https://{{h}}\n@h = e.com\n@p = /a\nGET {{p}}', { protocol: 'https:', host: 'e.com', target: '/a' }],
    ['@host = https://e.com\nGET /a\nHost: f.com', { protocol: 'https:', host: 'f.com', target: '/a' }],
    ['@host = https://e.com\nGET https://f.com/a', { protocol: 'https:', host: 'f.com', target: '/a' }],
    ['@host = {{nowhere}}\nGET https://f.com/a', { protocol: 'https:', host: 'f.com', target: '/a' }],
    ['GET https://e.com/\nhost: E.com', { protocol: 'https:', host: 'E.com', target: '/' }],
    ['GET https://e.com/\nHost: e.com:443', { protocol: 'https:', host: 'e.com', target: '/' }],
    [
      'GET http://127.0.0.1:8080/a\nHost: s3.amazonaws.com',
      { protocol: 'http:', host: 's3.amazonaws.com', target: '/a', connectTo: 'http://127.0.0.1:8080' },
    ],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), async () => {
      const { request } = await build(text);
      assert.deepEqual(request, { method: 'GET', headers: [], body: new Uint8Array(0), ...expected });
    });
  }
});

it('the address before a path comes from the environment too', async () => {
  const source = { find: (name: string) => (name === 'host' ? { value: 'https://e.com' } : undefined) };
  const { request } = await build('GET /a', { sourcesAfterFile: [source] });
  assert.equal(request.host, 'e.com');
});

describe('headers', () => {
  const cases: [text: string, expected: [string, string][]][] = [
    [
      'A: 1\nB: 2\na: 3',
      [
        ['A', '1'],
        ['B', '2'],
        ['a', '3'],
      ],
    ],
    ['X-{{n}}: a {{v}} ', [['X-Name', 'a é']]],
    ['Content-Length: 99\nA: b', [['A', 'b']]],
    [
      'Cookie: a=1\nB: c\ncookie: d=2',
      [
        ['Cookie', 'a=1; d=2'],
        ['B', 'c'],
      ],
    ],
    ['Authorization: Bearer x', [['Authorization', 'Bearer x']]],
    ['Authorization: AWS4-HMAC-SHA256 Credential=x', [['Authorization', 'AWS4-HMAC-SHA256 Credential=x']]],
    ['Empty:', [['Empty', '']]],
    [
      'X-A: AWS rocks\nX-B: aws is great\nX-C: from AWS to us',
      [
        ['X-A', 'AWS rocks'],
        ['X-B', 'aws is great'],
        ['X-C', 'from AWS to us'],
      ],
    ],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), async () =>
      assert.deepEqual((await build(`@n = Name\n@v = é\nGET https://e.com\n${text}`)).request.headers, expected),
    );
  }
});

describe('bodies', () => {
  const type = (value: string, ...body: string[]) =>
    `@name = N é\nPOST https://e.com\nContent-Type: ${value}\n\n${body.join('\n')}`;
  const cases: [name: string, text: string, expected: string][] = [
    ['none', 'POST https://e.com\n\n\n', ''],
    ['text', type('text/plain', 'a {{name}}', '', 'b', ''), 'a N é\n\nb'],
    ['text of a CRLF file', type('text/plain', 'a', 'b').replaceAll('\n', '\r\n'), 'a\nb'],
    ['without dropped lines', type('text/plain', 'a', '# x', 'b'), 'a\nb'],
    ['a file with variables', type('text/plain', '<@ text.txt'), 'name=N é\r\n# kept'],
    ['a latin1 file', type('text/plain', '<@latin1 latin.txt'), 'éN é'],
    ['a UTF-16 file', type('text/plain', '<@utf16le wide.txt'), 'éN é'],
    ['a path with variables', '@f = text\n@name = x\nPOST https://e.com\n\n<@ ./{{f}}.txt', 'name=x\r\n# kept'],
    ['text and files', type('text/plain', 'a', '<@ text.txt', '', 'b'), 'a\nname=N é\r\n# kept\n\nb'],
    [
      'multipart',
      type('multipart/form-data; boundary=b', '--b', 'A: b', '', '<@ text.txt', '--b--'),
      '--b\r\nA: b\r\n\r\nname=N é\r\n# kept\r\n--b--',
    ],
    ['form lines with &', type('application/x-www-form-urlencoded', 'a=1', '&b=2&', 'c=3'), 'a=1&b=2&c=3'],
    ['form lines without', type('application/x-www-form-urlencoded; charset=utf-8', '  a=1', '  b=2', '', 'c=3'), 'a=1&b=2&c=3'],
    [
      'a value over several lines of a form',
      type('application/x-www-form-urlencoded', 'Action=Publish', '  &Message={', '  "a": "x=y",', '', '  "b": 1', '}', '&c=3'),
      'Action=Publish&Message=%7B%0A%20%20%22a%22:%20%22x=y%22,%0A%0A%20%20%22b%22:%201%0A%7D&c=3',
    ],
    [
      'a form of very many fields, in time in proportion',
      type('application/x-www-form-urlencoded', ...Array.from({ length: 100_000 }, () => 'a=1')),
      Array.from({ length: 100_000 }, () => 'a=1').join('&'),
    ],
    [
      'fields of a form by other names',
      type('application/x-www-form-urlencoded', 'a=1', '$filter=x', 'größe=2', 'xs:type=3', 'f(x)=4', 'name = 5', '{{name}}=6'),
      'a=1&$filter=x&gr%C3%B6%C3%9Fe=2&xs:type=3&f(x)=4&name%20=%205&N%20%C3%A9=6',
    ],
    [
      'blanks at the end of a value of a form',
      `@p = "x "\n${type('application/x-www-form-urlencoded', 'a={{p}}', '&{{p}}=1 ')}`,
      'a=%22x%20%22&%22x%20%22=1',
    ],
    [
      'form values to encode',
      type('application/x-www-form-urlencoded', 'a={{name}}&b=%41+50%&c=ü😀"'),
      'a=N%20%C3%A9&b=%41+50%25&c=%C3%BC%F0%9F%98%80%22',
    ],
    ['form values encoded already', type('application/x-www-form-urlencoded', 'a={{%name}}'), 'a=N%20%C3%A9'],
    ['ndjson', type('application/x-ndjson', '{"a":1}', '{"b":2}', ''), '{"a":1}\n{"b":2}\n'],
    ['GraphQL by header', 'POST https://e.com\nX-Request-Type: GraphQL\n\nquery {\n  a\n}', '{"query":"query {\\n  a\\n}"}'],
    ['GraphQL by method', 'GRAPHQL https://e.com\n\nquery { a }\n\n{ "x": {} }', '{"query":"query { a }","variables":{"x":{}}}'],
    [
      'GraphQL of several operations',
      'GRAPHQL https://e.com\n\nfragment F on T { a }\n\n{ b }\n\n{"x":1}',
      '{"query":"fragment F on T { a }\\n\\n{ b }","variables":{"x":1}}',
    ],
    [
      'GraphQL with a name',
      'GRAPHQL https://e.com\n\nmutation M($a: Int) { a }\n\n{"a":1}',
      '{"query":"mutation M($a: Int) { a }","operationName":"M","variables":{"a":1}}',
    ],
    [
      'GraphQL of several operations with names',
      'GRAPHQL https://e.com\n\nfragment query on T { query a }\nquery A { a(b: "}") }\nquery B { b }',
      '{"query":"fragment query on T { query a }\\nquery A { a(b: \\"}\\") }\\nquery B { b }","operationName":"A"}',
    ],
    [
      'GraphQL for one of several operations',
      '@op = B\nPOST https://e.com\nX-Request-Type: GraphQL\nX-GraphQL-Operation: {{op}}\n\nquery A { a }\nquery B { b }',
      '{"query":"query A { a }\\nquery B { b }","operationName":"B"}',
    ],
    [
      'GraphQL with an empty header',
      'GRAPHQL https://e.com\nX-GraphQL-Operation:\n\nquery A { a }',
      '{"query":"query A { a }","operationName":"A"}',
    ],
    ['GraphQL from a file', 'GRAPHQL https://e.com\n\n< query.graphql', '{"query":"query { a }","variables":{"x":1}}'],
    ['curl, as it is', "@name = x\ncurl https://e.com -d 'a=1\n#b {{name}}'", 'a=1\n#b x'],
  ];
  for (const [name, text, expected] of cases) it(name, async () => assert.equal(await bodyOf(text), expected));

  it('a file alone is left on the disk', async () => {
    const { body } = (await build('POST https://e.com\n\n< ./raw.bin')).request;
    assert.deepEqual(body, { kind: 'file', path: join(folder, 'raw.bin'), size: 7 });
  });
  it('a file among others keeps its bytes', async () => {
    const { body } = (await build('POST https://e.com\n\na\n< raw.bin')).request;
    assert.deepEqual(body, Buffer.from([97, 10, 0, 255, 123, 123, 97, 125, 125]));
  });
  it('an absolute path needs no folder', async () => {
    const file = parseHttpFile(`POST https://e.com\n\n< ${join(folder, 'raw.bin')}`);
    assert.ok(file.requests[0]);
    assert.deepEqual((await buildRequest(file.requests[0], { file })).request.body, {
      kind: 'file',
      path: join(folder, 'raw.bin'),
      size: 7,
    });
  });
  it('GraphQL is a POST of JSON without its marks', async () => {
    const { request } = await build('GRAPHQL https://e.com\nX-REQUEST-TYPE: graphql\n\n{ a }');
    assert.equal(request.method, 'POST');
    assert.deepEqual(request.headers, [['Content-Type', 'application/json']]);
  });
  it('GraphQL keeps the header of its operation to itself, and nobody else does', async () => {
    const headers = async (text: string) => (await build(text)).request.headers;
    assert.deepEqual(await headers('GRAPHQL https://e.com\nX-GRAPHQL-Operation: A\nContent-Type: a/b\n\nquery A { a }'), [
      ['Content-Type', 'a/b'],
    ]);
    assert.deepEqual(await headers('POST https://e.com\nX-GraphQL-Operation: A\n\na'), [['X-GraphQL-Operation', 'A']]);
  });
});

describe('signing', () => {
  const plain = async (text: string) => {
    const { aws, request } = await build(text);
    assert.ok(!request.headers.some(([name]) => /^(?:token|region)$/i.test(name)));
    assert.ok(!request.headers.some(([name, value]) => /^authorization$/i.test(name) && /^aws\b/i.test(value)));
    return Object.fromEntries(
      Object.entries(aws)
        .filter(([, value]) => value !== undefined)
        .map(([name, { value }]: [string, { value: unknown }]) => [name, value]),
    );
  };
  const cases: [text: string, expected: object][] = [
    ['GET https://e.com', {}],
    ['# @aws-profile dev\n# @aws-region {{r}}\n@r = eu-west-1\nGET https://e.com', { profile: 'dev', region: 'eu-west-1' }],
    ['# @aws-profile all\n# @aws-service s3\n###\n# @aws-service sts\nGET https://e.com', { profile: 'all', service: 'sts' }],
    ['# @aws-payload unsigned\n# @aws-presign 60\nGET https://e.com', { payload: 'unsigned', presign: '60' }],
    ['GET https://e.com\nAuthorization: AWS profile:dev service:s3', { profile: 'dev', service: 's3' }],
    [
      'GET https://e.com\nAuthorization:\n  AWS AKID sec\n  token:t\n  region: b',
      { region: 'b', credentials: { accessKeyId: 'AKID', secretAccessKey: 'sec', sessionToken: 't' } },
    ],
    ['# @aws-region a\nGET https://e.com\nAuthorization: AWS profile:dev region:b', { profile: 'dev', region: 'a' }],
    [
      '@k = AKID\n# @aws-profile all\n# @aws-region a\n###\nGET https://e.com\nAuthorization: AWS {{k}} sec token:t region:b',
      { region: 'b', credentials: { accessKeyId: 'AKID', secretAccessKey: 'sec', sessionToken: 't' } },
    ],
  ];
  for (const [text, expected] of cases) it(JSON.stringify(text), async () => assert.deepEqual(await plain(text), expected));
});

describe('a method from a variable', () => {
  const cases: [text: string, method: string][] = [
    ['@m = POST\n{{m}} https://e.com', 'POST'],
    ['@m = delete\n{{ m }}\t{{u}}\n@u = https://e.com', 'DELETE'],
    ['@m = GRAPHQL\n{{m}} https://e.com\n\nquery { a }', 'POST'],
    ['@m = https://e.com\n{{m}}', 'GET'],
    ['@m = https://e.com\n{{m}}/a b', 'GET'],
  ];
  for (const [text, method] of cases) {
    it(JSON.stringify(text), async () => {
      const { request } = await build(text);
      assert.deepEqual([request.method, request.host], [method, 'e.com']);
    });
  }
});

describe('refusals', () => {
  const cases: [text: string, expected: string][] = [
    ['GET https://{{host}}/', 'variable-unknown 1:13 URL'],
    ['GET https://e.com\n  ?a={{b}}', 'variable-unknown 2:6 URL'],
    ['GET https://e.com\nA: {{b}}', 'variable-unknown 2:4 A'],
    ['POST https://e.com\n\na\n{{b}}', 'variable-unknown 4:1'],
    ['POST https://e.com\n\n< {{b}}', 'variable-unknown 3:3'],
    ['@a = {{b}}\nPOST https://e.com\n\n<@ nested.txt', 'variable-unknown 1:6'],
    ['{{m}} https://e.com', 'variable-unknown 1:1 method'],
    ['@m = post haste\n{{m}} https://e.com', 'method-unknown 2:1 method'],
    ['@m =\n{{m}} https://e.com', 'method-unknown 2:1 method'],
    ['POST https://e.com\nContent-Type: application/x-www-form-urlencoded\n\na=1\nb={{b}}', 'variable-unknown 5:3'],
    ['@a = {{b}}\nGET https://e.com/{{a}}', 'variable-unknown 1:6 URL'],
    ['# @aws-region {{b}}\nGET https://e.com', 'variable-unknown 1:15 @aws-region'],
    ["curl https://e.com -d '\n{{b}}'", 'variable-unknown 1:1'],
    ['GET https://e.com\nbroken', 'header-malformed 2:1'],
    ['# @aws-profile\nGET https://e.com', 'directive-value-missing 1:1'],
    ['@p = maybe\n# @aws-payload {{p}}\nGET https://e.com', 'directive-value-illegal 2:16 @aws-payload'],
    ['@p =\n# @aws-profile {{p}}\nGET https://e.com', 'directive-value-illegal 2:16 @aws-profile'],
    ['GET https://u:secret@e.com/', 'url-not-legal 1:5 URL'],
    ['@s = ftp://e.com\nGET {{s}}', 'url-not-legal 2:5 URL'],
    ['GET https://e.com/50%', 'url-not-legal 1:5 URL'],
    ['GET /a', 'host-missing 1:5 URL'],
    ['@host =\nGET /a', 'host-missing 2:5 URL'],
    ['@host = {{b}}\nGET /a', 'variable-unknown 1:9 URL'],
    ['@host = /\nGET /a', 'host-missing 2:5 URL'],
    ['@host = https://\nGET /a', 'url-not-legal 2:5 URL'],
    ['@host = a b\nGET /a', 'url-not-legal 2:5 URL'],
    ['@host = https://e.com#x\nGET /a', 'url-not-legal 2:5 URL'],
    ['@host = https://e.com?x\nGET /a', 'url-not-legal 2:5 URL'],
    ['@host = https://u:secret@e.com\nGET /a', 'url-not-legal 2:5 URL'],
    ['GET /a\nHost: a b', 'host-not-legal 2:7 Host'],
    ['GET /a\nHost: a\nHost: b', 'header-malformed 3:1 Host'],
    ['@v = a\\nB: c\nGET https://e.com\nA: {{v}}', 'header-malformed 3:1 A'],
    ['@v = a b\nGET https://e.com\nX-{{v}}: c', 'header-malformed 3:1 X-a b'],
    ['GET https://e.com\nTransfer-Encoding: chunked', 'header-refused 2:1 Transfer-Encoding'],
    ['GET https://e.com\nAuthorization: AWS secret1', 'aws-authorization-malformed 2:1 Authorization'],
    ['GET https://e.com\nAuthorization: AWS a secret1 us-east-1 s3', 'aws-authorization-malformed 2:1 Authorization'],
    [
      'GET https://e.com\nAuthorization: AWS a secret1\nauthorization: aws b secret2',
      'aws-authorization-malformed 3:1 authorization',
    ],
    [
      'GET https://e.com\nAuthorization: AWS a secret1\nAuthorization: Bearer x',
      'aws-authorization-malformed 2:16 Authorization',
    ],
    ['GET https://e.com\nProxy-Authorization: aws a secret1', 'aws-authorization-misplaced 2:1 Proxy-Authorization'],
    ['GET https://e.com\nX-Authorization: AWS profile:dev', 'aws-authorization-misplaced 2:1 X-Authorization'],
    [`@k = AWS\\ta  ${'s'.repeat(40)}\nGET https://e.com\nX-{{n}}: {{k}}\n@n = Y`, 'aws-authorization-misplaced 3:1 X-Y'],
    ['# @aws-profile dev\nGET https://e.com\nAuthorization: AWS a secret1', 'aws-authorization-ambiguous 1:1 @aws-profile'],
    ['POST https://e.com\n\n< none.bin', 'body-file-missing 3:3'],
    ['POST https://e.com\n\na\n<@ none.bin', 'body-file-missing 4:4'],
    ['POST https://e.com\n\n< raw.bin/below', 'body-file-missing 3:3'],
    ['POST https://e.com\n\n< directory', 'body-file-not-a-file 3:3'],
    ['POST https://e.com\n\n< a\0b', 'body-file-unreadable 3:3'],
    ['POST https://e.com\n\n<@ raw.bin', 'body-file-encoding 3:1'],
    ['POST https://e.com\n\n<@klingon text.txt', 'body-file-encoding 3:1'],
  ];
  for (const [text, expected] of cases) it(JSON.stringify(text), async () => assert.equal(await refusal(text), expected));

  it('a path without a host, with all ways to give it one', async () => {
    await assert.rejects(build('GET /a'), (error) => isUserError(error) && /“Host” header.*“@host = https/.test(error.remedy));
  });
  it('a path behind what cannot be looked up', async () => {
    const source = {
      find: () => {
        throw new UserError({ code: 'variable-unreadable', message: 'The file is broken.', remedy: 'Correct it.' });
      },
    };
    assert.equal(await refusal('GET /a', { sourcesAfterFile: [source] }), 'variable-unreadable 1:5 URL');
  });
  it('a value that an earlier request has to bring, with the name of that one', async () => {
    const unsentRequest = 'log in';
    const source = {
      find: () => {
        throw new UserError({ code: 'variable-unreadable', message: 'It was not sent.', remedy: 'Send it.', unsentRequest });
      },
    };
    for (const text of [
      'GET https://e.com/{{a}}',
      '@b = {{a}}\nGET https://e.com\nX: {{b}}',
      'POST https://e.com\n\n<@ broken.txt',
    ]) {
      await assert.rejects(
        build(text, { sourcesAfterFile: [source] }),
        (error) => isUserError(error) && error.unsentRequest === unsentRequest,
      );
    }
  });
  it('a variable of an included file, at its place in that file', async () => {
    await assert.rejects(build('POST https://e.com\n\na\n<@ broken.txt'), (error) => {
      assert.ok(isUserError(error));
      assert.deepEqual(error.place, { file: join(folder, 'broken.txt'), line: 2, column: 8 });
      assert.match(error.message, /“nobody”.*line 2 of “.*broken\.txt”/);
      return error.code === 'variable-unknown';
    });
  });

  it('a relative path of an unsaved file', async () => {
    const file = parseHttpFile('POST https://e.com\n\n< raw.bin');
    assert.ok(file.requests[0]);
    await assert.rejects(buildRequest(file.requests[0], { file }), { code: 'body-file-missing' });
  });
  it('a file that may not be read', async (t) => {
    if (process.platform === 'win32' || process.getuid?.() === 0) {
      t.skip('every file may be read here');
      return;
    }
    writeFileSync(join(folder, 'closed.bin'), 'x');
    chmodSync(join(folder, 'closed.bin'), 0);
    assert.equal(await refusal('POST https://e.com\n\n< closed.bin'), 'body-file-unreadable 3:3');
  });
  it('a cancellation while a file is read', async () => {
    assert.equal(await refusal('POST https://e.com\n\na\n< raw.bin', { signal: AbortSignal.abort() }), 'cancelled 4:1');
  });
});

describe('values that are secret', () => {
  const source = (name: string, secret: boolean) => ({
    find: (expression: string) => (expression === name ? { value: `value of ${name}`, secret } : undefined),
  });
  const cases: [what: string, text: string, expected: string[]][] = [
    ['of a file for secrets', 'GET https://e.com/?a={{private}}&b={{public}}', ['value of private']],
    ['of a name that says so', '@jwt = x{{public}}\nGET https://e.com/?a={{jwt}}', ['xvalue of public']],
    ['through another variable', '@a = {{private}}\nGET https://e.com/?a={{a}}', ['value of private']],
    ['that no reference asks for are not told', '@jwt = x\nGET https://e.com/', []],
  ];
  for (const [what, text, expected] of cases) {
    it(what, async () => {
      const sourcesAfterFile = [source('private', true), source('public', false)];
      assert.deepEqual((await build(text, { sourcesAfterFile })).secrets, expected);
    });
  }
});

describe('what a server decodes is what somebody wrote', () => {
  const values: [what: string, value: string][] = [
    ['an ampersand, an equals sign and a percent sign', 'Tom & Jerry + 50% =?'],
    ['base64', 'PD94bWwgdmVyc2lvbj0iMS4wIj8+abc/def=='],
    ['a phone number', '+491701234567'],
    ['a mail address', 'jane+test@example.com'],
    ['a time with its offset', '2026-01-31T12:00:00+01:00'],
    ['a percent sign that is followed by digits by chance', '100%25 of it'],
    ['an address with escapes in it', 'https://example.com/a%20b?c=d%26#e'],
    ['JSON', '{"a": ["b&c=d", "%41+"]}'],
    ['a line end', 'a\\nb'],
    ['letters of others', 'grüße 😀'],
    ['nothing', ''],
    ['a value without any sign', 'plain-text_1.0~'],
  ];
  const form = 'POST https://e.com/\nContent-Type: application/x-www-form-urlencoded\n\n';
  for (const [what, value] of values) {
    const meant = value.replaceAll('\\n', '\n');
    it(`${what} in a form`, async () => {
      const body = await bodyOf(`@v = ${value}\n${form}a={{v}}\n&b=<{{v}}>&c={{%v}}`);
      assert.deepEqual(
        [...new URLSearchParams(body)],
        [
          ['a', meant],
          ['b', `<${meant}>`],
          ['c', meant],
        ],
      );
    });
    it(`${what} in a query`, async () => {
      const { target } = (await build(`@v = ${value}\nGET https://e.com/x\n  ?a={{v}}\n  &b=.{{v}}.&c={{%v}}`)).request;
      assert.deepEqual(
        [...new URLSearchParams(target.slice('/x'.length))],
        [
          ['a', meant],
          ['b', `.${meant}.`],
          ['c', meant],
        ],
      );
    });
  }

  const asWritten: [what: string, text: string, target: string][] = [
    ['escapes of somebody’s own', '@v = a%20b%2Bc\nGET https://e.com/?a={{v}}', '/?a=a%20b%2Bc'],
    ['an escape and a plus for a blank', '@v = a+b%21\nGET https://e.com/?a={{v}}', '/?a=a+b%21'],
    ['fields of a variable', '@v = a=1&b=2\nGET https://e.com/?{{v}}', '/?a=1&b=2'],
    ['further fields behind a value', '@v = &b=2\nGET https://e.com/?a=1{{v}}', '/?a=1&b=2'],
    ['further fields that only a value within brings', '@x = &b=2\n@v = {{x}}\nGET https://e.com/?a=1{{v}}', '/?a=1%26b%3D2'],
    ['further fields in the place of a value', '@v = &b=2\nGET https://e.com/?a={{v}}', '/?a=%26b%3D2'],
    ['a whole URL', '@v = https://e.com/a?b=c&d=e\nGET {{v}}&f=1', '/a?b=c&d=e&f=1'],
    ['a path', '@v = a/b&c=d\nGET https://e.com/{{v}}', '/a/b&c=d'],
    ['the name of a field', '@v = a.1\nGET https://e.com/?{{v}}=b', '/?a.1=b'],
    ['a URL of curl', `@v = a&b\ncurl 'https://e.com/?a={{v}}'`, '/?a=a&b'],
  ];
  for (const [what, text, target] of asWritten) {
    it(`and so is ${what}`, async () => assert.equal((await build(text)).request.target, target));
  }

  const formsAsWritten: [what: string, text: string, body: string][] = [
    ['fields of a variable', `@v = b=2&c=3\n${form}a=1&{{v}}`, 'a=1&b=2&c=3'],
    ['escapes of somebody’s own', `@v = a%20b\n${form}a={{v}}`, 'a=a%20b'],
    ['a value over several lines', `@v = x&y\n${form}a={\n{{v}}\n}`, 'a=%7B%0Ax%26y%0A%7D'],
    ['data of curl', `@v = a&b\ncurl https://e.com -d 'a={{v}}'`, 'a=a&b'],
    ['another body', '@v = a&b\nPOST https://e.com/\n\na={{v}}', 'a=a&b'],
  ];
  for (const [what, text, body] of formsAsWritten) {
    it(`and so is, in a body, ${what}`, async () => assert.equal(await bodyOf(text), body));
  }

  it('and so are braces that are no variables, and a file with them', async () => {
    assert.equal(await bodyOf('POST https://e.com/\n\n{"S":"\\{\\{name\\}\\} \\{\\{#if x\\}\\}"}'), '{"S":"{{name}} {{#if x}}"}');
    assert.equal(
      await bodyOf('POST https://e.com/\n\n{"S":"\\u007b\\u007bname\\u007d\\u007d"}'),
      '{"S":"\\u007b\\u007bname\\u007d\\u007d"}',
    );
  });
});

describe('what a request becomes with its variables and files', () => {
  const megabyte = `@a = ${'x'.repeat(2 ** 20)}\n@umlauts = ${'ü'.repeat(2 ** 19)}\n@quotes = ${'"'.repeat(2 ** 20 - 1)}\n`;
  const headers = (count: number): string => Array.from({ length: count }, (_, n) => `X-${n}: {{a}}`).join('\n');
  const form = 'POST https://e.com\nContent-Type: application/x-www-form-urlencoded\n';
  const parts = (count: number): string =>
    `POST https://e.com\nContent-Type: multipart/form-data; boundary=b\n\n${'--b\n\n<@ ./multiplying.txt\n'.repeat(count)}--b--`;
  const lines = (count: number, line: string): string => Array.from({ length: count }, () => line).join('\n');
  const cases: [what: string, text: string, fits: boolean][] = [
    ['headers', `GET https://e.com\n${headers(60)}`, true],
    ['headers and a body', `POST https://e.com\n${headers(31)}\n\n${'{{a}}'.repeat(31)}`, true],
    ['headers and a body that are too long together', `POST https://e.com\n${headers(32)}\n\n${'{{a}}'.repeat(32)}`, false],
    ['parts of files with variables', parts(3), true],
    ['parts of files with variables that are too long together', parts(4), false],
    ['files that are read into it', `POST https://e.com\n\n${lines(60, '< ./megabyte.txt')}`, true],
    [
      'files and variables that are too long together',
      `POST https://e.com\n\n${lines(60, '< ./megabyte.txt')}\n{{a}}{{a}}{{a}}{{a}}`,
      false,
    ],
    ['fields of a form', `${form}\n${lines(20, 'f={{a}}')}`, true],
    ['fields of a form that become too long as they are encoded', `${form}\n${lines(22, 'f={{umlauts}}')}`, false],
    ['names of a form that become too long as they are encoded', `${form}\n${lines(30, '{{quotes}}')}`, false],
    ['a query of GraphQL', `GRAPHQL https://e.com\n\nquery { ${'{{a}}'.repeat(60)} }`, true],
    ['a query of GraphQL that becomes too long as JSON', `GRAPHQL https://e.com\n\nquery { ${'{{quotes}}'.repeat(33)} }`, false],
    ['variables of GraphQL', `GRAPHQL https://e.com\n\nquery { a }\n\n{"v": "${'{{a}}'.repeat(65)}"}`, false],
  ];
  for (const [what, text, fits] of cases) {
    it(`${fits ? 'is sent' : 'stops it'}: ${what}`, async () => {
      const whole = megabyte + text;
      if (fits) {
        const { body, headers: built } = (await build(whole)).request;
        const length = body instanceof Uint8Array ? body.length : 0;
        assert.ok(length + built.reduce((sum, [, value]) => sum + value.length, 0) > 2 ** 24);
      } else await assert.rejects(build(whole), { code: 'variable-too-long' });
    });
  }

  it('is no URL of a megabyte', async () => assert.match(await refusal(`${megabyte}GET https://e.com/{{a}}`), /^url-not-legal /));
});
