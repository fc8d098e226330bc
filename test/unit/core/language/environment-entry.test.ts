import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { environmentEntry } from '../../../../src/core/language/environment-entry.ts';
import { place } from '../http-file/outline.ts';

const parent = mkdtempSync(join(tmpdir(), 'environment-entry-'));
after(() => rmSync(parent, { recursive: true }));
const directory = join(parent, 'sub');
mkdirSync(directory);
const shared = '{\n  "$shared": { "all": 1, "host": "shared" },\n  "dev": {\n    "host": "{{x}} \\"dev\\": {",\n';
writeFileSync(
  join(parent, 'http-client.env.json'),
  `${shared}    "deep": { "host": { "inner": [ { "dev": 1 } ] } },\r\n    "esc\\u0061ped": 1, "twice": 1,\n    "twice": 2\n  },\n  "other": { "dev": { "host": 1 } }\n}\n`,
);
writeFileSync(join(directory, 'http-client.private.env.json'), '{"dev":{"token":"x"}}');
writeFileSync(join(directory, 'http-client.env.json.user'), '{"dev":{"token":');
writeFileSync(join(directory, '.env'), 'A=1\n  export TOKEN = x\n# TOKEN=no\nAFTER=TOKEN=1\n');

describe('where a variable of an environment is written', () => {
  const json = 'http-client.env.json';
  const cases: [origin: string, environment: string | undefined, name: string, expected: string | undefined][] = [
    [json, 'dev', 'host', '3:5-3:9'],
    [json, undefined, 'host', '1:26-1:30'],
    [json, 'other', 'host', '1:26-1:30'],
    [json, 'dev', 'all', '1:16-1:19'],
    [json, 'dev', 'deep', '4:5-4:9'],
    [json, 'dev', 'escaped', '5:5-5:17'],
    [json, 'dev', 'twice', '6:5-6:10'],
    [json, 'dev', 'inner', undefined],
    [json, 'dev', 'nobody', undefined],
    ['http-client.private.env.json', 'dev', 'token', '0:9-0:14'],
    ['http-client.env.json.user', 'dev', 'token', '0:9-0:14'],
    ['.env', 'dev', 'TOKEN', '1:9-1:14'],
    ['.env', undefined, 'A', '0:0-0:1'],
    ['.env', undefined, 'B', undefined],
    ['the setting rest-client.environmentVariables', 'dev', 'host', undefined],
    ['../secrets', 'dev', 'host', undefined],
  ];
  for (const [origin, environment, name, expected] of cases) {
    it(`${name} of ${environment ?? 'none'} in ${origin}`, async () => {
      const entry = await environmentEntry({ directory, origin, environment, name });
      assert.equal(entry && place(entry.range), expected);
      if (entry !== undefined) assert.equal(entry.path, join(origin === json ? parent : directory, origin));
    });
  }
});
