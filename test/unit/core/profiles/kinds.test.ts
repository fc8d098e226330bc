import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ESLint, Linter } from 'eslint';
import ts from 'typescript-eslint';
import type * as v from 'valibot';
import { profileRow } from '../../../../src/core/credentials/standing/profile-row.ts';
import {
  hasCertificate,
  hasOwnKeys,
  hasSessions,
  kindRow,
  profileKinds,
  profileKindNames,
} from '../../../../src/core/profiles/kinds.ts';
import { profileFingerprint } from '../../../../src/core/profiles/profile-fingerprint.ts';
import { parseProfile, type Profile, profileFieldProblem, profileRegion } from '../../../../src/core/profiles/profile.ts';

interface SettingsSchema {
  readonly title: string;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, { readonly const?: string }>>;
  readonly defaultSnippets: readonly { readonly body: { readonly kind: string } }[];
}

interface MenuItem {
  readonly command: string;
  readonly when: string;
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: {
    readonly configuration: {
      readonly properties: {
        readonly 'awsAuth.profiles': { readonly additionalProperties: { readonly oneOf: readonly SettingsSchema[] } };
      };
    };
    readonly menus: { readonly 'view/item/context': readonly MenuItem[] };
  };
};
const schemas = contributes.configuration.properties['awsAuth.profiles'].additionalProperties.oneOf;

/** The profile that the wizard makes of the examples in its empty lines. */
function exampleOf(kind: Profile['kind']): Profile {
  const fields = kindRow(kind).questions.map(({ field, example }) => [field, example]);
  const profile = parseProfile({ kind, ...(Object.fromEntries(fields) as object) });
  assert.ok(profile.kind !== 'invalid', profile.kind === 'invalid' ? profile.reasons.join() : '');
  return profile;
}

it('the settings editor knows the kinds of the table and no others', () => {
  const known = schemas.map(({ properties }) => properties['kind']?.const);
  assert.deepEqual([...known].sort(), [...profileKindNames].sort());
});

for (const kind of profileKindNames) {
  describe(`a profile of the kind ${kind}`, () => {
    const row = kindRow(kind);
    const { entries } = profileKinds[kind].schema;
    const schema = schemas.find(({ properties }) => properties['kind']?.const === kind);

    it('has the name of its row in its settings and in its secret', () => {
      assert.equal(entries.kind.literal, kind);
      const secret = row.secret as { readonly entries: { readonly kind: { readonly literal: string } } } | undefined;
      if (secret !== undefined) assert.equal(secret.entries.kind.literal, kind);
    });

    it('asks for consent where it signs with what nobody entered for it', () => {
      // Without a secret of its own, what signs is the machine's: a repository that brings such a profile must not sign with it unasked.
      assert.equal(row.hasAmbientCredentials, row.secret === undefined);
    });

    it('is described to the settings editor with the same fields', () => {
      assert.ok(schema !== undefined, `package.json describes no profile of the kind ${kind}`);
      assert.equal(schema.title, row.title);
      assert.deepEqual(Object.keys(schema.properties).sort(), Object.keys(entries).sort());
      const required = Object.entries(entries).filter(([, each]: [string, v.GenericSchema]) => each.type !== 'optional');
      assert.deepEqual([...schema.required].sort(), required.map(([name]) => name).sort());
      assert.equal(schema.defaultSnippets[0]?.body.kind, kind);
    });

    it('comes out of the wizard whole, from examples that are right', () => {
      assert.equal(exampleOf(kind).kind, kind);
      for (const { field, example } of row.questions) assert.equal(profileFieldProblem(kind, field, example), undefined);
    });

    it('says where requests go, and what a person agrees to', () => {
      const profile = exampleOf(kind);
      assert.match(profileRegion(profile), /^[a-z]+-[a-z]+-\d$/);
      assert.notEqual(
        row.credentialsText(profile, (text) => text),
        '',
      );
      for (const { label, value } of row.details(profile)) assert.ok(label !== '' && value !== '');
    });

    it('gets another session than other kinds', () => {
      const profile = exampleOf(kind);
      if (!hasSessions(profile)) return;
      const others = profileKindNames
        .map(exampleOf)
        .filter(hasSessions)
        .filter((other) => other.kind !== kind);
      assert.ok(others.every((other) => profileFingerprint(other) !== profileFingerprint(profile)));
    });

    const offers: readonly [command: string, does: (profile: Profile) => boolean][] = [
      ['awsAuth.session.start', hasSessions],
      ['awsAuth.profile.check', hasCertificate],
      ['awsAuth.certificate.inspect', hasCertificate],
      ['awsAuth.certificate.convert', hasCertificate],
      ['awsAuth.trustPolicy.show', hasCertificate],
      ['awsAuth.profile.enterKeys', hasOwnKeys],
      ['awsAuth.profile.duplicate', () => true],
    ];
    for (const [command, does] of offers) {
      it(`has ${command} in its menu where it is of use`, () => {
        const profile = exampleOf(kind);
        const standing = { id: 'user/a', name: 'a', scope: 'user', profile, active: false, session: { kind: 'none' } } as const;
        const { contextValue } = profileRow(standing, 0);
        const items = contributes.menus['view/item/context'].filter((item) => item.command === command);
        assert.ok(items.length > 0);
        for (const { when } of items) assert.equal(isShown(when, contextValue), does(profile), when);
      });
    }
  });
}

