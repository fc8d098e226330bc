// Bundles the extension: the main file, and one file for each bundle that the main file requires on first use.
// `node esbuild.mjs` makes the published form, `--watch` rebuilds on change, `--metafile` also writes dist/meta.json.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { context } from 'esbuild';
import { bundledPackages, thirdPartyNotices } from './scripts/third-party-notices.mjs';

const watch = process.argv.includes('--watch');
const bundles = readdirSync('src/bundles').map((file) => file.replace(/\.ts$/, ''));

/** A dynamic import of `src/bundles/NAME.ts` becomes a require of its own bundle file, `dist/NAME.cjs`. */
const bundlesAreFiles = {
  name: 'bundles-are-files',
  setup(build) {
    build.onResolve({ filter: /\/bundles\/[a-z-]+\.ts$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path: `./${path.replace(/^.*\/bundles\/(.+)\.ts$/, '$1')}.cjs`, external: true } : undefined,
    );
  },
};

/**
 * `import * as vscode` becomes a plain require. Esbuild would copy the whole API, name by name, for every file that imports it:
 * half of the time that loading took.
 */
const editorIsRequiredOnce = {
  name: 'editor-is-required-once',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(
        /^import \* as vscode from 'vscode';$/m,
        "const vscode = require('vscode');",
      ),
      loader: 'ts',
    }));
  },
};

const reportProblems = {
  name: 'report-problems',
  setup(build) {
    build.onStart(() => console.log('[watch] build started'));
    build.onEnd(({ errors }) => {
      for (const { text, location } of errors)
        console.error(`✘ [ERROR] ${text}\n    ${location?.file}:${location?.line}:${location?.column}:`);
      console.log('[watch] build finished');
    });
  },
};

rmSync('dist', { recursive: true, force: true });
const builder = await context({
  entryPoints: ['src/extension.ts', ...bundles.map((name) => `src/bundles/${name}.ts`)].map((path) => ({
    in: path,
    out: path.replace(/^.*\/(.+)\.ts$/, '$1'),
  })),
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  // Prefers the packages' ES modules, which can be tree-shaken: a factor of eight for the signing packages.
  mainFields: ['module', 'main'],
  external: ['vscode'],
  // A bundle that starts a thread starts it with its own file.
  define: { 'import.meta.filename': '__filename' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  minify: !watch,
  sourcemap: watch,
  legalComments: 'none',
  metafile: true,
  logLevel: watch ? 'silent' : 'warning',
  plugins: [bundlesAreFiles, editorIsRequiredOnce, ...(watch ? [reportProblems] : [])],
});

if (watch) {
  await builder.watch();
} else {
  const { metafile } = await builder.rebuild();
  writeFileSync('dist/NOTICE.txt', thirdPartyNotices(bundledPackages(metafile.inputs)));
  if (process.argv.includes('--metafile')) writeFileSync('dist/meta.json', JSON.stringify(metafile));
  for (const [file, { bytes }] of Object.entries(metafile.outputs)) console.log(`${file} ${(bytes / 1000).toFixed(1)} KB`);
  await builder.dispose();
}
