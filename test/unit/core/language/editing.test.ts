import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http/parse.ts';
import { type CompletionContext, completionsAt } from '../../../../src/core/language/completions.ts';
import { fileLinksOf, foldsOf, outlineOf } from '../../../../src/core/language/outline.ts';
import { occurrences, symbolAt, variableNameProblem } from '../../../../src/core/language/symbol-at.ts';
import { variableValue } from '../../../../src/core/language/variable-value.ts';
import { requestSources } from '../../../../src/core/variables/request-sources.ts';
import { Environments } from '../../../../src/core/variables/environments.ts';
import { answerVariables } from '../../../../src/core/variables/answer-variables.ts';
import { place } from '../http/outline.ts';

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

  it('folds requests without the blank lines after them, headers and bodies', () =>
    assert.deepEqual(
      foldsOf(file, (line) => (lines[line] ?? '').trim() === ''),
      [
        { first: 2, last: 11 },
        { first: 4, last: 5 },
        { first: 7, last: 11 },
        { first: 13, last: 14 },
      ],
    ));

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
    ['@host = x', 1, 'host'],
    ['@host = x', 5, 'host'],
    ['@host = x', 8, undefined],
    ['  @host := {{b}}', 13, 'b'],
    ['host', 2, undefined],
  ];
  for (const [line, character, name] of cases) {
    it(`${line} at ${character}`, () => {
      const symbol = symbolAt(line, character);
      assert.equal(symbol?.name, name);
      if (symbol !== undefined) assert.equal(line.slice(symbol.start, symbol.end), name);
    });
  }

  it('renaming changes definitions and references', () =>
    assert.deepEqual(occurrences(file, lines, 'host').map(place), ['0:1-0:5', '4:15-4:19', '8:10-8:14', '14:14-14:18']));

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
    assert.ok(found.labels.includes('aws-profile') && found.labels.includes('aws-presign') && !found.labels.includes('name'));
  });
  const values: [before: string, replaced: string, label: string][] = [
    ['# @aws-profile ', '', 'build'],
    ['// @aws-profile = my', 'my', 'my ci'],
    ['# @aws-region eu-', 'eu-', 'eu-central-1'],
    ['# @aws-region us-east-1,eu', 'eu', 'eu-west-1'],
    ['# @aws-service exec', 'exec', 'execute-api'],
    ['# @aws-payload ', '', 'unsigned'],
    ['Authorization: AWS profile:b', 'b', 'build'],
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
  const variable = (value: string, secret = false) => ({ value, origin: secret ? 'private' : 'env', secret });
  const environments = new Environments([
    new Map([
      [
        'dev',
        new Map([
          ['plain', variable('{{host}}:80')],
          ['hidden', variable('x', true)],
        ]),
      ],
    ]),
  ]);
  const value = async (expression: string, definitions = '') => {
    const own = parseHttpFile(`${definitions}\n${text}`);
    const [request] = own.requests;
    assert.ok(request);
    const shared = { file: own, environments, environment: 'dev' };
    const xmlPath = () => Promise.reject(new Error('No answer here is XML.'));
    const answers = answerVariables({ names: ['Login'], exchange: () => undefined, xmlPath });
    const sources = requestSources({
      ...shared,
      environments: () => Promise.resolve(environments),
      request,
      directory: undefined,
      environmentFirst: false,
      answers,
      ask: undefined,
    });
    const found = await variableValue(expression, { ...shared, ...sources, prompts: ['code'] });
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
    ['ofEnvironment', /^•+$/, '@ofEnvironment = {{$processEnv PATH}}'],
    ['code', /You are asked/],
    ['Login.response.body.$.id', /not been sent yet/],
    ['nowhere', /no variable “nowhere”/],
    ['cycle', /refer to each other/, '@cycle = {{cycle}}'],
  ];
  for (const [expression, expected, definitions] of cases) {
    it(expression, async () => assert.match(await value(expression, definitions), expected));
  }
});
