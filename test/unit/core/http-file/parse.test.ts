import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { HttpFileRequest } from '../../../../src/core/http-file/http-file.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { content, everything, place, problem } from './outline.ts';
import { drawn } from '../../sample.ts';

function only(text: string): HttpFileRequest {
  const file = parseHttpFile(text);
  assert.equal(file.requests.length, 1, `one request in ${JSON.stringify(text)}`);
  const [request] = file.requests;
  assert.ok(request);
  return request;
}

const lines = (...each: string[]) => each.join('\n');

describe('request line', () => {
  const cases: [text: string, expected: string][] = [
    ['GET https://example.com/a', 'GET https://example.com/a'],
    ['get https://example.com/a', 'GET https://example.com/a'],
    ['https://example.com/a', 'GET https://example.com/a'],
    ['HTTPS://example.com/a', 'GET HTTPS://example.com/a'],
    ['{{host}}/a', 'GET {{host}}/a'],
    ['{{host}}', 'GET {{host}}'],
    ['{{$dotenv host}}', 'GET {{$dotenv host}}'],
    ["{{a.response.body.$[?(@.b=='c')]}}", "GET {{a.response.body.$[?(@.b=='c')]}}"],
    ['{{method}} https://example.com/a', '{{method}} https://example.com/a'],
    ['{{ method }} {{host}}/a HTTP/1.1', '{{ method }} {{host}}/a HTTP/1.1'],
    ['{{host}} HTTP/1.1', 'GET {{host}} HTTP/1.1'],
    ['{{host}}{{path}} x', 'GET {{host}}{{path}} x'],
    ['/a?b', 'GET /a?b'],
    ['localhost:8080/health', 'GET localhost:8080/health'],
    ['localhost', 'GET localhost'],
    ['api.example.org/v1/items?limit=5', 'GET api.example.org/v1/items?limit=5'],
    ['api.example.org HTTP/1.1', 'GET api.example.org HTTP/1.1'],
    ['api.example.org/a # about it', 'GET api.example.org/a'],
    [lines('api.example.org', '  ?a=1'), 'GET api.example.org?a=1'],
    ['127.0.0.1:9000', 'GET 127.0.0.1:9000'],
    ['[::1]:9000/a', 'GET [::1]:9000/a'],
    ['my-service:8080/a', 'GET my-service:8080/a'],
    ['POST example.com/a', 'POST example.com/a'],
    ['PROPFIND https://example.com/', 'PROPFIND https://example.com/'],
    ['GRAPHQL https://example.com/', 'GRAPHQL https://example.com/'],
    ['GET https://example.com/a HTTP/1.1', 'GET https://example.com/a HTTP/1.1'],
    ['https://example.com/a HTTP/2', 'GET https://example.com/a HTTP/2'],
    ['  GET\t https://example.com/a  ', 'GET https://example.com/a'],
    ['GET https://example.com/a b/{{$randomInt 1 10}}', 'GET https://example.com/a b/{{$randomInt 1 10}}'],
    ['GET https://example.com/a http/1.1', 'GET https://example.com/a HTTP/1.1'],
    ['GET https://example.com/a Http/2', 'GET https://example.com/a HTTP/2'],
    ['GET https://example.com/a xhttp/1.1', 'GET https://example.com/a xhttp/1.1'],
    ['GET https://example.com/a http/one', 'GET https://example.com/a http/one'],
    ['GET https://example.com/HTTP/1.1', 'GET https://example.com/HTTP/1.1'],
    ['GET https://example.com/ü', 'GET https://example.com/ü'],
    [lines('GET https://e.com', '?a=1', '&b=2'), 'GET https://e.com?a=1&b=2'],
    [lines('GET https://e.com', '    ?a=1', '\t&b=2 HTTP/1.1'), 'GET https://e.com?a=1&b=2 HTTP/1.1'],
    [lines('GET https://e.com HTTP/1.1', '    ?a=1'), 'GET https://e.com?a=1 HTTP/1.1'],
    [lines('GET https://e.com', '/path', '  /more', '  plain'), 'GET https://e.com/path/moreplain'],
    [lines('GET https://e.com', '# not part of it', '?a=1', '  // nor this', '&b=2'), 'GET https://e.com?a=1&b=2'],
    [lines('GET https://e.com', '  {{path}}'), 'GET https://e.com{{path}}'],
    [lines('GET https://e.com HTTP/1.1', '  Accept: text/plain'), 'GET https://e.com HTTP/1.1'],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      const request = only(text);
      assert.equal(content(request).line, expected);
      assert.deepEqual(request.problems, []);
    });
  }

  const wrong: [text: string, problem: string][] = [
    ['GETT https://example.com', 'error method-unknown 0:0-0:4'],
    ['\n  Foo /bar', 'error method-unknown 1:2-1:5'],
    ['GET', 'error url-missing 0:0-0:3'],
    ['GET http/2', 'error url-missing 0:0-0:10'],
    ['GET # later', 'error url-missing 0:0-0:11'],
    ['CONNECT proxy.example.org:443', 'error method-unsupported 0:0-0:29'],
    ['connect https://e.com/ HTTP/1.1', 'error method-unsupported 0:0-0:31'],
    ['CONNECT {{proxy}}', 'error method-unsupported 0:0-0:17'],
    ['CONNECT proxy.example.org', 'error method-unsupported 0:0-0:25'],
    ['CONNECT [::1]:443 HTTP/1.1', 'error method-unsupported 0:0-0:26'],
    ['connect the dots', 'error request-line-malformed 0:0-0:16'],
    ['example.com is down', 'error request-line-malformed 0:0-0:19'],
    ['Accept:5', 'error request-line-malformed 0:0-0:8'],
    ['Host: example.com', 'error request-line-malformed 0:0-0:17'],
    ['hello', 'error request-line-malformed 0:0-0:5'],
    ['GET   HTTP/1.1', 'error url-missing 0:0-0:14'],
    ['ftp://example.com/a', 'error scheme-unsupported 0:0-0:3'],
    ['GET ws://example.com/a', 'error scheme-unsupported 0:4-0:6'],
    ['hello world', 'error request-line-malformed 0:0-0:11'],
    ['{"json": 1}', 'error request-line-malformed 0:0-0:11'],
    ['@name', 'error request-line-malformed 0:0-0:5'],
  ];
  for (const [text, expected] of wrong) {
    it(`${JSON.stringify(text)} is a problem, and no request`, () => {
      const file = parseHttpFile(`${text}\nHeader: x\n\nbody\n### next\nGET https://e.com`);
      assert.deepEqual(file.problems.map(problem), [expected]);
      assert.deepEqual(
        file.requests.map(({ name }) => name),
        ['next'],
      );
    });
  }
});

