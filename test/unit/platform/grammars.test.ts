import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

interface Grammar {
  scopeName: string;
  patterns: { match?: string; captures?: Record<string, { name?: string }> }[];
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: {
    grammars: { language?: string; scopeName: string; path: string; injectTo?: string[] }[];
    keybindings: { command: string; key: string; when: string }[];
  };
};
const read = (path: string): Grammar => JSON.parse(readFileSync(path, 'utf8')) as Grammar;
const injection = read('media/aws-injection.tmLanguage.json');

test('grammars are in the package, under their own scopes, and go into the one that other clients bring', () => {
  const packaged = readFileSync('.vscodeignore', 'utf8').split('\n');
  for (const { path, scopeName } of contributes.grammars) {
    assert.equal(read(path).scopeName, scopeName);
    assert.notEqual(scopeName, 'source.http');
    assert.ok(packaged.includes(`!${path.replace('./', '')}`), path);
  }
  assert.deepEqual(contributes.grammars.find(({ injectTo }) => injectTo !== undefined)?.injectTo, [
    'source.http',
    'source.http.aws-auth',
  ]);
});

test('the key for sending is nobody else’s and works in requests alone', () => {
  const taken = ['r', 'l', 'k', 'h', 'e', 'c', 'g', 'n'].map((letter) => `ctrl+alt+${letter}`);
  for (const { key, when } of contributes.keybindings) {
    assert.ok(!taken.includes(key));
    assert.match(when, /editorLangId == http/);
  }
});

describe('the AWS parts are told by', () => {
  const scopesOf = (line: string): string[] => {
    for (const { match, captures = {} } of injection.patterns) {
      const found = new RegExp(match ?? '(?!)').exec(line);
      if (found !== null)
        return found
          .slice(1)
          .map((text, index) => `${text}=${captures[index + 1]?.name ?? '…'}`)
          .filter((each) => !each.startsWith('='));
    }
    return [];
  };
  const cases: [line: string, count: number][] = [
    ['# @aws-profile build', 3],
    ['// @aws-region = eu-central-1', 3],
    ['# @aws-sdk/client-s3', 0],
    ['# @name x', 0],
    ['Authorization: AWS profile:build region: eu-central-1', 4],
    ['authorization: AWS AKIAIOSFODNN7EXAMPLE secret token:t', 6],
    ['Authorization: AWS4-HMAC-SHA256 Credential=x', 0],
    ['Authorization: Bearer x', 0],
  ];
  for (const [line, count] of cases) test(line, () => assert.equal(scopesOf(line).length, count, scopesOf(line).join(' ')));
});

describe('a request line is told by its colours', () => {
  const { repository } = JSON.parse(readFileSync('media/http.tmLanguage.json', 'utf8')) as {
    repository: { request: { begin: string; beginCaptures: Record<string, { name: string }> } };
  };
  const { begin, beginCaptures } = repository.request;
  const kinds = (line: string): Record<string, string> | undefined => {
    const found = new RegExp(begin).exec(line);
    if (found === null) return undefined;
    const named = found.slice(1).map((text, index) => [beginCaptures[index + 1]?.name.split('.')[0] ?? '…', text]);
    return Object.fromEntries(named.filter(([, text]) => text !== undefined)) as Record<string, string>;
  };
  const cases: [line: string, expected: Record<string, string> | undefined][] = [
    ['GET https://e.com/a', { keyword: 'GET', markup: 'https://e.com/a' }],
    [
      "PUT https://{{bucket}}.s3.amazonaws.com/it's me.txt",
      { keyword: 'PUT', markup: "https://{{bucket}}.s3.amazonaws.com/it's me.txt" },
    ],
    ['https://e.com/a', { markup: 'https://e.com/a' }],
    ['https://e.com/ is a site', undefined],
    ['{{ log("x") }}', undefined],
    ['{{base}}/a', { markup: '{{base}}/a' }],
    ['{{method}} {{base}}/a', { keyword: '{{method}}', markup: '{{base}}/a' }],
    ['', undefined],
  ];
  for (const [line, expected] of cases) test(line || 'nothing', () => assert.deepEqual(kinds(line), expected));
  test('with its version', () =>
    assert.deepEqual(new RegExp(begin).exec('GET https://e.com/a b HTTP/1.1')?.slice(1), [
      'GET',
      'https://e.com/a b',
      undefined,
      'HTTP/1.1',
    ]));
});
