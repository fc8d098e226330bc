import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { noCopiedRequest } from './scripts/no-copied-request.mjs';

const noEditor = {
  paths: [{ name: 'vscode', message: 'This room must run without the editor: pass plain values or a port instead.' }],
};

/** The editor renders links in these, so that a server's words or a file's name could run a command. */
const foreignWords = [
  {
    selector:
      "MemberExpression[property.name=/^(show(Error|Warning|Information)Message|withProgress|showInputBox|createInputBox)$/][object.property.name='window']",
    message:
      'Messages, progress and questions are shown through ui/kit/messages.ts, ui/kit/progress.ts and ui/kit/text-input.ts alone.',
  },
  {
    selector: 'AssignmentExpression[left.property.name=/^(validationMessage|prompt)$/]',
    message: 'What an input box says is set through ui/kit/text-input.ts alone.',
  },
];
/** The only files that show them: they make every text plain. */
const showsForeignWords = ['src/ui/kit/messages.ts', 'src/ui/kit/progress.ts', 'src/ui/kit/text-input.ts'];

const editorState = [
  {
    selector: "CallExpression[callee.property.name='executeCommand'][arguments.0.value='setContext']",
    message: 'Context keys are set through platform/contributions.ts alone.',
  },
  {
    selector: "CallExpression[callee.object.property.name='commands'][callee.property.name='registerCommand']",
    message: 'Commands are registered through platform/contributions.ts alone.',
  },
  {
    selector: "CallExpression[callee.property.name='getConfiguration']",
    message: 'Settings are read and written through platform/config-value.ts alone.',
  },
];

/** Reading a path is a way to hang, or to fill the memory: pipes, devices, files without an end. */
const foreignFiles = [
  { name: 'node:fs/promises', importNames: ['readFile'] },
  { name: 'node:fs', importNames: ['createReadStream', 'openAsBlob', 'readFile', 'readFileSync'] },
].map((each) => ({ ...each, message: 'Files are read through core/foreign-file.ts alone.' }));

export default tseslint.config(
  { ignores: ['dist/', '.tsbuild/', '.vscode-test/', 'node_modules/', 'test/e2e/.artifacts/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          'src/core/tsconfig.json',
          'src/sandbox/tsconfig.json',
          'src/tsconfig.json',
          'test/tsconfig.json',
          'scripts/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { local: { rules: { 'no-copied-request': noCopiedRequest } } },
    rules: {
      'local/no-copied-request': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [...noEditor.paths, ...foreignFiles] }] },
  },
  {
    files: ['src/{ui,storage,platform,bundles}/**/*.ts', 'src/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: foreignFiles }] },
  },
  {
    files: ['src/sandbox/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          ...noEditor,
          patterns: [
            {
              group: ['**/core/signing/**', '@smithy/*'],
              message: 'The sandbox reads the specification for itself; shared canonicalisation would prove nothing.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/platform/**/*.ts', ...showsForeignWords],
    rules: { 'no-restricted-syntax': ['error', ...foreignWords, ...editorState] },
  },
  { files: showsForeignWords, rules: { 'no-restricted-syntax': ['error', ...editorState] } },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['test', 'it', 'describe', 'suite'], package: 'node:test' }] },
      ],
      'no-console': 'off',
    },
  },
  { files: ['scripts/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
  prettier,
);