describe('names', () => {
  const cases: [text: string, name: string | undefined, title: string | undefined][] = [
    ['GET https://e.com', undefined, undefined],
    ['### \nGET https://e.com', undefined, undefined],
    ['### The title \nGET https://e.com', 'The title', 'The title'],
    ['##### Five\nGET https://e.com', 'Five', 'Five'],
    ['# @name one\nGET https://e.com', 'one', undefined],
    ['# @name = one\nGET https://e.com', 'one', undefined],
    ['# @name "one two" \nGET https://e.com', 'one two', undefined],
    ['# @name="one"\nGET https://e.com', 'one', undefined],
    ['# @name "one" "two"\nGET https://e.com', '"one" "two"', undefined],
    ['# @name "one\nGET https://e.com', '"one', undefined],
    ['### "title"\nGET https://e.com', '"title"', '"title"'],
    ['// @name one\nGET https://e.com', 'one', undefined],
    ['//@name=one\nGET https://e.com', 'one', undefined],
    ['### title\n# @name one\nGET https://e.com', 'one', 'title'],
    ['GET https://e.com\n# @name one\nA: b', 'one', undefined],
    ['### ------\nGET https://e.com', undefined, '------'],
    ['### === Ü ===\nGET https://e.com', '=== Ü ===', '=== Ü ==='],
    ['### 7\nGET https://e.com', '7', '7'],
    ['### ------\n# @name one\nGET https://e.com', 'one', '------'],
    ['### ------\n### Users\n### ------\nGET https://e.com', 'Users', '------'],
    ['###########\n### Users\n###########\nGET https://e.com', 'Users', undefined],
    ['### ------\n### Users\n### ------\n# @name one\nGET https://e.com', 'one', '------'],
    ['### Users\n### List\nGET https://e.com', 'List', 'List'],
    ['### Users\n\n### ------\nGET https://e.com', undefined, '------'],
    ['### Users\n### ------\n### ------\nGET https://e.com', undefined, '------'],
  ];
  for (const [text, name, title] of cases) {
    it(JSON.stringify(text), () => {
      const request = only(text);
      assert.equal(request.name, name);
      assert.equal(request.separatorTitle, title);
    });
  }
  const framed = (title: string): string => `### ----\n### ${title}\n### ----\nGET https://e.com\n\n`;
  const twice: [what: string, text: string, expected: string[]][] = [
    [
      'directives at the later ones',
      '# @name a\nGET https://e.com\n###\n# @name a\nGET https://e.com\n### a\nGET https://e.com',
      ['warning duplicate-name 3:8-3:9', 'warning duplicate-name 5:0-5:5'],
    ],
    [
      'a title and directives at these',
      '### a\nGET https://e.com\n### a\nGET https://e.com\n### b\n# @name a\nGET https://e.com',
      ['warning duplicate-name 5:8-5:9'],
    ],
    [
      'titles that a reference means at the later one',
      '### a b\nGET https://e.com\n### a b\nGET https://e.com\n### c\nGET https://e.com/{{% a b.response.body.$.id}}',
      ['warning duplicate-name 2:0-2:7'],
    ],
    [
      'a heading that a reference means there',
      `${framed('a')}${framed('a')}###\nGET https://e.com/{{a.response.headers.ETag}}`,
      ['warning duplicate-name 6:0-6:5'],
    ],
    ['titles that nothing means nowhere', '### a\nGET https://e.com\n### a\nGET https://e.com/{{b.response.body}}', []],
    ['lines of dashes nowhere', `${framed('Users')}${framed('Things')}`, []],
  ];
  for (const [what, text, expected] of twice) {
    it(`written twice are a warning: ${what}`, () => {
      assert.deepEqual(parseHttpFile(text).problems.map(problem), expected);
    });
  }
});

