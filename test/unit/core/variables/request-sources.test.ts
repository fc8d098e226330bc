import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../../src/core/errors.ts';
import { parseHttpFile } from '../../../../src/core/http/parse.ts';
import { VariableResolver } from '../../../../src/core/http/variables.ts';
import { Environments } from '../../../../src/core/variables/environments.ts';
import { RecordedAnswers } from '../../../../src/core/variables/recorded-answers.ts';
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
      ]),
    ],
    ['prod', new Map([['elsewhere', variable('prod')]])],
  ]),
]);

async function resolve(text: string, environmentFirst: boolean): Promise<string> {
  const file = parseHttpFile(
    '@both = file\n@asked = file\n@elsewhere = file\n@$guid = file\n# @prompt asked\nGET https://e.com/',
  );
  const [request] = file.requests;
  assert.ok(request);
  const sources = requestSources({
    file,
    request,
    directory: undefined,
    environments: () => Promise.resolve(environments),
    environment: 'dev',
    environmentFirst,
    answers: new RecordedAnswers().source('x', []),
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
  it('system variables come before all others', async () => assert.match(await resolve('{{$guid}}', true), /^[0-9a-f-]{36}$/));
});

describe('reading the environments', () => {
  const broken = (): Promise<Environments> =>
    Promise.reject(
      new UserError({ code: 'environment-file-invalid', message: 'It is broken.', remedy: 'Mend it.', place: { file: 'x' } }),
    );
  const problems = async (text: string, environmentFirst: boolean) => {
    let reads = 0;
    const file = parseHttpFile('@own = file\nGET https://e.com/');
    const [request] = file.requests;
    assert.ok(request);
    const sources = requestSources({
      file,
      request,
      directory: undefined,
      environments: () => {
        reads++;
        return broken();
      },
      environment: 'dev',
      environmentFirst,
      answers: new RecordedAnswers().source('x', []),
      ask: undefined,
    });
    const place = { line: 0, character: 0 };
    const resolver = new VariableResolver({ file, ...sources });
    await resolver.resolve({ text, range: { start: place, end: place } });
    return { reads, messages: resolver.problems.map(({ message }) => message) };
  };

  it('is left out where no reference needs them', async () => {
    assert.deepEqual(await problems('plain {{own}} {{$guid}}', false), { reads: 0, messages: [] });
  });
  it('happens once, and what is wrong with their files is told at each reference that needs them', async () => {
    const message = 'It is broken. Mend it.';
    assert.deepEqual(await problems('{{a}} {{b}}', false), { reads: 1, messages: [message, message] });
    assert.deepEqual(await problems('{{own}}', true), { reads: 1, messages: [message] });
  });
});
