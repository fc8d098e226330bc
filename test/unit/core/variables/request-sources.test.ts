import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../../src/core/errors.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { VariableResolver } from '../../../../src/core/variables/variable-resolver.ts';
import { Environments } from '../../../../src/core/variables/environments/environments.ts';
import { requestSources } from '../../../../src/core/variables/request-sources.ts';

const variable = (value: string) => ({ value, origin: 'x', secret: false });
const environments = new Environments([
  new Map([
    [
      'dev',
      new Map([
        ['both', variable('environment')],
        ['asked', variable('environment')],
        ['onlyHere', variable('dev')],
        ['name', variable('REQUEST_SOURCES_{{both}}')],
        ['asks', variable('{{none}}')],
      ]),
    ],
    ['prod', new Map([['elsewhere', variable('prod')]])],
  ]),
]);

async function resolve(text: string, environmentFirst: boolean, used = environments): Promise<string> {
  const file = parseHttpFile(
    '@both = file\n@asked = file\n@elsewhere = file\n@$guid = file\n# @prompt asked\nGET https://e.com/',
  );
  const [request] = file.requests;
  assert.ok(request);
  const sources = requestSources({
    file,
    request,
    directory: undefined,
    environments: () => Promise.resolve(used),
    environment: 'dev',
    environmentFirst,
    responses: { find: () => undefined },
    ask: () => Promise.resolve('person'),
  });
  const place = { line: 0, character: 0 };
  return new VariableResolver({ file, ...sources }).resolve({ text, range: { start: place, end: place } });
}

describe('where a variable comes from', () => {
  const cases: [text: string, fileFirst: string, environmentFirst: string][] = [
    ['{{both}}', 'file', 'environment'],
    ['{{onlyHere}}', 'dev', 'dev'],
    ['{{asked}}', 'person', 'person'],
    ['{{elsewhere}}', 'file', 'file'],
    ['{{nowhere}}', '{{nowhere}}', '{{nowhere}}'],
  ];
  for (const [text, fileFirst, environmentFirst] of cases) {
    it(text, async () => {
      assert.equal(await resolve(text, false), fileFirst);
      assert.equal(await resolve(text, true), environmentFirst);
    });
  }
  it('%name is the name that a variable holds', async () => {
    process.env['REQUEST_SOURCES_file'] = 'of file';
    process.env['REQUEST_SOURCES_environment'] = 'of environment';
    assert.equal(await resolve('{{$processEnv %name}}', false), 'of file');
    assert.equal(await resolve('{{$processEnv %name}}', true), 'of environment');
    assert.equal(await resolve('{{$processEnv %REQUEST_SOURCES_file}}', true), 'of file');
    assert.equal(await resolve('{{$processEnv %asks}}', true), '{{$processEnv %asks}}');
  });
  it('a broken environment file stops what it may have a say in, and nothing else', async () => {
    const failure = new UserError({ code: 'environment-file-invalid', message: 'm', remedy: 'r', place: { file: 'f' } });
    const broken = new Environments([], failure);
    assert.equal(await resolve('{{asked}} {{both}}', false, broken), 'person file');
    assert.equal(await resolve('{{asked}}', true, broken), 'person');
    await assert.rejects(resolve('{{both}}', true, broken), failure);
    await assert.rejects(resolve('{{onlyHere}}', false, broken), failure);
    await assert.rejects(resolve('{{$processEnv %onlyHere}}', false, broken), failure);
  });
  it('system variables come before all others', async () => assert.match(await resolve('{{$guid}}', true), /^[0-9a-f-]{36}$/));
});

describe('reading the environments', () => {
  const reads = async (text: string, environmentFirst: boolean): Promise<number> => {
    let count = 0;
    const file = parseHttpFile('@own = file\nGET https://e.com/');
    const [request] = file.requests;
    assert.ok(request);
    const sources = requestSources({
      file,
      request,
      directory: undefined,
      environments: () => {
        count++;
        return Promise.resolve(environments);
      },
      environment: 'dev',
      environmentFirst,
      responses: { find: () => undefined },
      ask: undefined,
    });
    const place = { line: 0, character: 0 };
    await new VariableResolver({ file, ...sources }).resolve({ text, range: { start: place, end: place } });
    return count;
  };

  it('is left out where no reference needs them', async () => assert.equal(await reads('plain {{own}} {{$guid}}', false), 0));
  it('happens once', async () => {
    assert.equal(await reads('{{a}} {{b}} {{$processEnv %both}}', false), 1);
    assert.equal(await reads('{{own}}', true), 1);
  });
});