describe('separators', () => {
  it('stand in the first column', () => {
    const file = parseHttpFile('GET https://a.com\n\n ### comment\n###\nGET https://b.com\n###\n###\n\nGET https://c.com');
    assert.deepEqual(
      file.requests.map(({ url, range }) => [url, place(range)]),
      [
        ['https://a.com', '0:0-2:12'],
        ['https://b.com', '3:0-4:17'],
        ['https://c.com', '6:0-8:17'],
      ],
    );
  });
});

describe('headers', () => {
  const cases: [name: string, text: string, expected: string[]][] = [
    ['plain', 'A: b\nC:d\nE :f\nG:', ['A: b', 'C: d', 'E: f', 'G: ']],
    ['repeated ones stay', 'A: 1\nB: 2\na: 3', ['A: 1', 'B: 2', 'a: 3']],
    ['a value with colons', 'Target: a:b:c', ['Target: a:b:c']],
    ['indented', '  A: b\n\tC: d', ['A: b', 'C: d']],
    ['continued by indentation', 'A: b,\n   c\n\td', ['A: b, c d']],
    [
      'arguments of AWS in lines of their own',
      'authorization: AWS a b\n  token:t\n  # note\n\tRegion : r\n  service: s\n  X: y',
      ['authorization: AWS a b token:t Region : r service: s', 'X: y'],
    ],
    ['headers that only look like arguments', 'Authorization: Basic x\n  token: t', ['Authorization: Basic x', 'token: t']],
    ['headers below the one of AWS', 'Authorization: AWS a b\ntoken: t', ['Authorization: AWS a b', 'token: t']],
    ['between comments', '# x: y\nA: b\n// z\nC: d', ['A: b', 'C: d']],
    ['with variables', '{{name}}: {{value}}\nX-{{a:b}}: c', ['{{name}}: {{value}}', 'X-{{a:b}}: c']],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      const request = only(`GET https://e.com\n${text}\n\nbody`);
      assert.deepEqual(
        content(request).headers,
        expected.map((each) => each),
      );
      assert.deepEqual(content(request).body, ['body']);
      assert.deepEqual(request.problems, []);
    });
  }
  it('that may be arguments of AWS too are an error', () => {
    const request = only('GET https://e.com\n  Authorization: AWS a b\n  token: t\n  X: y');
    assert.deepEqual(request.problems.map(problem), ['error header-malformed 2:0-2:10']);
  });
  it('that scripts would give say so', () => {
    const messages = ['...headers', '{{ exports.a = 1 }}', 'headers'].map((line) => {
      const request = only(`GET https://e.com\n${line}\nA: b`);
      assert.deepEqual(
        request.problems.map(({ code, severity }) => `${severity} ${code}`),
        ['error header-malformed'],
      );
      return request.problems[0]?.message.includes('script');
    });
    assert.deepEqual(messages, [true, true, false]);
  });
  const comments: [text: string, line: string, headers: string[], problems: string[]][] = [
    ['GET https://e.com/\n/* x */\nA: b', 'GET https://e.com/', ['A: b'], []],
    ['GET https://e.com/\n  /* x\n ?a=1\n*/\n  ?b=2\nA: b', 'GET https://e.com/?b=2', ['A: b'], []],
    ['GET https://e.com/\nA: b\n/* x: y\n\n*/\nC: d', 'GET https://e.com/', ['A: b', 'C: d'], []],
    ['GET https://e.com/\nA: b\n  /* x */\nC: d', 'GET https://e.com/', ['A: b', 'C: d'], []],
    ['GET https://e.com/\n/*/ x */', 'GET https://e.com/', [], []],
    ['  /* x */  \nGET https://e.com/', 'GET https://e.com/', [], []],
    ['GET https://e.com/\nA: b\n/* x */ C: d', 'GET https://e.com/', ['A: b'], ['error comment-malformed 2:0-2:12']],
    ['GET https://e.com/\n/* x\nA: b', 'GET https://e.com/', [], ['error comment-malformed 1:0-1:4']],
  ];
  for (const [text, line, headers, problems] of comments) {
    it(`${JSON.stringify(text)} holds a comment`, () => {
      const request = only(text);
      assert.equal(content(request).line, line);
      assert.deepEqual(content(request).headers, headers);
      assert.deepEqual(request.problems.map(problem), problems);
    });
  }
  it('of a comment with a request behind it are an error', () => {
    assert.deepEqual(parseHttpFile('/* x */ GET https://e.com').problems.map(problem), ['error comment-malformed 0:0-0:25']);
  });
  it('that are none are one error up to the next empty line', () => {
    const request = only('POST https://e.com\nA: b\n{\n  "x": 1\n}\n\nrest');
    assert.deepEqual(request.problems.map(problem), ['error header-malformed 2:0-2:1']);
    assert.deepEqual(content(request).headers, ['A: b']);
    assert.deepEqual(content(request).body, ['rest']);
  });
});

