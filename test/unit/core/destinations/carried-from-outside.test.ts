import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { CarriedValue } from '../../../../src/core/variables/carried-value.ts';
import { carriedFromOutside, foldersAround } from '../../../../src/core/destinations/carried-from-outside.ts';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'carried-')));
after(() => rmSync(home, { recursive: true }));
const repository = join(home, 'repository');
mkdirSync(join(repository, 'requests'), { recursive: true });
mkdirSync(join(home, 'repository-of-another'));
mkdirSync(join(home, '..secrets'));
for (const file of [
  'id_rsa',
  '.env',
  'repository/body.json',
  'repository/requests/.env',
  'repository-of-another/x',
  '..secrets/x',
]) {
  writeFileSync(join(home, file), 'x');
}
symlinkSync('../id_rsa', join(repository, 'innocent.json'));
symlinkSync('..', join(repository, 'up'));
symlinkSync('requests', join(repository, 'within'));
symlinkSync(repository, join(home, 'link-to-repository'));

describe('of what a request carries, from outside of the workspace', () => {
  const cases: [path: string, isOutside: boolean, folders?: string[]][] = [
    ['repository/body.json', false],
    ['repository/requests/.env', false],
    ['repository/within/.env', false],
    ['repository/not-there.json', false],
    ['link-to-repository/body.json', false],
    ['repository/body.json', false, ['link-to-repository']],
    ['id_rsa', true],
    ['.env', true],
    ['repository/../id_rsa', true],
    ['repository/innocent.json', true],
    ['repository/up/id_rsa', true],
    ['repository-of-another/x', true],
    ['..secrets/x', true],
    ['..secrets/x', false, ['']],
    ['repository/body.json', true, []],
    ['repository-of-another/x', false, ['repository', 'repository-of-another']],
  ];
  for (const [path, isOutside, folders = ['repository']] of cases) {
    it(`${path} in ${folders.join(', ')}`, async () => {
      const values: CarriedValue[] = [
        { kind: 'body-file', path: join(home, path) },
        { kind: 'variable-file', path: join(home, path), expression: 'X' },
      ];
      const outside = await carriedFromOutside(
        values,
        folders.map((folder) => join(home, folder)),
      );
      assert.deepEqual(outside, isOutside ? values : []);
    });
  }
  it('values of the editor’s environment always are', async () => {
    const value: CarriedValue = { kind: 'process-environment', expression: '$processEnv HOME' };
    assert.deepEqual(await carriedFromOutside([value], ['/']), [value]);
  });
});

describe('the folders that count as the workspace', () => {
  const cases: [what: string, directory: string | undefined, folders: string[], expected: string[]][] = [
    ['of a file in it', join(repository, 'requests'), [repository], [repository]],
    ['of a file in it by a link', join(home, 'link-to-repository'), [repository], [repository]],
    ['of a file elsewhere', join(home, '..secrets'), [repository], [repository, join(home, '..secrets')]],
    ['of a file without a workspace', repository, [], [repository]],
    ['of a file that was never saved', undefined, [repository], [repository]],
  ];
  for (const [what, directory, folders, expected] of cases) {
    it(what, async () => assert.deepEqual(await foldersAround(directory, folders), expected));
  }
});
