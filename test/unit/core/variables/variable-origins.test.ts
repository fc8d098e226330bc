import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpFile } from '../../../../src/core/http-file/http-file.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { Environments } from '../../../../src/core/variables/environments/environments.ts';
import { originWords, VariableOrigins, type VariableOriginsScope } from '../../../../src/core/variables/variable-origins.ts';

const variable = (value: string) => ({ value, origin: 'http-client.env.json', secret: false });
const environments = new Environments([
  new Map([
    ['$shared', new Map([['everywhere', variable('1')]])],
    ['dev', new Map([['region', variable('eu-west-1{{inner}}')]])],
  ]),
]);

function used(text: string, more: Partial<VariableOriginsScope> = {}): string[] {
  const file = parseHttpFile(text);
  const [request] = file.requests;
  assert.ok(request);
  const scope = { file, request, environments, environment: 'dev', environmentFirst: false, ...more };
  return [...new VariableOrigins(scope).used(request)].map(
    ([expression, origin]) => `${expression}: ${origin === undefined ? 'nowhere' : originWords(origin)}`,
  );
}

describe('where the variables of a request come from', () => {
  const cases: [what: string, text: string, expected: string[], more?: Partial<VariableOriginsScope>][] = [
    [
      'of the file, and of these',
      '@host = {{sub}}.e.com\n@sub = api\nGET https://{{host}}/{{sub}}',
      ['host: line 1 of the file', 'sub: line 2 of the file'],
    ],
    ['of two with one name the later', '@a = 1\n@a = 2\nGET https://e.com/{{a}}', ['a: line 2 of the file']],
    ['a system variable', 'GET https://e.com/{{$guid}}', ['$guid: a system variable']],
    ['a prompt before the file', '@a = 1\n# @prompt a\nGET https://e.com/{{a}}', ['a: a prompt']],
    [
      'an environment, and what it refers to',
      'GET https://e.com/{{region}}',
      ['region: http-client.env.json, environment “dev”', 'inner: nowhere'],
    ],
    [
      'no environment chosen',
      'GET https://e.com/{{everywhere}}',
      ['everywhere: http-client.env.json'],
      { environment: undefined },
    ],
    ['the file before the environment', '@region = x\nGET https://e.com/{{region}}', ['region: line 1 of the file']],
    [
      'the environment before the file',
      '@region = x\nGET https://e.com/{{region}}',
      ['region: http-client.env.json, environment “dev”', 'inner: nowhere'],
      { environmentFirst: true },
    ],
    [
      'an earlier request',
      'GET https://e.com/{{log in.response.body.$.a}}\n### log in\nGET https://e.com',
      ['log in.response.body.$.a: an earlier request'],
    ],
    [
      'every part of a request',
      '# @aws-profile {{a}}\n{{b}} https://e.com/{{c}}\n{{d}}: {{%e}}\n\n< {{f}}\n{{g}}',
      ['b', 'c', 'd', 'e', 'a', 'f', 'g'].map((name) => `${name}: nowhere`),
    ],
    ['the address before a path', '@host = https://e.com\nGET /a', ['host: line 1 of the file']],
    ['a path with a Host header', '@host = https://e.com\nGET /a\nHost: f.com', []],
    [
      'variables that refer to each other',
      '@a = {{b}}\n@b = {{a}}\nGET https://{{a}}/',
      ['a: line 1 of the file', 'b: line 2 of the file'],
    ],
  ];
  for (const [what, text, expected, more] of cases) it(what, () => assert.deepEqual(used(text, more), expected));
});

it('looks through the variables of a file once, however many a request uses', () => {
  const count = 500;
  const names = Array.from({ length: count }, (_, n) => `v${n}`);
  const file = parseHttpFile(
    `${names.map((name) => `@${name} = x`).join('\n')}\nGET https://e.com/${names.map((name) => `{{${name}}}`).join('')}`,
  );
  let read = 0;
  const variables = file.variables.map((definition) => ({
    ...definition,
    get name() {
      read++;
      return definition.name;
    },
  }));
  const [request] = file.requests;
  assert.ok(request);
  const counted: Pick<HttpFile, 'variables' | 'requests'> = { variables, requests: file.requests };
  const scope = { file: counted, request, environments, environment: undefined, environmentFirst: false };
  assert.equal(new VariableOrigins(scope).used(request).size, count);
  assert.ok(read <= 2 * count, `${read} names were read`);
});
