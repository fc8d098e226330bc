import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { variableOrigins } from '../../../../src/core/requests/variable-origins.ts';

it('tells where the variables of a request come from, and no secret', () => {
  const file = parseHttpFile(
    [
      '@host = {{sub}}.e.com',
      '@sub = api',
      '@jwt = abc',
      '@plainName = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      '@id = AKIAIOSFODNN7EXAMPLE',
      'GET https://{{host}}/{{$guid}}?{{jwt}}{{plainName}}{{id}}{{elsewhere}}',
    ].join('\n'),
  );
  const [request] = file.requests;
  assert.ok(request);
  assert.deepEqual(
    variableOrigins(request, file).map(({ expression, origin }) => `${expression}: ${origin}`),
    [
      'host: line 1 of the file: {{sub}}.e.com',
      'sub: line 2 of the file: api',
      '$guid: system variable',
      'jwt: line 3 of the file',
      'plainName: line 4 of the file',
      'id: line 5 of the file',
      'elsewhere: not of this file: an environment or an earlier answer',
    ],
  );
});

it('tells where the address before a path comes from', () => {
  for (const [lines, expected] of [
    ['', ['host: line 1 of the file: https://e.com']],
    ['Host: f.com', []],
  ] as const) {
    const file = parseHttpFile(`@host = https://e.com\nGET /a\n${lines}`);
    const [request] = file.requests;
    assert.ok(request);
    assert.deepEqual(
      variableOrigins(request, file).map(({ expression, origin }) => `${expression}: ${origin}`),
      expected,
    );
  }
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
  assert.equal(variableOrigins(request, { variables }).length, count);
  assert.ok(read <= 2 * count, `${read} names were read`);
});
