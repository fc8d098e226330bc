import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { type Prompt, promptVariables, promptsOf } from '../../../../src/core/variables/prompt-variables.ts';

const [request] = parseHttpFile('# @prompt table Which table?\n// @prompt apiToken\n# @prompt\nGET https://e.com').requests;
const prompts = promptsOf(request?.directives ?? []);

describe('prompts', () => {
  it('are read with description, and hidden when the name says secret', () =>
    assert.deepEqual(prompts, [
      { name: 'table', description: 'Which table?', password: false },
      { name: 'apiToken', description: '', password: true },
    ]));

  it('are asked when needed, each once', async () => {
    const asked: Prompt[] = [];
    const source = promptVariables(prompts, (prompt) => {
      asked.push(prompt);
      return Promise.resolve(`<${prompt.name}>`);
    });
    assert.equal(asked.length, 0);
    assert.deepEqual(await Promise.all([source.find('table'), source.find('table')]), [
      { value: '<table>' },
      { value: '<table>' },
    ]);
    assert.deepEqual(
      asked.map(({ name }) => name),
      ['table'],
    );
    assert.equal(await source.find('other'), undefined);
  });

  it('end the send when the person leaves', () =>
    assert.rejects(Promise.resolve(promptVariables(prompts, () => Promise.resolve(undefined)).find('table')), {
      code: 'cancelled',
    }));
});
