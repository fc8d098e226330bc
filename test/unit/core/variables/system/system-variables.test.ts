import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { systemVariables } from '../../../../../src/core/variables/system/system-variables.ts';

const folder = mkdtempSync(join(tmpdir(), 'system-variables-'));
mkdirSync(join(folder, 'inner', 'most'), { recursive: true });
writeFileSync(join(folder, '.env'), 'KEY=from the top\nQUOTED="a b"\n');
writeFileSync(join(folder, '.env.dev'), 'KEY=from the top for dev\n');
writeFileSync(join(folder, 'inner', '.env.dev'), 'INNER=for dev\n');
writeFileSync(join(folder, 'inner', '.env.near'), 'KEY=nearer\nEMPTY=\n');
writeFileSync(join(folder, 'inner', '.env.example'), 'KEY=to be copied\n');
after(() => rmSync(folder, { recursive: true }));

const now = new Date('2026-01-31T10:20:30.405Z');
const variables = systemVariables({ environment: { NAME: 'value' }, directory: join(folder, 'inner', 'most'), now: () => now });
const of = (chosen: string) =>
  systemVariables({
    environment: { NAME: 'value', OTHER: 'other' },
    directory: join(folder, 'inner', 'most'),
    chosen,
    readVariable: (name) => Promise.resolve({ pointer: 'OTHER', key: 'QUOTED' }[name]),
  });
const find = async (expression: string) => (await variables.find(expression))?.value;

