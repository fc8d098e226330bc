// Sizes of what is published: the main bundle (150 KB), the VSIX (1.5 MB) and what is inside it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const budgets = { main: 150_000, vsix: 1_500_000 };

const directory = mkdtempSync(join(tmpdir(), 'vsix-'));
const vsix = join(directory, 'extension.vsix');
const vsce = join('node_modules', '@vscode', 'vsce', 'vsce');
execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '--out', vsix], { stdio: ['ignore', 'ignore', 'inherit'] });
const files = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], { encoding: 'utf8' }).trim().split('\n');

const sizes = { main: statSync('dist/extension.cjs').size, vsix: statSync(vsix).size };
rmSync(directory, { recursive: true });

for (const [what, size] of Object.entries(sizes)) {
  const budget = budgets[what as keyof typeof budgets];
  console.log(`${what.padEnd(6)} ${(size / 1000).toFixed(1)} KB, ${((100 * size) / budget).toFixed(0)} % of its budget`);
  if (size > budget) process.exitCode = 1;
}
console.log(`files  ${files.length}: ${files.join(' ')}`);
if (!files.includes('dist/NOTICE.txt')) throw new Error('The package does not carry the licences of what is bundled.');
const odd = files.filter((file) => /\.map$|test|\.pem$|\.pfx$|\.key$|\.ts$/.test(file));
if (odd.length > 0) {
  console.log(`Does not belong into the package: ${odd.join(' ')}`);
  process.exitCode = 1;
}
