import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ownDirectives } from '../../../../src/core/http-file/directives.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { type CompletionContext, completionsAt } from '../../../../src/core/language/completion/completions.ts';
import { directiveHover } from '../../../../src/core/language/hover/directive-hover.ts';
import { foldsOf } from '../../../../src/core/language/folds-of.ts';
import { fileLinksOf, outlineOf } from '../../../../src/core/language/outline-of.ts';
import { definedAt, occurrences, symbolAt, variableNameProblem } from '../../../../src/core/language/hover/symbol-at.ts';
import { variableValue } from '../../../../src/core/language/hover/variable-value.ts';
import { requestSources } from '../../../../src/core/variables/request-sources.ts';
import { Environments } from '../../../../src/core/variables/environments/environments.ts';
import { responseVariables } from '../../../../src/core/variables/responses/response-variables.ts';
import { RecordedResponses, type RecordedMessage } from '../../../../src/core/variables/responses/recorded-responses.ts';
import { followXmlPath } from '../../../../src/core/variables/responses/follow-xml-path.ts';
import { place } from '../http-file/outline.ts';

const text = `@host = e.com
@token = abc
### Login
# @prompt code
POST https://{{host}}/login
Accept: */*

{
  "a": "{{host}}"
}

< ./body.json

### other
GET https://{{host}}/{{Login.response.body.$.id}}?{{code}}
`;
const file = parseHttpFile(text);
const lines = text.split('\n');

describe('outline, folding and links', () => {
  it('outline names variables and requests, and shows no value', () =>
    assert.deepEqual(
      outlineOf(file).map(({ kind, label, detail }) => [kind, label, detail]),
      [
        ['variable', '@host', ''],
        ['variable', '@token', ''],
        ['request', 'Login', 'POST https://{{host}}/login'],
        ['request', 'other', 'GET https://{{host}}/{{Login.response.body.$.id}}?{{code}}'],
      ],
    ));

  const folds = (source: string) =>
    foldsOf(parseHttpFile(source), source.split('\n')).map(({ first, last }) => `${first}-${last}`);
  it('folds requests without the blank lines after them, headers and bodies', () =>
    assert.deepEqual(folds(text), ['2-11', '4-5', '7-11', '13-14']));

  const body = ['{', '  "a": {', '    "b": [', '      1,', '', '      2', '    ]', '  },', '  "c": 1', '}'];
  const nested: [what: string, lines: string[], expected: string[]][] = [
    ['JSON in a body', ['POST https://e.com', '', ...body], ['0-11', '2-11', '3-8', '4-7']],
    [
      'with tabs and CRLF',
      ['POST https://e.com\r', '\r', '{\r', '\t"a": {\r', '\t\t"b": 1\r', '\t}\r', '}\r'],
      ['0-6', '2-6', '3-4'],
    ],
    ['a query over lines', ['GET https://e.com', '  ?a=1', '  &b=2', 'A: 1', '', 'x'], ['0-5']],
    [
      'two requests',
      ['### a', 'POST https://e.com', '', ...body, '', '', '### b', 'GET https://e.com'],
      ['0-12', '3-12', '4-9', '5-8', '15-16'],
    ],
    ['blank lines at the end', ['POST https://e.com', '', '<a>', '  <b/>', '', ''], ['0-3', '2-3']],
    ['nothing', [''], []],
    ['a text without requests', ['a', '  b', 'c'], ['0-1']],
  ];
  for (const [what, lines, expected] of nested)
    it(`folds what is indented: ${what}`, () => assert.deepEqual(folds(lines.join('\n')), expected));

  it('links are the paths of body files', () =>
    assert.deepEqual(
      fileLinksOf(file).map((link) => [link.path, place(link.range)]),
      [['./body.json', '11:2-11:13']],
    ));
});

