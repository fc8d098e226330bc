// From an edit in a file of 10,000 requests to its lenses, in plain Node and in the extension host of a real VS Code server:
//   node test/bench/edit.bench.ts
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHttpFile, reparse } from '../../src/core/http-file/parse.ts';
import type { ParsedHttpFile } from '../../src/core/http-file/parsed-http-file.ts';
import { isAwsRequest } from '../../src/core/requests/is-aws-request.ts';
import { repository, scratch } from '../vscode/directories.ts';
import { measureInHost, withEditor } from './measure-in-host.ts';
import { quantile } from './quantile.ts';

const budget = 16;
const requests = 10_000;
const edits = 200;
/** Tens of thousands of lenses go to the window and back each time. */
const hostEdits = 40;
const warmUp = 10;
const directory = join(scratch, 'edit-bench');
const workspace = join(directory, 'workspace');
const largeFile = join(workspace, 'large.http');
const fragments = ['x', '\n', '{{region}}', '# comment\n', '###\nGET https://sts.amazonaws.com\n\n', 'X-More: y\n'];

/** Every other request tells by its host alone that it is AWS's, which takes longest to find out. */
const text =
  ['@region = eu-central-1', '@table = things', ''].join('\n') +
  Array.from({ length: requests }, (_, number) =>
    [
      `### Request ${number}`,
      number % 2 === 0 ? '# @aws-service dynamodb' : '# of the other kind',
      `POST https://dynamodb.{{region}}.amazonaws.com/table/${number}`,
      '    ?first=1',
      'Content-Type: application/x-amz-json-1.0',
      'X-Amz-Target: DynamoDB_20120810.GetItem',
      '',
      '{',
      '  "TableName": "{{table}}",',
      `  "Key": { "id": { "N": "${number}" } }`,
      '}',
      '',
    ].join('\n'),
  ).join('\n');

const both = (values: readonly number[]): string =>
  `median ${quantile(values, 0.5).toFixed(1)} ms, p95 ${quantile(values, 0.95).toFixed(1)} ms`;
const describe = ({ times, cpu }: CoreMeasurement): string => `${both(times)} (own thread's CPU: ${both(cpu)})`;

/** An edit at a random place, the same ones in each run. */
function* places(count: number): Generator<{ readonly part: number; readonly removed: number; readonly inserted: string }> {
  let seed = 1;
  const random = (): number => (seed = (seed * 48_271) % 0x7fffffff) / 0x7fffffff;
  for (let done = 0; done < count + warmUp; done++) {
    const inserted = fragments[Math.floor(random() * fragments.length)] ?? '';
    yield { part: random(), removed: random() < 0.3 ? Math.floor(random() * 40) : 0, inserted };
  }
}

interface CoreMeasurement {
  readonly lenses: number;
  readonly times: number[];
  /** Of that, the time in which this thread really ran: nearly the same however busy the machine is. */
  readonly cpu: number[];
}

/** Milliseconds that each edit takes until lenses are known. */
function measureCore(read: (before: ParsedHttpFile, now: string) => ParsedHttpFile): CoreMeasurement {
  let file = parseHttpFile(text);
  let lenses: number[] = [];
  const times: number[] = [];
  const cpu: number[] = [];
  for (const { part, removed, inserted } of places(edits)) {
    const at = Math.floor(part * file.text.length);
    // As the editor gives it, in one piece.
    const now = Buffer.from(file.text.slice(0, at) + inserted + file.text.slice(at + removed)).toString();
    const cpuStart = process.threadCpuUsage();
    const start = performance.now();
    file = read(file, now);
    lenses = file.requests.filter((request) => isAwsRequest(request, file)).map((one) => one.requestLineRange.start.line);
    times.push(performance.now() - start);
    const { user, system } = process.threadCpuUsage(cpuStart);
    cpu.push((user + system) / 1000);
  }
  return { lenses: lenses.length, times: times.slice(warmUp), cpu: cpu.slice(warmUp) };
}