describe('system variables', () => {
  const cases: [expression: string, expected: string | RegExp][] = [
    ['$guid', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ['$uuid', /^[0-9a-f-]{36}$/],
    ['$isoTimestamp', '2026-01-31T10:20:30.405Z'],
    ['$timestamp', '1769854830'],
    ['$timestamp -1 d', '1769768430'],
    ['$timestamp 500 ms', '1769854830'],
    ['$datetime iso8601', '2026-01-31T10:20:30.405Z'],
    ['$datetime iso8601 1 M', '2026-02-28T10:20:30.405Z'],
    ['$datetime iso8601 -1 y', '2025-01-31T10:20:30.405Z'],
    ['$datetime iso8601 1 Q', '2026-04-30T10:20:30.405Z'],
    ['$datetime iso8601 -2 w', '2026-01-17T10:20:30.405Z'],
    ['$datetime iso8601 36 h', '2026-02-01T22:20:30.405Z'],
    ['$datetime rfc1123', 'Sat, 31 Jan 2026 10:20:30 GMT'],
    ['$datetime "YYYYMMDD[T]HHmmss[Z] SSS"', '20260131T102030Z 405'],
    ['$datetime "dddd MMMM"', 'Saturday January'],
    ['$datetime "ddd D MMM YY, h:m:s a Z"', 'Sat 31 Jan 26, 10:20:30 am +00:00'],
    ['$randomInt 5 6', '5'],
    ['$randomInt -3 -2', '-3'],
    ['$randomInt', /^\d{1,3}$/],
    ['$processEnv NAME', 'value'],
    ['$env.NAME', 'value'],
    ['$random.uuid', /^[0-9a-f-]{36}$/],
    ['$random.integer(5, 6)', '5'],
    ['$processEnv %NAME', 'value'],
    ['$dotenv KEY', 'from the top'],
    ['$dotenv QUOTED', 'a b'],
  ];
  for (const [expression, expected] of cases) {
    it(expression, async () => {
      const value = await find(expression);
      if (typeof expected === 'string') assert.equal(value, expected);
      else assert.match(value ?? '', expected);
    });
  }

  it('$localDatetime is the same moment in the zone of the machine', async () => {
    const value = (await find('$localDatetime iso8601')) ?? '';
    assert.match(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.405[+-]\d\d:\d\d$/);
    assert.equal(new Date(value).getTime(), now.getTime());
    assert.equal(new Date((await find('$localDatetime rfc1123')) ?? '').getTime(), now.getTime() - 405);
  });

  for (const expression of ['host', '$unknown', '$env', '$env.', '$random', 'guid', '']) {
    it(`does not know “${expression}”`, async () => assert.equal(await find(expression), undefined));
  }
  for (const expression of [
    ...[
      '$timestamp 1',
      '$timestamp x d',
      '$timestamp 1 parsec',
      '$timestamp 1 d 2',
      '$datetime',
      '$datetime what',
      `$datetime "${'MMMM '.repeat(41)}"`,
      '$timestamp 9e9 y',
    ],
    ...[
      '$timestamp 99999999999 y',
      '$randomInt 5 5',
      '$randomInt a b',
      '$randomInt 0 9007199254740991',
      '$processEnv',
      '$processEnv NONE',
      '$env.NONE',
      '$random.name',
    ],
    ...['$dotenv', '$dotenv NONE', '$processEnv %NONE', '$processEnv constructor', '$dotenv toString'],
  ]) {
    it(`refuses “${expression}”`, () => assert.rejects(find(expression), { name: 'UserError', code: 'variable-unreadable' }));
  }
  const chosen: [chosen: string, expression: string, expected: string | undefined][] = [
    ['dev', '$dotenv INNER', 'for dev'],
    ['dev', '$dotenv KEY', 'from the top'],
    ['near', '$dotenv KEY', 'nearer'],
    ['near', '$dotenv EMPTY', ''],
    ['near', '$dotenv QUOTED', 'a b'],
    ['near', '$dotenv INNER', undefined],
    ['prod', '$dotenv KEY', 'from the top'],
    ['example', '$dotenv KEY', 'from the top'],
    ['dev', '$processEnv %pointer', 'other'],
    ['dev', '$processEnv %NAME', 'value'],
    ['dev', '$dotenv %key', 'a b'],
    ['dev', '$processEnv pointer', undefined],
    ['dev', '$processEnv %', undefined],
  ];
  for (const [name, expression, expected] of chosen) {
    it(`${expression} while “${name}” is chosen`, async () => {
      const found = of(name).find(expression);
      if (expected !== undefined) assert.equal((await found)?.value, expected);
      else await assert.rejects(async () => found, { code: 'variable-unreadable' });
    });
  }

  for (const expression of ['$processEnv %token', '$dotenv %token']) {
    it(`what a variable holds is not told where ${expression} is not set`, async () => {
      const source = systemVariables({
        environment: {},
        directory: folder,
        readVariable: () => Promise.resolve('supersecretvalue'),
      });
      await assert.rejects(
        async () => source.find(expression),
        (error: Error) => error.message.includes(`“{{${expression}}}” is not set`) && !error.message.includes('supersecret'),
      );
    });
  }

  it('$dotenv without a file', () =>
    assert.rejects(async () => systemVariables({ environment: {} }).find('$dotenv A'), { code: 'variable-unreadable' }));
});

describe('what the environment and .env files hold is secret, and nothing else', () => {
  const cases: [expression: string, secret: boolean][] = [
    ['$processEnv NAME', true],
    ['$processEnv %NAME', true],
    ['$env.NAME', true],
    ['$dotenv KEY', true],
    ['$timestamp', false],
    ['$random.uuid', false],
  ];
  for (const [expression, secret] of cases)
    it(expression, async () => assert.equal((await variables.find(expression))?.secret, secret));
  it('and says where it comes from', async () => {
    for (const [expression, secret] of cases) {
      const [carried] = (await variables.find(expression))?.carries ?? [];
      assert.equal(carried !== undefined, secret);
      if (carried === undefined) continue;
      assert.equal(carried.kind, expression.startsWith('$dotenv') ? 'variable-file' : 'process-environment');
      if (carried.kind === 'variable-file') assert.match(carried.path, /\/\.env$/);
    }
  });
});