describe('directives', () => {
  it('are kept by name with their places, of a block without a request for the whole file', () => {
    const file = parseHttpFile('# @aws-profile dev\n### x\n#@aws-region = eu-central-1 \n// @no-redirect\nGET https://e.com');
    const read = everything(file);
    assert.deepEqual(read.directives, [['aws-profile', 'dev', '0:0-0:18', '0:15-0:18']]);
    const [request] = read.requests;
    assert.ok(request);
    assert.deepEqual(request.directives, ['aws-region=eu-central-1', 'no-redirect=']);
    assert.deepEqual(request.directivePlaces, [
      ['2:0-2:27', '2:15-2:27'],
      ['3:0-3:15', '3:15-3:15'],
    ]);
  });
  it('may have their value in quotes', () => {
    const file = parseHttpFile('# @aws-profile = "my dev" \n###\n# @aws-region "{{r}}"\nGET https://e.com');
    assert.deepEqual(everything(file).directives, [['aws-profile', 'my dev', '0:0-0:25', '0:18-0:24']]);
    assert.deepEqual(everything(file).requests[0]?.directives, ['aws-region={{r}}']);
    assert.deepEqual(everything(file).requests[0]?.directivePlaces, [['2:0-2:21', '2:15-2:20']]);
  });
  const problems: [line: string, expected: string[]][] = [
    ['# @aws-profile ""', ['error directive-value-missing 0:0-0:17']],
    ['# @aws-profile', ['error directive-value-missing 0:0-0:14']],
    ['# @aws-reigon x', ['error directive-unknown 0:0-0:15']],
    ['# @AWS-Region x', ['error directive-unknown 0:0-0:15']],
    ['# @aws_region x', ['error directive-unknown 0:0-0:15']],
    ['# @aws-region: x', ['error directive-unknown 0:0-0:16']],
    ['  // @ aws-region x', ['error directive-unknown 0:2-0:19']],
    ['# @aws-sdk/client-s3 does the same', []],
    ['# @aws is the name of a company', []],
    ['# @aws-payload maybe', ['error directive-value-illegal 0:15-0:20']],
    ['# @aws-payload unsigned', []],
    ['# @aws-payload {{how}}', []],
    ['# @aws-presign 604801', ['error directive-value-illegal 0:15-0:21']],
    ['# @aws-presign 604800', []],
    ['# @aws-presign 0', ['error directive-value-illegal 0:15-0:16']],
    ['# @aws-service a\n# @aws-service b', ['warning duplicate-directive 1:0-1:16']],
    // Time limits of JetBrains’ client, of which neither counts here.
    ['# @timeout 5\n# @connection-timeout 3', []],
    ['# @aws-profile: prod', ['error directive-unknown 0:0-0:20']],
    ['# @aws-profile :prod', ['error directive-unknown 0:0-0:20']],
    ['# @AWS-Profile prod', ['error directive-unknown 0:0-0:19']],
    ['// @aws_profile=prod', ['error directive-unknown 0:0-0:20']],
    ['  # @awsProfile', ['error directive-unknown 0:2-0:15']],
    ['# @aws.region x', ['error directive-unknown 0:0-0:15']],
    ['# @aws region x', ['error directive-unknown 0:0-0:15']],
    ['# @ aws-region x', ['error directive-unknown 0:0-0:16']],
    ['# @AWS_ROLE x', ['error directive-unknown 0:0-0:13']],
    ['# @aws', []],
    ['# @aws is a company', []],
    ['# @awsome profile', []],
    ['# @aws-sdk/client-s3', []],
    ['### @aws-profile prod', ['error directive-misplaced 0:0-0:21']],
    ['### about @aws-profile', []],
    ['# mail user@example.com', []],
    ['# @scope/package', []],
    ['# @todo later\n# @todo again', []],
  ];
  for (const [line, expected] of problems) {
    it(JSON.stringify(line), () => assert.deepEqual(parseHttpFile(`${line}\nGET https://e.com`).problems.map(problem), expected));
  }
});