/** Milliseconds. */
interface Measurement {
  readonly lenses: number;
  /** Of each time that the editor's command for lenses was run. */
  readonly asked: number[];
  /** In all of them together, by function of ours, what it calls included. */
  readonly provide: number;
  readonly getText: number;
}

/**
 * Runs in the extension host in place of tests. The editor's command takes all lenses to the window and back, so a sampling profile
 * tells what of its time is ours.
 */
const probe = `
const { Session } = require('inspector/promises');
const vscode = require('vscode');
exports.run = async () => {
  await vscode.extensions.all.find(({ id }) => id.endsWith('.aws-auth-signing')).activate();
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(${JSON.stringify(largeFile)}));
  await vscode.languages.setTextDocumentLanguage(document, 'http');
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 250 });
  const asked = [];
  let lenses = 0;
  let round = 0;
  for (const { part, removed, inserted } of ${JSON.stringify([...places(hostEdits)])}) {
    if (round++ === ${warmUp}) await session.post('Profiler.start');
    const at = Math.floor(part * document.lineCount);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(at, 0, at, removed), inserted);
    await vscode.workspace.applyEdit(edit);
    const start = performance.now();
    lenses = (await vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri)).length;
    if (round > ${warmUp}) asked.push(performance.now() - start);
  }
  const { profile } = await session.post('Profiler.stop');
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const inclusive = (name) => {
    let time = 0;
    profile.samples.forEach((sample, index) => {
      const names = [];
      for (let id = sample; id !== undefined; id = parents.get(id)) {
        const { functionName, url } = nodes.get(id).callFrame;
        names.push(functionName);
        if (functionName !== 'provideCodeLenses' || !url.endsWith('/dist/extension.cjs')) continue;
        if (names.includes(name)) time += profile.timeDeltas[index] / 1000;
        break;
      }
    });
    return time;
  };
  const [provide, getText] = [inclusive('provideCodeLenses'), inclusive('getText')];
  console.log('measurement ' + JSON.stringify({ lenses, asked, provide, getText }));
};
`;

async function measureEditor(): Promise<Measurement> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(workspace, { recursive: true });
  writeFileSync(largeFile, text);
  writeFileSync(join(directory, 'probe.cjs'), probe);
  return withEditor(directory, (browser, server) =>
    measureInHost<Measurement>(browser, server, {
      folder: workspace,
      extension: repository,
      probe: join(directory, 'probe.cjs'),
    }),
  );
}

const again = measureCore(reparse);
const whole = measureCore((_, now) => parseHttpFile(now));
if (again.lenses !== whole.lenses) throw new Error(`${again.lenses} lenses, ${whole.lenses} after reading all of the file.`);
console.log(`${requests} requests, ${(text.length / 1e6).toFixed(1)} MB, ${edits} edits: text to lenses ${describe(again)}`);
console.log(`the same by reading all of the file: ${describe(whole)}`);
console.log(`ratio of the medians of CPU: ${(quantile(whole.cpu, 0.5) / quantile(again.cpu, 0.5)).toFixed(1)}`);
const editor = await measureEditor();
const each = (milliseconds: number): string => (milliseconds / hostEdits).toFixed(1);
console.log(`in the extension host, ${hostEdits} edits: our lenses take ${each(editor.provide)} ms each`);
console.log(`of that, the editor's own getText(): ${each(editor.getText)} ms`);
console.log(`the editor takes ${editor.lenses} lenses to the window and back: ${both(editor.asked)}`);
// The profile of the host counts what other work of the machine takes from it; our own thread's CPU does not.
const isKept = quantile(again.cpu, 0.95) <= budget;
console.log(`budget ${budget} ms, p95 of our own CPU: ${isKept ? 'kept' : 'exceeded'}`);
if (!isKept) process.exitCode = 1;
