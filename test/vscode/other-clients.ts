import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the marketplace's clients of .http files put into an editor, in the shapes that matter to a neighbour. */
interface OtherClient {
  readonly publisher: string;
  readonly name: string;
  readonly contributes: Readonly<Record<string, unknown>>;
  /** The title of the lens over every request, and the command that it runs. */
  readonly lens: string;
  readonly command: string;
}

const language = {
  id: 'http',
  aliases: ['HTTP', 'Http', 'http'],
  firstLine: '^(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE)\\s+(.*?)HTTP/[0-9\\.]+$',
  configuration: './language-configuration.json',
};
const grammar = { language: 'http', scopeName: 'source.http', path: './http.tmLanguage.json' };

const keys = (commands: Readonly<Record<string, string>>, when: string): unknown[] =>
  Object.entries(commands).map(([key, command]) => ({ command, key: `ctrl+alt+${key}`, mac: `cmd+alt+${key}`, when }));

/** After the manifests of REST Client (https://github.com/Huachao/vscode-restclient) and httpYac (https://github.com/AnWeber/vscode-httpyac). */
const otherClients: readonly OtherClient[] = [
  {
    publisher: 'humao',
    name: 'rest-client',
    lens: 'Send Request',
    command: 'rest-client.request',
    contributes: {
      languages: [{ ...language, extensions: ['.http', '.rest'] }],
      grammars: [grammar],
      snippets: [{ language: 'http', path: './snippets.json' }],
      commands: ['request', 'rerun-last-request', 'cancel-request', 'history', 'switch-environment', 'generate-codesnippet'].map(
        (name) => ({ command: `rest-client.${name}`, title: name.replaceAll('-', ' '), category: 'Rest Client' }),
      ),
      menus: {
        'editor/context': [
          { command: 'rest-client.request', when: 'editorTextFocus && editorLangId == http', group: 'rest-client@1' },
          {
            command: 'rest-client.generate-codesnippet',
            when: 'editorTextFocus && editorLangId == http',
            group: 'rest-client@2',
          },
        ],
      },
      keybindings: [
        ...keys(
          {
            r: 'rest-client.request',
            l: 'rest-client.rerun-last-request',
            k: 'rest-client.cancel-request',
            c: 'rest-client.generate-codesnippet',
          },
          "editorTextFocus && editorLangId == 'http'",
        ),
        ...keys({ h: 'rest-client.history', e: 'rest-client.switch-environment' }, 'true'),
      ],
      configuration: {
        properties: { 'rest-client.environmentVariables': { type: 'object', default: { $shared: {} } } },
      },
      configurationDefaults: { '[http]': { 'editor.quickSuggestions': { strings: true } } },
    },
  },
  {
    publisher: 'anweber',
    name: 'vscode-httpyac',
    lens: 'send',
    command: 'httpyac.send',
    contributes: {
      // Without dots, as its manifest has them.
      languages: [{ ...language, extensions: ['http', 'rest'] }],
      grammars: [grammar, { scopeName: 'http.requestbody.injection', path: './body-injection.json', injectTo: ['source.http'] }],
      commands: ['send', 'sendall', 'resend', 'new', 'toggle-env', 'generateCode'].map((name) => ({
        command: `httpyac.${name}`,
        title: name,
        category: 'httpYac',
        icon: '$(debug-start)',
      })),
      menus: {
        'editor/title': [{ command: 'httpyac.send', when: 'editorLangId == http', group: '1_run@1' }],
        'editor/context': [{ command: 'httpyac.send', when: 'editorLangId == http', group: 'httpyac@1' }],
      },
      keybindings: [
        ...keys(
          { r: 'httpyac.send', l: 'httpyac.resend', e: 'httpyac.toggle-env', g: 'httpyac.generateCode' },
          "editorTextFocus && editorLangId == 'http'",
        ),
        ...keys({ n: 'httpyac.new' }, 'true'),
      ],
      jsonValidation: [{ fileMatch: ['http-client.env.json', 'http-client.private.env.json'], url: './env.schema.json' }],
    },
  },
];