describe('variables', () => {
  it('are read before a request, among headers, and after a body', () => {
    const text = lines(
      '@a = 1',
      '  @b=two words ',
      '@c :=',
      'GET https://e.com',
      '@d = {{a}}',
      'X: y',
      '',
      'body',
      '',
      '@e = 5',
      'more',
    );
    const file = parseHttpFile(text);
    assert.deepEqual(everything(file).variables, [
      ['a', '1', '0:0-0:6', '0:1-0:2', '0:5-0:6'],
      ['b', 'two words', '1:2-1:14', '1:3-1:4', '1:5-1:14'],
      ['c', '', '2:0-2:5', '2:1-2:2', '2:5-2:5'],
      ['d', '{{a}}', '4:0-4:10', '4:1-4:2', '4:5-4:10'],
      ['e', '5', '9:0-9:6', '9:1-9:2', '9:5-9:6'],
    ]);
    assert.deepEqual(file.problems.map(problem), ['information body-variable 9:0-9:6']);
    assert.deepEqual(
      file.requests.flatMap((request) => content(request).body),
      ['body\n', 'more'],
    );
  });
  it('stay text inside a body', () => {
    const request = only('POST https://e.com\n\nfirst\n@a = 1\n\n @b = 2');
    assert.deepEqual(content(request).body, ['first\n@a = 1\n\n @b = 2']);
  });
  it('defined twice are a warning', () => {
    assert.deepEqual(parseHttpFile('@a = 1\n@a = 2').problems.map(problem), ['warning duplicate-variable 1:1-1:2']);
  });
  it('are told in the order of the file among other problems', () => {
    const expected = ['warning duplicate-variable 2:1-2:2', 'error header-malformed 4:0-4:8'];
    const file = parseHttpFile('@a = 1\n###\n@a = 2\nGET https://e.com\nnonsense');
    assert.deepEqual(file.problems.map(problem), expected);
    assert.deepEqual(file.requests[0]?.problems.map(problem), expected);
  });
});

