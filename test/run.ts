// Runs everything that tells whether the product is right, side by side: `node test/run.ts [--all] [parts]`.
//
// Parts: build, check, unit, integration, e2e; without one, all of them. As many jobs run at a time as there are processors, four at
// most; TEST_JOBS says otherwise. What is drawn by chance comes from TEST_SEED, which is printed; with --all nothing is drawn and
// everything is tried.
import { createHash, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { globSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from './vscode/directories.ts';
import { spawnTree } from './vscode/process-tree.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { all: { type: 'boolean', default: false } } });
const parts = new Set(positionals.length > 0 ? positionals : ['build', 'check', 'unit', 'integration', 'e2e']);
const places = Number(process.env['TEST_JOBS'] ?? Math.min(4, availableParallelism()));
const seed = process.env['TEST_SEED'] ?? String(randomInt(2 ** 31));
const environment = { ...process.env, TEST_SEED: seed, ...(values.all && { TEST_ALL: '1' }) };

interface Job {
  readonly name: string;
  /** What Node runs. */
  readonly command: readonly string[];
  /** Jobs that have to be done before, of those that are run. */
  readonly after?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface Outcome {
  readonly name: string;
  readonly succeeded: boolean;
  readonly output: string;
}

const packageFile = (...path: string[]): string => join(repository, 'node_modules', ...path);

/** Files that take three times as long as others. */
const longFiles = ['responses', 'language', 'failures'];
/** Files that no sample leaves out: the main job, and what keeps secrets and destinations. */
const alwaysRun = ['start', 'main-job', 'canary', 'destinations', 'foreign-words', 'restricted-mode'];

/** The tests of the editor take more than half of the time: unless they or everything are asked for, half of the files are drawn. */
function endToEndNames(): string[] {
  const names = globSync('**/*.test.ts', { cwd: join(repository, 'test', 'e2e') }).map((file) => basename(file, '.test.ts'));
  if (values.all || positionals.includes('e2e')) return names;
  const order = (name: string): string => createHash('sha256').update(`${seed} ${name}`).digest('hex');
  const drawable = names.filter((name) => !alwaysRun.includes(name)).sort((a, b) => order(a).localeCompare(order(b)));
  return [...alwaysRun, ...drawable.slice(0, drawable.length / 2)];
}

/** The file that runs `npm start` by itself; the others in groups of about the same length, whose windows share a server and a browser. */
function endToEndJobs(): Job[] {
  const groups = Array.from({ length: 2 * places }, () => ({ names: [] as string[], length: 0 }));
  const names = endToEndNames();
  const alone = 'start';
  const isLong = (name: string): boolean => longFiles.includes(name);
  for (const name of names.filter((each) => each !== alone).sort((a, b) => Number(isLong(b)) - Number(isLong(a)))) {
    const [shortest] = groups.toSorted((a, b) => a.length - b.length);
    shortest?.names.push(name);
    if (shortest !== undefined) shortest.length += isLong(name) ? 3 : 1;
  }
  const job = (files: readonly string[], after: readonly string[]): Job => ({
    name: `e2e ${files.join(', ')}`,
    command: [join('test', 'e2e', 'run.ts'), ...files.map((file) => join('test', 'e2e', `${file}.test.ts`))],
    after,
  });
  const ready = ['build', 'VS Code server'];
  // `npm start` builds anew what the windows of the others load.
  return [job([alone], ready), ...groups.map(({ names: files }) => job(files, [...ready, `e2e ${alone}`]))];
}

/** A process for each folder: starting one for each file takes longer than most files do. */
function unitJobs(): Job[] {
  const root = join(repository, 'test', 'unit');
  const folders = Map.groupBy(globSync('**/*.test.ts', { cwd: root }).sort(), (file) => {
    const [first = '', second = ''] = file.split(sep);
    return first === 'core' ? `${first}/${second}` : first;
  });
  return [...folders].map(([folder, files]) => ({
    name: `unit ${folder}`,
    command: ['--test', '--test-timeout=900000', join('test', 'together.ts')],
    environment: { TEST_FILES: files.map((file) => join(root, file)).join('\n') },
  }));
}

function jobsOf(part: string): Job[] {
  switch (part) {
    case 'build':
      return [{ name: 'build', command: ['esbuild.mjs'] }];
    case 'check':
      return [
        { name: 'lint', command: [packageFile('eslint', 'bin', 'eslint.js'), '.'] },
        { name: 'types', command: [packageFile('typescript', 'bin', 'tsc'), '-b'] },
        { name: 'format', command: [packageFile('prettier', 'bin', 'prettier.cjs'), '--check', '.'] },
      ];
    case 'unit':
      return unitJobs();
    case 'integration':
      return [
        {
          name: 'integration',
          command: [join('test', 'integration', 'run.ts')],
          after: ['build', 'VS Code server', 'e2e start'],
        },
      ];
    case 'e2e':
      return endToEndJobs();
    default:
      throw new Error(`There is no part “${part}”. Parts: build, check, unit, integration, e2e.`);
  }
}

/** In the order in which they start where there is a place for them. */
function allJobs(): Job[] {
  const jobs = [...parts].flatMap(jobsOf);
  if (parts.has('e2e') || (parts.has('integration') && parts.size > 1))
    jobs.push({ name: 'VS Code server', command: [join('test', 'vscode', 'install.ts')] });
  const first = ['build', 'VS Code server', 'lint', 'e2e start', 'unit core/certificates', 'types', 'format'];
  const rank = ({ name }: Job): number => (first.includes(name) ? first.indexOf(name) : first.length);
  return jobs.sort((a, b) => rank(a) - rank(b));
}

async function run({ name, command, environment: more }: Job): Promise<Outcome> {
  const started = performance.now();
  const child = spawnTree(process.execPath, command, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, ...more },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`\n── ${name}: ${code === 0 ? 'done' : 'FAILED'} after ${seconds} s ──\n${output.trimEnd()}`);
  return { name, succeeded: code === 0, output };
}

/** Runs each job when those before it are done and a place is free; one whose predecessor failed is not run. */
async function runAll(jobs: readonly Job[]): Promise<Outcome[]> {
  const waiting = [...jobs];
  const running = new Map<string, Promise<Outcome>>();
  const outcomes: Outcome[] = [];
  const isPending = (name: string): boolean => running.has(name) || waiting.some((job) => job.name === name);
  while (waiting.length > 0 || running.size > 0) {
    for (const job of waiting.filter(({ after = [] }) => !after.some(isPending))) {
      if (running.size >= places) break;
      waiting.splice(waiting.indexOf(job), 1);
      const missing = outcomes.find(({ name, succeeded }) => !succeeded && needed.has(name) && job.after?.includes(name));
      if (missing === undefined) running.set(job.name, run(job));
      else outcomes.push({ name: job.name, succeeded: false, output: `Not run: ${missing.name} failed.` });
    }
    if (running.size === 0) continue;
    const outcome = await Promise.race(running.values());
    running.delete(outcome.name);
    outcomes.push(outcome);
  }
  return outcomes;
}

/** Without these, nothing after them can be right. */
const needed = new Set(['build', 'VS Code server']);

/** The counts that Node's test runner and the suite in the editor print, added up. */
function count(outcomes: readonly Outcome[], word: 'pass' | 'fail' | 'cancelled' | 'skipped'): number {
  const ofEditor = { pass: 'passed', fail: 'failed', cancelled: 'cancelled', skipped: 'skipped' }[word];
  const pattern = new RegExp(`^ℹ ${word} (\\d+)$|^Integration tests: .*?(\\d+) ${ofEditor}`, 'gm');
  return outcomes.reduce(
    (sum, { output }) => [...output.matchAll(pattern)].reduce((total, [, node, editor]) => total + Number(node ?? editor), sum),
    0,
  );
}

function failedTests({ name, output }: Outcome): string[] {
  const names = [...output.matchAll(/^\s*✖ (?!failing tests)(.+?)(?: \([\d.]+ms\))?$/gm)].map(([, test = '']) => test);
  return names.length === 0 ? [name] : [...new Set(names)].map((test) => `${name}: ${test}`);
}

const started = performance.now();
const how = values.all ? 'everything is tried' : 'a sample is drawn; npm run test:all tries everything';
console.log(`TEST_SEED=${seed} (${how}), ${places} jobs at a time`);
if (parts.has('e2e')) rmSync(join(repository, 'test', 'e2e', '.artifacts'), { recursive: true, force: true });
const outcomes = await runAll(allJobs());

const failed = outcomes.filter(({ succeeded }) => !succeeded);
const pass = count(outcomes, 'pass');
const fail = count(outcomes, 'fail') + count(outcomes, 'cancelled');
const skipped = count(outcomes, 'skipped');
console.log('\n── in all ──');
for (const outcome of failed) for (const test of failedTests(outcome)) console.log(`✖ ${test}`);
if (failed.length > 0) console.log(`The same once more: TEST_SEED=${seed} npm test`);
console.log(`ℹ jobs ${outcomes.length}, failed ${failed.length} (${relative(process.cwd(), repository) || '.'})`);
console.log(`ℹ tests ${pass + fail + skipped}\nℹ pass ${pass}\nℹ fail ${fail}\nℹ skipped ${skipped}`);
console.log(`ℹ duration_ms ${(performance.now() - started).toFixed(0)}`);
process.exitCode = failed.length > 0 ? 1 : 0;
