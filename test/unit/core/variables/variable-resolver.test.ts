import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { UserError } from '../../../../src/core/errors.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { ExpansionBudget, mostMegabytes } from '../../../../src/core/variables/expansion-budget.ts';
import { VariableResolver } from '../../../../src/core/variables/variable-resolver.ts';
import { type VariableSource } from '../../../../src/core/variables/variable-source.ts';
import { findReferences } from '../../../../src/core/http-file/references.ts';
import { problem } from '../http-file/outline.ts';
import '../../sample.ts';

const origin = { start: { line: 10, character: 5 }, end: { line: 10, character: 5 } };

async function resolve(definitions: string, text: string, before: VariableSource[] = [], after: VariableSource[] = []) {
  const resolver = new VariableResolver({ file: parseHttpFile(definitions), sourcesBeforeFile: before, sourcesAfterFile: after });
  const value = await resolver.resolve({ text, range: origin });
  return { value, problems: resolver.problems.map(problem) };
}

const source = (values: Record<string, string>, template = false): VariableSource => ({
  find: (expression) => (expression in values ? { value: values[expression] ?? '', template } : undefined),
});

describe('references', () => {
  const cases: [text: string, expected: string[]][] = [
    ['', []],
    ['a{{b}}c{{ d e }}', ['b', 'd e']],
    ['{{%a}}{{ % b }}', ['%a', '%b']],
    ['{{}} {{ }} {{a}}', ['a']],
    ['{"a":{{{b}}}}', ['b']],
    ['{{a\n}} {{b}}', ['b']],
    ['{{a {{b}}', ['a {{b']],
    ['{{a', []],
    ['{{login.response.body.$.items[0].id}}', ['login.response.body.$.items[0].id']],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () =>
      assert.deepEqual(
        findReferences(text).map(({ expression, percentEncode }) => (percentEncode ? '%' : '') + expression),
        expected,
      ),
    );
  }
  it('of any text have offsets in order that hold the expression', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{', '}', '{{', '}}', 'a', ' ', '\n', '%')).map((each) => each.join('')),
        (text) => {
          let last = 0;
          for (const { start, end, expression } of findReferences(text)) {
            assert.ok(start >= last && end > start);
            assert.ok(text.slice(start, end).startsWith('{{') && text.slice(start, end).endsWith('}}'));
            assert.ok(text.slice(start, end).includes(expression));
            last = end;
          }
        },
      ),
    );
  });
});