describe('bodies', () => {
  const cases: [name: string, text: string, expected: unknown[], problems: string[]][] = [
    ['none', '\n\n  \n', [], []],
    ['text; blank lines at both ends are cut', '\n\n{\n\n  "a": 1\n}\n\n  \n', ['{\n\n  "a": 1\n}'], []],
    ['blanks inside lines stay', '\n  a  \n\tb', ['  a  \n\tb'], []],
    [
      'lines that look like comments are dropped with a warning',
      '\n# one\na\n  // two\nb\n\n# three\nc',
      ['a', 'b\n', 'c'],
      ['warning body-comment-dropped 2:0-2:5', 'warning body-comment-dropped 4:0-4:8', 'warning body-comment-dropped 7:0-7:7'],
    ],
    ['comments behind the body are only comments', '\na\n\n# about the next request\n# really', ['a'], []],
    ['a directive behind the body', '\na\n\n# @aws-profile b', ['a'], ['error directive-misplaced 4:0-4:16']],
    ['comments right behind the body are not', '\na\n# b', ['a'], ['warning body-comment-dropped 3:0-3:3']],
    ['a file', '\n< ./a b.json  ', [{ path: './a b.json', substitute: false, encoding: undefined }], []],
    ['a file in quotes', '\n< "a b.json" ', [{ path: 'a b.json', substitute: false, encoding: undefined }], []],
    ['a file in quotes with an encoding', '\n<@latin1 "a"', [{ path: 'a', substitute: true, encoding: 'latin1' }], []],
    ['a file with variables', '\n<@ {{f}}', [{ path: '{{f}}', substitute: true, encoding: undefined }], []],
    ['a file with an encoding', '\n<@utf-16le a', [{ path: 'a', substitute: true, encoding: 'utf-16le' }], []],
    ['text and a file', '\na\n< f\nb', ['a', { path: 'f', substitute: false, encoding: undefined }, 'b'], []],
    ['XML', '\n<a>\n <b/>\n</a>', ['<a>\n <b/>\n</a>'], []],
    ['XML over lines', '\n<a\n  b="./c"\n/>\n<!-- x\n-->\n</a\n>', ['<a\n  b="./c"\n/>\n<!-- x\n-->\n</a\n>'], []],
    ['comparisons', '\n  < 5\na < ./b\n  < five', ['  < 5\na < ./b\n  < five'], []],
    ...['<./b.json', '<../b', '</home/me/b', '<@./b.json', '<@b.json', '  < ./b.json', '\t< b.json', ' <@ {{b}}', '<C:\\b'].map(
      (line): [string, string, unknown[], string[]] => [
        `what is almost a file, ${line}`,
        `\n${line}`,
        [line],
        [`warning body-file-mistaken 2:0-2:${line.length}`],
      ],
    ),
    ['a script of JetBrains', '\na\n\n> {%\n  x\n%}\n', ['a'], ['information script-skipped 4:0-6:2']],
    ['a script on one line', '\na\n> {% x %}\nb', ['a', 'b'], ['information script-skipped 3:0-3:9']],
    ['a script that does not end', '\na\n> {% x\nb', ['a'], ['warning script-unclosed 3:0-3:6']],
    ['a script of httpYac', '\na\n\n{{\n  x({ a: { b: 1 }})\n}}\n', ['a'], ['information script-skipped 4:0-6:2']],
    ['a script of httpYac behind a blank of another kind', '\na\n\u00a0{{\nx\n}}', ['a'], ['information script-skipped 3:0-5:2']],
    ['a script of httpYac right behind', '\na\n{{@response\nx\n}}', ['a'], ['information script-skipped 3:0-5:2']],
    ['a script of httpYac without a body', '\n{{>\nx\n}}', [], ['information script-skipped 2:0-4:2']],
    ['an indented script of httpYac', '\na\n  {{+after\n x\n }} \nb', ['a', 'b'], ['information script-skipped 3:0-5:4']],
    ['a script of httpYac below headers', 'A: b\n{{\nx\n}}\nC: d\n\na', ['a'], ['information script-skipped 2:0-4:2']],
    ['a script of httpYac that does not end', '\na\n{{\nb }}', ['a'], ['error script-unclosed 3:0-3:2']],
    ['braces that are no script', '\n{{name}}\n{{name\n}}\n{\n{ {\n', ['{{name}}\n{{name\n}}\n{\n{ {'], []],
    ['a script file', '\na\n> ./check.js', ['a'], ['information script-skipped 3:0-3:12']],
    ['a quotation', '\n> said\n>quoted', ['> said\n>quoted'], []],
    [
      'redirections',
      '\na\n>> out.json\n>>! out.json\n<> old.json',
      ['a'],
      [3, 4, 5].map((at) => `information script-skipped ${at}:0-${at}:${[11, 12, 11][at - 3]}`),
    ],
    [
      'instructions with text behind them',
      '\na\n>> b\n?? c\n<> d\n> e.js\n\nf\n?? g == 1',
      ['a\n>> b\n?? c\n<> d\n> e.js\n\nf'],
      ['information script-skipped 9:0-9:9'],
    ],
    ['a quotation in a quotation', '\nS:\n\n> Is it?\n>> not yet.\n> Then.', ['S:\n\n> Is it?\n>> not yet.\n> Then.'], []],
    ['one that ends with it', '\n> Is it?\n>> not yet.\n', ['> Is it?\n>> not yet.'], []],
    ['one that begins with it', '\n>> Is it?\n\nNo.', ['>> Is it?\n\nNo.'], []],
    ['a redirection behind a quotation', '\n> a\n\n>> b.txt', ['> a'], ['information script-skipped 4:0-4:8']],
    [
      'redirections around a script',
      '\na\n\n>> b.txt\n\n> {%\n%}\n>> c.txt\n',
      ['a'],
      ['4:0-4:8', '6:0-7:2', '8:0-8:8'].map((at) => `information script-skipped ${at}`),
    ],
    [
      'instructions and no body',
      '\n>> b.txt\n\n?? c == 1',
      [],
      ['2:0-2:8', '4:0-4:9'].map((at) => `information script-skipped ${at}`),
    ],
    ['an assertion', '\na\n\n?? status == 200', ['a'], ['information script-skipped 4:0-4:16']],
    ['a pasted response', '\na\n\nHTTP/1.1 200 OK\nA: b\n\nc', ['a'], ['information response-skipped 4:0-7:1']],
    [
      'a tunnel without a separator',
      '\na\n\nCONNECT e.com:443',
      ['a\n\nCONNECT e.com:443'],
      ['warning request-line-in-body 4:0-4:17'],
    ],
    [
      'the next request without a separator',
      '\na\nGET https://e.com/b',
      ['a\nGET https://e.com/b'],
      ['warning request-line-in-body 3:0-3:19'],
    ],
  ];
  for (const [name, text, expected, problems] of cases) {
    it(name, () => {
      const request = only(`POST https://e.com\n${text}`);
      assert.deepEqual(content(request).body, expected);
      assert.deepEqual(request.problems.map(problem), problems);
    });
  }
  it('keep comment lines when told to', () => {
    const request = only('# @keep-body-comments\nPOST https://e.com\n\n# a\n// b\n>> c\n?? d');
    assert.deepEqual(content(request).body, ['# a\n// b\n>> c\n?? d']);
    assert.deepEqual(request.problems, []);
  });
  it('of multipart keep what looks like a request or a response', () => {
    const body = lines(
      '--b',
      'Content-Type: application/http',
      '',
      'GET /a HTTP/1.1',
      '',
      'HTTP/1.1 200 OK',
      '',
      '@a = b',
      '--b--',
    );
    const request = only(`POST https://e.com\nContent-Type: multipart/mixed; boundary=b\n\n${body}`);
    assert.deepEqual(content(request).body, [body]);
    assert.deepEqual(request.problems, []);
  });
});