describe('symbols', () => {
  const cases: [line: string, character: number, name: string | undefined][] = [
    ['GET https://{{host}}/', 12, undefined],
    ['GET https://{{host}}/', 14, 'host'],
    ['GET https://{{host}}/', 18, 'host'],
    ['GET https://{{host}}/', 20, undefined],
    ['GET {{%  a }}', 9, 'a'],
    ['GET {{$dotenv %abc}}', 16, 'abc'],
    ['GET {{$dotenv %abc}}', 8, '$dotenv %abc'],
    ['@host = x', 1, 'host'],
    ['@host = x', 5, 'host'],
    ['@host = x', 8, undefined],
    ['  @host := {{b}}', 13, 'b'],
    ['host', 2, undefined],
    ['# @prompt  code What?', 12, 'code'],
    ['// @prompt code', 8, undefined],
    ['# @prompts code', 12, undefined],
  ];
  for (const [line, character, name] of cases) {
    it(`${line} at ${character}`, () => {
      const symbol = symbolAt(line, character);
      assert.equal(symbol?.name, name);
      if (symbol !== undefined) assert.equal(line.slice(symbol.start, symbol.end), name);
    });
  }

  it('renaming changes definitions and references', () =>
    assert.deepEqual(occurrences(file, lines, 0, 'host').map(place), ['0:1-0:5', '4:15-4:19', '8:10-8:14', '14:14-14:18']));

  const shared = [
    '@a = 1', // 0
    '@b = {{a}}{{who}}', // 1
    '###', // 2
    'GET https://e.com/{{a}}/{{b}}/{{$processEnv %a}}', // 3
    '### Login', // 4
    '# @prompt a Which a?', // 5
    '# @prompt who', // 6
    'GET https://e.com/{{a}}{{who}}', // 7
    '###', // 8
    'GET https://e.com/{{a}}{{Login.response.body.$.x}}{{nobody}}{{who}}', // 9
    '### Get v1.user', // 10
    'GET https://e.com/{{a}}', // 11
    '###', // 12
    'GET https://e.com/{{Get v1.user.response.body.$.id}}{{a}}', // 13
  ];
  const source = parseHttpFile(shared.join('\n'));
  const meanings: [name: string, line: number, defined: string[], renamed: string[]][] = [
    ['a', 0, ['0:1-0:2'], ['0:1-0:2', '1:7-1:8', '3:20-3:21', '3:45-3:46', '9:20-9:21', '11:20-11:21', '13:54-13:55']],
    ['a', 9, ['0:1-0:2'], ['0:1-0:2', '1:7-1:8', '3:20-3:21', '3:45-3:46', '9:20-9:21', '11:20-11:21', '13:54-13:55']],
    ['a', 7, ['5:10-5:11'], ['5:10-5:11', '7:20-7:21']],
    ['a', 5, ['5:10-5:11'], ['5:10-5:11', '7:20-7:21']],
    ['who', 1, ['6:10-6:13'], ['6:10-6:13', '1:12-1:15', '7:25-7:28', '9:62-9:65']],
    ['who', 9, [], ['6:10-6:13', '1:12-1:15', '7:25-7:28', '9:62-9:65']],
    ['Login.response.body.$.x', 9, ['7:0-7:30'], ['9:25-9:48']],
    ['Get v1.user.response.body.$.id', 13, ['11:0-11:23'], ['13:20-13:50']],
    ['nobody', 9, [], ['9:52-9:58']],
  ];
  for (const [name, line, defined, renamed] of meanings) {
    it(`{{${name}}} in line ${line} means what its request does`, () => {
      assert.deepEqual(definedAt(source, line, name).map(place), defined);
      assert.deepEqual(occurrences(source, shared, line, name).map(place), renamed);
    });
  }

  it('a name is one that can be referred to', () => {
    for (const name of ['host', 'a-b', 'ü', 'a.b', 'x1']) assert.equal(variableNameProblem(name), undefined, name);
    for (const name of ['', 'a b', '$a', '{a', 'a=', 'a:b', '%a', '#a', '/a']) assert.ok(variableNameProblem(name), name);
  });
});

