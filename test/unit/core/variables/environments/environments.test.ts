import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isUserError } from '../../../../../src/core/errors.ts';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';
import { VariableResolver } from '../../../../../src/core/variables/variable-resolver.ts';
import { readEnvironments } from '../../../../../src/core/variables/environments/environments.ts';

const root = mkdtempSync(join(tmpdir(), 'environments-'));
after(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
/** Files of a folder of its own, given as name and JSON value or text; the .http file lies two folders below. */
function folder(files: Record<string, unknown>): string {
  const directory = join(root, String(count++));
  mkdirSync(join(directory, 'a', 'b'), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    const isBytes = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(join(directory, name), isBytes ? content : JSON.stringify(content));
  }
  return join(directory, 'a', 'b');
}

async function resolve(directory: string, chosen: string | undefined, text: string, restClientSetting?: unknown) {
  const environments = await readEnvironments({ directory, restClientSetting });
  const resolver = new VariableResolver({ file: parseHttpFile('@own = file'), sourcesAfterFile: [environments.source(chosen)] });
  const value = await resolver.resolve({ text, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } });
  return [value, ...resolver.problems.map(({ message }) => message)];
}

describe('environments', () => {
  const files = {
    '.env': 'A=dotenv\nONLY=dotenv # comment\nQUOTED="a b"',
    'http-client.env.json': {
      $shared: { A: 'shared', B: 'shared', own: 'environment' },
      dev: { A: 'dev', port: 8080, flag: true, nothing: null, url: 'https://{{A}}:{{port}}' },
      prod: { A: 'prod', only: 'prod' },
    },
  };
  const complete = {
    ...files,
    'http-client.private.env.json': { dev: { B: 'private' } },
    'http-client.env.json.user': { dev: { port: 1 }, $shared: { A: 'shared by user' } },
  };

  const cases: [chosen: string | undefined, text: string, value: string][] = [
    [undefined, '{{A}} {{B}}', 'shared by user shared'],
    ['dev', '{{A}} {{B}} {{port}} {{flag}} [{{nothing}}]', 'dev private 1 true []'],
    ['dev', '{{url}}', 'https://dev:1'],
    ['dev', '{{$shared A}}', 'shared by user'],
    ['prod', '{{A}} {{only}}', 'prod prod'],
    [undefined, '{{ONLY}} {{QUOTED}}', 'dotenv a b'],
    [undefined, '{{own}}', 'file'],
  ];
  for (const [chosen, text, value] of cases) {
    it(`${chosen ?? 'none'}: ${text}`, async () => assert.deepEqual(await resolve(folder(complete), chosen, text), [value]));
  }

  it('come from the nearest folder', async () => {
    const directory = folder({ 'http-client.env.json': { far: {} }, 'a/http-client.env.json': { near: {} } });
    assert.deepEqual((await readEnvironments({ directory })).names, ['near']);
  });

  it('come from the nearest folder for every file of its own', async () => {
    const directory = folder({
      'http-client.env.json': { dev: { A: 'far' } },
      'a/http-client.private.env.json': { dev: { key: 'k' } },
    });
    assert.deepEqual(await resolve(directory, 'dev', '{{A}} {{key}}'), ['far k']);
  });

  const notUsable: [what: string, files: Record<string, unknown>, code: string][] = [
    ['a folder of that name', { 'http-client.private.env.json/x': '' }, 'environment-file-unreadable'],
    ['a list', { 'http-client.private.env.json': [1, 2] }, 'environment-file-invalid'],
    ['null', { 'http-client.private.env.json': 'null' }, 'environment-file-invalid'],
  ];
  for (const [what, files, code] of notUsable) {
    it(`${what} where a file should be leaves its variables to no other file`, async () => {
      const directory = folder({ ...files, 'http-client.env.json': { dev: { A: 'public' } } });
      await assert.rejects(resolve(directory, 'dev', '{{A}}'), (error) => isUserError(error) && error.code === code);
    });
  }

  const dotenv = { '.env': 'A=all\nB=all', '.env.dev': 'A=dev', 'a/.env.prod': 'A=prod', '.env.example': 'A=' };
  it('are those of “.env.NAME” too; a JSON file wins', async () => {
    assert.deepEqual((await readEnvironments({ directory: folder(dotenv) })).names, ['prod', 'dev']);
    assert.deepEqual(await resolve(folder(dotenv), undefined, '{{A}} {{B}}'), ['all all']);
    assert.deepEqual(await resolve(folder(dotenv), 'dev', '{{A}} {{B}}'), ['dev all']);
    assert.deepEqual(await resolve(folder(dotenv), 'prod', '{{A}} {{B}}'), ['prod all']);
    assert.deepEqual(await resolve(folder({ ...dotenv, 'http-client.env.json': { dev: { A: 'json' } } }), 'dev', '{{A}}'), [
      'json',
    ]);
  });

  it('of “.env.NAME” end at the nearest “.env”', async () => {
    const directory = folder({ '.env.dev': 'A=far', 'a/.env': 'A=near' });
    assert.deepEqual((await readEnvironments({ directory })).names, []);
  });

  it('are those of REST Client’s setting too; files win', async () => {
    const setting = { $shared: { version: 'v1', A: 'setting' }, staging: { host: 'h/{{$shared version}}', A: 'setting' } };
    const directory = folder({ 'http-client.env.json': { staging: { A: 'file' } } });
    assert.deepEqual(await resolve(directory, 'staging', '{{host}} {{A}}', setting), ['h/v1 file']);
    assert.deepEqual((await readEnvironments({ directory, restClientSetting: setting })).names, ['staging']);
  });

  const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
  const written: [encoding: string, encode: (text: string) => Buffer][] = [
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with a byte order mark', (text) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16', (text) => utf16(`\uFEFF${text}`)],
    ['UTF-16 without a mark', utf16],
    ['UTF-16 the other way round', (text) => utf16(`\uFEFF${text}`).swap16()],
    ['UTF-16 the other way round without a mark', (text) => utf16(text).swap16()],
  ];
  for (const [encoding, encode] of written) {
    it(`are read in ${encoding}`, async () => {
      const directory = folder({
        '.env': encode('FIRST=1\r\nSECOND=grüße\r\n'),
        '.env.dev': encode('OF_DEV=a b'),
        'http-client.env.json': encode('{"dev": {"json": "ü"}}'),
      });
      assert.deepEqual(await resolve(directory, 'dev', '{{FIRST}} {{SECOND}} {{OF_DEV}} {{json}}'), ['1 grüße a b ü']);
    });
  }

  const unreadable: [what: string, prepare: (directory: string) => void][] = [
    ['a pipe for “.env”', (directory) => execFileSync('mkfifo', [join(directory, '.env')])],
    ['a pipe for “.env.dev”', (directory) => execFileSync('mkfifo', [join(directory, '.env.dev')])],
    ['a pipe for a JSON file', (directory) => execFileSync('mkfifo', [join(directory, 'http-client.env.json')])],
    ['a device for “.env”', (directory) => symlinkSync('/dev/zero', join(directory, '.env'))],
    ['an “.env” of more than 1 MB', (directory) => writeFileSync(join(directory, '.env'), `A=${'x'.repeat(1_000_000)}`)],
    [
      'files “.env” of more than 1 MB together',
      (directory) => {
        for (const name of ['.env.a', '.env.b']) writeFileSync(join(directory, name), `A=${'x'.repeat(600_000)}`);
      },
    ],
    [
      'very many files “.env.NAME”',
      (directory) => {
        for (let index = 0; index <= 100; index++) writeFileSync(join(directory, `.env.${index}`), '');
      },
    ],
    ['an “.env” in another encoding', (directory) => writeFileSync(join(directory, '.env'), Buffer.from('A=\xfc', 'latin1'))],
  ];
  for (const [what, prepare] of unreadable) {
    it(`${what} leaves its variables to no other file`, async () => {
      const directory = folder({ '.env': 'A=far', '.env.dev': 'A=far' });
      prepare(directory);
      await assert.rejects(resolve(directory, 'dev', '{{A}}'), { code: 'environment-file-unreadable' });
    });
  }

  it('a folder “.env”, as Python has it, is passed over', async () =>
    assert.deepEqual(await resolve(folder({ '.env': 'A=far', 'a/b/.env/pyvenv.cfg': '' }), undefined, '{{A}}'), ['far']));

  it('are not waited for any more once that was cancelled', () =>
    assert.rejects(readEnvironments({ directory: folder({ '.env': 'A=1' }), signal: AbortSignal.abort(new Error('Enough.')) }), {
      message: 'Enough.',
    }));

  it('are merged once, however many there are', async () => {
    // Shared variables count in each environment: a list of all of them for each one has as many entries as both numbers multiplied.
    const numbered = (count: number, value: unknown) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, value]));
    const directory = folder({ 'http-client.env.json': { $shared: numbered(10_000, 1), ...numbered(10_000, {}) } });
    const environments = await readEnvironments({ directory });
    assert.ok(JSON.stringify(environments.content).length < 2_000_000);
    assert.equal(environments.variables('n1'), environments.variables('n1'));
  });

  it('say where a variable is set when the chosen one has it not', async () => {
    const [, message] = await resolve(folder(complete), undefined, '{{only}}');
    assert.match(message ?? '', /set in the environment “prod”, and none is selected/);
    assert.match((await resolve(folder(complete), 'dev', '{{only}}'))[1] ?? '', /“dev” is selected/);
  });

  it('refuse a secret provider instead of sending its description', async () => {
    const directory = folder({ 'http-client.env.json': { dev: { key: { provider: 'AzureKeyVault', keyName: 'k' } } } });
    assert.match((await resolve(directory, 'dev', '{{key}}'))[1] ?? '', /secret provider/);
  });

  it('of which a file is not JSON have no value, with its place; other variables have theirs', async () => {
    const secret = '{\n"dev": {"A": "TOP SECRET" // no\n}}';
    const broken = { 'http-client.env.json': { dev: { A: '1' } }, 'http-client.private.env.json': secret };
    const directory = folder(broken);
    assert.deepEqual((await readEnvironments({ directory })).names, ['dev']);
    assert.deepEqual(await resolve(directory, 'dev', '{{own}}'), ['file']);
    for (const expression of ['{{A}}', '{{none}}', '{{$shared A}}']) {
      await assert.rejects(
        resolve(directory, 'dev', expression),
        (error) =>
          isUserError(error) &&
          error.code === 'environment-file-invalid' &&
          (error.place?.file ?? '').endsWith('http-client.private.env.json') &&
          error.place?.line === 2 &&
          error.cause === undefined &&
          !`${error.message} ${error.remedy}`.includes('SECRET'),
      );
    }
  });

  for (const nonsense of [1, [], null, { dev: 1 }, { dev: [] }, { dev: null }]) {
    it(`take ${JSON.stringify(nonsense)} for nothing`, async () => {
      const environments = await readEnvironments({
        directory: folder({ 'http-client.env.json': nonsense }),
        restClientSetting: nonsense,
      });
      assert.equal(environments.variables('dev').size, 0);
    });
  }

  it('are none for a file that is not saved', async () =>
    assert.deepEqual((await readEnvironments({ directory: undefined })).names, []));
});
