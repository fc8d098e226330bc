import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Linter } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { noCopiedRequest } from '../../scripts/no-copied-request.mjs';

/** Statements, and whether each copies a request. */
const statements: readonly [statement: string, copies: boolean][] = [
  ['const copy = { ...request, url: "" };', true],
  ['const copy = { ...(request as HttpFileRequest | undefined) };', true],
  ['const copy = { ...moved };', true],
  ['const copy = (part: Pick<HttpFileRequest, "headers" | "url">) => ({ ...part });', true],
  ['const copy = <Request extends HttpFileRequest>(generic: Request) => ({ ...generic });', true],
  ['const { url, ...others } = request;', true],
  ['const others = ({ url, ...rest }: HttpFileRequest) => [url, rest];', true],
  ['const headers = [...request.headers];', false],
  ['const range = { ...request.range };', false],
  ['const { url, headers } = request;', false],
  ['const plain = { url: request.url }; const copy = { ...plain };', false],
];
const head = [
  'import type { HttpFileRequest } from "./http-file.ts"; import type { MovedRequest } from "./moved-request.ts";',
  'declare const request: HttpFileRequest; declare const moved: MovedRequest;',
];
const text = [...head, ...statements.map(([statement]) => `{ ${statement} }`)].join('\n');

/** Beside the request's types; there for the compiler alone. */
const path = join(import.meta.dirname, '..', '..', 'src', 'core', 'http-file', 'copies.ts');

function lintedLines(): number[] {
  const options: ts.CompilerOptions = {
    strict: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, language, ...rest) =>
    file === path ? ts.createSourceFile(file, text, language) : getSourceFile(file, language, ...rest);
  const programs = [ts.createProgram([path], options, host)];
  const messages = new Linter().verify(
    text,
    {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser, parserOptions: { programs } },
      plugins: { local: { rules: { 'no-copied-request': noCopiedRequest } } },
      rules: { 'local/no-copied-request': 'error' },
    },
    path,
  );
  assert.deepEqual(
    messages.filter(({ ruleId }) => ruleId !== 'local/no-copied-request'),
    [],
  );
  return messages.map(({ line }) => line);
}

test('a request of a file that is copied by a spread is a fault, whatever it is called', () => {
  const copies = statements.flatMap(([, isCopy], index) => (isCopy ? [head.length + index + 1] : []));
  assert.deepEqual(lintedLines(), copies);
});
