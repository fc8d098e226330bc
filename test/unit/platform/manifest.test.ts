import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { deferredCommands } from '../../../src/ui/http-files/deferred-commands.ts';
import { commandSubjects } from '../../../src/core/commands.ts';
import { contextKeys } from '../../../src/platform/context-keys.ts';
import { settingBounds, settingDefaults } from '../../../src/platform/settings.ts';

interface Setting {
  default?: unknown;
  scope?: string;
  order?: number;
  markdownDescription?: string;
  minimum?: number;
  maximum?: number;
  enum?: string[];
}

interface WalkthroughStep {
  id: string;
  description: string;
  media: { svg: string; altText: string };
  completionEvents: string[];
}

interface Contributions {
  commands: { command: string; title: string; category: string; icon?: string; enablement?: string }[];
  menus: Record<string, { command: string; when?: string; group?: string }[]>;
  configuration: { properties: Record<string, Setting> };
  viewsWelcome: { contents: string }[];
  walkthroughs: { steps: WalkthroughStep[] }[];
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: Contributions;
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  dependencies?: object;
  activationEvents: string[];
  icon: string;
  main: string;
  keywords: string[];
  description: string;
};
const { contributes } = manifest;
const walkthroughSteps = contributes.walkthroughs.flatMap(({ steps }) => steps);
const sources = globSync('src/**/*.ts').map((file) => ({ file, text: readFileSync(file, 'utf8') }));
const contributed = contributes.commands.map(({ command }) => command).sort();

test('every contributed command has its arguments in the code, and the other way round', () =>
  assert.deepEqual(Object.keys(commandSubjects).sort(), contributed));

test('every contributed command is registered once', () => {
  const registered = sources.flatMap(({ text }) =>
    [...text.matchAll(/\.register(?:Trusted)?\(\s*'(awsAuth\.[\w.]+)'/g)].map((match) => match[1]),
  );
  assert.deepEqual(registered.sort(), contributed);
});

test('commands of a bundle that is loaded later exist from the start', () => {
  const later = sources.filter(({ file }) => /src.ui.(?:language|requests|responses|signatures)./.test(file));
  const registered = later.flatMap(({ text }) =>
    [...text.matchAll(/\.register(?:Trusted)?\(\s*'(awsAuth\.[\w.]+)'/g)].map((match) => match[1]),
  );
  assert.deepEqual(registered.sort(), deferredCommands.toSorted());
});

test('menus, welcome texts and the code name contributed commands alone', () => {
  const named = [
    ...Object.values(contributes.menus).flatMap((entries) => entries.map(({ command }) => command)),
    ...contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/command:(awsAuth[\w.]+)/g)].map((match) => match[1]),
    ),
    ...walkthroughSteps.flatMap(({ description, completionEvents }) =>
      [...`${description} ${completionEvents.join(' ')}`.matchAll(/(?:command|onCommand):(awsAuth[\w.]+)/g)].map(
        (match) => match[1],
      ),
    ),
    ...sources.flatMap(({ text }) =>
      [...text.matchAll(/(?:command:|executeCommand\(')(awsAuth[\w.]+)/g)].map((match) => match[1]),
    ),
  ];
  assert.ok(named.length > 20);
  assert.deepEqual(
    named.filter((command) => !contributed.includes(command ?? '')),
    [],
  );
});

test('when clauses name context keys that the code sets', () => {
  const clauses = JSON.stringify([contributes.menus, contributes.commands, contributes.viewsWelcome]);
  const used = new Set([...clauses.matchAll(/\bawsAuth\.(?:has\w+|sandboxRunning)\b/g)].map((match) => match[0]));
  assert.deepEqual([...used].sort(), Object.keys(contextKeys).sort());
});

test('every setting but the profiles is typed, with the same default', () => {
  const { 'awsAuth.profiles': profiles, ...others } = contributes.configuration.properties;
  assert.deepEqual(profiles?.default, {});
  const typed = Object.fromEntries(Object.entries(settingDefaults).map(([key, value]) => [`awsAuth.${key}`, value]));
  assert.deepEqual(typed, Object.fromEntries(Object.entries(others).map(([key, { default: value }]) => [key, value])));
});

test('the code takes exactly the values that the manifest allows', () => {
  const inManifest = Object.entries(contributes.configuration.properties).flatMap(
    ([key, { minimum, maximum, enum: choices }]) => {
      if (choices === undefined && minimum === undefined) return [];
      return [[key.replace('awsAuth.', ''), choices ?? { min: minimum, max: maximum }]];
    },
  );
  assert.deepEqual(settingBounds, Object.fromEntries(inManifest));
  assert.ok(inManifest.length >= 4);
});

test('every setting has a place, a scope and a short description', () => {
  for (const [key, { scope, order, markdownDescription }] of Object.entries(contributes.configuration.properties)) {
    assert.ok(scope, key);
    assert.ok(order, key);
    assert.ok((markdownDescription ?? '').length > 20, key);
    assert.ok((markdownDescription ?? '').split(/\.\s/).length <= 2, `${key} is described in two sentences at most`);
  }
});

test('commands share a category, and those of the tree have product icons', () => {
  assert.ok(contributes.commands.every(({ category }) => category === 'AWS Auth'));
  const inline = contributes.menus['view/item/context']?.filter(({ group }) => group?.startsWith('inline')) ?? [];
  assert.ok(inline.length > 0);
  for (const { command } of inline) {
    assert.match(contributes.commands.find((one) => one.command === command)?.icon ?? '', /^\$\(.+\)$/, command);
  }
});

test('deleting stands last, alone and never inline', () => {
  const entries = contributes.menus['view/item/context']?.filter(({ command }) => command === 'awsAuth.profile.delete') ?? [];
  assert.deepEqual(
    entries.map(({ group }) => group),
    ['9_delete@1'],
  );
});

test('settings that aim credentials at places are restricted in untrusted workspaces', () => {
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  assert.deepEqual(restrictedConfigurations, ['awsAuth.profiles', 'awsAuth.sandbox.autoStart']);
});

test('the walkthrough is one, short, and each step has a button, an end and a picture that follows the theme', () => {
  assert.equal(contributes.walkthroughs.length, 1);
  assert.ok(walkthroughSteps.length <= 5);
  for (const { id, description, media, completionEvents } of walkthroughSteps) {
    assert.match(description, /^\[[^\]]+\]\(command:/m, id);
    assert.ok(completionEvents.length > 0 && media.altText.length > 20, id);
    const picture = readFileSync(media.svg, 'utf8');
    assert.match(picture, /var\(--vscode-/, id);
    assert.doesNotMatch(picture, /#[0-9a-f]{3,8}\b/i, id);
  }
});

test('no setting holds a secret', () => {
  const text = JSON.stringify(contributes.configuration);
  assert.doesNotMatch(text, /"(?:secretAccessKey|password|sessionToken)"/);
});

test('the package has one activation event and files that exist', () => {
  assert.deepEqual(manifest.activationEvents, ['onStartupFinished']);
  assert.ok(statSync(manifest.icon).size > 0);
  assert.ok(manifest.description.length <= 160);
  assert.ok(manifest.keywords.length <= 5);
});