describe('completion', () => {
  const complete = (before: string, more: Partial<CompletionContext> = {}) => {
    const context = {
      before,
      inHead: true,
      endpoint: undefined,
      service: undefined,
      profileNames: ['build', 'my ci'],
      variables: new Map([['host', 'this file']]),
      ...more,
    };
    const found = completionsAt(context);
    return (
      found && {
        replaced: before.slice(found.from),
        labels: found.items.map(({ label }) => label),
        inserts: found.items.map(({ insert }) => insert),
      }
    );
  };

  it('directives', () => {
    const found = complete('# @aws-p');
    assert.equal(found?.replaced, 'aws-p');
    assert.deepEqual(
      ownDirectives.map(({ name }) => name).filter((name) => !found.labels.includes(name)),
      [],
    );
    assert.ok(!found.labels.includes('name'));
  });
  const values: [before: string, replaced: string, label: string][] = [
    ['# @aws-profile ', '', 'build'],
    ['// @aws-profile = my', 'my', 'my ci'],
    ['# @aws-region eu-', 'eu-', 'eu-central-1'],
    ['# @aws-region us-east-1,eu', 'eu', 'eu-west-1'],
    ['# @aws-service exec', 'exec', 'execute-api'],
    ['# @aws-payload ', '', 'unsigned'],
    ['Authorization: AWS profile:b', 'b', 'build'],
    ['Authorization: AWS profile:', '', '"my ci"'],
    ['authorization: AWS profile:build region:', '', 'eu-west-3'],
    ['GET https://{{ho', 'ho', 'host'],
    ['{"a": "{{$d', '$d', '$datetime'],
    ['X-Amz-Target: ', '', 'AWSEvents.'],
  ];
  for (const [before, replaced, label] of values) {
    it(before, () => {
      const found = complete(before);
      assert.equal(found?.replaced, replaced);
      assert.ok(found.labels.includes(label), found.labels.join(' '));
    });
  }
  it('operations of the service that the host names', () => {
    const found = complete('X-Amz-Target: D', { endpoint: 'dynamodb', service: 'dynamodb' });
    assert.ok(found);
    assert.ok(found.labels.includes('DynamoDB_20120810.GetItem'));
    assert.ok(found.labels.every((label) => label.startsWith('DynamoDB')));
    assert.deepEqual(complete('X-Amz-Target: ', { endpoint: 'wisdom' })?.labels.includes('Textract.'), true);
  });
  it('actions of the query protocol, with their version', () =>
    assert.ok(
      complete('Action=Get', { inHead: false, endpoint: 'sts', service: 'sts' })?.inserts.includes(
        'GetCallerIdentity&Version=2011-06-15',
      ),
    ));
  for (const before of ['GET https://e.com/', 'Accept: ', '# a comment', 'Action=x', '# @name ', '# @aws-unknown ']) {
    it(`nothing for ${before}`, () => assert.equal(complete(before), undefined));
  }
  it('no variables where another client completes them', () => assert.equal(complete('{{', { variables: undefined }), undefined));
});