describe('around requests', () => {
  const skipped: [text: string, problem: string[]][] = [
    ['< {% x %}', ['information script-skipped 0:0-0:9']],
    ['< {%\nGET https://no.com\n%}', ['information script-skipped 0:0-2:2']],
    ['< ./before.js', ['information script-skipped 0:0-0:13']],
    ['{{\n  x()\n}}', ['information script-skipped 0:0-2:2']],
    ['{{\n  x({ a: { b: 1 }})\n}}', ['information script-skipped 0:0-2:2']],
    ['{{@request\n  x()\n}}', ['information script-skipped 0:0-2:2']],
    ['{{ exports.a = 1 }}', ['information script-skipped 0:0-0:19']],
    ['{{ const a = b({}); }}', ['information script-skipped 0:0-0:22']],
    ['{{ log("x") }}', ['information script-skipped 0:0-0:14']],
    ['/* a\nGET https://no.com\n*/', []],
    ['import other.http', ['information command-skipped 0:0-0:17']],
    ['run #other', ['information command-skipped 0:0-0:10']],
    ['# plain\n\n// also plain', []],
  ];
  for (const [text, problems] of skipped) {
    it(`${JSON.stringify(text)} is stepped over`, () => {
      const file = parseHttpFile(`${text}\nGET https://e.com`);
      assert.deepEqual(
        file.requests.map(({ url }) => url),
        ['https://e.com'],
      );
      assert.deepEqual(file.problems.map(problem), problems);
    });
  }
  it('a pasted response takes its whole block', () => {
    const file = parseHttpFile('HTTP/1.1 200 OK\nA: b\n\nGET https://no.com\n###\nGET https://e.com');
    assert.deepEqual(
      file.requests.map(({ url }) => url),
      ['https://e.com'],
    );
    assert.deepEqual(file.problems.map(problem), ['information response-skipped 0:0-3:18']);
  });
});

