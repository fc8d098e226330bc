// Loads and activates the built extension and an empty one in the extension host of a real VS Code server, each in several fresh
// windows of one run, and prints the medians and their ratio:
//   node test/bench/activation.bench.ts
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, scratch } from '../vscode/directories.ts';
import { measureInHost, withEditor } from './measure-in-host.ts';
import { median } from './quantile.ts';

const budgetMilliseconds = 30;
const rounds = 7;
const directory = join(scratch, 'bench');

type Manifest = Record<string, unknown> & { name: string; publisher: string; contributes: { commands: { command: string }[] } };

/** What a window reports about one extension. */
interface Measurement {
  milliseconds: number;
  /** Of that, the time in which its thread really ran: nearly the same however busy the machine is. */
  cpuMilliseconds: number;
  /** Commands of the manifest that do not exist when activation has ended. */
  missingCommands: number;
}

/** The extension as it is published, except that nothing activates it before the measurement does. */
function prepareOurs(): { path: string; id: string; commands: string[] } {
  const path = join(directory, 'ours');
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Manifest;
  cpSync(join(repository, 'dist'), join(path, 'dist'), { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  return {
    path,
    id: `${manifest.publisher}.${manifest.name}`,
    commands: manifest.contributes.commands.map(({ command }) => command),
  };
}

function prepareEmpty(): { path: string; id: string; commands: string[] } {
  const path = join(directory, 'empty');
  mkdirSync(path, { recursive: true });
  writeFileSync(
    join(path, 'package.json'),
    JSON.stringify({
      name: 'empty',
      publisher: 'bench',
      version: '1.0.0',
      main: './extension.cjs',
      engines: { vscode: '^1.105.0' },
    }),
  );
  writeFileSync(join(path, 'extension.cjs'), "require('vscode');\nexports.activate = () => undefined;\n");
  return { path, id: 'bench.empty', commands: [] };
}

/** Runs in the extension host in place of tests; the last line that it logs is the measurement. */
function prepareProbe(id: string, commands: readonly string[]): string {
  const path = join(directory, `${id}.probe.cjs`);
  writeFileSync(
    path,
    `const vscode = require('vscode');
exports.run = async () => {
  const extension = vscode.extensions.getExtension(${JSON.stringify(id)});
  if (extension === undefined || extension.isActive) throw new Error('The extension is missing or active already.');
  // The host and the page have other work while a window opens: the measurement begins when timers have kept their time for half a
  // second, or on a busy machine after twenty seconds.
  const late = async () => {
    const due = performance.now() + 20;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return performance.now() - due > 5;
  };
  const deadline = performance.now() + 20_000;
  for (let calm = 0; calm < 25 && performance.now() < deadline; ) calm = (await late()) ? 0 : calm + 1;
  const start = performance.now();
  const cpu = process.threadCpuUsage();
  await extension.activate();
  const { user, system } = process.threadCpuUsage(cpu);
  const milliseconds = performance.now() - start;
  const cpuMilliseconds = (user + system) / 1000;
  const known = new Set(await vscode.commands.getCommands());
  const missingCommands = ${JSON.stringify(commands)}.filter((command) => !known.has(command)).length;
  console.log('measurement ' + JSON.stringify({ milliseconds, cpuMilliseconds, missingCommands }));
};
`,
  );
  return path;
}

rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
const subjects = { empty: prepareEmpty(), ours: prepareOurs() };
const probes = {
  empty: prepareProbe(subjects.empty.id, subjects.empty.commands),
  ours: prepareProbe(subjects.ours.id, subjects.ours.commands),
};
const measured: Record<keyof typeof subjects, Measurement[]> = { empty: [], ours: [] };

await withEditor(directory, async (browser, server) => {
  // The first window of a server also fills its caches; it does not count.
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? (['empty', 'ours'] as const) : (['ours', 'empty'] as const)) {
      const measurement = await measureInHost<Measurement>(browser, server, {
        folder: directory,
        extension: subjects[name].path,
        probe: probes[name],
      });
      if (round > 0) measured[name].push(measurement);
    }
  }
});

const times = (name: keyof typeof subjects): number[] => measured[name].map(({ milliseconds }) => milliseconds);
const cpu = (name: keyof typeof subjects): number => median(measured[name].map(({ cpuMilliseconds }) => cpuMilliseconds));
const describe = (name: keyof typeof subjects): string =>
  `${median(times(name)).toFixed(1)} ms (least ${Math.min(...times(name)).toFixed(1)}, own thread's CPU ${cpu(name).toFixed(1)})`;
const missingCommands = Math.max(...measured.ours.map((measurement) => measurement.missingCommands));
console.log(`load and activate, median of ${rounds} fresh windows: ${describe('ours')}; budget ${budgetMilliseconds} ms`);
console.log(`an empty extension: ${describe('empty')}; ratio ${(median(times('ours')) / median(times('empty'))).toFixed(2)}`);
console.log(`commands of the manifest that do not exist after activation: ${missingCommands}`);
if (missingCommands > 0) process.exitCode = 1;
