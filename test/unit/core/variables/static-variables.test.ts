import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { StaticVariables, staticVariables } from '../../../../src/core/variables/static-variables.ts';
import { VariableResolver } from '../../../../src/core/variables/variable-resolver.ts';

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

describe('what is known without asking is what sending makes of it', () => {
  const chain = Array.from({ length: 90 }, (_, n) => `@v${n} = {{v${n + 1}}}`).join('\n');
  const cases: [what: string, definitions: string, text: string, expected: string][] = [
    ['no reference', '', 'plain', 'plain'],
    ['one', '@a = 1', 'x{{a}}y', 'x1y'],
    ['blanks in the braces', '@a = 1', '{{ a }}', '1'],
    ['of two with one name the later', '@a = 1\n@a = 2', '{{a}}', '2'],
    ['one within another', '@a = {{b}}{{b}}\n@b = 1', '{{a}}', '11'],
    ['many, each within another', `${chain}\n@v90 = end`, '{{v0}}', 'end'],
    ['an empty value', '@a =', '[{{a}}]', '[]'],
    ['one that is encoded', '@a = b c/d', '{{%a}}', 'b%20c%2Fd'],
    ['a control character', '@a = x\\ty', '{{a}}', 'x\ty'],
    ['a doubled backslash', '@a = x\\\\ty', '{{a}}', 'x\\ty'],
    ['escaped braces', '@a = 1', '\\{\\{a\\}\\} {{a}}', '{{a}} 1'],
    ['three braces', '@a = 1', '{{{a}}}', '{1}'],
  ];
  for (const [what, definitions, text, expected] of cases) {
    it(what, async () => {
      const file = parseHttpFile(`${definitions}\nGET https://e.com`);
      assert.equal(staticVariables(file).resolve(text), expected);
      assert.equal(staticVariables(file).resolve(text), expected, 'asked again');
      assert.equal(await new VariableResolver({ file }).resolve({ text, range: nowhere }), expected);
    });
  }
});

describe('what is not known stays as it is written', () => {
  const cases: [what: string, definitions: string, text: string, expected: string][] = [
    ['a name that the file does not have', '@a = 1', '{{a}}{{b}}', '1{{b}}'],
    ['within a value', '@a = x{{b}}', '{{a}}', 'x{{b}}'],
    ['a system variable', '', '{{$guid}}', '{{$guid}}'],
    ['what refers to itself', '@a = {{a}}', '{{a}}', '{{a}}'],
    ['what encoding makes of it', '@a = {{b}}', '{{%a}}', '{{%a}}'],
    ['a prompt', '@p = 1', '{{p}}', '{{p}}'],
  ];
  for (const [what, definitions, text, expected] of cases) {
    it(what, () => {
      const file = parseHttpFile(`${definitions}\nGET https://e.com`);
      assert.equal(staticVariables(file).resolve(text, new Set(['p'])), expected);
    });
  }

  it('what would become too long', () => {
    const doubled = Array.from({ length: 40 }, (_, n) => `@v${n} = {{v${n + 1}}}{{v${n + 1}}}`).join('\n');
    const file = parseHttpFile(`${doubled}\n@v40 = x\nGET https://e.com`);
    const resolved = staticVariables(file).resolve('{{v0}}');
    assert.ok(resolved.length < 1_000_000 && resolved.includes('{{'), `${resolved.length} characters`);
  });
});

describe('an environment', () => {
  const file = parseHttpFile('@a = file\nGET https://e.com');
  const environment = new Map([
    ['a', { value: 'environment' }],
    ['b', { value: '{{a}}!' }],
    ['fetched', { value: undefined }],
  ]);
  it('stands behind the file', () => {
    const variables = staticVariables(file, environment);
    assert.equal(variables.resolve('{{a}} {{b}} {{fetched}}'), 'file file! {{fetched}}');
    assert.equal(staticVariables(file).resolve('{{b}}'), '{{b}}', 'and not where it was not given');
  });
  it('or before it', () =>
    assert.equal(new StaticVariables(file, environment, true).resolve('{{a}} {{b}}'), 'environment environment!'));
});
