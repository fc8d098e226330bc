import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { buildRequest } from '../../../../src/core/requests/building/build-request.ts';
import {
  type Argument,
  type DirectiveRow,
  directiveTable,
  findDirective,
  ordinarySend,
  ownDirectives,
} from '../../../../src/core/http-file/directives.ts';
import { unknownDirective } from '../../../../src/core/http-file/directives/unknown-directive.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { completionsAt } from '../../../../src/core/language/completion/completions.ts';
import { directiveFindings } from '../../../../src/core/language/findings/directive-findings.ts';
import { directiveHover } from '../../../../src/core/language/hover/directive-hover.ts';
import { sendDirectives } from '../../../../src/core/requests/send-directives.ts';

interface Grammar {
  readonly patterns: readonly { readonly match?: string }[];
  readonly repository: Readonly<Record<string, { readonly match?: string }>>;
}

const request = 'GET https://e.com/';
const readme = readFileSync('README.md', 'utf8');
const sources = globSync('src/**/*.ts').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

const problemsOf = (text: string) => parseHttpFile(text).problems.map(({ code, severity }) => `${severity} ${code}`);
const lineOf = ({ name, argument }: DirectiveRow) => `# @${name} ${exampleOf(argument)}`.trimEnd();

/** A value that is legal; empty where none may be written. */
function exampleOf(argument: Argument): string {
  if (argument.use === 'none') return '';
  if (argument.kind === 'choice') return Object.keys(argument.choices)[0] ?? '';
  return argument.kind === 'seconds' ? String(argument.proposed[0]) : 'some';
}

/** Forms that people write a name in without meaning another. */
function misspellingsOf(name: string): string[] {
  const camelCase = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const forms = [
    ...[camelCase, name.toUpperCase(), name.replaceAll('-', '_'), name.replaceAll('-', ''), `${name}:`, ` ${name}`],
    ...[name.slice(0, -1), `${name.slice(0, -2)}${name.slice(-1)}${name.slice(-2, -1)}`, name.replace(/[aeiou](?=\w*$)/, '')],
  ];
  return [...new Set(forms)].filter((form) => form !== name);
}

describe('every directive of the table', () => {
  it('is found by a name that the compiler checks', () => {
    // @ts-expect-error No directive has this name.
    assert.equal(findDirective([], 'aws-profle'), undefined);
  });
  it('has names that no other has', () => {
    const names = directiveTable.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    assert.deepEqual(names, [...new Set(names)]);
  });

  for (const row of directiveTable) {
    const { name, argument, scope, meaning } = row;
    const isOwn = ownDirectives.includes(row);

    describe(`@${name}`, () => {
      it('is read without a problem, by its aliases too', () => {
        for (const each of [name, ...(row.aliases ?? [])]) {
          const file = parseHttpFile(`# @${each} ${exampleOf(argument)}\n${request}`);
          assert.deepEqual(file.problems, []);
          assert.ok(findDirective(file.requests[0]?.directives ?? [], name), each);
        }
      });

      if (isOwn) {
        it('is not misspelt without a problem, which names it', () => {
          for (const form of misspellingsOf(name)) {
            const [problem, ...others] = parseHttpFile(`# @${form} ${exampleOf(argument)}\n${request}`).problems;
            assert.deepEqual([problem?.code, problem?.severity, others], ['directive-unknown', 'error', []], form);
            assert.equal(problem?.replacement, lineOf(row), form);
          }
        });
        it('has its value checked', () => {
          const expected = { required: ['error directive-value-missing'], optional: [], none: [] };
          assert.deepEqual(problemsOf(`# @${name}\n${request}`), expected[argument.use]);
          const isFree = argument.use !== 'none' && argument.kind !== 'choice' && argument.kind !== 'seconds';
          const severity = argument.use === 'none' ? 'warning' : 'error';
          assert.deepEqual(problemsOf(`# @${name} 0\n${request}`), isFree ? [] : [`${severity} directive-value-illegal`]);
        });
        it('stands where it has an effect', () => {
          const misplaced = ['warning directive-misplaced'];
          assert.deepEqual(problemsOf(`${lineOf(row)}\n###\n${request}`), scope === 'both' ? [] : misplaced);
          assert.deepEqual(problemsOf(`${request}\n###\n${lineOf(row)}\n###\n${request}`), misplaced);
          assert.deepEqual(problemsOf(`### ${lineOf(row).slice(2)}\n${request}`), ['error directive-misplaced']);
        });
      }

      it('counts once, or may repeat', () => {
        const expected = row.mayRepeat === true ? [] : ['warning duplicate-directive'];
        assert.deepEqual(problemsOf(`${lineOf(row)}\n${lineOf(row)}\n${request}`), expected);
      });

      it(isOwn ? 'is completed and explained' : 'is left to others to complete and explain', () => {
        const context = { inHead: true, endpoint: undefined, service: undefined, profileNames: [], variables: undefined };
        const items = completionsAt({ ...context, before: '# @' })?.items ?? [];
        const explanation = items.find(({ label }) => label === name)?.explanation;
        assert.equal(explanation, isOwn ? row.help : undefined);
        assert.equal(directiveHover(`# @${name}`, 4)?.text.endsWith(row.help) ?? false, isOwn);
      });

      it(meaning.kind === 'elsewhere' ? 'is told not to be carried out' : 'is carried out by somebody', async () => {
        const file = parseHttpFile(`${lineOf(row)}\n${request}`);
        const [written] = file.requests;
        assert.ok(written);
        if (meaning.kind === 'signing') {
          const { aws } = await buildRequest(written, { file });
          const values = Object.values(aws).map((setting: { readonly value: unknown } | undefined) => setting?.value);
          assert.ok(values.includes(exampleOf(argument)), `readAwsSettings does not read “@${name}”.`);
        } else if (meaning.kind === 'sending') {
          const instructions = Object.entries(meaning.instruct(exampleOf(argument)));
          const sent = new Map(Object.entries(sendDirectives(written, file)));
          const ordinary = new Map<string, unknown>(Object.entries(ordinarySend));
          assert.notEqual(instructions.length, 0);
          for (const [what, value] of instructions) {
            assert.equal(sent.get(what), value);
            assert.notEqual(value, ordinary.get(what), `“@${name}” changes nothing of “${what}”.`);
            assert.ok(isRead(what), `“@${name}” sets “${what}”, and nobody who sends reads it.`);
          }
        } else if (meaning.kind === 'elsewhere') {
          const found = directiveFindings(written).map(({ code, message }) => [code, message]);
          assert.deepEqual(found, [['directive-skipped', row.help]]);
        } else {
          const read = new RegExp(String.raw`\b(?:findDirective|directivesNamed)\([^()]*'${name}'\)`);
          assert.ok(
            sources.some(({ text }) => read.test(text)),
            `Nobody reads “@${name}”.`,
          );
        }
      });

      it('has its line in the README', () => {
        const place = meaning.kind === 'elsewhere' ? readme : tableOf(readme).join('\n');
        assert.ok(new RegExp(`\`(?:#|//) @${name}[ \`]`).test(place), `The README does not tell of “# @${name}”.`);
      });

      it('is coloured', () => {
        const isMatchedBy = (path: string): boolean => {
          const { patterns, repository } = JSON.parse(readFileSync(path, 'utf8')) as Grammar;
          return [...patterns, ...Object.values(repository)].some(
            ({ match = '(?!)' }) => new RegExp(match).exec(lineOf(row))?.includes(`@${name}`) === true,
          );
        };
        assert.ok(isMatchedBy('media/http.tmLanguage.json'));
        // Other clients have grammars of their own, into which what is AWS's is put.
        assert.equal(isMatchedBy('media/aws-injection.tmLanguage.json'), meaning.kind === 'signing');
      });
    });
  }
});