describe('a variable’s value', () => {
  const json = '{"user":"me","access_token":"t","nested":{"password":"p"},"list":[1]}';
  const variable = (value: string, secret = false) => ({ value, origin: secret ? 'private' : 'env', secret });
  const environments = new Environments([
    new Map([
      ['$shared', new Map([['hiddenFromAll', variable('x', true)]])],
      [
        'dev',
        new Map([
          ['plain', variable('{{host}}:80')],
          ['hidden', variable('x', true)],
        ]),
      ],
    ]),
  ]);
  const prompting = parseHttpFile('# @prompt code\nGET https://e.com').requests[0];
  const value = async (expression: string, definitions = '', body = json) => {
    const own = parseHttpFile(`${definitions}\n${text}\n### Sent to v1\nGET https://e.com`);
    const [request] = own.requests;
    assert.ok(request);
    const shared = { file: own, environments, environment: 'dev' };
    const recorded = new RecordedResponses();
    const answer: RecordedMessage = {
      headers: [
        ['Set-Cookie', 'a=b'],
        ['ETag', '"1"'],
        ['Location', 'https://e.com/?state=1&code=abc'],
        ['Link', 'https://e.com/?page=2'],
      ],
      body: new TextEncoder().encode(body),
    };
    for (const name of ['Sent', 'Sent to v1']) recorded.record('x', name, { headers: [], body: undefined }, answer);
    const answers = responseVariables({
      names: ['Login', 'Sent', 'Sent to v1'],
      exchange: (name) => recorded.get('x', name),
      xmlPath: () => Promise.resolve((xml, path) => Promise.resolve(followXmlPath(xml, path))),
    });
    const sources = requestSources({
      ...shared,
      environments: () => Promise.resolve(environments),
      request,
      directory: undefined,
      environmentFirst: false,
      responses: answers,
      ask: undefined,
    });
    const found = await variableValue(expression, { ...shared, ...sources, environmentFirst: false, request: prompting });
    return found.value ?? found.problem ?? '';
  };
  const cases: [expression: string, expected: RegExp, definitions?: string][] = [
    ['host', /^e\.com$/],
    ['plain', /^e\.com:80$/],
    ['token', /^•+$/],
    ['hidden', /^•+$/],
    ['indirect', /^•+$/, '@indirect = x{{hidden}}'],
    ['keyId', /^•+$/, '@keyId = AKIAIOSFODNN7EXAMPLE'],
    ['apiSecretValue', /^•+$/, '@apiSecretValue = 1'],
    ['$processEnv HOME', /^•+$/],
    ...[
      'auth',
      'bearer',
      'jwt',
      'pw',
      'accessKey',
      'privateKey',
      'sessionId',
      'cookie',
      'sas',
      'signature',
      'authorization',
      'key',
    ].map((name): [string, RegExp, string] => [name, /^•+$/, `@${name} = plain`]),
    ['jwtUnderAnotherName', /^•+$/, '@jwtUnderAnotherName = eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'],
    ['$shared hiddenFromAll', /^•+$/],
    ['Sent.response.body.$.user', /^me$/],
    ['Sent.response.body.$.access_token', /^•+$/],
    ['Sent.response.body.*', /^•+$/],
    ['Sent to v1.response.body.$.user', /^me$/],
    ['Sent to v1.response.body.*', /^•+$/],
    ['Sent to v1.response.headers.Set-Cookie', /^•+$/],
    ['Sent.response.body', /^•+$/],
    ['Sent.response.body.$', /^•+$/],
    ['Sent.response.body.$.nested', /^•+$/],
    ['Sent.response.body.$.list', /^\[1\]$/],
    ['Sent.response.headers.Set-Cookie', /^•+$/],
    ['Sent.response.headers.ETag', /^"1"$/],
    ['Sent.response.headers.Location', /^•+$/],
    ['Sent.response.headers.Link', /page=2$/],
    ['derived', /^•+$/, '@derived = {{Sent.response.body.$.access_token}}'],
    ['loop', /refer to each other/, '@loop = {{loop}}{{loop}}'],
    ['$env.HOME', /^•+$/],
    ['ofJetBrains', /^•+$/, '@ofJetBrains = {{$env.PATH}}'],
    ['ofEnvironment', /^•+$/, '@ofEnvironment = {{$processEnv PATH}}'],
    ['code', /You are asked/],
    ['Login.response.body.$.id', /not been sent yet/],
    ['nowhere', /no variable “nowhere”/],
    ['cycle', /refer to each other/, '@cycle = {{cycle}}'],
  ];
  for (const [expression, expected, definitions] of cases) {
    it(expression, async () => assert.match(await value(expression, definitions), expected));
  }

  const xml = '<R><User id="7">me</User><Token>t</Token><P>a=1&amp;token=abc</P><L><Password>p</Password></L></R>';
  const ofBodies: [body: string, path: string, expected: RegExp][] = [
    [xml, '//User', /^me$/],
    [xml, '/R/User[1]/text()', /^me$/],
    [xml, '//User/@id', /^7$/],
    [xml, '//Token', /^•+$/],
    [xml, '//L', /^•+$/],
    [xml, '//P', /^•+$/],
    [xml, 'string(//R)', /^•+$/],
    [xml, 'string(/R/L)', /^•+$/],
    [xml, '/R/*[2]', /^•+$/],
    [xml, '/R/L/node()', /^•+$/],
    ['{"a":"state=1&password=p"}', '$.a', /^•+$/],
    ['{"a":"state=1&page=2"}', '$.a', /^state=1&page=2$/],
    ['{"a":"AKIAIOSFODNN7EXAMPLE"}', '$.a', /^•+$/],
    ['{"a":"https://me:pw@e.com/"}', '$.a', /^•+$/],
  ];
  for (const [body, path, expected] of ofBodies) {
    it(`${path} of ${body.slice(0, 24)}`, async () =>
      assert.match(await value(`Sent.response.body.${path}`, '', body), expected));
  }
});

describe('a directive under the pointer', () => {
  for (const { name } of ownDirectives) {
    it(`@${name} is explained`, () => {
      const found = directiveHover(`  // @${name} x`, 8);
      assert.match(found?.text ?? '', new RegExp(`^\\*\\*@${name}\\*\\* {2}\\n.{10}`));
      assert.deepEqual([found?.start, found?.end], [5, 6 + name.length]);
    });
  }
  it('others are left to whoever knows them, and values to their own', () => {
    assert.equal(directiveHover('# @name x', 4), undefined);
    assert.equal(directiveHover('# @note-x', 4), undefined);
    assert.equal(directiveHover('# @note x', 8), undefined);
  });
});
