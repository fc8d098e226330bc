import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { build } from 'esbuild';
import { bundledPackages, thirdPartyNotices } from '../../../scripts/third-party-notices.mjs';
import { repository } from '../../vscode/directories.ts';

interface Locked {
  readonly version: string;
  readonly dev?: true;
}

const read = (path: string): unknown => JSON.parse(readFileSync(join(repository, path), 'utf8'));
const { dependencies } = read('package.json') as { dependencies: Readonly<Record<string, string>> };
const { packages } = read('package-lock.json') as { packages: Readonly<Record<string, Locked | undefined>> };
let folders: readonly string[];

before(async () => {
  const entryPoints = ['src/extension.ts', ...globSync('src/bundles/*.ts', { cwd: repository })].map((path) =>
    join(repository, path),
  );
  const { metafile } = await build({
    entryPoints,
    outdir: 'dist',
    absWorkingDir: repository,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    external: ['vscode'],
    logLevel: 'error',
  });
  folders = bundledPackages(metafile.inputs);
});

test('every package whose code is published is a dependency, so that audits see it', () => {
  assert.ok(folders.length > 10, folders.join(' '));
  const unseen = folders.filter((folder) => packages[folder] === undefined || packages[folder].dev === true);
  assert.deepEqual(unseen, []);
});

test('nothing is a dependency whose code is not published', () => {
  const unused = Object.keys(dependencies).filter((name) => !folders.includes(`node_modules/${name}`));
  assert.deepEqual(unused, []);
});

test('the notices hold name, version and licence text of each of them', () => {
  const notices = thirdPartyNotices(folders.map((folder) => join(repository, folder)));
  for (const folder of folders) {
    const title = `${folder.replace(/^.*node_modules\//, '')} ${packages[folder]?.version ?? ''} (`;
    const [, text = ''] = notices.split(`\n\n${title}`);
    assert.match(text.split(/\n-{80}\n/)[0] ?? '', /Permission|Redistribution|Apache License/, title);
  }
});

test('a package whose licence is not known is not published', () => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'odd', version: '1.0.0', license: 'MIT' }));
    assert.throws(() => thirdPartyNotices([folder]), /odd 1\.0\.0 carries no licence text/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the notices are part of the published package', () => {
  assert.ok(readFileSync(join(repository, '.vscodeignore'), 'utf8').split('\n').includes('!dist/NOTICE.txt'));
});