/** Whether a clause of a menu lets an item be shown for a row. */
function isShown(when: string, viewItem: string): boolean {
  return when.split(' && ').every((clause) => {
    const [, operator, pattern = ''] = /^viewItem (=~|!~) \/(.*)\/$/.exec(clause) ?? [];
    return operator === undefined || new RegExp(pattern).test(viewItem) === (operator === '=~');
  });
}

describe('kinds are told apart in their tables alone', () => {
  const eslint = new ESLint();
  const linter = new Linter();
  /** What the project's rule of syntax says of each text, as if it stood in this file. */
  const complaints = async (texts: readonly string[], file: string): Promise<number[]> => {
    const { rules } = (await eslint.calculateConfigForFile(file)) as Linter.Config;
    const config = {
      files: ['**/*.ts'],
      languageOptions: { parser: ts.parser },
      rules: { 'no-restricted-syntax': rules?.['no-restricted-syntax'] },
    } as Linter.Config;
    return texts.map((text) => {
      const messages = linter.verify(text, [config], file).map(({ message }) => message);
      return messages.filter((message) => message.startsWith('What a kind of profile does') || message.startsWith('Parsing'))
        .length;
    });
  };
  const files: readonly [file: string, isWatched: boolean][] = [
    ['src/ui/sessions/status-bar.ts', true],
    ['src/ui/kit/messages.ts', true],
    ['src/platform/config-value.ts', true],
    ['src/core/requests/prepare-request.ts', true],
    ['src/extension.ts', true],
    ['src/core/profiles/kinds.ts', false],
    ['src/core/profiles/kinds/static.ts', false],
    ['src/core/credentials/credential-provider.ts', false],
    ['src/core/credentials/providers/static.ts', false],
  ];
  for (const [file, isWatched] of files) {
    it(`${isWatched ? 'not ' : ''}in ${file}`, async () => {
      const comparisons = profileKindNames.flatMap((kind) => [
        `if (profile.kind === '${kind}') sign();`,
        `if (stored?.profile.kind !== '${kind}') sign();`,
        `const icon = '${kind}' === kind ? 'key' : 'shield';`,
        `switch (profile.kind) { case '${kind}': sign(); }`,
      ]);
      const expected = comparisons.map(() => (isWatched ? 1 : 0));
      assert.deepEqual(await complaints(comparisons, file), expected);
    });
  }

  it('and what is no comparison with a kind is not meant', async () => {
    const others = [
      `if (profile.kind === 'invalid') sign();`,
      `if (session.kind === 'active') sign();`,
      `switch (session.kind) { case 'none': sign(); }`,
      `save({ kind: 'static', secretAccessKey });`,
      `if (secret?.kind === profile.kind) sign();`,
      `if (hasSessions(profile)) sign();`,
    ];
    assert.deepEqual(
      await complaints(others, 'src/extension.ts'),
      others.map(() => 0),
    );
  });
});