const sample = lines(
  '@host = example.com',
  '# @aws-profile dev',
  '### Größe – first',
  '# @aws-region eu-central-1',
  'POST https://{{host}}/ä/b HTTP/1.1',
  '\t?x=1',
  'Content-Type: application/json',
  'X-Long: a,',
  '   b',
  '',
  '{ "ö": 1,',
  '# dropped',
  '  "🎉": 2 }',
  '< ./file.bin',
  '',
  '> {%',
  '%}',
  '###',
  'curl https://e.com \\',
  "  -d 'a\nb'",
  '### wrong',
  'nonsense here',
);

describe('line ends', () => {
  const expected = everything(parseHttpFile(sample));
  const forms: [name: string, text: string][] = [
    ['CRLF', sample.replaceAll('\n', '\r\n')],
    ['CR', sample.replaceAll('\n', '\r')],
    ['byte order mark', `\uFEFF${sample}`],
    ['byte order mark and CRLF', `\uFEFF${sample.replaceAll('\n', '\r\n')}`],
    ['mixed', sample.split('\n').reduce((text, line, index) => text + (['\r', '\r\n', '\n'][index % 3] ?? '') + line)],
  ];
  for (const [name, text] of forms) {
    it(`${name} says the same at the same places`, () => assert.deepEqual(everything(parseHttpFile(text)), expected));
  }
  it('the last one may be missing or there', () => {
    const ended = everything(parseHttpFile(`${sample}\n`));
    assert.deepEqual(
      { ...ended, requests: ended.requests.slice(0, -1) },
      { ...expected, requests: expected.requests.slice(0, -1) },
    );
  });
  it('the sample holds what it is meant to', () => {
    assert.deepEqual(
      expected.requests.map(({ line }) => line),
      ['POST https://{{host}}/ä/b?x=1 HTTP/1.1', 'POST https://e.com'],
    );
    assert.deepEqual(expected.requests[0]?.body[0], '{ "ö": 1,');
    assert.deepEqual(expected.requests[1]?.body, ['a\nb']);
    assert.deepEqual(expected.problems, [
      'warning body-comment-dropped 11:0-11:9',
      'information script-skipped 15:0-16:2',
      'error request-line-malformed 22:0-22:13',
    ]);
  });
});

/** Texts made of what the grammar looks for, so that every branch is met. */
const pieces = fc.constantFrom(
  ...[
    'GET ',
    'POST',
    'https://e.com/',
    '/p',
    '?q=1',
    '&r',
    ' HTTP/1.1',
    '###',
    '# @name x',
    '// c',
    '@v = 1',
    '{{v}}',
    '{{',
    '}}',
    'A: b',
  ],
  ...[
    '< f',
    '<@ f',
    '> {%',
    '%}',
    '\n/*',
    '*/',
    '\n{{@\n',
    '\n}}\n',
    'HTTP/1.1 200',
    'curl ',
    '-d ',
    "'",
    '"',
    '\\',
    '\n',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    '\t',
    ' ',
    '\uFEFF',
    'é',
    '\uD800',
  ],
);

describe('any text', () => {
  it('is read without an exception, with places inside the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces, { maxLength: 60 }).map((each) => each.join('')),
          fc.string({ unit: 'binary', maxLength: 200 }),
        ),
        (text) => {
          const file = parseHttpFile(text);
          const rows = text.replace(/^\uFEFF/, '').split(/\r\n|[\n\r]/);
          const inside = ({ start, end }: HttpFileRequest['range']) => {
            assert.ok(start.line < end.line || (start.line === end.line && start.character <= end.character));
            assert.ok(end.line < rows.length && end.character <= (rows[end.line]?.length ?? -1) && start.character >= 0);
          };
          for (const each of [...file.variables, ...file.directives, ...file.requests, ...file.problems]) inside(each.range);
          for (const request of file.requests) {
            assert.ok(request.urlLines.length > 0);
            for (const each of [...request.urlLines, ...request.headers, ...request.body, ...request.problems])
              inside(each.range);
            if (request.syntax === 'curl') continue;
            for (const line of request.urlLines) {
              assert.equal(rows[line.range.start.line]?.slice(line.range.start.character, line.range.end.character), line.text);
            }
          }
        },
      ),
      { numRuns: drawn(500, 2000) },
    );
  });
});