describe('resolving', () => {
  const cases: [name: string, definitions: string, text: string, expected: string][] = [
    ['nothing', '', 'plain { } text', 'plain { } text'],
    ['a variable of the file', '@a = 1', '<{{a}}{{ a }}>', '<11>'],
    ['one that refers to others', '@c = {{a}}/{{b}}\n@a = 1\n@b = {{a}}2', '{{c}}', '1/12'],
    ['the last of two', '@a = 1\n@a = 2', '{{a}}', '2'],
    ['percent-encoded', '@a = é/ &', '{{%a}}', '%C3%A9%2F%20%26'],
    ['escaped braces', '@a = 1', '\\{\\{a\\}\\} {{a}}', '{{a}} 1'],
    ['control characters in values', '@a = x\\ny\\\\n\\t', '{{a}}', 'x\ny\\n\t'],
    ['an empty value', '@a =', '[{{a}}]', '[]'],
    ['a value that looks like a pattern', '@a = $& $1', '{{a}}', '$& $1'],
    ['names of objects', '@__proto__ = 1\n@constructor = 2', '{{__proto__}}{{constructor}}', '12'],
  ];
  for (const [name, definitions, text, expected] of cases) {
    it(name, async () => assert.deepEqual(await resolve(definitions, text), { value: expected, problems: [] }));
  }

  it('asks sources before and after the file, in order', async () => {
    const before = [source({ a: 'before' }), source({ a: 'second' })];
    const after = [source({ a: 'after', b: 'after', c: 'after' })];
    assert.equal((await resolve('@a = file\n@b = file', '{{a}} {{b}} {{c}}', before, after)).value, 'before file after');
  });

  it('resolves what a source calls a template, and nothing else', async () => {
    const after = [source({ host: '{{name}}.com' }, true), source({ raw: '{{name}}' })];
    assert.equal((await resolve('@name = x', '{{host}} {{raw}}', [], after)).value, 'x.com {{name}}');
  });

  it('gives a file variable one value', async () => {
    let count = 0;
    const counter: VariableSource = { find: (expression) => (expression === '$n' ? { value: String(count++) } : undefined) };
    assert.equal((await resolve('@id = {{$n}}', '{{id}}{{id}} {{$n}}{{$n}}', [counter])).value, '00 12');
  });

  const wrong: [name: string, definitions: string, text: string, problems: string[]][] = [
    ['an unknown name', '', 'a {{b}}', ['error variable-unknown 10:7-10:12']],
    ['a system variable of others', '', '{{$aadToken}}', ['error variable-unknown 10:5-10:18']],
    ['on a later line', '', 'a\n\n {{b}}\n{{c}}', ['error variable-unknown 12:1-12:6', 'error variable-unknown 13:0-13:5']],
    ['in a definition', '@a = x{{b}}', '{{a}}', ['error variable-unknown 0:6-0:11']],
    ['itself', '@a = {{a}}', '{{a}}', ['error variable-cycle 0:5-0:10']],
    ['a ring', '@a = {{b}}\n@b = {{c}}\n@c = {{a}}', '{{a}}', ['error variable-cycle 2:5-2:10']],
  ];
  for (const [name, definitions, text, problems] of wrong) {
    it(`reports ${name}`, async () => assert.deepEqual((await resolve(definitions, text)).problems, problems));
  }

  it('reports what a source cannot give', async () => {
    const failing: VariableSource = {
      find: () => {
        throw new UserError({ code: 'file-unreadable', message: 'Not there.', remedy: 'Put it there.' });
      },
    };
    assert.deepEqual((await resolve('', '{{a}}', [failing])).problems, ['error variable-unreadable 10:5-10:10']);
  });

  it('passes a cancellation on', async () => {
    const cancelling: VariableSource = {
      find: () => Promise.reject(new UserError({ code: 'cancelled', message: 'Cancelled.', remedy: 'Again.' })),
    };
    await assert.rejects(resolve('', '{{a}}', [cancelling]), { code: 'cancelled' });
  });

  it('stops at texts that grow without measure', async () => {
    const definitions = Array.from({ length: 40 }, (_, index) => `@v${index} = {{v${index + 1}}}{{v${index + 1}}}`).join('\n');
    const { problems } = await resolve(`${definitions}\n@v40 = 0123456789`, '{{v0}}');
    assert.match(problems[0] ?? '', /^error variable-too-long /);
  });

  describe('has one budget for all its texts', () => {
    const megabyte = 2 ** 20;
    const [text, umlauts] = ['x'.repeat(megabyte), 'ü'.repeat(megabyte / 2)];
    const cases: [what: string, definitions: string, texts: string[], megabytes: number, fits: boolean][] = [
      ['as much as there is', `@a = ${text}`, ['{{a}}'], 3, true],
      ['a little more than there is', `@a = ${text}`, ['{{a}} {{a}}'], 3, false],
      ['several texts', `@a = ${text}`, ['{{a}}', '{{a}}', '{{a}}'], 3, false],
      ['text of its own between', '@a = 1', [text, text, text, '{{a}}'], 3, false],
      ['values within values', `@a = ${text}\n@b = {{a}}{{a}}`, ['{{b}}'], 5, true],
      ['values within values, of which each is kept', `@a = ${text}\n@b = {{a}}{{a}}`, ['{{b}}'], 4, false],
      ['bytes, not characters', `@a = ${umlauts}`, ['{{a}}'], 3, true],
      ['values that become longer as they are encoded', `@a = ${umlauts}`, ['{{%a}}'], 3, false],
      ['values that stay as they are encoded', `@a = ${text}`, ['{{%a}}'], 3, true],
    ];
    for (const [what, definitions, texts, megabytes, fits] of cases) {
      it(what, async () => {
        // A definition's own text, which is a value that is kept, counts as well as where it is put in.
        const budget = new ExpansionBudget(megabytes);
        const resolver = new VariableResolver({ file: parseHttpFile(definitions), budget });
        let isTooLong = false;
        for (const each of texts) {
          await resolver.resolve({ text: each, range: origin }).catch((error: unknown) => {
            assert.equal(error instanceof Error && error.name, 'TooLongToLookAt');
            isTooLong = true;
          });
        }
        assert.equal(isTooLong, !fits);
      });
    }

    const bombs: [what: string, definitions: string][] = [
      ['doubles', Array.from({ length: 60 }, (_, n) => `@v${n} = {{v${n + 1}}}{{v${n + 1}}}`).join('\n') + '\n@v60 = xx'],
      [
        'grows tenfold',
        Array.from({ length: 12 }, (_, n) => `@v${n} = ${`{{v${n + 1}}}`.repeat(10)}`).join('\n') + '\n@v12 = xx',
      ],
      ['repeats', `@v0 = ${'{{v1}}'.repeat(1000)}\n@v1 = ${'x'.repeat(100_000)}`],
    ];
    for (const [what, definitions] of bombs) {
      for (const megabytes of Object.values(mostMegabytes)) {
        it(`what ${what} is a problem at ${megabytes} MB`, async () => {
          const budget = new ExpansionBudget(megabytes);
          const resolver = new VariableResolver({ file: parseHttpFile(definitions), budget, stopAtProblem: true });
          await resolver.resolve({ text: '{{v0}}', range: origin });
          assert.deepEqual(
            resolver.problems.map(({ code }) => code),
            ['variable-too-long'],
          );
          // It ends with the value that is one too many, not behind it.
          assert.ok(budget.left > -megabyte * megabytes, String(budget.left));
        });
      }
    }

    it('counts references that multiply without a character', async () => {
      class Counting extends ExpansionBudget {
        references = 0;
        override spendReference(count = 1): void {
          this.references += count;
          // As if there were very many of each.
          super.spendReference(count * 10_000);
        }
      }
      const multiplying: VariableSource = {
        find: (expression) =>
          expression === 'v9' ? { value: '' } : { value: `{{v${Number(expression.slice(1)) + 1}}}`.repeat(2), template: true },
      };
      const budget = new Counting(mostMegabytes.sending);
      const resolver = new VariableResolver({ file: parseHttpFile(''), sourcesBeforeFile: [multiplying], budget });
      await resolver.resolve({ text: '{{v0}}', range: origin });
      assert.equal(resolver.problems[0]?.code, 'variable-too-long');
      assert.ok(budget.references < 30, `${budget.references} of 1022`);
    });
  });

  it('stops at chains without measure', async () => {
    const definitions = Array.from({ length: 20_000 }, (_, index) => `@v${index} = {{v${index + 1}}}`).join('\n');
    const { problems } = await resolve(definitions, '{{v0}}');
    assert.match(problems[0] ?? '', /^error variable-cycle /);
  });
});
