// Runs every benchmark, one after the other: `npm run bench`. Each prints its figures as ratios and fails over its budget.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';

const benchmarks = globSync('*.bench.ts', { cwd: import.meta.dirname }).sort();
const failed = benchmarks.filter((file) => {
  console.log(`\n${basename(file, '.bench.ts')}`);
  return spawnSync(process.execPath, [join(import.meta.dirname, file)], { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) {
  console.log(`\nOver budget: ${failed.join(', ')}`);
  process.exitCode = 1;
}
