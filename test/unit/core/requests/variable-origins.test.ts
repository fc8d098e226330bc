import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http/parse.ts';
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