describe('every directive that is told of', () => {
  const known = new Set<string>(directiveTable.map(({ name }) => name));

  it('in the README is in the table, or misspelt to show that this is told', () => {
    const { range } = parseHttpFile(request).requests[0] ?? assert.fail();
    const isTold = (name: string) => unknownDirective({ name, value: '', range, valueRange: range }) !== undefined;
    assert.deepEqual(
      namesIn(readme).filter((name) => !known.has(name) && !isTold(name)),
      [],
    );
  });
  it('in the README’s table is in the table, with a value that it takes', () => {
    const lines = tableOf(readme).flatMap((row) => Array.from(row.matchAll(/`((?:#|\/\/) @[^`]+)`/g), ([, line = '']) => line));
    assert.ok(lines.length > known.size / 2);
    for (const line of lines) {
      const file = parseHttpFile(`${line}\n${request}`);
      assert.deepEqual(file.problems, [], line);
      assert.ok(known.has(file.requests[0]?.directives[0]?.name ?? ''), line);
    }
  });
  it('by a message, a template or a setting is in the table', () => {
    const told = [...sources, { path: 'package.json', text: readFileSync('package.json', 'utf8') }].flatMap(({ path, text }) =>
      namesIn(text.replace(/^\s*(?:\/?\*|\/\/).*$/gm, '')).map((name) => ({ path, name })),
    );
    assert.ok(told.length > known.size);
    assert.deepEqual(
      told.filter(({ name }) => !known.has(name) && name !== 'aws-'),
      [],
    );
  });
});

function namesIn(text: string): string[] {
  return Array.from(text.matchAll(/# @([a-z][\w-]*)/gi), ([, name = '']) => name);
}

/** First cells of the README's table of what stands in a file. */
function tableOf(text: string): string[] {
  const section = /^## What requests understand\n([^]*?)^## /m.exec(text)?.[1] ?? assert.fail();
  return Array.from(section.matchAll(/^\| (.*?) \|/gm), ([, cell = '']) => cell);
}

/** Whether some code that knows how a request is to be sent, other than the table, takes a property of that name. */
function isRead(property: string): boolean {
  return sources.some(({ path, text }) => {
    if (path.endsWith('http-file/directives.ts') || !/sendDirectives|SendDirectives|SendInstructions/.test(text)) return false;
    const takes = (node: ts.Node): boolean =>
      (ts.isPropertyAccessExpression(node) && node.name.text === property) ||
      (ts.isBindingElement(node) && (node.propertyName ?? node.name).getText() === property) ||
      ts.forEachChild(node, takes) === true;
    return takes(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  });
}