const files: Readonly<Record<string, unknown>> = {
  'language-configuration.json': {
    comments: { lineComment: '#', blockComment: ['<!--', '-->'] },
    brackets: [
      ['{', '}'],
      ['[', ']'],
    ],
    folding: { markers: { start: '^\\s*#+BEGIN', end: '^\\s*#+END' } },
  },
  'snippets.json': { 'New GET': { prefix: 'get', body: 'GET ${1:url}' } },
  'env.schema.json': { type: 'object', additionalProperties: { type: 'object' } },
  'body-injection.json': {
    scopeName: 'http.requestbody.injection',
    injectionSelector: 'L:source.http',
    patterns: [
      { match: '^\\s*(<@?)\\s+(.*)$', captures: { 1: { name: 'keyword.other.http' }, 2: { name: 'string.other.http' } } },
    ],
  },
  'http.tmLanguage.json': {
    scopeName: 'source.http',
    patterns: [
      {
        match: '^\\s*(?:#|//)\\s*(@[\\w-]+)\\s*(.*)$',
        name: 'comment.line.http',
        captures: { 1: { name: 'entity.other.http' } },
      },
      { match: '^\\s*(#|//).*$', name: 'comment.line.sharp.http' },
      {
        match: '^\\s*(@[^\\s=]+)\\s*=\\s*(.*)$',
        captures: { 1: { name: 'variable.other.http' }, 2: { name: 'string.other.http' } },
      },
      {
        begin: '^(GET|POST|PUT|DELETE|HEAD)\\s+(.*)$',
        beginCaptures: { 1: { name: 'keyword.control.http' }, 2: { name: 'string.other.http' } },
        end: '^(?=###)',
        patterns: [
          { match: '^\\s*(#|//).*$', name: 'comment.line.sharp.http' },
          { match: '^([\\w-]+)(:)(.*)$', captures: { 1: { name: 'entity.name.tag.http' }, 3: { name: 'string.other.http' } } },
          {
            begin: '^\\s*[{\\[]',
            end: '^(?=###|\\s*$)',
            name: 'meta.body.http',
            patterns: [{ match: '"[^"]*"', name: 'string.quoted.http' }],
          },
        ],
      },
    ],
  },
};

/** Puts its providers over every request, as both clients do: a lens, an outline, hovers and definitions of variables, completion. */
const main = (lens: string, commands: readonly string[]): string => `
const vscode = require('vscode');
const requests = (document) => Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line))
  .filter(({ text }) => /^(GET|POST|PUT|DELETE|HEAD)\\s/.test(text));
exports.activate = ({ subscriptions }) => {
  const selector = { language: 'http' };
  for (const command of ${JSON.stringify(commands)})
    subscriptions.push(vscode.commands.registerCommand(command, () => vscode.window.showInformationMessage('ran ' + command)));
  subscriptions.push(
    vscode.languages.registerCodeLensProvider(selector, { provideCodeLenses: (document) =>
      requests(document).map(({ range }) => new vscode.CodeLens(range, { title: ${JSON.stringify(lens)}, command: ${JSON.stringify(commands[0])} })) }),
    vscode.languages.registerDocumentSymbolProvider(selector, { provideDocumentSymbols: (document) =>
      requests(document).map(({ range, text }) => new vscode.DocumentSymbol(text, '', vscode.SymbolKind.Method, range, range)) }),
    vscode.languages.registerHoverProvider(selector, { provideHover: (document, position) => {
      const range = document.getWordRangeAtPosition(position, /\\{\\{[^}]+\\}\\}/);
      return range && new vscode.Hover(${JSON.stringify(`${lens}: `)} + document.getText(range), range);
    } }),
    vscode.languages.registerDefinitionProvider(selector, { provideDefinition: (document, position) => {
      const word = document.getText(document.getWordRangeAtPosition(position));
      const at = document.getText().indexOf('@' + word);
      return at < 0 ? undefined : new vscode.Location(document.uri, document.positionAt(at));
    } }),
    vscode.languages.registerCompletionItemProvider(selector, { provideCompletionItems: () => [new vscode.CompletionItem(${JSON.stringify(`completed by ${lens}`)})] }, '{'),
  );
};
`;

/** Writes both clients below `directory` and gives their folders. They have no engine: their commands only tell that they ran. */
export function writeOtherClients(directory: string): string[] {
  rmSync(directory, { recursive: true, force: true });
  return otherClients.map(({ publisher, name, contributes, lens, command }) => {
    const folder = join(directory, `${publisher}.${name}-1.0.0`);
    mkdirSync(folder, { recursive: true });
    const commands = (contributes['commands'] as { command: string }[]).map((one) => one.command);
    const manifest = {
      publisher,
      name,
      version: '1.0.0',
      engines: { vscode: '^1.80.0' },
      main: './main.cjs',
      activationEvents: ['onLanguage:http'],
      contributes,
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(folder, 'main.cjs'), main(lens, [command, ...commands.filter((one) => one !== command)]));
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), JSON.stringify(content));
    return folder;
  });
}
